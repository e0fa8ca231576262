"""How fast the pages answer over a large world, and how large they are.

Makes a world of `WESTPHALIA_PAGES` events (1,000,000 if not set) by bulk insertion: made-up reports, happenings of
which most are told once and some by hundreds, states by Zipf's law. Then every kind of page is asked for, each address
once, from the application itself, no network: queries, template and headers are in the time. `cpu_ms` is processor
time, which says more than the clock on a busy machine. The folder `--data` is not read; name any.
"""

import hashlib
import json
import os
import random
import resource
import sqlite3
import statistics
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from westphalia.model import ontology
from westphalia.reference.states import states
from westphalia.world import TABLES, Store
from westphalia.world.totals import refresh

EVENTS = 1_000_000
PER_REPORT = 5
OUTLETS, DAYS, FORECASTS = 400, 1_826, 1_000
FIRST_DAY = date(2020, 1, 1)
EACH = 25
"""Addresses asked for of each kind of page."""

_WORDS = (
    "border trade energy grain ministers ceasefire sanctions summit delegation pipeline embassy tariff exercise convoy "
    "prisoners harbour statement agreement protest commission railway satellite drought election mediation"
).split()
_VERBS = {
    "CONSULT": "met", "AGREE": "agreed with", "SUPPORT": "praised", "ACCUSE": "accused", "REJECT": "rejected",
    "THREATEN": "threatened", "SANCTION": "sanctioned", "ASSAULT": "attacked", "AID": "aided", "REQUEST": "urged",
}  # fmt: skip
_SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo zu cha dro ste gli bru".split()
_OWN, _TOLD = 14, 7
"""Words that are a happening's own, and how many of them one report uses. Without them any two reports of a pair of
states tell one story (chance above .5: all pairs compared; 8 in a hundred of real reports of one war)."""

_STATUSES = ("happened",) * 7 + ("planned", "denied", "alleged")

Row = dict[str, Any]


class Maker:
    """Makes the rows of a world, day by day, the same for the same number of events."""

    def __init__(self, events: int) -> None:
        """Takes the number of events."""
        self.random = random.Random(1648)
        self.events = events
        codes = [state.code for state in states() if state.status == "member"]
        self.actors = codes
        self.weights = [1 / (rank + 1) for rank in range(len(codes))]
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.made = self.number = 0

    def days(self) -> Iterator[dict[str, list[Row]]]:
        """The rows of each day."""
        for number in range(DAYS):
            self.rows = defaultdict(list)
            wanted = self.events * (number + 1) // DAYS - self.made
            self._day(FIRST_DAY + timedelta(days=number), wanted)
            yield self.rows

    def _day(self, day: date, wanted: int) -> None:
        tellings: list[Row] = []
        while len(tellings) < wanted:
            happening = self._happening(day)
            draw = self.random.random()
            told = 1 if draw < 0.65 else self.random.randint(2, 4) if draw < 0.95 else self.random.randint(5, 12)
            told = self.random.randint(100, 300) if draw > 0.9998 else told
            tellings += [happening] * min(told, wanted - len(tellings))
        self.random.shuffle(tellings)
        self.made += len(tellings)
        for begin in range(0, len(tellings), PER_REPORT):
            self._report(day, tellings[begin : begin + PER_REPORT])

    def _happening(self, day: date) -> Row:
        one, other = self.random.choices(self.actors, self.weights, k=2)
        kind, status = self.random.choice(list(_VERBS)), self.random.choice(_STATUSES)
        person = f"{one}/GOV/minister-{self.random.randrange(20)}"
        self.number += 1
        dated = self.random.random() < 0.6
        row = {
            "happening": f"h{_hash('h', self.number)}", "type": kind, "mode": None, "status": status,
            "participants": _json([person, f"{other}/GOV"]),
            "date_from": day.isoformat() if dated else None, "date_to": day.isoformat() if dated else None,
            "date_precision": "day" if dated else None, "place": None, "place_country": None,
            "reports": 0, "independent_reports": 0, "summary": f"Minister of {one} {_VERBS[kind]} {other}", "why": None,
        }  # fmt: skip
        self.rows["happenings"].append(row)
        return {"row": row, "one": person, "other": f"{other}/GOV", "kind": kind, "status": status}

    def _report(self, day: date, tellings: Sequence[Row]) -> None:
        ident = f"r{_hash('r', self.made, len(self.rows['reports']), day)}"
        outlet = min(int(self.random.expovariate(1 / 60)), OUTLETS - 1)
        text = ""
        for number, telling in enumerate(tellings):
            own = self.random.sample(own_words(telling["row"]["happening"]), _TOLD)
            words = " ".join(self.random.choices(_WORDS, k=2) + own)
            verb = _VERBS[telling["kind"]]
            name, other = _word(crc32(telling["one"].encode())).title(), telling["other"][:3]
            sentence = f"{name} of {telling['one'][:3]} {verb} officials of {other} over {words}."
            begin = len(text)
            self._sentence(f"{ident} {number}", begin, sentence, telling, (name, verb))
            text += sentence
            told = f" “We stand by the {words.split()[0]} and the {words.split()[1]},” said {name}. "
            self._naming(f"{ident} {number}", begin + sentence.index(words), words.split()[0], telling["other"][:3])
            self._statement(ident, number, len(text), told, telling)
            text += told
        self.rows["reports"].append(
            {
                "report": ident, "name": f"{ident}.txt", "title": text[:60], "outlet": f"Outlet {outlet}",
                "outlet_country": self.actors[outlet % len(self.actors)], "published": day.isoformat(),
                "published_from": "metadata", "language": "en", "words": len(text.split()),
                "published_precision": "day",
                "extracted_by": "text", "text": text, "repairs": "[]", "raw": zlib.compress(text.encode(), 1),
                "reading_version": "made",
            }
        )  # fmt: skip

    def _sentence(self, place: str, begin: int, text: str, telling: Row, named: tuple[str, str]) -> None:
        name, verb = named
        end = begin + len(text)
        ident, event = place.split(maxsplit=1)[0], f"e{_hash('e', place)}"
        at = begin + text.index(verb)
        row = telling["row"]
        self.rows["sentences"].append({"report": ident, "start": begin, "end": end, "text": text, "part": "prose"})
        self.rows["events"].append(
            {
                "event": event, "report": ident, "start": begin, "end": end, "text": text, "type": telling["kind"],
                "context": "[]", "status": telling["status"], "date_from": row["date_from"], "date_to": row["date_to"],
                "date_precision": row["date_precision"], "intensity": 1.0, "trace": '{"step":"made","rule":"made"}',
                "confidence": 0.5 + self.random.random() / 2, "mutual": 0, "predicate_start": at,
                "predicate_end": at + len(verb), "sentence_start": begin, "sentence_end": end, "sentence": text,
                "place_within": "[]",
            }
        )  # fmt: skip
        for role, actor in (("source", telling["one"]), ("recipient", telling["other"])):
            self.rows["event_parties"].append(
                {"event": event, "role": role, "ordinal": 0, "report": ident, "actor": actor, "name": actor,
                 "text": name, "start": begin, "end": begin + len(name)}
            )  # fmt: skip
            self.rows["mentions"].append(
                {"mention": f"m{_hash('m', event, role)}", "report": ident, "start": begin, "end": begin + len(name),
                 "text": name, "actors": _json([actor]), "kind": "person", "acts": 1,
                 "actor_name": name if role == "source" else f"Government of {actor[:3]}", "candidates": "[]",
                 "head_start": begin, "head_end": begin + len(name)}
            )  # fmt: skip
        self.rows["happening_events"].append({"event": event, "happening": row["happening"]})
        row["reports"] += 1
        row["independent_reports"] += 1

    def _naming(self, place: str, begin: int, words: str, where: str) -> None:
        self.rows["namings"].append(
            {"naming": f"n{_hash('n', place)}", "report": place.split(maxsplit=1)[0], "start": begin,
             "end": begin + len(words), "text": words, "words": words, "referent": f"conflict in {where}",
             "own_voice": 1, "voice": self.random.choice(("own", "own", "quoted", "attributed"))}
        )  # fmt: skip

    def _statement(self, ident: str, number: int, begin: int, text: str, telling: Row) -> None:
        if number % 2:
            return
        start, end = begin + 2, begin + text.index("”")
        statement = f"s{_hash('s', ident, number)}"
        self.rows["statements"].append(
            {"statement": statement, "report": ident, "start": start, "end": end, "content": text[2 : end - begin],
             "kind": "asserts", "speaker": telling["one"], "speaker_name": telling["one"], "cue": "said",
             "quotation": "direct", "chain": "[]"}
        )  # fmt: skip
        if telling["row"]["reports"] > 1:
            quotation = f"q{telling['row']['happening'][1:]}"
            if not any(row["quotation"] == quotation for row in self.rows["quotations"][-50:]):
                self.rows["quotations"].append(
                    {"quotation": quotation, "speaker": telling["one"], "speaker_name": telling["one"],
                     "content": text[2 : end - begin], "reports": 2, "wordings": 2}
                )  # fmt: skip
            self.rows["quotation_statements"].append({"statement": statement, "quotation": quotation})


def own_words(happening: str) -> list[str]:
    """Words that reports of a happening share, and others do not."""
    draw = random.Random(happening)
    return [_word(draw.randrange(len(_SYLLABLES) ** 4)) for _ in range(_OWN)]


def _word(number: int) -> str:
    """A made-up word, the same for the same number."""
    syllables = []
    for _ in range(4):
        number, place = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[place])
    return "".join(syllables)


def _hash(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


ORDER = (
    "reports", "sentences", "mentions", "statements", "events", "event_parties", "namings", "happenings",
    "happening_events", "quotations", "quotation_statements",
)  # fmt: skip


def build(path: Path, events: int) -> float:
    """Makes a world of so many events; returns the seconds its lists and totals took."""
    Store(path, create=True).close()
    with Store(path) as store:
        connection: sqlite3.Connection = store._connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        connection.execute("BEGIN")
        for rows in Maker(events).days():
            for table in ORDER:
                _insert(connection, table, rows[table])
        _actors(connection)
        connection.execute(_NEAR_MISSES)
        for table, told in _ledger().items():
            _insert(connection, table, told)
        begun = time.perf_counter()
        refresh(connection)
        seconds = time.perf_counter() - begun
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('derived_by', 'made')")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return seconds


def _ledger() -> dict[str, list[Row]]:
    """Forecasts as one a day over three years would leave them, nine in ten of them resolved."""
    random_, issued, resolved = random.Random(1648), [], []
    for number in range(FORECASTS):
        day, ident = FIRST_DAY + timedelta(days=number), f"x{_hash('x', number)}"
        said = {"outlook": random_.random(), "recurrency": random_.random(), "base rate": random_.random()}
        rule = {"counts": "events", "least": 1, "of": "material conflict", "source": "RUS", "recipient": "UKR",
                "from": day.isoformat(), "until": day.isoformat(), "table": "the world", "covered_by": 5}  # fmt: skip
        issued.append(
            {"forecast": ident, "at": f"{day}T00:00:00+00:00", "who": "made", "question": f"Will it come on {day}?",
             "begins": day.isoformat(), "ends": day.isoformat(), "answer": _json({"probability": said["outlook"]}),
             "baselines": _json(said), "rule": _json(rule), "model": "made", "data": "made", "retrospective": 0}
        )  # fmt: skip
        if number % 10:
            scores = {name: {"brier": (chance - number % 2) ** 2} for name, chance in said.items()}
            resolved.append(
                {"forecast": ident, "at": f"{day}T00:00:00+00:00", "state": "resolved", "outcome": number % 2,
                 "why": "", "evidence": "[]", "scores": _json(scores), "data": "made"}
            )  # fmt: skip
    return {"forecasts": issued, "resolutions": resolved}


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    columns = [c.name for c in TABLES[table].stored if c.name != TABLES[table].serial]
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    connection.executemany(sql, ([row.get(name) for name in columns] for row in rows))


_NEAR_MISSES = """
INSERT INTO near_misses (one, other, score, event, other_event, why)
SELECT p.one, p.other, 0.85 + (p.place % 15) / 100.0, a.event, b.event, '{"who":0.5,"when":0.25}' FROM
  (SELECT happening AS one, lead(happening) OVER (ORDER BY happening) AS other, row_number() OVER (ORDER BY happening)
    AS place FROM happenings LIMIT 20000) p
JOIN (SELECT happening, min(event) AS event FROM happening_events GROUP BY happening) a ON a.happening = p.one
JOIN (SELECT happening, min(event) AS event FROM happening_events GROUP BY happening) b ON b.happening = p.other
"""


def _actors(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO actors (actor, name, kind, polity, sector, mentions, reports)"
        " SELECT actor, actor, 'person', substr(actor, 1, 3), 'GOV', count(*), count(DISTINCT report)"
        " FROM event_parties GROUP BY actor"
    )


def addresses(path: Path) -> dict[str, list[str]]:
    """Addresses of each kind of page, the busiest things among them."""
    with Store(path, readonly=True) as store:
        ask = store._connection.execute

        def some(sql: str) -> list[Any]:
            return [row[0] for row in ask(sql)]

        half = EACH // 2
        biggest = some(f"SELECT happening FROM happenings ORDER BY reports DESC, happening LIMIT {half}")
        spread = "SELECT {0} FROM {1} WHERE {0} > '{2}8' ORDER BY {0} LIMIT {3}"
        happenings = biggest + some(spread.format("happening", "happenings", "h", EACH - half))
        actors = [*some(f"SELECT actor FROM actors ORDER BY mentions DESC LIMIT {half}"), "USA", "AFG", "CHN", "FRA"]
        pairs = list(
            ask(f"SELECT one, other FROM dyad_months GROUP BY 1, 2 ORDER BY sum(happenings) DESC LIMIT {EACH}")
        )
        outlets = some(f"SELECT outlet FROM outlets ORDER BY reports DESC LIMIT {EACH}")
        events = some(spread.format("event", "events", "e", EACH))
        reports = some(spread.format("report", "reports", "r", EACH))
        quotations = some(f"SELECT quotation FROM quotations LIMIT {EACH}")
        referents = some(f"SELECT referent FROM referents ORDER BY reports DESC LIMIT {EACH}")
    kinds, words = list(ontology.types()), _WORDS
    return {
        "start": ["/"],
        "happening": [f"/happenings/{h}" for h in happenings],
        "report": [f"/reports/{r}" for r in reports],
        "actor": [f"/actors/{a}" for a in actors],
        "actors": ["/actors", "/actors?name=minister-7"],
        "pair": [f"/pair?one={a}&other={b}" for a, b in pairs],
        "pair of persons": [f"/pair?one={a}&other={b[:3]}" for a, b in zip(actors[:6], actors[6:12], strict=False)
                            if a[:3] != b[:3]],
        "quotation": [f"/quotations/{q}" for q in quotations],
        "quotations": ["/quotations"],
        "naming": [f"/namings/{quote(r)}" for r in referents],
        "namings": ["/namings"],
        "search: all": ["/search", *(f"/search?to={y}-{m:02d}" for y in (2021, 2023) for m in range(1, 9))],
        "search: type": [f"/search?type={kind}" for kind in kinds],
        "search: actor and type": [f"/search?actor={a}&type={k}" for a in actors[-4:] for k in kinds[:4]],
        "search: outlet and actor": [f"/search?outlet={quote(o)}&actor={a}" for o in outlets[::5] for a in actors[-4:]],
        "search: country and status": [f"/search?country={c}&status=denied" for c in ("AFG", "CHN", "USA", "ZWE")],
        "search: word": [f"/search?q={word}" for word in words],
        "search: words": [f"/search?q={a}+{b}&type=AID" for a, b in zip(words, words[3:], strict=False)],
        "timeline": ["/timeline", *(f"/timeline?actor={a}" for a in actors[-4:])],
        "sources": ["/sources"],
        "reports": ["/reports", *(f"/reports?outlet={quote(o)}" for o in outlets)],
        "review": ["/review", "/review?kind=merges", "/review?kind=merges&after=0.9~h8 h9"],
        "forecasts": ["/forecasts", "/forecasts?page=2", "/forecasts?page=20"],
        "judge": [f"/judge?subject={e}" for e in events],
        "journal": ["/journal"],
    }  # fmt: skip


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Measures; see the module's description."""
    number = int(os.environ.get("WESTPHALIA_PAGES", EVENTS))
    with tempfile.TemporaryDirectory(dir=os.environ.get("WESTPHALIA_PAGES_FOLDER")) as folder:
        path = Path(folder) / "world.db"
        begun = time.perf_counter()
        lists = build(path, number)
        made = time.perf_counter() - begun
        taken = list(measure(path))
        size = path.stat().st_size
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in taken:
        kinds[row["kind"]].append(row)
    medians = {kind: round(statistics.median(r["cpu_ms"] for r in rows), 1) for kind, rows in kinds.items()}
    figures = {
        "n": number,
        "pages": len(taken),
        "median_ms": round(statistics.median(r["ms"] for r in taken), 1),
        "median_cpu_ms": round(statistics.median(r["cpu_ms"] for r in taken), 1),
        "p95_ms": round(sorted(r["ms"] for r in taken)[int(len(taken) * 0.95)], 1),
        "slowest_kind_median_cpu_ms": max(medians.values()),
        "largest_kb": round(max(r["bytes"] for r in taken) / 1000, 1),
        "median_cpu_ms_by_kind": medians,
        "largest_kb_by_kind": {k: round(max(r["bytes"] for r in rows) / 1000, 1) for k, rows in kinds.items()},
        "world_mb": round(size / 1e6),
        "making_seconds": round(made, 1),
        "lists_seconds": round(lists, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    return figures, taken


def measure(path: Path) -> Iterator[Row]:
    """Asks for every address once."""
    from starlette.testclient import TestClient

    from westphalia.web import application

    with TestClient(application(path), base_url="http://127.0.0.1") as client:
        client.get("/openapi.json")
        client.get("/journal")  # templates are compiled once
        for kind, those in addresses(path).items():
            for address in those:
                begun, used = time.perf_counter(), time.process_time()
                answer = client.get(address)
                ms, cpu = (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000
                if answer.status_code != 200:
                    raise RuntimeError(f"{address}: {answer.status_code}")
                taken = {"ms": round(ms, 2), "cpu_ms": round(cpu, 2), "bytes": len(answer.content)}
                yield {"kind": kind, "address": address, **taken}
