"""What drafting once read wrongly, or not at all: each with the right reading, in a sentence of its own."""

from datetime import date

import pytest

from authoring.article_text import ArticleText
from authoring.draft.absolute_dates import published_on
from authoring.draft.candidate import Candidate
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.statements import statements

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
    "Two missions slipped from 2024 to 2026.": ["TODO from 2024 to 2026, from one to the other?"],
}

CALLED = {
    "Then Prime Minister Ada Holm spoke.": ["Ada Holm: person"],
    "Then Chief Executive Ole Berg spoke.": ["Ole Berg: person"],
    "The plan of the WHO said little.": ["WHO: institution"],
    "It was the UN that said so.": ["UN: institution"],
    "Then the painter Jan van der Meulen said so.": ["Jan van der Meulen: person"],
    "Tens of ships came.": [],
    "It fell on Nov 5 there.": [],
    "It cost NOK 5 there.": [],
    "It is rated BBB+ now.": [],
    "The United States gave nothing.": ["United States: country"],
    "It passed in May by 83 votes.": [],
    "They sailed from Oslo to Velling.": ["Oslo: city", "Velling: city"],
    "Snow fell in Norvik, Velling and Aldermouth.": ["Norvik: city", "Velling: city", "Aldermouth: city"],
    "In Oslo, Fane and Norvik agreed.": ["Oslo: city", "Fane: company", "Norvik: company"],
    "It rained on Velling, a town of 400.": ["Velling: city"],
    "It closed the Velling reservoir.": ["Velling: city"],
    "The mayor of Velling spoke.": ["Velling: city"],
    "Neighbouring Velling is dry.": ["Velling: city"],
    "It is dry in Norway’s Velling.": ["Norway: country", "Velling: city"],
    "A study by Truphena Wekesa of Velling University came.": [
        "Velling University: institution",
        "Truphena Wekesa: person",
    ],
    "The vote of Truphena Wekesa was lost, though Wekesa fought.": ["Truphena Wekesa: person"],
    "There Aldermouth Rovers lost.": ["Aldermouth Rovers: company"],
    "It cost R$8 there.": [],
    "A lorry stood on the A15 today.": ["A15: facility"],
    "It needs 450 MW, 0.3 °C, plan B and a BBB- rating.": [],
    "Five SUVs and the ferry Stella Rossa sank.": [],
    "The Velling Cup is at Thanksgiving.": [],
    "Then Velhome came.": [],
    "The Atlas Lions lost.": ["Atlas Lions: company"],
    "Velhome employs nobody.": [],
    "They work for Velhome, and Velhome employs 40.": ["Velhome: company"],
    "The charity Second Supper said so.": ["Second Supper: company"],
    "Stormhold Dragons drew with Cardiff Herons.": ["Stormhold Dragons: company", "Cardiff Herons: company"],
    "The watchdog ClearView Kenya said so.": ["ClearView Kenya: company"],
    "Then Gift Mulenga-Ozo came.": ["Gift Mulenga-Ozo: person"],
    "Its owner, Garrett Fane, left.": ["Garrett Fane: person"],
    "Then Cllr Harjit Velby spoke.": ["Harjit Velby: person"],
    "Counsel, Ada Holm KC, left.": ["Ada Holm: person"],
    "They met at St Olga's Hospital there.": ["St Olga's Hospital: institution"],
    "It costs 28 US cents and US$4.": [],
    "The letter was in German.": [],
    "They left Boise, Ill., then.": ["Boise: city", "Illinois: state"],
    "Shares in Velhome fell.": ["Velhome: company"],
    "Then Mr K. left.": ["K.: person"],
    "Then District Judge Orla Fane spoke.": ["Orla Fane: person"],
    "Then Madam Velby spoke.": ["Velby: person"],
    "Then Pedro Holm Sato Ruiz, 46, left, and Holm ran.": ["Pedro Holm Sato Ruiz: person"],
    "Then Orla Ó Velby, 46, left, and Ó Velby ran.": ["Orla Ó Velby: person"],
    "Then the Brazilian Pedro Velby, 20, left.": ["Brazil: country", "Pedro Velby: person"],
    "They lost to Real Velhome and to Olympique Fane.": ["Real Velhome: company", "Olympique Fane: company"],
    "There Norvik Torvald have signed nobody.": ["Norvik Torvald: company"],
    "It was Real Velhome at home, and Velhome won.": ["Real Velhome: company", "Velhome: company"],
    "CAMPAIGNERS have won.": [],
    "There the plan of Torvo Lindex failed.": ["Torvo Lindex: TODO company or what else"],
    "Then Velhome police left.": ["Velhome police: institution"],
    "Then Uefa agreed.": ["Uefa: institution"],
    "There Fane Generics was bought, and Fane agreed.": ["Fane: company"],
    "A poll of 900 people by Velhome came.": ["Velhome: company"],
    "Then the pollster Velhome agreed.": ["Velhome: company"],
    "It rained in north Velling.": ["Velling: city"],
    "Customers of the Velling regional scheme left.": ["Velling: city"],
    "The Velling health ministry closed it.": ["Velling health ministry: institution"],
    "They live on the island of Skerling, where the Skerling Dairy Trust is.": [
        "Skerling: city",
        "Skerling Dairy Trust: company",
    ],
    "Then Will Tatterling came.": ["Will Tatterling: person"],
    "His neighbour Effie, 81, agreed.": ["Effie: person"],
    "Their partner, Free Velling, left. They need Free Velling, and Free Velling knows.": [
        "Free Velling: TODO company or what else"
    ],
    "There Velling Brack lost 3 per cent.": ["Velling Brack: company"],
    "The far-right Velhome agreed.": ["Velhome: company"],
    "Then Industry Minister Ada Holm spoke.": ["Ada Holm: person"],
    "It is over. Organiser Ole Velby left. Contractors Fane & Velby came.": [
        "Fane & Velby: company",
        "Ole Velby: person",
    ],
    "There Velby's, the pie maker, is shut. Ada Velby knew Velby's.": ["Velby's: company", "Ada Velby: person"],
    "They paid Norway's Golden Velling.": ["Norway: country", "Golden Velling: company"],
    "It was filed with ZYX there.": ["ZYX: TODO company or what else"],
    "They beat the Dane.": ["Denmark: country"],
    "Then Fide, the game's governing body, agreed.": ["Fide: company"],
    "It is over. Patient Ada Velby left.": ["Ada Velby: person"],
    "Ada Holm, 74, of Velling, left.": ["Velling: city", "Ada Holm: person"],
    "They owe Fane Energy, Velhome and two others.": ["Fane Energy: company", "Velhome: company"],
    "The Friends of Velling, who raised 4, left.": ["Friends of Velling: company"],
    "It is at the Velby Mor mine.": ["Velby Mor: city"],
    "They bought Grupo Velhome, and Velhome agreed.": ["Grupo Velhome: company"],
    "Then Employment Judge Ada Holm spoke.": ["Ada Holm: person"],
    "It won the Australian Open.": [],
    "Then Velhome, the largest of them by far, said so.": ["Velhome: company"],
    "The volcano agency (XVB) and the Velling Price Index (VPI) rose.": ["XVB: company"],
    "Then Priya May left.": ["Priya May: person"],
    "It raised money in a Series C round and flew on Velhome's Corvus rocket.": [],
    "Ada Holm, of Larkspur Drive, Velling, left.": [
        "Larkspur Drive: city",
        "Velling: city",
        "Ada Holm: person",
    ],
    "Leg-spinner Osmund Velby left.": ["Osmund Velby: person"],
    "The group Al Velhome left. Al Velhome had no comment.": ["Al Velhome: company"],
    "PC Ada Velby left.": ["Ada Velby: person"],
    "Four died on the Cordillera Velba, above Camp Two.": ["Cordillera Velba: city"],
    "Analysts at Velhome left.": ["Velhome: company"],
    "Then 312 families from Velling left.": ["Velling: city"],
    "Schools in Sikka and East Velling are shut.": ["Sikka: city", "East Velling: city"],
}

SPEAKERS = {
    "“It is full. Nobody else can come,” Ada Holm said.": ["Ada Holm", "Ada Holm"],
    "Ada Holm called it “mad”.": ["Ada Holm"],
    "Ada Holm opened the door. “It is full,” she said.": [None, "Ada Holm"],
    "“It is full,” said Ada Holm.\n\n“Nobody else can come.”": ["Ada Holm", "Ada Holm"],
    "Ada Holm left.\n\nAn official of the bank said it was full. “Go home,” he said.": [None, None, None],
    'Ada Holm said:\n\n"It is full.\n\n"It was full before."': ["Ada Holm", "Ada Holm"],
    "Norvik Yards spurned Fane Energy’s bid, saying it was “thin”.": ["Norvik Yards"],
    "In a letter to Velling Energy, the mayor, Ada Holm, wrote that it was “full”.": ["Ada Holm"],
    "Ada Holm won. Police said the driver was “lucky”.": [None, None],
    "Ada Holm won. “I saw green,” said the Samoan.": [None, "Ada Holm"],
    "Mayor Ada Holm opened the door. “It is full,” the mayor said.": [None, "Ada Holm"],
    "Declan Holm left. Susannah Velby came. “It is full,” he said.": [None, None, "Declan Holm"],
    "Ada Holm left. The police said: “It is full. We are sorry.”": [None, None, None],
    "“It is full,” said Norvik Yards chief executive Ada Holm.": ["Ada Holm"],
    "Judge Declan Holm left. Rob Velby stayed. “It is full,” the judge wrote.": [None, None, "Declan Holm"],
    "District Judge Ada Holm told Rob Velby he had been warned “in plain words”.": ["Ada Holm"],
    "Norvik Yards said it was late, and Rob Velby told them it was “full”.": ["Rob Velby"],
    "Rob Velby said that it was late; Norvik Yards, which runs it, said it was “full”.": ["Norvik Yards"],
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


@pytest.mark.parametrize("sentence", CALLED)
def test_a_name_is_read_rightly(sentence: str) -> None:
    """A title is no part of a name, a particle is; numbers, months, currencies and ratings are no names."""
    text = ArticleText(f"A headline of no interest\n\n{sentence}\n\nNothing else is told here.")
    assert [f"{one.name}: {one.type}" for one in names(text)] == CALLED[sentence]


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


def test_a_name_above_that_of_a_newspaper_is_its_author() -> None:
    """The line under a headline is a person's, though no list has the given name, where the next one is a newspaper's;
    the job in a byline is nobody."""
    text = ArticleText(
        "A headline of no interest\n\nOisgar Mac Velby\nCourt Editor, The Velling Herald\n\nNothing is told."
    )
    assert [f"{one.name}: {one.type}" for one in names(text)] == [
        "Velling Herald: news_organization",
        "Oisgar Mac Velby: person",
    ]


@pytest.mark.parametrize("words", SPEAKERS)
def test_who_speaks_is_read_rightly(words: str) -> None:
    """Quotations of one word and of several sentences, and those whose speaker was named before."""
    text = ArticleText(f"A headline of no interest\n\n{words}")
    found = statements(text, names(text))
    assert [one.speaker.name if one.speaker else None for one in found] == SPEAKERS[words]
