"""Checks on negation and modality, on invented sentences: a wrong statement is asked about, a right one is not."""

from authoring.article_text import ArticleText
from authoring.checks.article import ArticleChecked
from authoring.checks.run import RULES
from schemas.records import Article, Claim
from schemas.seedfiles.faults import FileLine
from schemas.seedfiles.seedfile import Parsed, Part

WHERE = FileLine("seeds.yaml", 1)

# a sentence with its evidence between bars, a right statement, a wrong one
NEGATED = (
    ("The factory |no longer makes bricks|.", "The factory stopped making bricks.", "The factory makes bricks."),
    ("The ship |left without a pilot|.", "The ship had no pilot when it left.", "The ship left with a pilot."),
    ("The minister |refused to resign|.", "The minister does not resign.", "The minister resigns."),
    ("The police |ruled out arson|.", "It was not arson.", "It was arson."),
    (
        "|Few residents supported the plan|.",
        "Most residents did not support the plan.",
        "Most residents supported the plan.",
    ),
    ("The team |never lost at home|.", "The team won or drew all home matches.", "The team lost at home."),
    ("There was |no damage to the hull|.", "The hull was not damaged.", "There was damage to the hull."),
    ("The mine |lacks a licence|.", "The mine has no licence.", "The mine has a licence."),
    ("The club |avoided relegation|.", "The club was not relegated.", "The club was relegated."),
    ("The law |does not apply to farms|.", "Farms are exempt.", "The law applies to farms."),
    ("The tests |were inconclusive|.", "The tests did not settle it.", "The tests were conclusive."),
    ("The trustees |disagreed with the plan|.", "The trustees did not agree.", "The trustees agreed with the plan."),
    (
        "The village was |unaware of the risk|.",
        "The village did not know of the risk.",
        "The village was aware of the risk.",
    ),
    ("The storm |prevented the launch|.", "The launch did not happen.", "The launch took place."),
    ("The water is |unsafe to drink|.", "People should not drink the water.", "The water is safe to drink."),
    (
        "The agency said there was |little evidence of fraud|.",
        "Fraud is hardly shown.",
        "There is much evidence of fraud.",
    ),
    ("The mayor |opened the bridge on Monday|.", "The bridge was opened.", "The mayor did not open the bridge."),
    ("The ship |carried 40 cars|.", "There were 40 cars on the ship.", "The ship did not carry 40 cars."),
    ("|The firm is profitable|.", "The firm makes money.", "The firm is not profitable."),
    ("The road |will reopen on Friday|.", "The road opens on Friday.", "The road will not reopen on Friday."),
    ("|The vaccine protects children|.", "Children are protected.", "Children are not protected by the vaccine."),
    (
        "The union |has members in nine cities|.",
        "The union is in nine cities.",
        "The union has no members in nine cities.",
    ),
    ("The lake |is safe for swimming|.", "One can swim in the lake.", "The lake is not safe for swimming."),
    ("|The school admits girls|.", "Girls may go there.", "The school does not admit girls."),
)

# a sentence, and a statement that omits its modality when recorded as asserted
PUT_OTHERWISE = (
    ("The mayor fears that |the bridge will close| next year.", "The bridge closes next year."),
    ("Economists polled by the bank expect |inflation to slow to 2%|.", "Inflation falls to 2 percent."),
    ("The firm |is expected to cut 300 posts|.", "The firm cuts 300 posts."),
    ("Forecasters predict |a dry spring across the south|.", "The south gets little rain in spring."),
    ("The party has |pledged to scrap the levy|.", "The levy goes."),
    ("Ministers vowed |to rebuild the school by autumn|.", "The school is rebuilt by autumn."),
    ("The union is demanding |a rise of 6%|.", "Pay goes up by 6 percent."),
    ("Residents called |for a public inquiry|.", "A public inquiry is held."),
    ("The committee urged |the government to publish the report|.", "The government publishes the report."),
    ("The airline is |considering a second daily flight|.", "The airline flies twice a day."),
    ("Hartwell |plans to open a plant| in Leeds.", "Hartwell opens a plant in Leeds."),
    ("The council is weighing |whether to sell the depot|.", "The council sells the depot."),
    ("Farmers worry that |the rules will cost them| their subsidies.", "Farmers lose their subsidies."),
    ("Aid groups are concerned that |supplies will run out|.", "Supplies run out."),
    ("Analysts had forecast |a profit of 40 million|.", "The profit is 40 million."),
    ("The bank anticipates that |rates will fall in June|.", "Rates fall in June."),
    ("The storm |is likely to reach the coast| on Friday.", "The storm reaches the coast on Friday."),
    ("The project is |on track to finish in May|.", "The project ends in May."),
    ("The company said it |aims to hire 200 engineers|.", "The company hires 200 engineers."),
    ("The developer |hopes to start work in July|.", "Work starts in July."),
    ("He promised that |nobody would lose a pension|.", "All keep their pensions."),
    ("Sales |are projected to double| by 2030.", "Sales double by 2030."),
    ("The club |intends to appeal|.", "The club appeals."),
    ("Prosecutors are seeking |a sentence of nine years|.", "The sentence is nine years."),
    ("The lenders |want the family to sell| its stake.", "The family sells its stake."),
    ("Campaigners have asked |the court to halt the work|.", "The court halts the work."),
    ("Critics doubt that |the plan will save money|.", "The plan saves money."),
    ("The firm denied that |it had hidden the report|.", "The firm hid the report."),
    ("She is |hoping for a medal| in Oslo.", "She wins a medal in Oslo."),
    ("The group |proposed to merge| the two schools.", "The two schools merge."),
)

# a sentence, and a statement that is rightly recorded as asserted
ASSERTED = (
    ("The mayor said |the bridge would close next year|.", "The bridge closes next year."),
    ("Profit |beat forecasts by 4 million|.", "Profit was 4 million above what analysts foresaw."),
    ("The pledged money |arrived in May|.", "The money came in May."),
    ("He is |considered a hero in his town|.", "His town sees a hero in him."),
    ("The company |asked shareholders for 40 million|.", "The company wanted 40 million from its shareholders."),
    ("A concerned parent |rang the school|.", "A parent called the school."),
    ("Ministers |approved the plan to build 400 homes|.", "Ministers gave leave for 400 homes."),
    ("The court |rejected the claim in June|.", "The court threw out the case in June."),
    ("It forecast rain, but |the sun shone|.", "It was sunny."),
    ("|Prices rose faster| than analysts had predicted.", "Prices went up quickly."),
    ("The feared winger |scored twice|.", "The winger got two goals."),
    ("The director wanted |posters were torn down|.", "Posters were removed."),
    ("|The will was opened| on Monday.", "On Monday the will was read."),
    ("They had expected guests and |laid ten places|.", "The table was set for ten."),
    ("The worried owners |shut their shops|.", "Owners closed their shops."),
    ("The expected crowd |did not come|.", "Few people came."),
    ("The company, urged on by the fund, |cut its costs|.", "The company spends less."),
    ("|Fears of a strike eased|.", "Fewer people think there will be a strike."),
)


def asked(rule: str, marked: str, statement: str) -> list[str]:
    """What a rule asks about an asserted claim; bars mark its evidence in the sentence."""
    before, phrase, _ = marked.split("|")
    text = ArticleText(marked.replace("|", "") + "\n")
    place = text.place(len(before), len(before) + len(phrase)).model_dump() | {"article": "a", "exact": phrase}
    own = Article.model_construct(id="a", article="a", publisher="companies/p", originally_published_by=None)
    fields = {"id": "a.c", "article": "a", "label": "a claim", "statement": statement, "speaker": "parties/s"}
    claim = Claim.model_validate(fields | {"modality": "asserted", "evidence": [place]})
    part = Part("a", [Parsed("articles", own, WHERE), Parsed("claims", claim, WHERE)])
    return [question.message for question in RULES[rule](ArticleChecked(part, text, {}))]


def test_a_negation_in_other_words_is_compared() -> None:
    """A statement must be negated, in any words, if and only if its evidence is ("not", "failed to", "unsafe",
    "none")."""
    for sentence, right, wrong in NEGATED:
        assert not asked("negation", sentence, right), sentence
        assert asked("negation", sentence, wrong), sentence


def test_what_is_expected_or_demanded_is_not_asserted() -> None:
    """A claim recorded as asserted is asked about if a verb says that it is expected, demanded or possible;
    adjectives, nouns and past events do not count."""
    for sentence, statement in PUT_OTHERWISE:
        assert asked("modality", sentence, statement), sentence
    for sentence, statement in ASSERTED:
        assert not asked("modality", sentence, statement), sentence
