"""Decisions: each is a row of the journal with who and why, shows on the pages, and can be undone."""

import asyncio
import shutil
import threading

import pytest

from tests.web.conftest import HOME, SAME
from westphalia.web import application
from westphalia.web.library import Library
from westphalia.world import Journal, Store


@pytest.fixture
def event(path):
    with Store(path, readonly=True) as store:
        return next(store.rows("events"))


def decide(client, **fields):
    return client.post("/journal", data={"who": "Ada", "why": "read the report", **fields}, headers=SAME)


def rows(client):
    return client.get("/journal.json").json()["rows"]


def test_a_wrong_coding_is_in_the_journal_and_beside_its_mark(writable, event):
    before = writable.get(f"/reports/{event['report']}")
    assert "judged wrong" not in before.text
    answer = decide(writable, action="wrong", subject=event["event"], back=f"/reports/{event['report']}")
    assert answer.headers["location"] == f"/reports/{event['report']}"
    assert [(r["action"], r["subject"], r["who"], r["why"]) for r in rows(writable)] == [
        ("wrong", event["event"], "Ada", "read the report")
    ]
    shown = writable.get("/journal").text
    assert event["text"].split()[0] in shown
    assert f">{event['event']}<" not in shown, "what it is about is told in words"
    after = writable.get(f"/reports/{event['report']}", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200, "the tag did not change with the world"
    assert "judged wrong by Ada" in after.text


def test_what_is_decided_is_not_asked_again_and_comes_back_when_undone(writable):
    queue = writable.get("/review.json?kind=codings").json()["rows"]
    assert queue, "nothing is doubtful: the test tests nothing"
    first = queue[0]["event"]
    decide(writable, action="right", subject=first)
    assert first not in [row["event"] for row in writable.get("/review.json?kind=codings").json()["rows"]]
    undone = writable.post("/journal/undo", data={"entry": 1, "who": "Ben", "why": "no"}, headers=SAME)
    assert undone.status_code == 303
    assert next(row["event"] for row in writable.get("/review.json?kind=codings").json()["rows"]) == first
    again = writable.post("/journal/undo", data={"entry": 1, "who": "Ben", "why": "no"}, headers=SAME)
    assert again.status_code == 409


def test_the_queue_says_how_far_one_is_and_what_one_just_answered(writable):
    before = writable.get("/review.json?kind=codings").json()["progress"]
    first, second = (row["event"] for row in writable.get("/review.json?kind=codings").json()["rows"][:2])
    answer = decide(writable, action="wrong", subject=first, back="/review?kind=codings")
    assert answer.headers["location"] == "/review?kind=codings&answered=1"
    after = writable.get("/review.json?kind=codings&answered=1").json()
    assert after["progress"] == {"asked": before["asked"], "answered": before["answered"] + 1}
    assert (after["just"]["action"], after["just"]["subject"]) == ("wrong", first)
    assert after["rows"][0]["event"] == second
    undo = {"entry": 1, "who": "Ada", "why": "taken back", "back": "/review?kind=codings"}
    assert writable.post("/journal/undo", data=undo, headers=SAME).status_code == 303
    again = writable.get("/review.json?kind=codings&answered=1").json()
    assert again["just"] is None
    assert again["progress"] == before
    assert writable.get("/review?kind=codings&answered=never").status_code == 200


def test_near_misses_are_asked_the_likest_first_and_once(writable, world):
    with Store(world) as store:
        held = {row["happening"]: row["event"] for row in store.rows("happening_events")}
        names = sorted(held)[:12]
        pairs = [(names[n], names[n + 1], round(0.99 - n / 50, 2)) for n in range(11)]
        store.replace_derived(
            {"near_misses": [{"one": a, "other": b, "score": s, "event": held[a], "other_event": held[b],
                              "why": {"when": -0.1, "who": 0.5}} for a, b, s in pairs]}
        )  # fmt: skip
    found, after = [], ""
    while True:
        data = writable.get("/review.json", params={"kind": "merges", **({"after": after} if after else {})}).json()
        found += data["rows"]
        if not (after := data["next"]):
            break
    assert [(row["subject"], row["object"], row["score"]) for row in found] == [
        (held[a], held[b], score) for a, b, score in pairs
    ]
    assert list(found[0]["why"]) == ["who", "when"]
    assert data["progress"] == {"asked": 11, "answered": 0}
    decide(writable, action="different", subject=found[0]["object"], object=found[0]["subject"])
    left = writable.get("/review.json?kind=merges").json()
    assert left["progress"] == {"asked": 11, "answered": 1}
    assert found[0]["subject"] not in [row["subject"] for row in left["rows"]]


def test_two_may_not_decide_against_each_other_unseen(writable, event):
    assert decide(writable, action="wrong", subject=event["event"]).status_code == 303
    answer = decide(writable, action="right", subject=event["event"])
    assert answer.status_code == 409
    assert "Ada decided" in answer.text
    assert len(rows(writable)) == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "wrong", "subject": "e000"}, 404),
        ({"action": "burn", "subject": "EVENT"}, 400),
        ({"action": "wrong", "subject": "EVENT", "who": " "}, 400),
        ({"action": "wrong", "subject": "EVENT", "why": ""}, 400),
        ({"action": "same", "subject": "EVENT"}, 400),
        ({"action": "wrong", "subject": "EVENT", "why": "x" * 3000}, 400),
    ],
)
def test_decisions_that_make_no_sense_are_refused_and_not_written(writable, event, fields, status):
    fields = {key: event["event"] if value == "EVENT" else value for key, value in fields.items()}
    assert decide(writable, **fields).status_code == status
    assert rows(writable) == []


def test_happenings_change_when_they_are_rebuilt(writable, event):
    happening = writable.get(f"/happenings/{event['event']}.json").json()["happening"]["happening"]
    decide(writable, action="wrong", subject=event["event"])
    journal = writable.get("/journal").text
    assert "Rebuild them now" in journal
    assert writable.get(f"/happenings/{happening}").status_code == 200
    assert writable.post("/rebuild", headers=SAME, data={"back": "/journal"}).status_code == 303
    assert "Rebuild them now" not in writable.get("/journal").text
    assert writable.get(f"/happenings/{event['event']}").status_code == 404


def test_a_server_that_only_reads_takes_nothing_and_offers_nothing(path, event):
    from starlette.testclient import TestClient

    with TestClient(application(path, readonly=True), base_url=HOME) as client:
        assert decide(client, action="wrong", subject=event["event"]).status_code == 403
        for address in (f"/reports/{event['report']}", "/review", "/journal", f"/judge?subject={event['event']}"):
            assert 'method="post"' not in client.get(address).text
            assert 'class="judge"' not in client.get(address).text


def test_who_asks_for_a_rebuild_while_one_goes_on_waits_for_the_same(path, tmp_path):
    shutil.copy(path, tmp_path / "world.db")
    begun, may_end, runs = threading.Event(), threading.Event(), []

    def work(store):
        runs.append(store.path)
        begun.set()
        assert may_end.wait(10)

    async def asked():
        library = Library(tmp_path / "world.db")
        both = [asyncio.create_task(library.rebuild(work)) for _ in range(2)]
        await asyncio.to_thread(begun.wait, 10)
        entry = await library.write(lambda store: Journal(store).decide("right", "e1", who="Ada", why="read").entry)
        assert not any(task.done() for task in both), "a decision is taken while a rebuild goes on"
        may_end.set()
        await asyncio.gather(*both)
        await library.rebuild(work)
        await library.close()
        return entry

    assert asyncio.run(asked()) == 1
    assert len(runs) == 2, "one for both, and one for who came after it"
