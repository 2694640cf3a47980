"""Events that drafting reads in a sentence: their type and status."""

import pytest

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft

EVENTS = {
    "The council on Tuesday voted for it.": ["vote: happened"],
    "In 1971, to general surprise, the jury chose her plan.": ["TODO what happens: happened"],
    "A survey in 1957 found none.": ["survey: happened"],
    "Sunday’s election was calm.": ["election: happened"],
    "A separate hearing, to decide who pays, is expected on 4 May.": ["trial: planned"],
    "A meeting of those who live there will be held on 4 May.": ["meeting: planned"],
    "Fane has monitored the hill since 2014.": ["TODO what happens: ongoing"],
    "Sales fell sharply in February.": [],
    "Norvik cut its forecast in February.": ["TODO what happens: happened"],
    "Norvik did not close the mill in February.": [],
    "Norvik said on Tuesday that it was glad.": [],
    "The new school opens on 4 May.": ["opening: planned"],
    "She left the mill in March 2024 and in June 2024 it collapsed.": ["departure: happened", "accident: happened"],
    "Trade has doubled since 2019, when the tunnel opened.": ["opening: happened"],
    "The board has until 30 April to decide.": ["decision: planned"],
    "The inquest was adjourned to 4 May.": ["trial: planned"],
    "The court would consider a short halt next week.": ["closure: considered"],
    "The team lost 3-1 on 2 March.": ["match: happened"],
    "Fane raised $30 million in February.": ["announcement: happened"],
    "She became chief executive in February.": ["appointment: happened"],
    "The port reopened on 3 March after a closure of two days.": ["opening: happened"],
    "Sales are expected to fall next year.": [],
    "A meeting convened for Saturday may be put off.": ["meeting: planned"],
    "The fee was cut last month from 50 paise.": ["TODO what happens: happened"],
    "On Friday they play the second leg.": ["match: planned"],
    "The governor gave her until 30 April to decide.": ["decision: planned"],
    "They listen during Monday’s work session.": [],
    # Without a date.
    "Forty people were rescued, and the villagers sued.": ["rescue: happened", "trial: happened"],
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
    "The court is slated to hear the matter on 4 May.": ["trial: planned"],
    "Police charged one of them with arson.": ["arrest: happened"],
    "A poll of 900 voters put the party at 31 percent.": ["survey: happened"],
    "A crash near Fane killed two.": ["accident: happened"],
    "Two bankers are on trial.": ["trial: ongoing"],
    "Talks are under way.": ["meeting: ongoing"],
    "The minister denied that the bank had been raided.": [],
    "He could have been jailed for ten years and fined.": [],
    "Nobody was arrested, and no deal was signed.": [],
    "The law would close the mine.": [],
    "The man, who was jailed for theft, sells boats.": [],
    # What somebody did, in a main clause.
    "The jury cleared the trainer of all charges.": ["TODO what happens: happened"],
    "Divers recovered the bell from the wreck.": ["TODO what happens: happened"],
    "She scored twice and limped off before the end.": ["TODO what happens: happened"] * 2,
    "The firm wrote off half of the loan.": ["TODO what happens: happened"],
    "The crew, who had slept ashore, boarded at dawn.": ["TODO what happens: happened"],
    "Cars parked in the yard were scratched.": ["TODO what happens: happened"],
    "The pupils, taught by nuns, sang.": ["TODO what happens: happened"],
    "The man said that he had paid the fine.": ["TODO what happens: happened"],
    "He climbed the tower, and sales climbed too.": ["TODO what happens: happened"],
    "The agency trimmed its forecast for the end of 2026.": ["TODO what happens: happened"],
    "The mayor told a meeting on 3 March that she was glad.": ["statement: happened"],
    "Fane claimed responsibility on Monday.": ["TODO what happens: happened"],
    "Three men from a firm that plans to build 48 flats came to the door.": [
        "construction: planned",
        "TODO what happens: happened",
    ],
    # What is to come, may come, or goes on.
    "The mayor promised that the city would repair the bridge.": ["TODO what happens: planned"],
    "The union will ask for more pay.": ["TODO what happens: planned"],
    "The pact will apply from July.": ["TODO what happens: planned"],
    "The club hopes to sell the stand.": ["sale: planned"],
    "A hearing is set for 6 p.m. Tuesday in the gym.": ["trial: planned"],
    "On Friday Rovers host Fane.": ["TODO what happens: planned"],
    "The minister would not say whether she would resign.": ["departure: considered"],
    "The owners have 30 days to appeal.": ["trial: considered"],
    "The strike could spread to the docks.": ["TODO what happens: considered"],
    "The group threatened to publish the letters.": ["publication: considered"],
    "The board weighed selling the yard.": ["sale: considered"],
    "The boats could be seized and sold.": ["arrest: considered"],
    "Police are searching the quarry.": ["TODO what happens: ongoing"],
    "The court is still hearing the case.": ["trial: ongoing"],
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
}


@pytest.mark.parametrize("sentence", EVENTS)
def test_an_event_is_read_rightly(sentence: str) -> None:
    """An event is a verb with a date, a noun beside a date, or what somebody does, will or may do in a main
    clause. What is only said, denied or measured is not an event."""
    made = draft(ArticleText(f"A day there\n\nBy Ada Holm, 19 March 2025\n\n{sentence}"))
    assert [f"{one.fields['type']}: {one.fields['status']}" for one in made.events] == EVENTS[sentence]
