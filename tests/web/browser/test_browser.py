"""The pages in Chromium: axe finds nothing, nothing runs over, nothing is fetched elsewhere, keys and print do."""

import shutil
from urllib.parse import urlsplit

import pytest

from tests.web.browser.conftest import AXE, CHROMIUM, served
from westphalia.world import Store

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt-get install chromium, as .ci/run does")

WIDTHS = (360, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BASELINE: frozenset[str] = frozenset()
"""Rules of axe that pages may break: none."""

CHECK = """async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations.map(
    v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))"""
OVER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
WIDE = """() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth
    && !e.closest('.wide')).map(e => e.outerHTML.slice(0, 160)).slice(-3)"""
CUT = """() => [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
    && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) && getComputedStyle(e).clipPath === 'none'
    && !(e.tabIndex === 0 && (e.getAttribute('aria-label') || e.matches('input, select, textarea'))))
    .map(e => e.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_is_free_of_faults(browser, home, kinds, scheme):
    """axe at three widths; no scrolling sideways but inside a region that takes the focus; nothing from elsewhere."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    said, asked, faults = [], [], []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    for kind, address in kinds.items():
        answer = tab.goto(f"{home}{address}")
        assert answer.status == {"missing": 404, "refused": 400}.get(kind, 200), address
        tab.evaluate(AXE)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            faults += [f"{kind} at {width}: {fault}" for fault in tab.evaluate(CHECK, RULES)
                       if fault.split(":")[0] not in BASELINE]  # fmt: skip
            if tab.evaluate(OVER) > 0:
                faults.append(f"{kind} at {width}: wider than the screen: {tab.evaluate(WIDE)}")
            faults += [f"{kind} at {width}: cut off {cut}" for cut in tab.evaluate(CUT)]
    context.close()
    assert not faults, "\n".join(faults)
    assert not [line for line in said if "404 (Not Found)" not in line and "400 (Bad Request)" not in line]
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(home).netloc}


def test_axe_sees_what_is_wrong(tab, home):
    """Else the test above would test nothing."""
    tab.goto(f"{home}/")
    tab.evaluate(AXE)
    tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p><a href=\"/x\"></a></p>')")
    assert any(fault.startswith("link-name") for fault in tab.evaluate(CHECK, RULES))
    tab.evaluate("document.querySelector('main').style.minWidth = '2000px'")
    assert tab.evaluate(OVER) > 0


def test_the_policy_holds_in_the_browser(tab, home):
    """A script in a page would not run; that of the debugger is no script of the page."""
    said = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(f"{home}/")
    tab.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    assert tab.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in said)


def test_the_first_stop_of_the_keyboard_skips_to_the_content(tab, home, kinds):
    for address in kinds.values():
        tab.goto(f"{home}{address}")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
        box = tab.evaluate("(({x, y}) => [x, y])(document.activeElement.getBoundingClientRect())")
        assert min(box) >= 0, "it is seen when it has the focus"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "content"


def test_every_stop_of_the_keyboard_is_seen(tab, home, kinds):
    for kind in ("happening", "report", "search", "review"):
        tab.goto(f"{home}{kinds[kind]}")
        stops = set()
        for _ in range(60):
            tab.keyboard.press("Tab")
            stop, outline = tab.evaluate(
                "(e => [e.outerHTML.slice(0, 200), getComputedStyle(e).outlineStyle])(document.activeElement)"
            )
            if stop.startswith("<body"):
                break
            assert outline != "none", stop
            stops.add(stop)
        assert len(stops) > 15, kind


def test_a_search_is_found_filled_in_and_sent_by_keys_alone(tab, home):
    tab.goto(f"{home}/")
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.name") == "q":
            break
    tab.keyboard.type("Odesa")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=Odesa")
    assert tab.locator("mark.hit").count() > 0


def press_access_key(tab, letter):
    """Alt with a letter, as a keyboard sends it; what Playwright sends has no text, by which access keys are known."""
    session = tab.context.new_cdp_session(tab)
    with tab.expect_navigation():
        session.send(
            "Input.dispatchKeyEvent",
            {"type": "keyDown", "modifiers": 1, "key": letter, "text": letter, "unmodifiedText": letter,
             "windowsVirtualKeyCode": ord(letter.upper())},
        )  # fmt: skip
    session.detach()


def test_the_review_queue_is_answered_by_keys_alone(tab, path, tmp_path):
    shutil.copy(path, tmp_path / "world.db")
    with served(tmp_path / "world.db") as address:
        asked = tab.locator("section.question input[name=subject]").first
        tab.goto(f"{address}/review?kind=codings")
        first = asked.input_value()
        press_access_key(tab, "r")
        second = asked.input_value()
        assert first != second
        assert "1 of" in tab.locator(".progress").text_content()
        assert tab.evaluate("document.activeElement.id") == "first", "one goes on where the next question begins"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        with tab.expect_navigation():
            tab.keyboard.press("Enter")
        assert asked.input_value() not in (first, second)
        press_access_key(tab, "u")
        assert asked.input_value() == second, "an answer that is undone is asked again"
        tab.goto(f"{address}/journal")
        rows = [row.inner_text() for row in tab.locator("tbody tr").all()]
        assert [next(w for w in ("undo", "wrong", "right") if w in row) for row in rows] == ["undo", "wrong", "right"]


def test_happenings_are_told_apart_by_keys_alone(tab, path, tmp_path):
    shutil.copy(path, tmp_path / "world.db")
    with Store(tmp_path / "world.db") as store:
        held = {row["happening"]: row["event"] for row in store.rows("happening_events")}
        one, other, third = sorted(held)[:3]
        pairs = [(one, other, 0.97), (other, third, 0.91)]
        why = {"who": 0.4, "when": -0.1}
        rows = [{"one": a, "other": b, "score": score, "event": held[a], "other_event": held[b], "why": why}
                for a, b, score in pairs]  # fmt: skip
        store.replace_derived({"near_misses": rows})
    with served(tmp_path / "world.db") as address:
        tab.goto(f"{address}/review?kind=merges")
        tab.evaluate(AXE)
        assert tab.evaluate(CHECK, RULES) == []
        assert "0 of 2" in tab.locator(".progress").text_content()
        assert "who +.40" in tab.locator("section.question").first.inner_text()
        press_access_key(tab, "d")
        assert "1 of 2" in tab.locator(".progress").text_content()
        press_access_key(tab, "s")
        assert "all are answered" in tab.locator("main").inner_text()
        tab.goto(f"{address}/journal")
        rows = [row.inner_text() for row in tab.locator("tbody tr").all()]
        assert ["same" in row for row in rows] == [True, False]
        assert ["different" in row for row in rows] == [False, True]


def test_print_shows_the_content_and_leaves_out_what_cannot_be_pressed(tab, home, kinds):
    for kind, address in kinds.items():
        tab.goto(f"{home}{address}")
        tab.emulate_media(media="print")
        assert tab.locator("h1").is_visible(), kind
        assert len(tab.locator("main").inner_text()) > 20, kind
        for unwanted in ("nav", "form", "button"):
            shown = tab.locator(unwanted).filter(visible=True)
            assert shown.count() == 0, f"{kind}: {unwanted}"
        assert all(figure.is_visible() for figure in tab.locator("details table").all()), f"{kind}: numbers left out"
        paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == "rgb(255, 255, 255)", kind
