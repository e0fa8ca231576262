"""How likely each pair of a sentence's parties was held to be that of an event, taken or not."""

from westphalia.model import Span
from westphalia.reading import Reading, Sentence
from westphalia.reading.act.acts import acts
from westphalia.reading.act.pairs import pair_features, pairs, scorer
from westphalia.reading.act.parties import Parties
from westphalia.reading.act.weighing import told_pairs

type Chances = dict[tuple[Span, Span], float]


def chances(reading: Reading, sentence: Sentence) -> Chances:
    """(doer, other party) → how likely the scorer of pairs holds it that an event ties the two."""
    parties = Parties.of(reading, sentence)
    if sentence.doc is None or not parties.mentions:
        return {}
    told = acts(sentence, parties)
    types = told_pairs(told)
    found: Chances = {}
    for pair in pairs(sentence, parties):
        key = id(pair.source), id(pair.target)
        chance = scorer()(pair_features(pair, types.get(key, ""), bool(told)))
        found[pair.source.span, pair.target.span] = round(float(chance), 2)
    return found
