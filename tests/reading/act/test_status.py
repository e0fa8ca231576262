"""The status of an act by the grammar around it. All sentences are invented for these tests."""

import pytest

from westphalia.model.assertion import STATUSES
from westphalia.reading.act.status import status
from westphalia.reading.parser import parser

CASES = """
happened | attacked | Rebels attacked the town at dawn.
happened | met | The two presidents met in Vienna on Monday.
happened | signed | Norway and Chile have signed a fisheries treaty.
happened | condemned | Ghana condemned the coup.
happened | expelled | Two diplomats were expelled by Poland last week.
happened | talks | The ministers held talks in Geneva.
happened | visit | The visit of the minister to Cairo ended on Friday.
happened | arrested | Police said they had arrested six men.
happened | launched | The army confirmed that it launched an offensive.
happened | attack | The council condemned the attack on the convoy.
happened | lifted | Japan announced it had lifted the embargo.
happened | accused | Peru accused Ecuador of moving troops.
happened | warned | The ministry warned Turkey on Sunday.
happened | agreed | Sweden agreed to share data with Finland.
happened | met | After they met, the leaders went home.
happened | seized | The navy seized a tanker and towed it away.
happened | praised | Brazil not only praised the plan but paid for it.
happened | withdrew | Once troops withdrew, the siege was over.
happened | released | The group released the hostage it had taken.
happened | strikes | Strikes hit the port overnight, officials said.
happened | denounced | Cuba denounced the sanctions as illegal.
happened | recognized | Kosovo was recognized by Samoa in 2008.
happened | threatened | Iran threatened to close the strait.
happened | refused | Spain refused to open the archive.
happened | offered | Qatar offered to mediate.
ongoing | delivering | Germany is delivering tanks to Kyiv.
ongoing | shell | The army continues to shell the suburbs.
ongoing | negotiating | The two sides are still negotiating.
ongoing | building | China has been building islands in the sea.
ongoing | hold | Protesters keep on blocking the road as they continue to hold the square.
ongoing | fighting | Troops are fighting militants near the border.
ongoing | bombing | Jets were bombing the valley as talks began.
ongoing | support | Russia continues to support the junta.
ongoing | investigating | Prosecutors are investigating the bank.
ongoing | meeting | The envoys are meeting in Doha.
planned | visit | The chancellor will visit Ankara.
planned | visit | The chancellor is set to visit Ankara on Tuesday.
planned | meet | The leaders are scheduled to meet in June.
planned | hold | India and Japan plan to hold naval drills.
planned | send | Canada said it would send medics.
planned | impose | The bloc is going to impose tariffs on steel.
planned | sign | Both countries are due to sign the pact tomorrow.
planned | meets | The president meets his Kenyan counterpart next week.
planned | talks | The two sides will hold talks on fishing.
planned | withdraw | Ethiopia promised to withdraw its forces.
planned | release | The rebels vowed to release all captives.
planned | extradite | Greece agreed to extradite the banker.
planned | deploy | The general decided to deploy two brigades.
planned | visit | The foreign minister's planned visit to Oslo worried Moscow.
planned | visit | The prime minister announced a visit to Hanoi.
planned | summit | Next month's summit between the two leaders is in Lima.
planned | open | Oman intends to open an embassy in Riga.
planned | host | Morocco is expected to host the summit.
planned | join | Moldova has pledged to join the mission.
planned | leave | The troops are about to leave, the spokesman said they will leave.
planned | travel | The envoy will travel to Minsk and meet the president.
planned | meet | The envoy will travel to Minsk and meet the president.
planned | flying | The minister is flying to Seoul next week.
planned | resume | Nepal and India will soon resume talks.
planned | evacuate | France is preparing to evacuate its citizens.
possible | provide | Beijing could provide arms to Moscow.
possible | attack | The group may attack again.
possible | respond | The kingdom might respond with force.
possible | strikes | If Israel strikes the plant, Iran will answer.
possible | withdraw | Russia would withdraw if the sanctions were lifted.
possible | impose | The president threatened to impose sanctions.
possible | release | The families demanded that the rebels release the boys.
possible | join | Sweden wants to join the alliance.
possible | talks | The pope called for talks between the factions.
possible | send | Italy is considering whether to send troops.
possible | meet | The minister asked to meet the ambassador.
possible | stop | The council urged Sudan to stop the raids.
possible | sell | Warsaw offered to sell the jets.
possible | mediate | Turkey is ready to mediate.
possible | invade | Analysts fear that the army will invade.
possible | attack | Officials warned of a possible attack on the dam.
possible | leave | Hungary should leave the union, the deputy said.
possible | recognise | It is unlikely that Serbia will recognise the court.
possible | extend | The parties hope to extend the truce.
possible | rejoin | Japan is willing to rejoin the commission.
possible | ceasefire | The envoy proposed a ceasefire.
possible | negotiate | The opposition tried to negotiate with the junta.
possible | boycott | Unless the law is changed, unions may boycott the vote.
possible | deploy | Nothing suggests that Egypt would deploy tanks.
possible | strike | The general discussed a possible strike on the islands.
possible | ease | Washington must ease the embargo, Havana says.
refused | condemn | China refuses to condemn the invasion.
refused | meet | The king declined to meet the delegation.
refused | lift | The minister said Austria will not lift the ban.
refused | negotiate | We will never negotiate with terrorists, the premier said.
refused | extradite | The court refused to extradite the general.
refused | withdraw | The rebels won't withdraw from the city.
refused | join | The party ruled out a plan to join and refused to join the cabinet.
refused | talks | The junta rejected talks with the opposition.
refused | recognise | Its refusal to recognise the border angered Chad.
refused | pay | The bank has refused to pay the fine.
refused | apologise | Belgium was unwilling to apologise.
refused | sign | The envoy said that his country would not sign the treaty.
refused | criticise | Turkey has so far declined to criticise the raid.
refused | comply | The company said it will not comply with the order.
refused | intervention | The assembly opposed the intervention.
denied | attacked | Iran denied that it attacked the tanker.
denied | condemned | China has not condemned the invasion.
denied | provide | Rumours that Beijing could provide arms have been denied.
denied | met | The two men did not meet, and never met before.
denied | attack | Moscow denied the attack on the town.
denied | spying | The embassy denied spying on ministers.
denied | ratify | Hungary failed to ratify the accord.
denied | talks | There were no talks between the two sides.
denied | attacked | Nobody attacked the base.
denied | visit | The visit to Tokyo was cancelled.
denied | supplied | The firm has never supplied weapons to rebels.
denied | condemning | Delhi refrained from condemning the coup.
denied | sent | Ankara dismissed reports that it had sent fighters.
denied | agreement | The sides reached no agreement on gas.
denied | landing | Coast guards prevented the boat from landing.
denied | signed | Neither country signed the protocol.
denied | attended | No minister attended the funeral.
denied | paid | Without having paid, the delegation left.
denied | invaded | It is not true that Norway invaded the island.
denied | fired | The army did not say why, but it had not fired.
alleged | hacking | The US accused China of hacking its networks.
alleged | armed | The opposition claims that the king armed the militia.
alleged | spied | The envoy allegedly spied for a neighbour.
alleged | attack | An alleged attack on the convoy is being examined.
alleged | violated | Armenia alleged that Azerbaijan violated the truce.
alleged | torturing | Three officers are suspected of torturing prisoners.
alleged | shelling | Seoul blamed the North for shelling the island.
alleged | sold | Prosecutors alleged he sold secrets.
alleged | bribed | The firm reportedly bribed a minister.
alleged | killed | The army is accused of having killed civilians.
""".strip().split("\n")


@pytest.mark.parametrize("case", CASES)
def test_status_of_the_act(case):
    expected, word, sentence = (part.strip() for part in case.split("|"))
    doc = parser()(sentence)
    predicate = [token for token in doc if token.text.lower() == word.lower()][-1]
    assert status(predicate).name == expected


def test_there_are_enough_cases_of_every_status():
    told = [case.split("|")[0].strip() for case in CASES]
    assert len(CASES) >= 120
    assert set(told) == set(STATUSES)
    assert all(told.count(name) >= 10 for name in STATUSES)


def test_the_accuser_is_named():
    doc = parser()("Norway accused Russia of jamming its signals.")
    found = status(next(t for t in doc if t.text == "jamming"))
    assert found.by is not None
    assert found.by.text == "Norway"


def test_the_words_that_decided_are_kept():
    doc = parser()("Malta refuses to sign the protocol.")
    assert status(next(t for t in doc if t.text == "sign")).fired == ("refuse",)
