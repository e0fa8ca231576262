"""The type model on each class and on pairs without event: sentences of our own, none of them trained on."""

import pytest

from benchmarks.events import find_span
from westphalia.reading.act.event_type import code_pair
from westphalia.reading.parser import parser

ACTS = """
ACCUSE	Lisbon	Luanda	Lisbon accused Luanda of bugging its embassy.
ACCUSE	prosecutors	the admiral	On Friday prosecutors opened a criminal investigation into the admiral.
ACCUSE	The bishops' conference	the regime	The bishops' conference sharply criticised the regime for jailing priests.
AGREE	Ghana	Togo	Ghana will send a delegation to Togo next month to discuss the ferry.
AGREE	The warlord	the mediators	The warlord agreed to meet the mediators in Geneva.
AGREE	Seoul	Manila	Seoul promised to sell Manila two patrol boats.
AID	Qatar	Sudan	Qatar sent two planes of medical supplies to Sudan.
AID	The bank	Nepal	The bank lent Nepal 40 million dollars for roads.
ASSAULT	Gunmen	a bus	Gunmen ambushed a bus on the coastal road and killed nine passengers.
ASSAULT	Warplanes of the coalition	the town	Warplanes of the coalition bombed the town overnight.
COERCE	Customs officers	a tanker	Customs officers impounded a tanker under the flag of Togo.
COERCE	Border police	a blogger	Border police detained a blogger at the airport.
CONSULT	The Estonian president	her Finnish counterpart	The Estonian president met her Finnish counterpart on Monday.
CONSULT	The envoy	the generals	The envoy held a third round of talks with the generals.
COOPERATE	Japan	Australia	Japan and Australia conducted a joint air exercise.
COOPERATE	Belgian detectives	their Dutch colleagues	Belgian detectives shared evidence with their Dutch colleagues.
MOBILIZE	Algeria	Morocco	Algeria massed tanks along its border with Morocco.
MOBILIZE	The army	the rebels	The army was placed on high alert against the rebels.
PROTEST	Thousands of nurses	the ministry	Thousands of nurses marched on the ministry to demand better pay.
PROTEST	Students	the president	Students staged a sit-in against the president.
REJECT	Cairo	the plan	Cairo rejected the plan as unfair.
REJECT	The rebels	the government	The rebels refused to negotiate with the government.
REQUEST	Kenya	Ethiopia	Kenya urged Ethiopia to reopen the road.
REQUEST	The families	the navy	The families demanded that the navy search again.
SANCTION	Chile	Peru	Chile recalled its ambassador from Peru.
SANCTION	Norway	Mali	Norway suspended all aid to Mali after the coup.
SUPPORT	The premier	the striking miners	The premier praised the striking miners.
SUPPORT	Iceland	Palau	Iceland signed a fisheries treaty with Palau.
THREATEN	Tehran	Baku	Tehran threatened to attack Baku if it allows foreign bases.
THREATEN	The union	the airline	The union threatened a strike at the airline.
YIELD	The kidnappers	four engineers	The kidnappers released four engineers.
YIELD	Turkey	Armenia	Turkey lifted its trade embargo on Armenia.
""".strip().splitlines()

NOTHING = """
Kenya	Portugal	Kenya, like Portugal, has a long coast.
The analyst	Peru	The analyst said the economy of Peru would grow.
The minister	Gabon	The minister was born in Gabon.
Cuba	Haiti	According to Cuba, the situation in Haiti remains calm.
""".strip().splitlines()


def code(text, source, target):
    doc = parser()(text)
    return code_pair(doc, find_span(doc, source), find_span(doc, target))


@pytest.mark.parametrize("line", ACTS)
def test_acts(line):
    root, source, target, text = line.split("\t")
    coding = code(text, source, target)
    assert coding.types[0][0] == root
    assert coding.event > 0.5


@pytest.mark.parametrize("line", NOTHING)
def test_pairs_between_which_nothing_happens(line):
    source, target, text = line.split("\t")
    assert code(text, source, target).event < 0.5


def test_who_is_accused_does_not_accuse():
    text = "Lisbon accused Luanda of bugging its embassy."
    assert code(text, "Lisbon", "Luanda").event > code(text, "Luanda", "Lisbon").event + 0.5


def test_the_answer_is_the_same_whatever_was_asked_before():
    asked = [line.split("\t")[1:] for line in ACTS[::4]]
    first = [code(text, source, target) for source, target, text in asked]
    again = [code(text, source, target) for source, target, text in reversed(asked)]
    assert [(c.types, c.event) for c in first] == [(c.types, c.event) for c in reversed(again)]
