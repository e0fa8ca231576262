"""What can be told of WCAG 2.2 AA from the pages themselves and the style sheet. axe is run in `browser/`."""

import itertools
import re
from pathlib import Path

import lxml.html
import pytest

import westphalia.web

STYLE = (Path(westphalia.web.__file__).parent / "static" / "style.css").read_text()


@pytest.fixture(scope="module")
def trees(site):
    return {address: lxml.html.fromstring(html) for address, html in site.items()}


def name(element):
    """The accessible name, as far as text, labels and references give it."""
    if label := element.get("aria-label"):
        return label.strip()
    if by := element.get("aria-labelledby"):
        root = element.getroottree().getroot()
        return " ".join(e.text_content() for i in by.split() for e in root.xpath("//*[@id=$i]", i=i)).strip()
    return re.sub(r"\s+", " ", element.text_content()).strip() or element.get("title", "").strip()


def every(trees, path):
    for address, tree in trees.items():
        for element in tree.xpath(path):
            yield address, element


def test_pages_have_language_title_and_landmarks(trees):
    titles = {}
    for address, tree in trees.items():
        assert tree.get("lang") == "en", address
        assert len(tree.xpath("//main")) == len(tree.xpath("//header")) == len(tree.xpath("//footer")) == 1
        titles[address] = tree.xpath("string(//title)").strip()
        assert titles[address].endswith("· Westphalia")
        assert tree.xpath("//meta[@name='viewport'][not(contains(@content, 'maximum-scale'))]")


def test_headings_are_in_order(trees):
    for address, tree in trees.items():
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1, address
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), address
        assert all(name(h) for h in tree.xpath("//h1|//h2|//h3"))


def test_the_first_stop_of_the_keyboard_skips_to_the_content(trees):
    focusable = "//a[@href]|//button|//input[not(@type='hidden')]|//select|//summary|//*[@tabindex='0']"
    for address, tree in trees.items():
        first = tree.xpath(focusable)[0]
        assert first.get("href") == "#content", address
        assert tree.xpath("//main[@id='content'][@tabindex='-1']")
    assert not list(every(trees, "//*[@tabindex > 0]"))


def test_ids_are_unique_and_what_points_at_them_finds_them(trees):
    for address, tree in trees.items():
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), address
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            for value in tree.xpath(f"//@{attribute}"):
                assert set(value.split()) <= set(ids), f"{address}: {attribute}={value}"
        for link in tree.xpath("//a[starts-with(@href, '#')]/@href"):
            assert link[1:] in ids, f"{address}: {link}"


def test_everything_that_can_be_operated_has_a_name(trees):
    for address, element in every(trees, "//a[@href]|//button|//summary"):
        assert name(element), f"{address}: {lxml.html.tostring(element)}"
    for address, element in every(trees, "//input[not(@type='hidden')]|//select|//textarea"):
        labels = element.xpath("ancestor::label") or element.getroottree().xpath(
            "//label[@for=$i]", i=element.get("id", "-")
        )
        assert labels, f"{address}: {lxml.html.tostring(element)}"
        assert labels[0].text_content().strip()
    for address, element in every(trees, "//nav|//*[@role='region']|//form[@role='search']"):
        assert name(element), f"{address}: {element.tag}"
    assert not list(every(trees, "//a[@href]//a|//a//button|//button//a"))


def test_links_of_one_name_on_a_page_that_lead_elsewhere_tell_themselves_apart(trees):
    """Names like "wrong?" carry what they are about."""
    for address, tree in trees.items():
        judged = [name(a) for a in tree.xpath("//a[@class='judge']")]
        assert len(judged) == len(set(judged)), address


def test_keys_are_unique(trees):
    for address, tree in trees.items():
        keys = tree.xpath("//@accesskey")
        assert len(keys) == len(set(keys)), address


def test_tables_have_captions_and_their_heads_a_scope(trees):
    for address, table in every(trees, "//table"):
        assert table.xpath("caption") and name(table.xpath("caption")[0]), address
        assert all(th.get("scope") in ("col", "row") for th in table.xpath(".//th")), address
        assert all(row.xpath("th[@scope='row']") for row in table.xpath("tbody/tr")), address
        width = {len(row.xpath("th|td")) for row in table.xpath("thead/tr|tbody/tr")}
        assert len(width) == 1, f"{address}: {width}"


def test_wide_content_can_be_scrolled_by_keyboard(trees):
    for address, element in every(trees, "//*[@class='wide']"):
        assert element.get("tabindex") == "0" and element.get("role") == "region", address


def test_pictures_have_a_name_and_a_table(trees):
    drawn = list(every(trees, "//svg"))
    assert drawn
    for address, svg in drawn:
        assert svg.get("role") == "img" and svg.xpath("title")[0].text_content(), address
        assert svg.xpath("ancestor::figure/following-sibling::details[1]//table"), address


def test_nothing_is_told_by_colour_alone(trees):
    for address, mark in every(trees, "//*[contains(concat(' ', @class, ' '), ' verdict ')]"):
        assert mark.xpath("*[@class='shape'][@aria-hidden='true']"), address
        assert re.search(r"[a-z]", mark.text_content()), address
    kinds = dict(re.findall(r"mark\.(act|said|figure|named|stance|office) \{[^}]*text-decoration-style: (\w+)", STYLE))
    assert len(kinds) == 6
    assert len({(k, "thick") if k == "office" else v for k, v in kinds.items()}) == 6


def test_focus_is_seen_and_motion_is_asked_for():
    assert re.search(r":focus-visible \{ outline: 3px solid var\(--link\)", STYLE)
    assert "outline: none" not in STYLE.replace("main:focus { outline: none; }", "")
    assert "prefers-reduced-motion: no-preference" in STYLE.split("scroll-behavior")[0].rsplit("@media", 1)[1]


def colours(dark):
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.S)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", blocks[0]))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", blocks[1])) if dark else found


def contrast(one, other):
    def light(colour):
        whole = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(whole[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *(("ink", ground) for ground in ("paper", "faint", "act", "said", "figure", "named", "stance", "office")),
    *(("soft", ground) for ground in ("paper", "faint")),
    *(("link", ground) for ground in ("paper", "faint")),
    ("agree", "paper"), ("differ", "paper"), ("differ", "faint"),
]  # fmt: skip
SHAPES = [*((kind, "paper") for kind in ("up", "down", "up-soft", "down-soft")), ("soft", "paper"), ("soft", "faint")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_is_enough(dark):
    held = colours(dark)
    for front, ground in TEXT:
        assert contrast(held[front], held[ground]) >= 4.5, (front, ground)
    for front, ground in SHAPES:
        assert contrast(held[front], held[ground]) >= 3, (front, ground)


def test_what_is_pressed_is_large_enough():
    """Target size 24 px (2.5.8): buttons and fields are 2.1 rem high, boxes have their label."""
    assert re.search(r"input, select, button, textarea \{[^}]*min-height: 2.1rem", STYLE)
    assert re.search(r"\.ref \{[^}]*min-width: 1\.5rem[^}]*/1\.4rem", STYLE), "with its border 24 px"
