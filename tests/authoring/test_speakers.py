"""Who speaks: statements whose speaker drafting once misread or missed, each with the right one."""

import pytest

from authoring.article_text import ArticleText
from authoring.draft.names import names
from authoring.draft.statements import statements

SPEAKERS = {
    "“It is full. Nobody else can come,” Ada Holm said.": ["Ada Holm", "Ada Holm"],
    "Ada Holm called it “mad”.": ["Ada Holm"],
    "Ada Holm opened the door. “It is full,” she said.": [None, "Ada Holm"],
    "“It is full,” said Ada Holm.\n\n“Nobody else can come.”": ["Ada Holm", "Ada Holm"],
    "Ada Holm left.\n\nAn official of the bank said it was full. “Go home,” he said.": [
        None,
        "Official of the bank",
        "Official of the bank",
    ],
    'Ada Holm said:\n\n"It is full.\n\n"It was full before."': ["Ada Holm", "Ada Holm"],
    "Norvik Yards spurned Fane Energy’s bid, saying it was “thin”.": ["Norvik Yards"],
    "In a letter to Velling Energy, the mayor, Ada Holm, wrote that it was “full”.": ["Ada Holm"],
    "Ada Holm won. Police said the driver was “lucky”.": [None, "Police"],
    "Ada Holm won. “I saw green,” said the Samoan.": [None, "Ada Holm"],
    "Mayor Ada Holm opened the door. “It is full,” the mayor said.": [None, "Ada Holm"],
    "Declan Holm left. Susannah Velby came. “It is full,” he said.": [None, None, "Declan Holm"],
    "Ada Holm left. The police said: “It is full. We are sorry.”": [None, "Police", "Police"],
    "“It is full,” said Norvik Yards chief executive Ada Holm.": ["Ada Holm"],
    "Judge Declan Holm left. Rob Velby stayed. “It is full,” the judge wrote.": [None, None, "Declan Holm"],
    "District Judge Ada Holm told Rob Velby he had been warned “in plain words”.": ["Ada Holm"],
    "Norvik Yards said it was late, and Rob Velby told them it was “full”.": ["Rob Velby"],
    "Ada Holm won. Ada Holm’s lawyer said it was “full”. Her lawyer called it “mad”.": [
        None,
        "Ada Holm’s lawyer",
        "Her lawyer",
    ],
    "Ada Holm left. “Is it full?” Rob Velby asked. She has “no idea”.": [None, "Rob Velby", None, "Ada Holm"],
    "Norvik Yards denied it. A company spokeswoman called it “mad”.": ["Norvik Yards", "Norvik Yards"],
    "Asked about Rob Velby, Ada Holm left. Helped by Rob Velby, she said it was “full”.": [None, "Ada Holm"],
    "“It is full,” Velling Times quoted Ada Holm as saying.": ["Ada Holm"],
    "The Velling Institute found it was “full”. Signs reading “Go home” hung over Ada Holm.": [
        "Velling Institute",
        None,
    ],
    "“I had nothing”\n\n“I had nothing,” Ada Holm said.": ["Ada Holm"],
    "Norvik Rovers won. Two men who had left called it “full”.": [None, "Two men"],
    "Counsel to Norvik Yards, Ada Holm, said it was “full”.": ["Ada Holm"],
    "The Leader of the Opposition, Ada Holm, said it was “full”.": ["Ada Holm"],
    "At a meeting with Rob Velby, the head, Ada Holm, accused him of having “lied”.": ["Ada Holm"],
    "Ada Holm left. Norvik Rovers insist that it is “full”.": [None, "Norvik Rovers"],
    "‘It is full,’ Ada Holm said. ‘It’s full and there’s no more.’": ["Ada Holm", "Ada Holm"],
    "Asked by Susannah Velby, Alice Holm left. “It is full,” she said.": [None, "Alice Holm"],
    "Rob Velby said that it was late; Norvik Yards, which runs it, said it was “full”.": ["Norvik Yards"],
    # Who is described only.
    "A dock insider reckons there is “no room” left.": ["Dock insider"],
    "An official at the ministry, speaking on condition of anonymity, said it was “full”.": [
        "Official at the ministry"
    ],
    "“It is full,” a spokeswoman said.": ["Spokeswoman"],
    "“It is full,” said one porter in Velling. “Go home.”": ["One porter in Velling", "One porter in Velling"],
    "Rob Velby is ill, and his agent says he is “at home”.": ["His agent"],
    "Several nurses who work there said it was “full”.": ["Several nurses"],
    "Rob Velby left.\n\nHis neighbour, who would not give a name, stayed. “It is full,” she said.": [
        None,
        None,
        "His neighbour",
    ],
    # Any verb after a quotation, and whoever is told about before one.
    "Rob Velby left. “It is full,” grinned Ada Holm. “Go home.”": [None, "Ada Holm", "Ada Holm"],
    "Norvik Yards would help “whoever comes”, said Energy Minister Ada Holm.": ["Ada Holm"],
    "The old “yard” angered Ada Holm.": [None],
    "The Norvik union, which has 400 members, spoke of “a full yard”.": ["Norvik union"],
    "Ada Holm said it was late.\n\nBut Rob Velby, who owns it, is not sure.\n\n“It is full,” he said. “Go home.”": [
        "Ada Holm",
        None,
        "Rob Velby",
        "Rob Velby",
    ],
    "Ada Holm said it was late.\n\nRob Velby tried to leave.\n\n“It is full,” said the Scot.": [
        "Ada Holm",
        None,
        "Rob Velby",
    ],
    # Many who speak, a country for its government, and bodies that are only called one.
    "Government sources said it was “full”.": ["Government sources"],
    "Supporters of the bill say it is “full”.": ["Supporters of the bill"],
    "A senior government source told Velling Times that it was “full”.": ["Senior government source"],
    "Ada Holm won. Iran said it was “full”.": [None, "Government of Iran"],
    "Ada Holm left; the Italian federation (FANE), which runs it, said it had “no room”.": ["Italian federation"],
    "Fane Bank left. “It is full,” the Oslo-based lender said.": [None, "Fane Bank"],
    "Ada Holm wrote to members. “It is full,” the letter read.": ["Ada Holm", "Ada Holm"],
    "The Norvik School Board met. In a statement, the board said it was “full”.": [None, "Norvik School Board"],
    # What comes between a subject and its verb, or stands in brackets.
    "Ada Holm won. The Dane, who rides for Norvik Energy, said: “It is full.”": [None, "Ada Holm"],
    "Councillor Ada Holm (Labour) said it was “full”.": ["Ada Holm"],
    "Ada Holm left. He has offers from Fane Energy but said it was “full”.": [None, "Ada Holm"],
    "“It is full,” Ada Holm's coach, Ole Velby, was heard telling her.": ["Ole Velby"],
    "Fane Energy has cut flights, blaming “rain”.": ["Fane Energy"],
    "“It is full,” said Dahl & Co. analyst Ada Holm.": ["Ada Holm"],
    "Fane leader Ada Holm stayed, saying it was “full”.": ["Ada Holm"],
    "Ada Holm left. “It is full,” the former welder said.": [None, "Ada Holm"],
    "Ada Holm left. A spokesman for the Oslo-based lender said it was “full”.": [
        None,
        "Spokesman for the Oslo-based lender",
    ],
    "Ada Holm left. Quarto Inspectorate rated it “full”.": [None, "Quarto Inspectorate"],
    # Quotations over two paragraphs, and paragraphs about somebody.
    "It rained. “It is full.\n\n“We left,” said Ada Holm.": [None, "Ada Holm", "Ada Holm"],
    "Ada Holm joined in May, after Rob Velby.\n\n“It is full,” she recalls.": [None, "Ada Holm"],
    "Rob Velby left.\n\nHe disowned a letter of Ole Fane. “It is full,” he said.": [None, None, "Rob Velby"],
    "Rob Velby left before Ole Fane. A cross by the Dane Ole Fane went in. “It is full,” said the 20-year-old.": [
        None,
        None,
        "Rob Velby",
    ],
    "They meet before commissioner Ole Fane. Rob Velby is glad. “It is full,” he said.": [None, None, "Rob Velby"],
    "Ada Holm spoke.\n\nNo room “until May”\n\nIt rained.": [None, None, None],
}


@pytest.mark.parametrize("words", SPEAKERS)
def test_who_speaks_is_read_rightly(words: str) -> None:
    """Each statement has its speaker, whether quoted in one word or several sentences, named in it or before, or only
    described."""
    text = ArticleText(f"A headline of no interest\n\n{words}")
    found = statements(text, names(text))
    assert [one.speaker.name if one.speaker else None for one in found] == SPEAKERS[words]
