"""Dates that a word before them opens, parts of years, and dates counted from others, each in a sentence with the right
reading."""

from datetime import date

import pytest

from authoring.article_text import ArticleText
from authoring.draft.dates import dates

PUBLISHED = date(2025, 3, 12)  # a Wednesday

READINGS = {
    "She has earned 3 since the start of 2024.": ["2024-01/.."],
    "It must end before the start of 2026.": ["../2025-12"],
    "It was half full at the start of 2024, and shut by the middle of 2025.": ["2024-01", "../2025-06-30"],
    "They will be here by mid-2028, and from early 2027.": ["../2028", "2027/.."],
    "It will not arrive before the first quarter of 2027.": ["2027-01/.."],
    "It closed before the second quarter of 2024.": ["../2024-03"],
    "It has been low since the second half of 2023.": ["2023-07/.."],
    "It must open before 3 March 2027, or before the end of March 2027.": ["../2027-03-02", "../2027-03"],
    "It was planted after Feb. 20.": ["2025-02-21/.."],
    "The shop will close after Easter.": ["2025-04-21/.."],
    "He left shortly after Easter.": ["TODO after Easter"],
    "Exports will rise in calendar 2027.": ["2027"],
    "Some were as far back as 2017.": ["2017/.."],
    "An internal email from 2022 says so.": ["2022"],
    "It came from last month’s storm.": ["2025-02"],
    "It will sail from next week.": ["2025-03-17/.."],
    "They were without power since the end of February.": ["2025-02-28/.."],
    "Fuel is hedged until the end of February.": ["../2026-02-28"],
    "They booked ships for May shipment.": ["2025-05"],
    "They were under contract for April and May.": ["2025-04/2025-05"],
    "He did not rule out further cuts in April.": ["2025-04"],
    "Sales fell in April.": ["2024-04"],
    "The rate was cut to 15% on Nov. 1, falling to 5% on Dec. 1.": ["2024-11-01", "2024-12-01"],
    "Appearing before Eng. Cole on Tuesday, she was calm.": ["2025-03-11"],
    "The bill passed by seven votes to two on Monday and goes back to them.": ["2025-03-10"],
    "The storm will hit on Saturday and leave that evening.": ["2025-03-15", "2025-03-15"],
    "She left in 2019 and died the same year.": ["2019", "2019"],
    "It was blocked that day.": ["TODO that day, which one?"],
    "It lost 3 in the three months to 28 February, against 4 in the same period of 2024.": [
        "2024-12/2025-02",
        "2023-12/2024-02",
    ],
    "It made 5 in the third quarter of 2024 and 4 in the year-earlier period.": ["2024-07/2024-09", "2023-07/2023-09"],
    "Planting was 96% done as of Feb. 6, compared with 98% a year earlier.": ["2025-02-06", "2024-02-06"],
    "It made 4 in the fiscal year that ended in June.": ["2023-07/2024-06"],
    "It has gained 2.3% this month.": ["TODO this month, or so far"],
    "The river will crest late Friday or early Saturday.": ["[2025-03-14,2025-03-15]"],
    "It changed between the 2021/22 and 2023/24 financial years.": [
        "TODO between the 2021/22 and 2023/24 financial years"
    ],
    "Sunday & Sons sold it.": [],
    "The hearing has been put back to January.": ["2026-01"],
    "The hearing has been listed for 3 February, the trial extended to 2027.": ["2026-02-03", "2027"],
    "The deadline was extended from 3 to 9 March.": ["TODO from 3 to 9 March, from one to the other?"],
    "It was seen in 2019, and fires followed over the next two years.": [
        "2019",
        "TODO over the next two years, after what?",
    ],
    "It crashed shortly before 9pm on Tuesday.": ["2025-03-11"],
    "The strike is set to last from Wednesday to Friday.": ["TODO from Wednesday to Friday"],
    "It will be shut from Monday to Thursday next week.": ["2025-03-17/2025-03-20"],
    "They have until next Monday, or until next Friday.": ["../2025-03-17", "TODO until next Friday"],
    "He said on March 2 that it would end by the end of February.": ["2025-03-02", "TODO by the end of February"],
    "The rate was 4.2%, unchanged from January.": ["2025-01"],
    "They agreed to raise fees by 3% from February.": ["TODO from February"],
    "It cut rates in January and in January, February and March.": ["2025-01", "{2025-01,2025-02,2025-03}"],
    "Sales in the first two months fell.": ["2025-01/2025-02"],
    "Sales in the first nine months fell.": ["TODO in the first nine months"],
    "In the first two months he slept.": [],
    "Repairs would cost €4.5bn over ten years.": [],
    "It has stood for over ten years.": ["../2015~"],
    "From 1 January, all firms must report.": ["2026-01-01/.."],
    "It rose by 3 in the final quarter of 2024 and the last half of 2023.": ["2024-10/2024-12", "2023-07/2023-12"],
    "It sold 3 in the fourth quarter ended December 31, 2024.": ["2024-10/2024-12"],
    "Prices are forecast to ease over the spring.": ["2025-21"],
    "The spring sale will be held in the spring.": ["TODO in the spring"],
    "It will be the fifth in two years.": [],
    "He said on 4 March that it ended in 2023. The following day, he left.": ["2025-03-04", "2023", "2025-03-05"],
    "A trial date of 9 November has been set.": ["2025-11-09"],
    "The film is released on 26 June in cinemas and in July online.": ["2025-06-26", "2025-07"],
    "It lost 268 over the same period in 2024.": ["TODO the same period in 2024, which part of it?"],
    "Electricity demand peaked on Monday.": ["2025-03-10"],
    "They host Rangers next Friday and next Monday.": ["[2025-03-14,2025-03-21]", "2025-03-17"],
    "He steps down at the end of January.": ["2026-01-31~"],
    "The bank makes its next decision on Jan. 9.": ["2026-01-09"],
    "They must leave before 31 May at noon, or before 3 June.": ["TODO before 31 May", "../2025-06-02"],
    "He is accused of a theft on 26 November.": ["2024-11-26"],
}


@pytest.mark.parametrize("sentence", READINGS)
def test_a_span_is_read_rightly(sentence: str) -> None:
    """Each span is open, or counted, as the words say, or is a TODO."""
    assert [one.fields["edtf"] for one in dates(ArticleText(sentence), PUBLISHED)] == READINGS[sentence]


def test_the_australian_financial_year_is_its_months() -> None:
    """ "2025-26" beside money, in a text about Australia, is from July to June; a season is not."""
    text = ArticleText("Sydney and Perth are in Australia. It made $83 million in 2025-26. The 2024-25 season was wet.")
    assert [one.fields["edtf"] for one in dates(text, PUBLISHED)] == ["2025-07/2026-06", "2024/2025"]
