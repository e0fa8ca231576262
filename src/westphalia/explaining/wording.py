"""Technical names in plain words, by `data/words.tsv`: relations of the parse, features of the type model, rules."""

from functools import lru_cache

from westphalia import vocabulary
from westphalia.reading.speech import confidence
from westphalia.reading.speech.cues import LEVELS

VERBS = "goxcv"
"""First letters of features that speak of a verb; see `act/event_features.py`."""


@lru_cache(maxsize=1)
def _words() -> dict[tuple[str, str], str]:
    rows = vocabulary.rows("westphalia.explaining", "words.tsv")
    return {(row["kind"], row["key"]): row["words"] for row in rows}


def meaning(kind: str, key: str) -> str:
    """What a technical name means, "" if the table does not know it."""
    return _words().get((kind, key), "")


def relation(name: str) -> str:
    """A relation of the parse in words; its name where the table has none."""
    return meaning("relation", name) or name


def feature(name: str) -> str:
    """A feature of the type model in words; the bare name where it is of an unknown kind.

    Features that share their weight are joined by " = "; the first stands for all.
    """
    name = name.partition(" = ")[0]
    if known := meaning("feature", name):
        return known
    if name in ("t:NONE", "pw:"):
        return "there is nobody opposite" if name == "t:NONE" else "nothing lies between the parties"
    key, colon, value = name.partition(":")
    if not colon:
        return name
    if pattern := meaning("feature", key):
        parts = value.split("_") if key.endswith("dep") else [value]
        said = pattern.format(" and ".join(relation(part) if key.endswith("dep") else _spaced(part) for part in parts))
        return said.replace("“(a name)”", "a name")
    verb = meaning("part", key[:1])
    return _of_verb(verb, key[1:], value) if verb else name


def _of_verb(verb: str, key: str, value: str) -> str:
    """What a feature says of a verb: `+dobj`, `meet_PARTY` → the verb …: “meet” with its object a party."""
    if key in ("", "!", "#", "#!", "#o"):
        kind, _, status = value.partition("_")
        return {
            "": f"{verb} is “{value}”",
            "!": f"{verb} tells it as {value}",
            "#": f"{verb} is in the lexicon under {value.rstrip('/').replace('/', ' ')}",
            "#!": f"{verb} is in the lexicon under {kind}, {status}",
            "#o": f"its object is in the lexicon under {value}",
        }[key]
    first, _, rest = key[1:].partition(".")
    where = relation(first) if meaning("relation", first) or first == "OBJ" else f"after “{first}”"
    where = "object" if first == "OBJ" else where
    inner = f", {relation(rest)}" if rest.strip(".") else ""
    return f"{verb}: {where}{inner} “{_spaced(value)}”"


def trait(name: str) -> str:
    """A trait of a statement's confidence in words."""
    if known := meaning("trait", name):
        return known
    what, _, number = name.rpartition(" ")
    if not number.isdigit():
        return name.replace("content ", "the content is a ").replace("speaker ", "the speaker is ")
    kind, _, how = what.partition(" ")
    if kind == "linked":
        return f"the linker's choice leads the next best by {_between(_bounds('MARGINS'), int(number))}"
    if how == "marked":
        return f"the tagger is {_between(_bounds('SHARES'), int(number))} sure of the words of the {kind}"
    return f"the cue is one in {_between(LEVELS, int(number))} of its uses" if kind == "cue" else name


def _bounds(name: str) -> tuple[float, ...]:
    """The bounds of the classes that a trait numbers."""
    return tuple(getattr(confidence, name, ()))


def _between(bounds: tuple[float, ...], number: int) -> str:
    """The class of that number: `below 0.5`, `0.5 to 0.65`, `at least 0.99`."""
    if not bounds:
        return f"class {number}"
    if number == 0:
        return f"below {bounds[0]:g}"
    if number >= len(bounds):
        return f"at least {bounds[-1]:g}"
    return f"{bounds[number - 1]:g} to {bounds[number]:g}"


def _spaced(value: str) -> str:
    return value.replace("_", " ").replace(">", " ").replace("PARTY", "(a party)").replace("NAME", "(a name)")
