"""Events that drafting reads in a sentence: their type and status."""

import re

import pytest

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft

EVENTS = {
    "The council on Tuesday voted for it.": ["vote: happened"],
    "In 1971, to general surprise, the jury chose her plan.": ["TODO what happens: happened"],
    "A survey in 1957 found none.": ["survey: happened"],
    "Sunday’s election was calm.": ["election: happened"],
    "A separate hearing, to decide who pays, is expected on 4 May.": ["hearing: planned"],
    "A meeting of those who live there will be held on 4 May.": ["meeting: planned"],
    "Fane has monitored the hill since 2014.": ["TODO what happens: ongoing"],
    "Sales fell sharply in February.": [],
    "Norvik cut its forecast in February.": ["cut: happened"],
    "Norvik did not close the mill in February.": [],
    "Norvik said on Tuesday that it was glad.": [],
    "The new school opens on 4 May.": ["opening: planned"],
    "She left the mill in March 2024 and in June 2024 it collapsed.": ["departure: happened", "collapse: happened"],
    "Trade has doubled since 2019, when the tunnel opened.": ["opening: happened"],
    "The board has until 30 April to decide.": ["decision: planned"],
    "The inquest was adjourned to 4 May.": ["trial: planned"],
    "The court would consider a short halt next week.": ["closure: considered"],
    "The team lost 3-1 on 2 March.": ["match: happened"],
    "Fane raised $30 million in February.": ["funding: happened"],
    "She became chief executive in February.": ["appointment: happened"],
    "The port reopened on 3 March after a closure of two days.": ["opening: happened"],
    "Sales are expected to fall next year.": [],
    "A meeting convened for Saturday may be put off.": ["meeting: planned"],
    "The fee was cut last month from 50 paise.": ["cut: happened"],
    "On Friday they play the second leg.": ["match: planned"],
    "The governor gave her until 30 April to decide.": ["decision: planned"],
    "They listen during Monday’s work session.": [],
    # Without a date.
    "Forty people were rescued, and the villagers sued.": ["rescue: happened", "lawsuit: happened"],
    "The plan died on a 5-5 tie.": ["vote: happened"],
    "Councillors backed the scheme 14 to nine.": ["vote: happened"],
    "Then came the vote: 7-3.": ["vote: happened"],
    "Norvik said it would close the mill.": ["closure: planned"],
    "Norvik plans to build 60 homes.": ["construction: planned"],
    "Norvik is going to shed roughly 400 jobs.": ["job_cuts: planned"],
    "The union is considering a strike.": ["strike: considered"],
    "Keystaff is considering legal action.": ["TODO what happens: considered"],
    "A new scheme is being discussed with two zoos.": ["TODO what happens: considered"],
    "The group plans to hang 60 recorders.": ["TODO what happens: planned"],
    "The court is slated to hear the matter on 4 May.": ["hearing: planned"],
    "Police charged one of them with arson.": ["charge: happened"],
    "A poll of 900 voters put the party at 31 percent.": ["survey: happened"],
    "A crash near Fane killed two.": ["accident: happened"],
    "Two bankers are on trial.": ["trial: ongoing"],
    "Talks are under way.": ["meeting: ongoing"],
    "The minister denied that the bank had been raided.": [],
    "He could have been jailed for ten years and fined.": [],
    "Nobody was arrested, and no deal was signed.": [],
    "The law would close the mine.": [],
    "The man, who was jailed for theft, sells boats.": ["sentence: happened"],
    # What somebody did, in a main clause.
    "The jury cleared the trainer of all charges.": [],
    "Divers photographed the bell in the wreck.": [],
    "She scored twice and limped off before the end.": ["goal: happened"],
    "The firm wrote off half of the loan.": [],
    "The crew, who had slept ashore, resigned at dawn.": ["resignation: happened"],
    "Cars parked in the yard were stolen.": ["crime: happened"],
    "The pupils, taught by nuns, marched.": ["protest: happened"],
    "The man said that he had resigned.": ["resignation: happened"],
    "The agency trimmed its forecast for the end of 2026.": ["cut: happened"],
    "The mayor told a meeting on 3 March that she was glad.": ["statement: happened"],
    "Fane claimed responsibility on Monday.": ["TODO what happens: happened"],
    "Three men from a firm that plans to build 48 flats were arrested.": ["construction: planned", "arrest: happened"],
    # What is to come, may come, or goes on.
    "The mayor promised that the city would repair the bridge.": ["repair: planned"],
    "The union will ask for more pay.": ["TODO what happens: planned"],
    "The pact will apply from July.": ["application: planned"],
    "The club hopes to sell the stand.": ["sale: planned"],
    "A hearing is set for 6 p.m. Tuesday in the gym.": ["hearing: planned"],
    "On Friday Rovers host Fane.": ["TODO what happens: planned"],
    "The minister would not say whether she would resign.": ["resignation: considered"],
    "The owners have 30 days to appeal.": ["appeal: considered"],
    "The strike could spread to the docks.": [],
    "The firm could close the docks.": ["closure: considered"],
    "The group threatened to publish the letters.": ["publication: considered"],
    "The board weighed selling the yard.": ["sale: considered"],
    "The boats could be seized and sold.": ["seizure: considered"],
    "Police are searching the quarry.": ["search: ongoing"],
    "Police are raiding the quarry.": ["search: ongoing"],
    "The court is still hearing the case.": ["hearing: ongoing"],
    # Acts of people and offices.
    "Norvik has postponed three launches.": ["postponement: happened"],
    "The fund borrowed $2 million and repaid half.": ["loan: happened", "payment: happened"],
    "The council, by eight votes to three, resolved to sell the yard.": ["decision: happened"],
    "Norvik reported a loss of $3 million.": ["results: happened"],
    "The spokesman reported no change.": [],
    "Doctors followed 900 patients over two winters.": ["study: happened"],
    "The crowd followed the band.": [],
    "Fane received $4 million from the state.": ["payment: happened"],
    "The town received 40 mm of rain.": [],
    "The firm is laying off 90 people.": ["job_cuts: ongoing"],
    "The army is still sending trucks to the camp.": ["deployment: ongoing"],
    "Traders are watching nervously.": [],
    "A new ship, which is being built in Fane, is late.": ["construction: ongoing"],
    "Fane raised prices by 4 percent.": ["increase: happened"],
    # What is asked for, not excluded, planned or decided upon.
    "The mayor called for a recount in two wards.": ["election: considered"],
    "The bank did not rule out a further sale.": ["sale: considered"],
    "The bank left the door open to another merger.": ["merger: considered"],
    "The group plans an appeal on behalf of its members.": ["TODO what happens: planned"],
    "The chain plans to open 40 shops and to close a plant.": ["opening: planned", "closure: planned"],
    "The council will decide whether to ban bonfires.": ["decision: planned", "ban: considered"],
    "Ministers have promised to ban such fees.": ["ban: planned"],
    "The group threatened to demobilise its crews.": ["TODO what happens: considered"],
    "A report goes to the board, which could fine her.": ["fine: considered"],
    # The noun whose day it is, or that begins, goes on or ends.
    "The board will discuss a payout at a meeting on 19 May.": ["meeting: planned"],
    "The board will vote on it at a meeting on 19 May.": ["vote: planned"],
    "Talks about a listing in Fane are continuing.": ["meeting: ongoing"],
    "A second trial, with 120 schools in two counties, is due to start in May.": ["trial: planned"],
    "The last strike at the docks, in 2009, lasted 19 days.": ["strike: happened"],
    "There is no risk of drought before May.": [],
    # What is a condition, a period, a noun or a thing described.
    "If he skips the session on Tuesday, he will be fined.": ["fine: planned"],
    "Sales rose in the year that ended in January.": [],
    "A further cut would hurt.": [],
    "Those laid off are angry.": [],
    "She said he would be fined $5,000 and arrested if he stayed.": ["fine: planned"],
    "She was left with two.": [],
    "The gallery held 40 guests in 2019.": ["TODO what happens: happened"],
    # What nobody did, only describes, or only introduces words or figures.
    "Nothing was stolen, and no window was broken.": [],
    "The council took no vote.": [],
    "Letters found in the attic belonged to a nurse.": [],
    "A letter sent by the bank reached her too late.": [],
    "The home will be larger, and it will own the field.": [],
    "The bridge could be weak.": [],
    "The bank is based in Fane.": [],
    "“We won,” laughed Ada Holm.": [],
    "The board rejected the claim that it had slept.": [],
    "The court ruled that the permit was valid.": [],
    "He took 40 seconds to answer.": [],
    "Ada Holm put the damage at $3 million.": [],
    "If the pump fails, the cellar floods.": [],
    # What follows from an act, or came before it.
    "The boat capsized, killing two.": ["accident: happened", "death: happened"],
    "The bank raised its rate, ending a freeze.": ["increase: happened", "end: happened"],
    "The dockers walked out after voting down the offer.": ["strike: happened", "rejection: happened"],
    "She resigned after losing a vote.": ["resignation: happened", "match: happened"],
    "The firm repaid the loan by selling two mills.": ["payment: happened", "sale: happened"],
    "The boat would sink, killing two.": [],
    "The board rejected a plan that would close the yard, cutting 40 jobs.": ["rejection: happened"],
    "The yard will close, cutting 40 jobs, on 4 May.": ["closure: planned"],
    "The firm paid after finding that it was wrong.": ["payment: happened"],
    "The party won on 3 March, opening a month of talks.": ["match: happened"],
    "The river rose, leaving two roads under water.": [],
    # What only adds to a noun; what tells which one is meant is background.
    "The van, which was found in a ditch, is red.": ["discovery: happened"],
    "Ada Holm, who died at home, drew maps.": ["death: happened"],
    "The crew, whose 40 members voted, are tired.": ["vote: happened"],
    "The yard, which has dismissed its cook, is small.": ["dismissal: happened"],
    "The tunnel, which flooded in the night, is long.": ["disaster: happened"],
    "The van, which had been stolen, is red.": [],
    "The man who stole the van is tall.": [],
    # What somebody wants others to do.
    "The union wants the firm to raise the pay.": ["increase: considered"],
    "The mayor urged both sides to return to the table.": ["return: considered"],
    "Farmers want Fane to step in.": ["intervention: considered"],
    "The party called on the minister to resign.": ["resignation: considered"],
    "Spain has asked to borrow the show.": ["loan: considered"],
    "The union wants the firm to be kind.": [],
    # What has been going on.
    "Police have been searching the quarry.": ["search: ongoing"],
    "The firm has been selling its mills.": ["sale: ongoing"],
    "Nurses have been protesting at the gate.": ["protest: ongoing"],
    "The clinic has been vaccinating children.": ["vaccination: ongoing"],
    "Engineers have been repairing the dam.": ["repair: ongoing"],
    "The town has been waiting.": [],
    # Acts told by several words, or of many kinds.
    "Two walkers were taken to hospital.": ["hospitalisation: happened"],
    "The new mayor was sworn in.": ["appointment: happened"],
    "The firm let go 40 cooks.": ["dismissal: happened"],
    "Workers tore down the wall.": ["demolition: happened"],
    "The flood washed away two bridges.": ["disaster: happened"],
    "The drug might sicken the children.": ["disaster: considered"],
    "Gunmen kidnapped a driver.": ["attack: happened"],
    "The state pardoned 12 men.": ["release: happened"],
    "The club was relegated.": ["match: happened"],
    "They did not go off.": [],
    "Two trains were diverted.": ["diversion: happened"],
    "She has tested positive for a drug.": ["diagnosis: happened"],
    "A draw in February was their last.": ["match: happened"],
    "Evacuations began on Friday.": ["evacuation: happened"],
    # A second act of the same plan.
    "Members will tour the line and table their report.": ["visit: planned", "submission: planned"],
    "The firm will sell a mill and pay a dividend.": ["sale: planned", "payment: planned"],
    "The chain plans to open 40 shops and close a plant.": ["opening: planned", "closure: planned"],
    "She is to buy a mill and repair its roof.": ["purchase: planned", "repair: planned"],
    "Norvik said it would close the mill and dismiss its staff.": ["closure: planned", "dismissal: planned"],
    "The firm will sell cars and ship parts.": ["sale: planned"],
    "She could buy a mill and repair its roof.": ["purchase: considered"],
}


@pytest.mark.parametrize("sentence", EVENTS)
def test_an_event_is_read_rightly(sentence: str) -> None:
    """An event is a verb with a date, a noun beside a date, or what somebody does, will or may do in a main
    clause, of a known type unless it is planned. What is only said, denied or measured is not an event."""
    made = draft(ArticleText(f"A day there\n\nBy Ada Holm, 19 March 2025\n\n{sentence}"))
    assert [f"{one.fields['type']}: {one.fields['status']}" for one in made.events] == EVENTS[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Holm, who repaid £4,150, resigned in May.",
        "Holm had won with a majority of 7,305 in July 2024.",
        "Fane said that a line had touched a tree at 3:10 p.m. on Saturday.",
        "The firm was fined 2.7 million pounds and lost 1,200 members.",
    ],
)
def test_no_phrase_ends_within_a_number(sentence: str) -> None:
    """A comma, full stop or colon between digits ends no clause."""
    text = ArticleText(f"A day there\n\nBy Ada Holm, 19 March 2025\n\n{sentence}")
    made = draft(text)
    ends = [span.end for one in (*made.events, *made.claims) for span in one.spans]
    assert ends
    assert [
        text.content[end - 5 : end + 3] for end in ends if re.match(r"\d[,.:]\d", text.content[end - 1 : end + 2])
    ] == []
