"""What events of other coders are in PLOVER: by CAMEO code, by the name of an event, or by a PLOVER type itself."""

import re
from dataclasses import dataclass
from functools import lru_cache

from westphalia import vocabulary
from westphalia.model import ontology
from westphalia.model.ontology.coders import cameo_names


@dataclass(frozen=True, slots=True)
class Coded:
    """An event of another coder.

    Attributes:
        type: PLOVER type; the file's own word where PLOVER has none.
        intensity: on PLOVER's scale for its own types, Goldstein's score for CAMEO codes; None if unknown.
        cameo: the CAMEO code it was found by, "" if none.
    """

    type: str
    intensity: float | None
    cameo: str = ""


@lru_cache(maxsize=8192)
def coded(word: str, mode: str = "") -> Coded:
    """What a code or name of an event means: a PLOVER type, a CAMEO code, or a name as ICEWS has them."""
    given = word.strip()
    if given in ontology.types():  # PLOVER writes its types in capitals; `Consult` is a name of CAMEO
        return Coded(given, ontology.intensity(given, mode.strip().lower()))
    code = cameo_code(given) if given.replace(".", "").isdigit() else _code_of_name(given)
    if not code:
        return Coded(given, None)
    crossing = ontology.crosswalk()[code]
    return Coded(crossing.type or given, crossing.goldstein, code)


@lru_cache(maxsize=4096)
def cameo_code(written: str) -> str:
    """The CAMEO code meant by `042`, `42` (a spreadsheet took its zero), `04` or `1234`; "" if there is none."""
    digits = written.removesuffix(".0")
    known = ontology.crosswalk()
    tries = [digits, f"{digits}0"] if len(digits) == 2 and digits <= "20" else [digits, f"0{digits}", f"0{digits}0"]
    shorter = [one[:n] for one in tries for n in range(len(one) - 1, 2, -1)]
    return next((code for code in (*tries, *shorter) if code in known), "")


def _code_of_name(name: str) -> str:
    plain = _plain(name)
    if plain in _names():
        return _names()[plain]
    return next((code for pattern, code in _patterns() if pattern.search(plain)), "")


def _plain(name: str) -> str:
    """`Express_intent_to_de-escalate` → `express intent to de escalate`."""
    return re.sub(r"[^a-z0-9,]+", " ", name.lower().replace("_", " ")).strip()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    known = ontology.crosswalk()
    return {_plain(name): code for code, name in cameo_names().items() if code in known}


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    table = vocabulary.rows("westphalia.system", "event_names.tsv")
    return [(re.compile(row["pattern"]), row["cameo"]) for row in table]
