"""Country and sector of an actor named by a phrase alone (cases of NGEC's resolver)."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from westphalia.model import ActorId
from westphalia.model.actor import SECTORS
from westphalia.reading.actors.resolve import resolve
from westphalia.reference.blocs import bloc
from westphalia.reference.bodies import body
from westphalia.reference.outlets import outlet
from westphalia.reference.states import state

WRITTEN = date(2022, 4, 1)
"""The cases without a date were written in 2022 and expect who held which post then: the median of the dated ones."""


def run(data: Path) -> tuple[dict[str, float | int], Iterable[dict[str, object]]]:
    """Accuracy of country and of sector, over the cases that give one; the dated ones on their own as well."""
    cases = json.loads((data / "cases.json").read_text(encoding="utf-8"))
    rows = [_judge(case) for case in cases]
    result: dict[str, float | int] = {"n": len(rows)}
    for asked in ("country", "sector"):
        for prefix, chosen in (("", rows), ("dated_", [row for row in rows if row["date"]])):
            judged = [row[f"{asked}_right"] for row in chosen if row[f"{asked}_right"] is not None]
            result[f"{prefix}{asked}_accuracy"] = round(sum(map(bool, judged)) / len(judged), 4) if judged else 0.0
            result[f"{prefix}{asked}_n"] = len(judged)
    return result, rows


def _judge(case: dict[str, dict[str, str]]) -> dict[str, object]:
    given = case["kw"].get("query_date", "")
    found = resolve(str(case["text"]), date.fromisoformat(given) if given else WRITTEN)
    country, sector = codes(found.actor, str(case["text"]))
    expected = case["expect"]
    return {
        "text": case["text"],
        "date": given,
        "actor": str(found.actor) if found.actor else "",
        "how": found.how,
        "country": country,
        "sector": sector,
        "expected": {key: expected[key] for key in ("country", "code_1") if key in expected},
        "country_right": country == expected["country"] if "country" in expected else None,
        "sector_right": sector == expected["code_1"] if "code_1" in expected else None,
    }


UNITED_NATIONS = frozenset("UN WHO UNESCO ILO FAO UNIDO IMO ITU WMO WIPO UPU ICAO IFAD".split())
"""Bodies whose country the cases write UNO: the organisation and its specialised agencies."""
TASKS = {"WHO": "HLH", "ILO": "LAB", "FAO": "AGR", "UNESCO": "EDU"}
"""What an agency is for, which the cases give as its sector."""
ORGANS = {"PEACEKEEPING": "MIL", "UNHCR": "REF"}
FAITHS = {"buddhist": "BUD", "christian": "CHR", "muslim": "MOS", "hindu": "HIN", "jew": "JEW", "sikh": "SIK"}
"""The cases have a code for the followers of each faith, PLOVER one for all."""


def codes(actor: ActorId | None, phrase: str = "") -> tuple[str, str]:
    """Country and sector as the cases write them: EUR for the EU, UNO for the United Nations, IGO for other bodies."""
    if actor is None:
        return "", ""
    polity, sector = actor.polity, _sector(actor, phrase)
    if not actor.known or bloc(polity) is not None:
        return "", sector
    if polity == "EU":
        return "EUR", sector
    if polity in UNITED_NATIONS:
        return "UNO", sector
    return (polity if state(polity) is not None else "IGO"), sector


def _sector(actor: ActorId, phrase: str) -> str:
    """The sector as the cases write it."""
    sector, polity = actor.sector, actor.polity
    last = phrase.lower().rstrip("s").rpartition(" ")[2]
    if sector in ("REL", "CVL") and last in FAITHS:
        return FAITHS[last]
    if sector == "JRN" and (found := outlet(actor.slug)) and (found.kind, found.ownership) == ("agency", "state"):
        return "GOV"  # the agency of a state is its government's
    if not sector:
        known = body(polity)
        return TASKS.get(polity, "JUD" if known is not None and known.kind == "court" else "")
    return sector if sector in SECTORS else ORGANS.get(sector, "")
