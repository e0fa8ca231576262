"""The steps of reading run in an order in which each finds what it reads."""

import pytest

from westphalia.reading import STEPS, check_order


def test_the_order_holds() -> None:
    check_order(STEPS)


def test_a_step_before_its_input_is_refused() -> None:
    with pytest.raises(ValueError, match="before any step fills it"):
        check_order(STEPS[::-1])
