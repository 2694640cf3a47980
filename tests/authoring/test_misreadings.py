"""Quantities and dates that drafting once read wrongly, or not at all: each with the right reading, in a sentence of
its own."""

from datetime import date

import pytest

from authoring.article_text import ArticleText
from authoring.draft.absolute_dates import published_on
from authoring.draft.candidate import Candidate
from authoring.draft.dates import dates
from authoring.draft.figures import figures

PUBLISHED = date(2025, 3, 12)  # a Wednesday

QUANTITIES = {
    "The bank cut its rate by 50 basis points.": ["50 basis points"],
    "It will cost $10-15 million.": ["10000000 to 15000000 US dollars USD"],
    "They asked for €90-110 million.": ["90000000 to 110000000 euros EUR"],
    "It needs not fewer than 9 members.": ["at_least 9 to None members"],
    "The economy moved by -2.3% over the winter.": ["-2.3 percent"],
    "The fine is CHF 1.5m.": ["1500000 Swiss francs CHF"],
    "A loaf costs C$2.": ["2 Canadian dollars CAD"],
    "A ticket costs NZ$7.": ["7 New Zealand dollars NZD"],
    "A ride costs 30 Swedish kronor.": ["30 Swedish kronor SEK"],
    "It would hit one in seven workers.": ["about 0.143 proportions"],
    "Four in five patients waited.": ["0.8 proportions"],
    "It is backed by 9 in 10.": ["0.9 proportions"],
    "It employs 12 800 people.": ["12800 people"],
    "It employs 12.400 people.": ["TODO 12.400 people"],
    "A house costs 1.5 crore rupees.": ["15000000 rupees TODO"],
    "The line opened at 09:00 GMT.": [],
    "The line opened at 1015 GMT.": [],
    "The line opened at 14:30.": [],
    "The city was built in about 300 BC.": [],
    "A 7-Eleven has opened.": [],
    "Growth of 4% to 6% is likely.": ["4 to 6 percent"],
    "They have between 9.5m and 10m.": ["TODO 9.5m TODO what is counted, or metres"],
    "They have between 9.5m and 10m users.": ["9500000 to 10000000 users"],
    "It pays $18.50 and $21 an hour.": ["18.5 US dollars per hour USD", "21 US dollars per hour USD"],
    "It paid $5m.": ["5000000 US dollars USD"],
    "It paid €120m.": ["120000000 euros EUR"],
    "It paid NOK 9.7bn.": ["9700000000 Norwegian kroner NOK"],
    "It paid RMB 12.8 billion.": ["12800000000 yuan CNY"],
    "They won 14 of the 33 seats.": ["14 seats"],
    "Three of Europe’s twelve plants will close.": ["3 plants"],
    "It came third among 20 makers.": ["3 makers"],
    "Two of three final surveys agree.": ["2 final surveys"],
    "One glass in eight was clean.": ["0.125 proportions"],
    "One sailor in six boats was lost.": ["6 boats"],
    "Sales grew threefold.": ["3 multiples"],
    "Sales have halved.": ["0.5 multiples"],
    "Up to two hours and a quarter were lost.": ["at_most None to 2.25 hours"],
    "A quarter of a million people came.": ["250000 people"],
    "It rose by half a percentage point.": ["0.5 percentage points"],
    "It weighs 3½ tonnes.": ["3.5 tonnes"],
    "It has 1,2 million people.": ["TODO 1,2 million people"],
    "They lost 2-3.": ["TODO 2-3 TODO what is counted"],
    "It took three or four days.": ["TODO three or four days"],
    "It was 12 degrees below zero.": ["-12 degrees"],
    "It costs Rs 5 lakh crore.": ["5000000000000 Indian rupees INR"],
    "It costs 5 bn euros.": ["5000000000 euros EUR"],
    "It costs R20m.": ["20000000 rand ZAR"],
    "Between 400 mm and 550 mm fell.": ["400 to 550 millimetres"],
    "It has 2,000-plus members.": ["at_least 2000 to None members"],
    "In chapter 7 it says so.": [],
    "The over-50s and Covid-19 are in Article 50.": [],
    "He earned a six-figure sum.": [],
    "It has a 3:1 majority.": [],
    "A share costs 340p, up from 85p.": ["340 pence", "85 pence"],
    "She raced over 3,000 metres in May.": ["3000 metres"],
    "Peaks of just over 3,000 metres are bare.": ["over 3000 to None metres"],
    "It could go as high as A$9.80.": ["at_most None to 9.8 Australian dollars AUD"],
    "It sank as low as $3.": ["3 US dollars USD"],
    "It will give €6m over three years.": ["6000000 euros EUR", "3 years"],
    "They live more than a mile away.": ["over 1 to None miles"],
    "Between three and six weeks were lost.": ["3 to 6 weeks"],
    "The vote was 51-49.": ["TODO 51-49 TODO what is counted"],
    "It ranks 19th of 36 states.": ["19 states"],
    "He is 6ft 2in tall.": ["TODO 6 feet"],
    "Waves of up to 9m hit it.": ["at_most None to 9 metres"],
    "Claims fell by 12,000 to 214,000.": ["12000 TODO what is counted", "214000 TODO what is counted"],
    "Claims may rise by 3 to 5 percent.": ["3 to 5 percent"],
    "The margin is plus or minus three points.": ["3 points"],
    "The 2,000-page report took seven years.": ["2000 pages", "7 years"],
    "It takes nearly triple that.": ["about 3 multiples"],
    "He was jailed for six years and four months.": ["76 months"],
    "It lasted two hours and 40 minutes.": ["160 minutes"],
    "Fees ranged from €900 to €1,400 a pupil.": ["900 to 1400 euros per pupil EUR"],
    "She left three weeks before the fire.": ["3 weeks"],
    "It went out at 19.35 GMT.": [],
    "They won six of the last seven games.": ["6 games"],
    "They lost four of their past five.": ["4 TODO what is counted"],
    "The last seven goals were hers.": ["7 goals"],
    "They led at three-quarter time.": [],
    "It was a Fane 737-500 jet.": [],
    "There is no plan A-and-a-half.": [],
    "Prize money was cut by a fifth after that.": ["0.2 proportions"],
    "She got one in 19 moves.": ["19 moves"],
    "It is worth north of €90mn.": ["over 90000000 to None euros EUR"],
    "They took another thousand or so.": ["about 1000 TODO what is counted"],
    "The world No 1 is out.": ["1 TODO rank in what"],
    "It fell to Bt27.25.": ["27.25 baht THB"],
    "The deck sits 1.8m higher now.": ["1.8 metres"],
    "It survived a one-in-200-year flood.": [],
    "It lifted them from 118-6 to 171.": ["TODO 118-6 TODO what is counted", "171 TODO what is counted"],
    "They dismissed half its engineers.": ["0.5 proportions"],
    "They won a three-match series.": ["3 matches"],
    "Its cost has gone up by ₹1,120 crore to ₹11,860 crore.": [
        "11200000000 Indian rupees INR",
        "118600000000 Indian rupees INR",
    ],
    "The fine was cut by $200 to $900.": ["200 US dollars USD", "900 US dollars USD"],
    "Rents rose by 3% to 5%.": ["3 to 5 percent"],
    "All children under age 5 eat free.": ["under None to 5 TODO what is counted"],
    "All drivers over the age of 70 must come.": ["over 70 to None TODO what is counted"],
    "Sales fell below the 1.19 billion euros expected.": ["1190000000 euros EUR"],
    "It grew to above the 20 metres allowed.": ["20 metres"],
    "Traffic fell to 17 kmph.": ["17 kilometres per hour"],
    "It will open in the third quarter of the current financial year.": [],
    "Debt may exceed 5% but must not exceed 7%.": ["over 5 to None percent", "at_most None to 7 percent"],
    "It cut its 2026 sales forecast.": [],
    "Seas may rise by 2100.": [],
    "He has a three-and-a-half-year deal.": ["3.5 years"],
    "N95 masks cost N120,000, and 4,600ha burnt.": ["120000 naira NGN", "4600 hectares"],
    "They fell short of a majority, though a majority of men voted.": ["vague 0.5 to None proportions"],
    "On 3 March, 41 people came.": ["41 people"],
    "It is worth half what it was after a quarter-point cut.": ["0.5 proportions", "0.25 percentage points"],
}

DAYS = {
    "Bakers called a strike to begin on Thursday.": ["2025-03-13"],
    "The river was forecast to crest on Tuesday.": ["2025-03-18"],
    "Profit was 4 million, against 3 million a year earlier.": ["TODO a year earlier, than what?"],
    "They met Tuesday night to adopt a plan that will cost 3.": ["2025-03-11"],
    "The school will close after a board voted on Tuesday to do so.": ["2025-03-11"],
    "He died in the early hours of Sunday.": ["2025-03-09"],
    "“I got it this afternoon,” she said on Tuesday.": ["TODO this afternoon, when that was said", "2025-03-11"],
    "Barely 40% had been spent by the end of December.": ["../2024-12-31"],
    "It must be spent by the end of December.": ["../2025-12-31"],
    "It owed 3 at the end of February.": ["2025-02-28~"],
    "The Games, which start on 23 July, are near.": ["2025-07-23"],
    "A hearing is set for April 9.": ["2025-04-09"],
    "It failed between September and December.": ["2024-09/2024-12"],
    "They will answer within 30 days.": ["2025-03-12/2025-04-11~"],
    "Between 3 April 2019 and 30 November 2021 he lied.": ["2019-04-03/2021-11-30"],
    "It failed as recently as August.": ["2024-08"],
    "It was empty over the summer.": ["2024-22"],
    "They left in mid-February, in fiscal 2024.": ["TODO in mid-February", "TODO in fiscal 2024"],
    "It has been dry since the start of the year.": ["2025/.."],
    "Seas may rise by the end of the century.": ["../2100-12-31"],
    "He wrote for The Sunday Herring.": [],
    "They told investors in November to expect growth.": ["2024-11"],
    "Schools are shut in the week of 16 March.": ["TODO 2025-03-16/2025-03-22, or the week that holds the day"],
    "Schools are shut in the week of 17 March.": ["2025-03-17/2025-03-23"],
    "Nine boats sank over the weekend.": ["2025-03-08/2025-03-09"],
    "It flooded in February 2018 and July 2021.": ["2018-02", "2021-07"],
    "The city was built in about 300 BC.": ["TODO about 300 BC"],
    "The line has been put off until April.": ["TODO until April"],
    "The line has been put off until 2028.": ["TODO until 2028"],
    "The talks will be on 30 May or 6 June.": ["[2025-05-30,2025-06-06]"],
    "The talks will be either on 30 May or on 6 June.": ["[2025-05-30,2025-06-06]"],
    "Samples were taken on 4 and 11 March 2025.": ["{2025-03-04,2025-03-11}"],
    "They will meet on 14 or 21 October 2025.": ["[2025-10-14,2025-10-21]"],
    "It was shut on 4 or 6 March.": ["[2025-03-04,2025-03-06]"],
    "It is open between 4 and 11 March 2025.": ["2025-03-04/2025-03-11"],
    "They said that they had agreed on 3 April.": ["TODO 2024-04-03 or 2025-04-03"],
    "The shop did not open until last autumn.": ["TODO until last autumn"],
    "Trains will not run until Friday.": ["TODO until Friday"],
    "The bridge did not open until 2019.": ["TODO until 2019"],
    "Talks broke off in January and are to resume on 3 April.": ["2025-01", "2025-04-03"],
    "They will meet next Thursday.": ["[2025-03-13,2025-03-20]"],
    "He called for a cut by February.": ["TODO by February"],
    "They rose by 4 in the year to September 2024.": ["2023-10/2024-09"],
    "It will close between Monday and Thursday.": ["2025-03-17/2025-03-20"],
    "It was shut from Sunday to Tuesday.": ["2025-03-09/2025-03-11"],
    "It was moved from 11 August to 20 August.": ["TODO from 11 August to 20 August, from one to the other?"],
    "It was shut on February 3-9.": ["2025-02-03/2025-02-09"],
    "It will be shut from 30 March to 2 April.": ["2025-03-30/2025-04-02"],
    "It was shut on Monday last week.": ["2025-03-03"],
    "It was shut on the first Monday of March.": ["TODO on the first Monday of March"],
    "It closed shortly after 10 p.m. on Thursday.": ["2025-03-06"],
    "It has grown since the 1700s.": ["TODO the 1700s"],
    "It was built in the late 1990s, after 1980.": ["TODO the late 1990s", "TODO 1980/.., or the year after"],
    "A 2018 report of the 19th century said so.": ["2018", "18XX"],
    "It came on 3/5/2024 and 25/12/2024.": ["TODO 3/5/2024, which is the month?", "2024-12-25"],
    "It will end by the end of the month.": ["../2025-03-31"],
    "Members had voted to strike in July.": ["TODO in July"],
    "It happened 10-15 years ago.": ["TODO 10-15 years ago"],
    "The ferry returns the week after next.": ["2025-03-24/2025-03-30"],
    "By midday Tuesday some boats were stuck.": ["2025-03-11"],
    "He faces a vote, and support has slid from 44 in October.": ["2024-10"],
    "It shipped them between Oct. 9 last year and the end of January.": ["2024-10-09/2025-01-31"],
    "It had known since at least November.": ["2024-11/.."],
    "By 2019 it owed rent. That October, it closed.": ["../2019", "2019-10"],
    "He pleaded guilty in January to 9 charges.": ["2025-01"],
    "It was shut in the first nine months of the year.": ["TODO in the first nine months of the year"],
    "He was sent off in the second quarter.": ["TODO in the second quarter"],
    "Sales fell in the fourth quarter.": ["2024-10/2024-12"],
    "A levy from January was agreed.": ["TODO from January"],
    "It rose by 1615 GMT.": [],
    "He left this week.": ["[2025-03-10..2025-03-12]"],
    "She would have a scan on Friday.": ["2025-03-14"],
    "It will open by the middle of next year.": ["../2026-06-30"],
    "It may come in the last quarter of next year.": ["2026-10/2026-12"],
    "It has grown since late January.": ["2025-01/.."],
    "It grew, beating a November projection.": ["2024-11"],
    "He wrote to her on 5 August 2023. On 14 August, he was sacked.": ["2023-08-05", "2023-08-14"],
    "The bond is due 2032.": ["2032"],
    "The ferry arrives on Monday.": ["2025-03-17"],
    "SEPTEMBER 8 2024": ["2024-09-08"],
    "It was so between last June and October.": ["2024-06/2024-10"],
    "He had been due to work on Saturday.": ["TODO 2025-03-08 or 2025-03-15"],
    "In May it had said that sales would be flat, and in January that they would grow.": ["2024-05", "2025-01"],
    "It will open in the third quarter of the current financial year.": [
        "TODO in the third quarter of the current financial year"
    ],
    "Two missions slipped from 2024 to 2026.": ["TODO from 2024 to 2026, from one to the other?"],
    "He fell on Boxing Day 2015, and died on Good Friday.": ["2015-12-26", "2024-03-29"],
    "The shop will open by Christmas, with Christmas lights.": ["../2025-12-25"],
    "She was born on New Year's Eve; he left last Easter.": ["2024-12-31", "2024-03-31"],
    "It was sold on Black Friday.": [],
    "A vote could be held in December.": ["2025-12"],
    "Patients could go home on Monday.": ["TODO 2025-03-10 or 2025-03-17"],
    "The next review is in January.": ["2026-01"],
    "The trial, which was to begin in November, did not.": ["TODO in November"],
    "The bridge must be closed by February.": ["../2026-02"],
    "They were to have met on Tuesday.": ["2025-03-11"],
    "A hearing set for Thursday was put back.": ["TODO 2025-03-06 or 2025-03-13"],
    "The case was adjourned to April 3.": ["2025-04-03"],
    "A man who was shot on Monday will recover.": ["2025-03-10"],
    "He said that in August he would retire.": ["2025-08"],
    "The minister is to speak later on Wednesday.": ["2025-03-12"],
    "They gave him until noon on Friday to answer.": ["../2025-03-14"],
    "It will be shut from 8pm on Monday until 5am on Friday.": ["2025-03-17/..", "../2025-03-21"],
    "It will run until at least Sunday.": ["TODO at least Sunday"],
    "On 3 March, 41 people came.": ["2025-03-03"],
    "It was shut from 24 December to 2 January.": ["2024-12-24/2025-01-02"],
    "It had 9 cases through Feb. 28, and 4 before March.": ["../2025-02-28", "../2025-02"],
    "Sales fell in the October-December quarter.": ["2024-10/2024-12"],
    "Sales fell in H2 and in Q2 FY26.": ["2024-07/2024-12", "TODO Q2 FY26"],
    "It will report first-quarter results in May.": ["2025-01/2025-03", "2025-05"],
    "Its 2026 sales may fall by year-end.": ["2026", "../2025-12-31"],
    "Seas may rise by the end of the decade, and by 2100.": ["../2029-12-31", "../2100"],
    "Shares fell 3% by 0815 GMT.": ["2025-03-12T08:15:00Z"],
    "It sold 9, up from 4 at this time last year.": ["TODO this time last year, which part of it?"],
    "The war of 1914-18 and the accounts of 2023/24.": ["1914/1918", "2023/2024"],
    "Bones from the 12th century lay there.": ["11XX"],
    "Trains will not run on Saturday or Sunday.": ["2025-03-15", "2025-03-16"],
    "The fair, from 4 to 12 July, expects 9 visitors.": ["TODO from 4 to 12 July"],
    "Sales fell between December and February.": ["2024-12/2025-02"],
    "The trial is not expected to start before May.": ["2025-05/.."],
    "He has been held since his arrest on October 30.": ["2024-10-30"],
    "They have until the close of business on Monday to respond.": ["../2025-03-17"],
}


def _told(one: Candidate) -> str:
    """A figure in one line: hedge unless it is exact or a range, bounds, unit, currency."""
    get = one.fields.get
    hedge = [get("hedge")] if get("hedge") not in ("exact", "range") else []
    bounds = [get("value")] if "value" in one.fields else [get("min"), "to", get("max")]
    return " ".join(map(str, [*hedge, *bounds, get("unit"), *filter(None, [get("currency")])]))


@pytest.mark.parametrize("sentence", QUANTITIES)
def test_a_quantity_is_read_rightly(sentence: str) -> None:
    """The value that is meant, or a TODO; nothing where the number is of a time, an age of the world or a name."""
    text = ArticleText(sentence)
    assert [_told(one) for one in figures(text, [one.span for one in dates(text, PUBLISHED)])] == QUANTITIES[sentence]


@pytest.mark.parametrize("sentence", DAYS)
def test_a_date_is_read_rightly(sentence: str) -> None:
    """Published on Wednesday 12 March 2025: the days that are meant, or a TODO."""
    assert [one.fields["edtf"] for one in dates(ArticleText(sentence), PUBLISHED)] == DAYS[sentence]


def test_what_is_reckoned_from_a_day_that_is_not_known_is_left_open() -> None:
    """Without a day of publication, neither a date nor a figure is made of "2 February"."""
    text = ArticleText("She died on 2 February, and was buried last Friday, in the year 1999.")
    found = dates(text, None)
    assert [one.fields["edtf"] for one in found] == ["TODO 2 February", "TODO last Friday", "1999"]
    assert figures(text, [one.span for one in found]) == []


@pytest.mark.parametrize(
    ("content", "day"),
    [
        ("A headline\n\nThe Velling Post\nSEPTEMBER 8 2026\n\nNothing is told.", "2026-09-08"),
        ("A headline\n\nNothing is told.\n\nPublished: 17 August 2025", "2025-08-17"),
        ("A headline\n\nOSLO, March 12 (Fane) - It fell on Thursday. It will rise in 2026.", None),
    ],
)
def test_the_day_of_publication_is_found_or_left_open(content: str, day: str | None) -> None:
    """A month may be in capitals, the day in a line of its own at the end. A dateline's year is not guessed: a weekday
    that is the day's own in one year is that of the day before in the next."""
    found = published_on(ArticleText(content))
    assert (found and found.fields["edtf"]) == day
