"""Whether an agent noun names an actor where it stands: "the court said" does, "took them to court" does not."""

from westphalia.reading.actors.agents import IN_FULL, Agent, agent
from westphalia.reading.actors.noun_phrases import HYPHENS, Flat

ACTING = frozenset({"nsubj", "nsubjpass", "agent", "conj", "appos"})
BARE = frozenset("court prison school church hospital university college jail government parliament congress".split())
"""Nouns that without an article after a preposition are a state of affairs, not an actor."""
ABSTRACT = frozenset("justice opposition leadership administration command service nation community security".split())
"""Nouns that without article and owner name no actor."""
IDLE = frozenset(
    """person public state body office foundation resistance party service force minority family business network
    school state power mission branch parties offices population populations services businesses schools centre center
    market industry""".split()
)
"""Nouns that mostly name no actor: they count where they act or where the text says whose they are."""
SCHOOLS = frozenset("school secondary primary high college hospital house press building hall street road".split())
DOING = frozenset({"nsubj", "nsubjpass", "agent"})


def meant(flat: Flat, start: int, head: int, role: Agent, *, alone: bool) -> bool:
    """Whether an agent noun names an actor here; `alone` if the phrase does not say whose it is."""
    word, relation = flat.lower[head], flat.dep[head]
    absent = (
        role.kind == "thing" or (role.kind == "weapon" and alone),
        role.sector == "UNK" and alone and not (relation in ACTING and role.kind == "person"),
        (word in IDLE or role.term == "forces") and alone and relation not in DOING,
        word in ABSTRACT and start == head and not role.plural,  # "there be justice"
        word in BARE and start == head and relation == "pobj",  # "took them to court"
    )
    return not any(absent)


def of_post(flat: Flat, start: int, role: Agent) -> bool:
    """Whether an office is somebody's by a post: "the prime minister's office"."""
    if role.term != "office":
        return False
    posts = (agent(flat.lower, token, start) for token in range(start, role.start))
    return any(post is not None and post.title and post.sector == "GOV" for post in posts)


def none_meant(flat: Flat, role: Agent) -> bool:
    """Whether an agent noun is part of a name or a number: "Poon Man-kay", "Mill Government School", "figures"."""
    after = role.head + 1
    if role.term == "media" and flat.lower[role.head - 1] == "social":
        return True
    if flat.lower[role.head] in IN_FULL and not flat.words[role.head].isupper():  # "at 3 pm"
        return True
    if after + 1 < len(flat) and flat.words[after] in HYPHENS and flat.idx[after + 1] == flat.idx[after] + 1:
        return flat.idx[after] == flat.idx[role.head] + len(flat.words[role.head])
    if role.term == "figure" and role.plural and role.start == role.head and role.sector == "UNK":
        return True
    named = after < len(flat) and flat.pos[role.head] == flat.pos[after] == "PROPN" and flat.words[after].istitle()
    return named and flat.dep[role.head] == "compound" and role.kind == "organ" and flat.lower[after] in SCHOOLS
