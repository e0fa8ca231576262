"""What the reports of one happening say, attribute by attribute, as plain rows for pages.

This is the one place where pages ask how accounts compare; `reconciling.accounts` compares them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from westphalia.reconciling.accounts import SILENT, Attribute, compare
from westphalia.reconciling.attributes import ATTRIBUTES, scene
from westphalia.world import Store

Row = Mapping[str, Any]

IN_SHORT = {
    "differ": "Accounts differ on",
    "agree": "Accounts agree on",
    "one": "One alone tells",
    "none": "None tells",
}


def accounts(
    store: Store, events: Sequence[Row], reports: Mapping[str, Row], called: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Every attribute with what each report says of it.

    Args:
        store: the world.
        events: of one happening, as frames show them.
        reports: those of the events, by id.
        called: actor → its name.

    Returns:
        per attribute its name, `verdict` (agree, differ, one, none), `compared_with`, `values` (each with how it reads,
        its verdict, the reports that say it and how many of them are independent) and `reports`: report → number of its
        value, its words and their offsets; reports that are silent are not in it.
    """
    if not events:
        return []
    held = sorted(reports)
    told = scene(
        events,
        list(reports.values()),
        list(store.frame_rows("figures", report=held)),
        list(store.frame_rows("namings", report=held)),
        called,
    )
    clauses = frozenset(event["text"] for event in events)
    found = {attribute.name: _row(attribute, told.independent, clauses) for attribute in compare(told)}
    basic = [kind.name for kind in ATTRIBUTES if not kind.topical]
    silent = {
        name: {"attribute": name, "verdict": "none", "compared_with": "", "values": [], "reports": {}} for name in basic
    }
    mutual = all(event["mutual"] for event in events)  # with each other: told as "who"
    told_of = [found.get(name) or silent[name] for name in basic if name in found or name != "to whom" or not mutual]
    return told_of + [row for name, row in found.items() if name not in basic]


def _row(attribute: Attribute, independent: Mapping[str, str], clauses: frozenset[str]) -> dict[str, Any]:
    """One attribute. Words that are the whole clause of an event are left out: they are the passage itself."""
    values: list[dict[str, Any]] = []
    for reads, those in attribute.values.items():
        reports = [account.report for account in those]
        weight = len({independent[report] for report in reports})
        values.append({"reads": reads, "verdict": those[0].verdict, "reports": reports, "independent_reports": weight})
    values.sort(
        key=lambda value: (
            value["reads"] != attribute.reads,
            value["verdict"] != "agrees",
            -value["independent_reports"],
        )
    )
    place = {value["reads"]: number for number, value in enumerate(values)}
    return {
        "attribute": attribute.name,
        "verdict": attribute.verdict,
        "compared_with": attribute.reads,
        "values": values,
        "reports": {
            account.report: {
                "value": place[account.reads],
                "words": "" if account.sayings[0].words in clauses else account.sayings[0].words,
                "start": account.sayings[0].start,
                "end": account.sayings[0].end,
            }
            for account in attribute.accounts
            if account.sayings and account.verdict != SILENT
        },
    }


def in_short(found: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[str]]]:
    """What the accounts come to: (what they do, on which attributes), the differences first."""
    said = [
        (phrase, [account["attribute"] for account in found if account["verdict"] == verdict])
        for verdict, phrase in IN_SHORT.items()
    ]
    return [(phrase, attributes) for phrase, attributes in said if attributes]
