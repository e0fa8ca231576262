"""The calibration plot: how often what was given a probability came about, with its table."""

from math import log10

from westphalia.forecast.rolling import Rolling
from westphalia.forecast.scores import Bin
from westphalia.system.drawing import Plot, element, line

SIDE, LEFT, TOP = 320.0, 60.0, 40.0
LOWEST = -4.0
"""Power of ten at which both axes begin: most pairs do nothing on most days, so probabilities are small."""


def calibration(found: Rolling) -> Plot:
    """Probability against share that came about, in powers of ten; the size of a dot is its number of forecasts."""
    title = f"Outlooks over {found.horizon} days: said, and what came"
    parts = [element("text", title, x=12, y=20, class_="head"), *_axes()]
    parts.append(line([(_x(-4), _y(-4)), (_x(0), _y(0))], "mark"))
    most = max((one.forecasts for one in found.bins), default=1)
    parts += [_dot(one, most) for one in found.bins]
    rows = tuple((one.low, one.high, one.forecasts, one.probability, one.happened) for one in found.bins)
    columns = ("from", "to", "forecasts", "mean probability", "share that came")
    far = max(found.bins, key=lambda one: abs(one.probability - one.happened), default=None)
    described = f"{found.forecasts} forecasts in {len(found.bins)} bins."
    if far:
        described += f" Farthest from the line: {far.probability:.2f} said, {far.happened:.2f} came."
    return Plot(title, described, LEFT + SIDE + 20, TOP + SIDE + 50, "".join(parts), columns, rows)


def _axes() -> list[str]:
    parts = [element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, class_="rule")]
    for power in range(int(LOWEST), 1):
        label = f"{10.0**power:.2%}" if power < -2 else f"{10.0**power:.0%}"
        parts.append(line([(_x(power), TOP), (_x(power), TOP + SIDE)], "rule"))
        parts.append(line([(LEFT, _y(power)), (LEFT + SIDE, _y(power))], "rule"))
        parts.append(element("text", label, x=_x(power), y=TOP + SIDE + 16, text_anchor="middle", class_="soft"))
        parts.append(element("text", label, x=LEFT - 6, y=_y(power) + 4, text_anchor="end", class_="soft"))
    parts.append(element("text", "said", x=LEFT + SIDE / 2, y=TOP + SIDE + 36, text_anchor="middle"))
    parts.append(element("text", "came", x=12, y=TOP - 6))
    return parts


def _dot(one: Bin, most: int) -> str:
    says = f"{one.forecasts:,} forecasts: {one.probability:.2%} said, {one.happened:.2%} came"
    size = 3.0 + 5.0 * (one.forecasts / most) ** 0.25
    at = {"cx": _x(_power(one.probability)), "cy": _y(_power(one.happened))}
    return element("circle", title=says, r=size, class_="dot", **at)


def _power(share: float) -> float:
    return max(log10(share), LOWEST) if share > 0 else LOWEST


def _x(power: float) -> float:
    return LEFT + SIDE * (power - LOWEST) / -LOWEST


def _y(power: float) -> float:
    return TOP + SIDE * power / LOWEST
