"""News outlets and agencies: names, hosts, country, and who owns them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from westphalia.reference.tables import Row, one_of, read_table, spellings, split, user_folder

OWNERSHIPS = ("state", "public", "private", "party")
_NEITHER = re.compile(r"[^\w\s]|_")  # neither letter nor digit nor space: punctuation and separate accents
KINDS = ("agency", "paper", "broadcaster", "site", "magazine")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet or agency.

    Attributes:
        names: names that mean this outlet wherever they stand, case counts.
        weak_names: ordinary words and shared names, what translation made of the name included ("The World"
            for Le Monde): they mean the outlet only where the text says so in another way too.
        hosts: host names; their subdomains belong to the outlet.
        country: code of the state its editors sit in, or of the body it belongs to.
        ownership: "state", "public" (public service), "private" (non-profit too) or "party".
        kind: one of KINDS.
    """

    id: str
    name: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...]
    hosts: tuple[str, ...]
    country: str
    ownership: str
    kind: str
    source: str
    as_of: str

    @property
    def actor(self) -> str:
        """Its actor id: `CHN/JRN/xinhua`."""
        return f"{self.country}/JRN/{self.id}"


def outlets() -> tuple[Outlet, ...]:
    """All outlets of the table, in its order. Raises ReferenceDataError."""
    return tuple(_by_id(user_folder()).values())


def outlet(outlet_id: str) -> Outlet | None:
    """The outlet with this id, None if the table has none."""
    return _by_id(user_folder()).get(outlet_id)


def outlet_by_host(host: str) -> Outlet | None:
    """The outlet that publishes under a host name: `www.bbc.co.uk`, `en.people.cn`; a port is ignored."""
    hosts = _by_host(user_folder())
    labels = host.strip().lower().partition(":")[0].strip(".").split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return next((hosts[ending] for ending in endings if ending in hosts), None)


def outlet_by_name(name: str) -> Outlet | None:
    """The outlet meant by what is known to name an outlet: metadata, `--outlet`, a list of sources.

    Case, accents, punctuation and a leading article do not count. The usual name wins over other
    names, these over weak names; of weak names those count that the outlet itself bears ("CNA", "The Nation"), not
    what translation made of a name: "The Courier" is a paper of its own, not Kurier. None if nothing fits or several
    outlets fit equally well.
    """
    wanted = _plain(name)
    for names in _by_names(user_folder()):
        found = names.get(wanted, ())
        if found:
            return found[0] if len(found) == 1 else None
    return None


@lru_cache(maxsize=4)
def _by_id(folder: str) -> dict[str, Outlet]:
    columns = ("id", "name", "names", "weak_names", "hosts", "country", "ownership", "kind")
    return {row["id"]: _outlet(row) for row in read_table("outlets", columns)}


def _outlet(row: Row) -> Outlet:
    weak = spellings(split(row["weak_names"]))
    names = spellings((row["name"], *split(row["names"])))
    return Outlet(
        id=row["id"],
        name=row["name"],
        names=tuple(name for name in names if name not in weak),
        weak_names=weak,
        hosts=split(row["hosts"]),
        country=row["country"],
        ownership=one_of(row, "ownership", OWNERSHIPS),
        kind=one_of(row, "kind", KINDS),
        source=row["source"],
        as_of=row["as_of"],
    )


@lru_cache(maxsize=4)
def _by_host(folder: str) -> dict[str, Outlet]:
    return {host: outlet for outlet in _by_id(folder).values() for host in outlet.hosts}


@lru_cache(maxsize=4)
def _by_names(folder: str) -> tuple[dict[str, tuple[Outlet, ...]], ...]:
    """Outlets by usual name, by other name, by weak name."""
    tiers: tuple[dict[str, tuple[Outlet, ...]], ...] = ({}, {}, {})
    for outlet in _by_id(folder).values():
        for tier, names in zip(tiers, ((outlet.name,), outlet.names, _own(outlet)), strict=True):
            for plain in dict.fromkeys(map(_plain, names)):
                tier[plain] = (*tier.get(plain, ()), outlet)
    return tiers


def _own(outlet: Outlet) -> list[str]:
    """The weak names that an outlet bears itself: acronyms, and words of its other names."""
    words = {word for name in (outlet.name, *outlet.names) for word in _plain(name).split()}
    return [name for name in outlet.weak_names if name.isupper() or words.issuperset(_plain(name).split())]


def _plain(name: str) -> str:
    """Lower case without accents, punctuation and leading article."""
    name = name.casefold() if name.isascii() else unicodedata.normalize("NFKD", name.casefold())
    words = _NEITHER.sub("", name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
