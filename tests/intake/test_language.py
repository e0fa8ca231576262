"""Languages: English is known by its words, headlines full of names are not taken for Welsh."""

import pytest

from westphalia.intake.language import language


@pytest.mark.parametrize(
    "text",
    [
        "The ministers met on Monday and agreed to speak about the dam in May.",
        "Hungarians protest invasion, Russian bank in Budapest",
        "World Court orders Uganda to pay $325 million in Congo reparations",
        "Vanto, Lavrov, Wang meet in Tunxi",
        "Joint pursuit of fairer international order",
    ],
)
def test_english(text: str) -> None:
    assert language(text) == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Macron annonce une nouvelle aide pour Kiev", "fr"),
        ("Il presidente visita Pechino e firma gli accordi", "it"),
        ("Bundeskanzler reist nach Peking und trifft den Präsidenten", "de"),
        ("El presidente de Chile visita China para firmar acuerdos", "es"),
        ("Министр иностранных дел заявил в среду, что переговоры продолжаются", "ru"),
        ("外交部发言人周三表示,会谈将继续进行,双方同意加强合作,并就地区局势交换意见,希望尽快达成协议。", "zh"),
        ("قال وزير الخارجية يوم الأربعاء إن المحادثات مستمرة", "ar"),
    ],
)
def test_other_languages(text: str, code: str) -> None:
    assert language(text) == code


def test_too_short_to_tell_falls_back_to_what_is_declared() -> None:
    assert language("Kyiv: Zelensky") == ""
    assert language("Kyiv: Zelensky", "en-GB") == "en"
    assert language("Kyiv: Zelensky", "Russian") == "ru"
    assert language("…") == ""
