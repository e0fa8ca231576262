"""What an act cannot be without: its parties, what must stand with its verb, somebody who acts for the public."""

from dataclasses import replace

from westphalia.model import Mention, ontology
from westphalia.reading.act.act import Act, ids, known, polities, sectors
from westphalia.reading.act.complements import of_note, of_what, to_do
from westphalia.reading.act.frames import objects
from westphalia.reading.act.parties import private
from westphalia.reading.act.status import status

ALONE = frozenset({"PROTEST", "MOBILIZE", "AGREE", "REJECT", "RETREAT"})
"""Types that may stand without a recipient."""
WHOLLY = frozenset(
    "destroy kill wound injure capture seize abduct deport expel arrest detain murder assassinate execute "
    "torture jail imprison apprehend sentence convict indict sanction blacklist kidnap rescue evict".split()
)
"""Verbs that must have an object: "ammunition depot destroyed" is a passive whose doer is not told."""
BARE = frozenset({"hit", "strike", "shell", "bomb", "destroy", "attack", "shoot", "bombard"})
"""Attacks told without whom they befall: "missiles hit the port"."""
ADVISES = frozenset({"warn", "caution", "advise", "remind", "instruct"})
"""What authorities do for their public, which is no act towards anybody."""


def complete(act: Act) -> bool:
    """Whether an act has the parties it cannot be without; drops recipients that are its sources."""
    act.sources = [m for m in act.sources if known([m]) or m.kind == "person" or (m.actors and m.kind != "pronoun")]
    if not act.sources or not known(act.sources + act.recipients) or not _public(act):
        return False
    if _misplaced(act):
        return False
    own = ids(act.sources)
    act.recipients = [m for m in act.recipients if m.actors or m.kind != "pronoun"]
    act.recipients = [m for m in act.recipients if not (m.actors and set(m.actors) <= own)]
    act.recipients = [m for m in act.recipients if not _to_be(m, act)]
    if act.type in ("SUPPORT", "AID", "COOPERATE", "AGREE"):
        # "Chile defends the Chilean state" is nobody's support
        act.recipients = [m for m in act.recipients if not (m.actors and {a.split("/")[0] for a in m.actors} <= own)]
    if act.type == "CONSULT":
        act.sources, act.recipients = _no_press(act.sources), _no_press(act.recipients)
        own = ids(act.sources)
        if not own or (act.predicate.dep_ == "advcl" and act.predicate.tag_ == "VBG" and not act.recipients):
            return False
    if not act.mutual and "M" in act.frame.flags and not known(act.recipients) and len(own) > 1:
        act.mutual, act.recipients = True, []
    if not act.mutual:
        act.recipients = [_without(m, act.sources) for m in act.recipients]
    if act.recipients:
        return True
    return len(own) > 1 if act.frame.mutual else _alone(act)


def _to_be(mention: Mention, act: Act) -> bool:
    """Whether a government is one that might be formed: "opposed a narrow government"."""
    vague = (
        mention.kind in ("organ", "group", "body")
        and mention.text.lower().startswith(("a ", "an "))
        and not known([mention])
    )
    return vague and act.type in ("REJECT", "SUPPORT", "REQUEST", "AGREE")


def _without(mention: Mention, sources: list[Mention]) -> Mention:
    """A recipient of several actors less those of the doer's own polity: "praised the two countries"."""
    own = {a.split("/")[0] for m in sources for a in m.actors}
    others = tuple(a for a in mention.actors if a.split("/")[0] not in own)
    return replace(mention, actors=others) if others and len(mention.actors) > 1 else mention


def _misplaced(act: Act) -> bool:  # noqa: PLR0911 - a list of cases
    """Whether a verb stands without what makes it this act, or with parties who cannot do it."""
    lemma, flags = act.predicate.lemma_.lower(), act.frame.flags
    if lemma in WHOLLY and not objects(act.predicate):
        return True
    if lemma == "be" and status(act.predicate).name not in ("happened", "ongoing"):
        return True  # "told the crew to be ready"
    if lemma in ADVISES and act.recipients and all(private(m) for m in act.recipients):
        return True  # "warned citizens of aftershocks"
    quarrel = lemma == "clash" and all(m.kind == "person" for m in act.sources)
    if quarrel or (lemma in ("fight", "combat", "battle") and all(private(m) for m in act.sources)):
        return True
    if act.frame.mode == "visit":
        return _no_visit(act)
    if act.type == "RETREAT" and act.frame.mode == "withdraw" and not known(act.sources):
        return True  # "Mohammed retreated across the border"
    if "x" in flags:
        return any(m.kind in ("person", "pronoun", "state") for m in act.sources)
    return "b" in flags and status(act.predicate).name in ("refused", "denied")  # not joining is no act


def _no_visit(act: Act) -> bool:
    """Whether a journey is none of a public guest: at home, of a people, of troops, of travellers."""
    lemma = act.predicate.lemma_.lower()
    if act.recipients and polities(act.recipients) <= polities(act.sources):
        return True  # at home
    if all(m.kind == "people" for m in act.sources):
        return True  # "thousands of Kenyans arrived"
    if lemma in ("head", "travel", "fly", "arrive") and all(m.kind == "state" for m in act.sources):
        return True  # "with most South Sudanese heading to Kenya"
    troops = all(m.kind == "group" and sectors([m]) == {"MIL"} for m in act.sources)
    if all(private(m) for m in act.sources) or (
        act.recipients and all(private(m) and m.kind == "group" for m in act.recipients)
    ):
        return True  # travellers
    return troops or (bool(act.recipients) and all(private(m) and not known([m]) for m in act.recipients))


def _alone(act: Act) -> bool:
    """Whether an act may stand without a recipient."""
    if act.frame.pos == "N" or set("pPr") & set(act.frame.flags):
        return False
    if act.type == "REJECT":
        return of_note(act.predicate)
    if act.type == "ASSAULT" and (act.at_home or (act.predicate.lemma_.lower() in BARE and objects(act.predicate))):
        return "MIL" in sectors(act.sources)  # "missiles hit the port"
    if act.type == "AGREE" and not (of_what(act.predicate) and to_do(act.predicate)):
        return False
    return act.type in ALONE or (status(act.predicate).name == "refused" and ontology.quad(act.type) > 2)


def _public(act: Act) -> bool:
    """Whether at least one party acts for a state, a body or a force, and that not as mere topic of private people."""
    if all(private(m) and not known([m]) for m in act.sources) and act.type in ("AID", "COOPERATE", "AGREE"):
        return False
    return not all(private(m) for m in act.sources + act.recipients)


def _no_press(mentions: list[Mention]) -> list[Mention]:
    """Those who are no outlet: speaking to the press is a statement, no consultation."""
    return [m for m in mentions if not (m.actors and all(a.split("/")[1:2] == ["JRN"] for a in m.actors))]
