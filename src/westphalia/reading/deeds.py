"""Nouns of doing: where a state that stands with one acts or is acted on ("China's response", "talks with Iran")."""

from functools import lru_cache

from westphalia.reading.agents import singular

DEEDS = frozenset(
    """accord accusation act action activity advance advice agenda aggression agreement aid aim airstrike alliance allegation ally
    ambition annexation announcement answer apology appeal approach approval argument arrest assault assertion assistance assurance
    attack attempt attitude axis backing ban blame blockade bombardment bombing boycott call campaign ceasefire charge claim clash
    coalition comment commitment complaint concern concession condemnation conflict confrontation consent consultation contact
    contribution cooperation counteroffensive coup crackdown criticism cyberattack deal decision declaration defeat defence defense
    delivery demand denial denunciation deployment dialogue diplomacy discussion dispute doctrine donation drill effort embargo
    engagement exchange execution exercise expulsion expansion export fight fighting friendship gesture grant guarantee help
    hostility import incursion influence initiative insistence intention interference intervention invasion invitation involvement
    killing loan loss manoeuvre maneuver measure mediation meeting message military mission mobilization mobilisation move negotiation
    objection occupation offensive offer opinion opposition order pact partnership pledge plan policy position posture pressure
    priority promise propaganda proposal protest provocation pullout punishment push raid reaction rebuke recognition refusal
    rejection relation relations relationship reply report request rescue resistance response restriction retaliation retreat
    rhetoric rival rivalry role sanction shelling shipment siege stance standoff statement strategy strike summit supply support
    surrender suspicion tariff talk talks test threat tie ties trade treaty troop truce ultimatum understanding view violation visit
    vote veto vow war warning withdrawal word""".split()
)
TARGETED = frozenset(
    """sanction attack assault strike pressure war airstrike embargo ban tariff invasion raid restriction crackdown impose call
    depend rely attack dependence hit fire declare wage put bombardment pressure criticism""".split()
)
MOTION = frozenset(
    """go travel arrive return come fly move head export flee visit trip journey flight drive deport extradite bring route ship
    send migrate emigrate relocate transfer road path border access close way back evacuate ticket tour invite import depart leave
    train flow escape""".split()
)


@lru_cache(maxsize=20_000)
def is_deed(word: str) -> bool:
    """Whether a noun (lower case) names something done between actors."""
    plain = singular(word)
    return word in DEEDS or plain in DEEDS
