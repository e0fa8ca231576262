"""New reports that join a world leave it as a rebuild would: in any order, in any batches, after any decision."""

import tempfile
import zlib
from collections import defaultdict
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from westphalia import reconciling
from westphalia.engine import local
from westphalia.reconciling import gathering, joining, wordings
from westphalia.world import TABLES, Journal, Store
from westphalia.world.neighbours import NEIGHBOURS
from westphalia.world.schema import Origin

WORDS = "harbour grain border talks pipeline convoy drought railway ministers treaty ships tariff".split()
ACTORS = (
    "NOR/GOV/ada-berg", "NOR/GOV/ada-bergh", "NOR/GOV", "PER/GOV/luis-soto", "PER/GOV/luiz-soto", "CHL/GOV/ana-soto",
    "?/UNK/soto", "?/UNK/berg", "PER", "CHL",
)  # fmt: skip
SAID = (
    "We want to go on with the talks", "We do not want to go on with the talks", "They sent 300 tonnes of grain",
    "They sent 400 tonnes of grain", "We want the talks to go on now",
)  # fmt: skip
DAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def plain_vectors(monkeypatch):
    """Vectors of words in place of the encoder's, which takes a second to load."""

    def encode(texts):
        table = np.zeros((len(texts), wordings.WIDTH), dtype=np.float32)
        for n, text in enumerate(texts):
            for word in text.lower().split():
                seed = int(sha256(word.encode()).hexdigest()[:8], 16)
                table[n, np.random.default_rng(seed).integers(0, wordings.WIDTH, 60)] += 1
        return (table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)).astype(np.float16)

    monkeypatch.setattr(wordings, "encode", encode)


EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["CONSULT", "AGREE", "SUPPORT", "ASSAULT"]),
        "status": st.sampled_from(["happened", "happened", "planned", "denied"]),
        "one": st.sampled_from(ACTORS),
        "other": st.sampled_from(ACTORS),
        "from": st.sampled_from([None, 0, 0, 1, 5, 70, -400]),
        "days": st.sampled_from([0, 0, 0, 6, 365]),
        "words": st.lists(st.sampled_from(WORDS), min_size=2, max_size=4),
    }
)
REPORTS = st.fixed_dictionaries(
    {
        "published": st.sampled_from([None, 0, 0, 1, 2, 30, 80]),
        "outlet": st.sampled_from([None, "Courier", "Herald"]),
        "copied": st.sampled_from([0, 0, 1, 2, 3]),
        "officer": st.sampled_from([None, None, *ACTORS[:6]]),
        "events": st.lists(EVENTS, max_size=3),
        "said": st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(SAID)), max_size=3),
        "called": st.lists(st.sampled_from(["war", "War", "operation"]), max_size=2),
    }
)


def ident(letter, *parts):
    return letter + sha256(repr(parts).encode()).hexdigest()[:16]


def day(offset):
    return None if offset is None else (DAY + timedelta(days=offset)).isoformat()


def tables(number, made):
    """Rows of a report, by table."""
    report = ident("r", number)
    text = " ".join(word for event in made["events"] for word in event["words"]) or "nothing"
    rows = defaultdict(list)
    sketch = np.arange(128, dtype="<u8") + (made["copied"] or 1000 + number) * 10_000
    sketch[: number * 9 % 40] = number + 7
    rows["reports"] = [
        {"report": report, "name": f"{number}.txt", "container": None, "outlet": made["outlet"],
         "published": day(made["published"]), "words": len(text.split()), "extracted_by": "text", "text": text,
         "repairs": "[]", "raw": zlib.compress(b""), "sketch": sketch.tobytes(), "reading_version": "1"}
    ]  # fmt: skip
    for n, event in enumerate(made["events"]):
        first = day(event["from"])
        last = None if first is None else day(event["from"] + event["days"])
        words = " ".join(event["words"])
        name = ident("e", number, n)
        rows["events"].append(
            {"event": name, "report": report, "start": n, "end": n + 1, "text": words, "type": event["type"],
             "context": "[]", "status": event["status"], "date_from": first, "date_to": last,
             "date_precision": "day" if not event["days"] else "vague", "trace": "{}", "confidence": 0.5, "mutual": 0,
             "predicate_start": 0, "predicate_end": 3, "sentence_start": 0, "sentence_end": len(words),
             "sentence": words, "place_within": "[]", "when_text": "on Friday" if n else None}
        )  # fmt: skip
        for role, actor in (("source", event["one"]), ("recipient", event["other"])):
            rows["event_parties"].append({"event": name, "role": role, "ordinal": 0, "report": report, "actor": actor,
                                          "text": actor, "start": n, "end": n + 1})  # fmt: skip
            rows["mentions"].append(mention(number, len(rows["mentions"]), actor))
    for n, (actor, words) in enumerate(made["said"]):
        rows["statements"].append(
            {"statement": ident("s", number, n), "report": report, "start": n * 100, "end": n * 100 + len(words),
             "content": words, "kind": "asserts", "speaker": actor, "speaker_name": actor, "quotation": "direct",
             "chain": "[]"}
        )  # fmt: skip
    for n, words in enumerate(made["called"]):
        rows["namings"].append(
            {"naming": ident("n", number, n), "report": report, "start": n, "end": n + 1, "text": words,
             "referent": "conflict", "words": words, "own_voice": 1, "voice": "own"}
        )  # fmt: skip
    if made["officer"]:
        rows["offices"].append(
            {"office": ident("o", number), "report": report, "person": made["officer"], "post": "minister"}
        )
        rows["mentions"].append(mention(number, 99, made["officer"]))
    return rows


def mention(number, place, actor):
    name = actor.rpartition("/")[2].title() + ("!" if number % 3 == 0 else "")
    return {"mention": ident("m", number, place), "report": ident("r", number), "start": place, "end": place + 1,
            "text": name, "actors": f'["{actor}"]', "kind": "person", "acts": 1, "actor_name": name, "candidates": "[]",
            "head_start": place, "head_end": place + 1}  # fmt: skip


def write(store, reports, numbers):
    together = defaultdict(list)
    for number in numbers:
        for table, rows in tables(number, reports[number]).items():
            together[table] += rows
    store.add_all(together)


def settle(store):
    """What the engine does; whether the reports joined."""
    if reconciling.join(store, reconciling.VERSION):
        return True
    token = store.begin_rebuild()
    reconciling.reconcile(store)
    assert store.finish_rebuild(token, reconciling.VERSION)
    return False


def decide(store, reports, decisions):
    """Takes decisions; of what is not there, none. Returns whether they can join: no report comes or goes."""
    before = {held.entry for held in Journal(store).in_force() if held.action == "withdraw"}
    journal, by = Journal(store), {"who": "me", "why": "so"}
    of = {"actors": list(ACTORS)}
    for table in ("event", "statement"):
        of[table] = [row[table] for row in store.rows(f"{table}s")]
    for action, what, first, second in decisions:
        if action == "withdraw":
            journal.decide(action, ident("r", first % len(reports)), **by)
        elif action == "undo":
            if held := journal.in_force():
                journal.undo(held[first % len(held)].entry, **by)
        elif known := of[what]:
            one, other = known[first % len(known)], known[second % len(known)]
            if action == "wrong":
                journal.decide(action, one, **by)
            elif one != other:
                journal.decide(action, one, other=other, **by)
    return before == {held.entry for held in journal.in_force() if held.action == "withdraw"}


NUMBERS = st.integers(0, 30)
ABOUT_EVENTS = st.tuples(st.sampled_from(["same", "different", "wrong"]), st.just("event"), NUMBERS, NUMBERS)
ABOUT_OTHERS = st.sampled_from([("wrong", "statement"), ("same", "actors"), ("undo", ""), ("undo", "")]).flatmap(
    lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), NUMBERS, NUMBERS)
)
DECISIONS = st.lists(ABOUT_EVENTS | ABOUT_OTHERS, max_size=3)
WITHDRAWN = st.lists(st.tuples(st.just("withdraw"), st.just(""), NUMBERS, NUMBERS), max_size=1)


def content(store):
    """Every derived table."""
    return {name: list(store.rows(name)) for name, table in TABLES.items() if table.origin is Origin.DERIVED}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(REPORTS, min_size=2, max_size=9), WITHDRAWN, st.randoms(use_true_random=False), st.data())
def test_joining_is_rebuilding(reports, withdrawn, chance, data):
    before, large = (joining.SHARE, joining.BATCH), joining.LARGE
    joining.SHARE, joining.BATCH = 0, chance.randint(1, 2)
    order = list(range(len(reports)))
    chance.shuffle(order)
    first = data.draw(st.integers(1, len(order)))
    try:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "w.db", create=True) as store:
            write(store, reports, order[:first])
            assert not settle(store)
            joins = decide(store, reports, data.draw(DECISIONS) + withdrawn)
            assert settle(store) == joins
            rest = order[first:]
            while rest:
                size = chance.randint(1, 4)
                write(store, reports, rest[:size])
                assert chance.random() < 0.5 or settle(store)
                joins = decide(store, reports, data.draw(DECISIONS))
                assert settle(store) == joins
                rest = rest[size:]
            joined, digest = content(store), store.digest()
            reconciling.reconcile(store)
            rebuilt = content(store)
            for name, rows in rebuilt.items():
                assert joined[name] == rows, name
            assert store.digest() == digest
            joining.LARGE = 0
            reconciling.rejoin(store, reconciling.VERSION)
            for name, rows in content(store).items():
                assert rebuilt[name] == rows, name
            assert store.rebuilt_by == reconciling.VERSION
    finally:
        joining.SHARE, joining.BATCH = before
        joining.LARGE = large


def some(count=6):
    event = {"type": "CONSULT", "status": "happened", "one": "NOR/GOV/ada-berg", "other": "PER/GOV/luis-soto",
             "from": 0, "days": 0, "words": ["talks", "grain"]}  # fmt: skip
    made = {"published": 0, "outlet": "Courier", "copied": 0, "officer": None, "events": [event],
            "said": [("PER/GOV/luis-soto", SAID[0])], "called": []}  # fmt: skip
    return [dict(made) for _ in range(count)]


@pytest.fixture
def world(tmp_path):
    with Store(tmp_path / "w.db", create=True) as store:
        write(store, some(), range(5))
        settle(store)
        yield store


def test_a_new_report_joins_what_it_tells_of(world):
    write(world, some(), [5])
    assert world.rebuilt_by == ""
    assert settle(world)
    assert world.rebuilt_by == reconciling.VERSION
    (happening,) = world.rows("happenings")
    assert happening["reports"] == 6
    assert [row["reports"] for row in world.rows("quotations")] == [6]
    assert [row["reports"] for row in world.rows("outlets")] == [6]


def test_what_was_read_again_is_rebuilt(world):
    report = next(iter(world.rows("reports")))["report"]
    world._connection.execute("UPDATE reports SET reading_version = '0' WHERE report = ?", (report,))
    number = next(n for n in range(5) if ident("r", n) == report)
    write(world, some(), [number])
    assert not settle(world)
    assert [row["reports"] for row in world.rows("happenings")] == [5]


def test_many_new_reports_rebuild(world):
    write(world, some(8), [5, 6, 7])
    assert not settle(world)


def test_many_join_batch_by_batch(world, monkeypatch):
    monkeypatch.setattr(joining, "SHARE", 1)
    monkeypatch.setattr(joining, "BATCH", 2)
    write(world, some(9), [5, 6, 7, 8])
    assert settle(world)
    assert [row["reports"] for row in world.rows("happenings")] == [9]
    digest = world.digest()
    reconciling.reconcile(world)
    assert world.digest() == digest


def test_another_version_rebuilds(world):
    write(world, some(), [5])
    assert not reconciling.join(world, "another")


def test_a_withdrawn_report_rebuilds(world):
    Journal(world).decide("withdraw", ident("r", 0), who="me", why="so")
    assert not settle(world)
    write(world, some(), [5])
    assert settle(world)


def test_a_decision_joins_and_so_does_its_undoing(world):
    before, journal, by = content(world), Journal(world), {"who": "me", "why": "so"}
    journal.decide("wrong", ident("e", 0, 0), **by)
    journal.decide("wrong", ident("s", 1, 0), **by)
    journal.decide("same", "NOR/GOV/ada-berg", other="CHL/GOV/ana-soto", **by)
    journal.decide("different", ident("e", 2, 0), other=ident("e", 3, 0), **by)
    assert world.rebuilt_by == ""
    assert settle(world)
    assert sorted(row["reports"] for row in world.rows("happenings")) == [1, 3]
    assert [row["reports"] for row in world.rows("quotations")] == [4]
    assert "NOR/GOV/ada-berg" not in {row["actor"] for row in world.rows("actors")}
    journal.decide("same", ident("e", 2, 0), other=ident("e", 3, 0), **by)
    assert settle(world)
    assert [row["reports"] for row in world.rows("happenings")] == [4]
    for decision in journal.in_force():
        journal.undo(decision.entry, **by)
    assert settle(world)
    assert content(world) == before


def test_where_too_much_changes_all_is_rebuilt(world, monkeypatch):
    monkeypatch.setattr(joining, "MOST", -1)
    write(world, some(), [5])
    before = content(world)
    assert not reconciling.join(world, reconciling.VERSION)
    assert content(world) == before


def test_a_large_world_is_rebuilt_by_joining_anew_and_goes_on_where_it_was_cut_off(world, monkeypatch):
    Journal(world).decide("withdraw", ident("r", 0), who="me", why="so")
    assert not settle(world)
    digest, join, left = world.digest(), joining._join, [2]

    def killed(*arguments):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        join(*arguments)

    Journal(world).decide("withdraw", ident("r", 9), who="me", why="so")
    monkeypatch.setattr(joining, "LARGE", 3)
    monkeypatch.setattr(joining, "BATCH", 2)
    monkeypatch.setattr(joining, "_join", killed)
    with pytest.raises(KeyboardInterrupt):
        local.reconcile(world)
    assert [row["joined"] for row in world.query("waiting")] == [4]
    assert world.rebuilt_by == ""
    monkeypatch.setattr(joining, "_join", join)
    monkeypatch.setattr(reconciling, "reconcile", None)
    local.reconcile(world)
    assert world.rebuilt_by == reconciling.VERSION
    assert world.digest() == digest


def test_a_killed_join_leaves_the_world_as_it_was(world, monkeypatch):
    write(world, some(), [5])
    before = content(world)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(joining.quoting, "join", killed)
    with pytest.raises(KeyboardInterrupt):
        reconciling.join(world, reconciling.VERSION)
    assert content(world) == before
    monkeypatch.undo()
    assert settle(world)


def test_a_near_miss_is_kept_for_a_person_to_look_at(tmp_path):
    reports = some(2)
    vague = {"from": None, "words": ["talks", "ships"], "one": "NOR/GOV"}
    reports[1] = dict(reports[1], events=[dict(reports[1]["events"][0], **vague)], published=3)
    with Store(tmp_path / "w.db", create=True) as store:
        write(store, reports, [0, 1])
        settle(store)
        (miss,) = store.rows("near_misses")
        assert gathering.NEARLY <= miss["score"] < gathering.THRESHOLD
        assert miss["one"] < miss["other"]
        assert sum(miss["why"].values()) == pytest.approx(miss["score"], abs=0.01)
        Journal(store).decide("different", miss["event"], other=miss["other_event"], who="me", why="so")
        settle(store)
        assert not list(store.rows("near_misses"))


def test_joining_reads_by_indexes_alone(world):
    """No query of joining scans a table, so that its cost does not grow with the world."""
    whole = {name for name in NEIGHBOURS if name.startswith("all ")} | {"actors mentioned", "actors by report"}
    given = dict.fromkeys("ids keys family pair first final since until polity day".split(), "")
    for name in NEIGHBOURS.keys() - whole - {"waiting", "next to join"}:
        plan = [row["detail"] for row in world._connection.execute(f"EXPLAIN QUERY PLAN {NEIGHBOURS[name]}", given)]
        scans = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
        assert not [scan for scan in scans if not scan.startswith(("SCAN (", "SCAN CONSTANT"))], (name, scans)


def test_what_joining_costs_does_not_grow_with_the_world(tmp_path, monkeypatch):
    """Steps of the database while one report joins ten months of reports, and fifty."""

    def steps(months):
        reports = some(months * 3 + 1)
        for n, report in enumerate(reports[1:]):
            event = dict(
                report["events"][0], **{"from": n // 3 * 30, "one": "CHL/GOV/ana-soto" if n > 3 else "NOR/GOV"}
            )
            reports[n + 1] = dict(report, published=n // 3 * 30, events=[event], outlet=f"Outlet {n % 20}", said=[])
        with Store(tmp_path / f"{months}.db", create=True) as store:
            write(store, reports, range(1, len(reports)))
            settle(store)
            write(store, reports, [0])
            counted = [0]
            store._connection.set_progress_handler(lambda: counted.append(counted.pop() + 1), 100)
            assert settle(store)
            store._connection.set_progress_handler(None, 0)
            return counted[0]

    few, many = steps(10), steps(50)
    assert many < few * 1.1
