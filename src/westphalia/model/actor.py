"""Who acts: actor identifiers, mentions of actors in a text, and offices held from–to."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from westphalia.model.span import Span

UNKNOWN_POLITY = "?"

SECTORS: dict[str, str] = {
    "GOV": "government: the executive, ministries, governing parties in office",
    "MIL": "military: armed forces, border guards, coast guards",
    "LEG": "legislature: parliaments and their members",
    "JUD": "judiciary: courts, judges, lawyers",
    "COP": "police and criminal investigation",
    "SPY": "state intelligence and secret services",
    "PTY": "political parties and candidates not in office",
    "OPP": "opposition to a government, parties and persons",
    "REB": "armed opposition, insurgents, rebels",
    "PRM": "paramilitaries and militias aligned with a state or a party",
    "SEP": "separatists",
    "UAF": "unidentified armed forces and gunmen",
    "CRM": "criminals, gangs, cartels, pirates",
    "CVL": "civilians, citizens, residents, crowds without another role",
    "BUS": "business, companies, markets",
    "JRN": "news media and journalists",
    "EDU": "education, universities, scholars",
    "REL": "religious bodies and clergy",
    "MED": "health and medicine",
    "LAB": "labour, unions, workers",
    "NGO": "non-governmental organisations",
    "ACT": "activists, human-rights defenders",
    "REF": "refugees, displaced persons, migrants",
    "ELI": "elites: former officials, notables, celebrities",
    "PRE": "polities claimed but not generally recognised",
    "AGR": "agriculture",
    "ENV": "environment",
    "HLH": "health organisations",
    "IGO": "organ of an inter-governmental organisation",
    "UNK": "unknown",
}
"""Sector codes of PLOVER (PLOVER manual, draft 0.8, 2021, actor sectors), in our own words."""


@dataclass(frozen=True, slots=True, order=True)
class ActorId:
    """`POLITY[/SECTOR[/slug]]`: `CHN`, `CHN/GOV`, `CHN/GOV/wang-yi`, `EU`, `UN/UNHCR`, `WEST`, `?/GOV`.

    The first part is the polity acted for: ISO 3166-1 alpha-3, the acronym of a body, the name of a
    bloc, or `?` where it is not known.
    """

    polity: str
    sector: str = ""
    slug: str = ""

    @classmethod
    def parse(cls, text: str) -> "ActorId":
        """Reads the written form back. Raises ValueError if it has no polity or more than three parts."""
        parts = text.split("/")
        if not parts[0] or len(parts) > 3:
            raise ValueError(f"not an actor id: {text!r}")
        return cls(*parts)

    def __str__(self) -> str:
        sector = self.sector or ("UNK" if self.slug else "")
        return "/".join(part for part in (self.polity, sector, self.slug) if part)

    @property
    def known(self) -> bool:
        """Whether the polity is known."""
        return self.polity != UNKNOWN_POLITY


def slug(name: str) -> str:
    """`Sergey Lavrov` → `sergey-lavrov`: ASCII, lower case, hyphens. Source of actor ids of persons."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "x"


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as it takes part in something: its id (None where unresolved) and the words that name it."""

    actor: str | None
    span: Span
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a report that name an actor.

    Attributes:
        span: the whole noun phrase that names it ("Russian Foreign Minister Sergey Lavrov").
        head: the name or head noun alone ("Sergey Lavrov", "ministers").
        actors: resolved actor ids, more than one for plurals ("both ministers", "Beijing and Moscow" is two mentions).
        candidates: what it could be when it could not be resolved.
        kind: "state", "body", "organ", "person", "group", "company", "outlet", "bloc", "people", "pronoun".
        name: canonical name of what is mentioned.
        post: office words that came with it ("foreign minister").
        how: what resolved it ("table:states", "office", "apposition", "coreference", "shape", …).
        acts: whether the grammar lets it act here; a capital as a mere place does not.
    """

    span: Span
    text: str
    head: Span
    actors: tuple[str, ...]
    kind: str
    name: str = ""
    post: str = ""
    candidates: tuple[str, ...] = ()
    how: str = ""
    acts: bool = True
    id: str = ""

    @property
    def actor(self) -> str | None:
        """The one actor, None if there is none or more than one."""
        return self.actors[0] if len(self.actors) == 1 else None


@dataclass(frozen=True, slots=True)
class Office:
    """A person held a post for an actor, from–to. `evidence` spans lie in the report it was learnt from."""

    person: str
    post: str
    actor: str
    since: date | None = None
    until: date | None = None
    source: str = ""
    span: Span | None = None
    text: str = ""
    id: str = ""
