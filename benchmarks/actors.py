"""Country and sector of an actor named by a phrase alone (cases of NGEC's resolver)."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from westphalia.model import ActorId
from westphalia.reading.actors.resolve import resolve

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
    country, sector = codes(found.actor)
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


def codes(actor: ActorId | None) -> tuple[str, str]:
    """Country and sector as the cases write them: EUR for the EU, UNO for the United Nations, IGO for other bodies."""
    if actor is None or not actor.known:
        return "", actor.sector if actor else ""
    polity, sector = actor.polity, actor.sector
    if polity == "EU":
        return "EUR", sector
    if polity in ("UN", "WHO", "UNESCO", "ILO", "FAO", "UNIDO", "IMO", "ITU", "WMO", "WIPO", "UPU", "ICAO", "IFAD"):
        if sector == "PEACEKEEPING":
            return "UNO", "MIL"
        return "UNO", "HLH" if polity == "WHO" else "" if sector.startswith(("UN", "W", "O", "I")) else sector
    if len(polity) == 3 and polity.isalpha() and _is_state(polity):
        return polity, sector
    return "IGO", sector


def _is_state(polity: str) -> bool:
    from westphalia.reference.states import state

    return state(polity) is not None
