"""What an actor is called: by the reference tables, by the words of the reports, or by what its id says."""

from collections import Counter
from functools import lru_cache

from westphalia.model import SECTORS, ActorId
from westphalia.reference.blocs import blocs
from westphalia.reference.bodies import bodies
from westphalia.reference.states import states

_NOUNS = {
    "GOV": "government",
    "MIL": "military",
    "LEG": "parliament",
    "JUD": "courts",
    "COP": "police",
    "SPY": "secret services",
    "PTY": "parties",
    "OPP": "opposition",
    "REB": "rebels",
    "PRM": "militias",
    "UAF": "armed men",
    "CRM": "criminals",
    "CVL": "people",
    "BUS": "business",
    "JRN": "media",
    "EDU": "scholars",
    "ELI": "notables",
    "REF": "refugees",
    "LAB": "workers",
    "ACT": "activists",
    "NGO": "non-governmental organisations",
    "REL": "clergy",
}
"""One noun for a whole sector, for actors known by polity and sector alone."""


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    named = {bloc.id: bloc.name for bloc in blocs()}
    named |= {body.id: body.name for body in bodies()}
    return named | {state.code: state.name for state in states()}


def name_of(actor: str, given: Counter[str]) -> str:
    """The name of an actor; `given` counts the canonical names its mentions carry.

    States, bodies and blocs have the name of the reference table, persons and groups the commonest given name, an
    organ or sector is called by its polity: "China: government", "unnamed: rebels", one of a state of whom no more
    is known by the state.
    """
    if actor in _known():
        return _known()[actor]
    ident = ActorId.parse(actor)
    if ident.slug:
        names = [(count, len(name), name) for name, count in given.items() if name]
        return max(names)[2] if names else ident.slug.replace("-", " ").title()
    polity = _known().get(ident.polity, ident.polity) if ident.known else "unnamed"
    if ident.sector == "UNK":
        return polity if ident.known else "unnamed actors"
    noun = _NOUNS.get(ident.sector) or SECTORS.get(ident.sector, ident.sector).split(":")[0].split(",")[0]
    return f"{polity}: {noun}" if noun else polity
