"""Names that drafting once misread or missed, each in a sentence with the right reading."""

import pytest

from authoring.article_text import ArticleText
from authoring.draft.names import names

CALLED = {
    "Luc Velby-Hamel, a senator for the opposition, left.": ["Luc Velby-Hamel: person"],
    "Dee Ann Velby, a spokeswoman for the hospital, left.": ["Dee Ann Velby: person"],
    "The driver was flown to Velling in the night.": ["Velling: city"],
    "County Judge-Executive Ada Holm left.": ["Ada Holm: person"],
    "The container ship Coral Dawn, with 24 crew, and the Oslo-bound Bay Star sank. The Bay Star is lost.": [
        "Oslo: city"
    ],
    "The Sarasvati Express (12675) was late, and the Sarasvati Express left.": [],
    "Fane Holm sank 4 per cent, and Fane Holm rammed the Fane Bank.": ["Fane Holm: company", "Fane Bank: company"],
    "The tea is the best of the Tea Marketing Board. Tea feeds many.": ["Tea Marketing Board: institution"],
    "The Velling City Council met, as did the council. Council members left.": ["Velling City Council: government"],
    "It is shut on the King’s Birthday, Founders' Day and the Sarva Yatra.": [],
    "A heading\n\nADA HOLM, Court reporter\nSPECIAL CORRESPONDENT\n\nIt rained.": [],
    "Then Ole Velby SC told jurors so.": ["Ole Velby: person"],
    "It was so, Fane spokesperson Ada Holm said.": ["Fane: company", "Ada Holm: person"],
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
    "It was Real Velhome at home, and Velhome won.": ["Real Velhome: company"],
    "CAMPAIGNERS have won.": [],
    "There the plan of Torvo Lindex failed.": ["Torvo Lindex: TODO company or what else"],
    "Then Velhome police left.": ["Velhome police: administration"],
    "Then Uefa agreed.": ["Uefa: institution"],
    "There Fane Generics was bought, and Fane agreed.": ["Fane: company"],
    "A poll of 900 people by Velhome came.": ["Velhome: company"],
    "Then the pollster Velhome agreed.": ["Velhome: company"],
    "It rained in north Velling.": ["Velling: city"],
    "Customers of the Velling regional scheme left.": ["Velling: city"],
    "The Velling health ministry closed it.": ["Velling health ministry: administration"],
    "They live on the island of Skerling, where the Skerling Dairy Trust is.": [
        "Skerling: city",
        "Skerling Dairy Trust: company",
    ],
    "Then Will Tatterling came.": ["Will Tatterling: person"],
    "There Velby Sako had been freed.": ["Velby Sako: person"],
    "Velhome, Oslo's largest producer, pumped less.": ["Oslo: city", "Velhome: company"],
    "Then Velby Ji-won came.": ["Velby Ji-won: person"],
    "Then Sheikha Velby bint Sako came.": ["Velby bint Sako: person"],
    "They named the victim as Velby Sako.": ["Velby Sako: person"],
    "Then his wife, Velby, left.": ["Velby: person"],
    "There the Kenya Red Cross agreed.": ["Kenya Red Cross: company"],
    "There officials in Velling said so.": ["Velling: city"],
    "There the Royal Irish Regiment was.": ["Royal Irish Regiment: company"],
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
    "The volcano agency (XVB) and the Velling Price Index (VPI) rose.": ["XVB: administration"],
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
    "Then S. Abdul Velbar left.": ["S. Abdul Velbar: person"],
    "Then J.K. Velbar left U.S. Steel.": ["U.S. Steel: company", "J.K. Velbar: person"],
    "Then Osmund Q. Velbar left.": ["Osmund Q. Velbar: person"],
    "It is five, Collector R. Velbar Norvan said.": ["R. Velbar Norvan: person"],
    "The Minister for Urban Works K. Velbar left.": ["K. Velbar: person"],
    "By ADA HOLM and PETER VELBAR\n\nVelbar reported from Oslo.": [
        "Oslo: city",
        "ADA HOLM: person",
        "PETER VELBAR: person",
    ],
    "They asked the United Nations, and U.N. officials agreed.": ["United Nations: institution"],
    "The Velby Ministry of Housing and Urban Affairs agreed.": [
        "Velby Ministry of Housing and Urban Affairs: administration"
    ],
    "A detailed project report (DPR) came. The DPR said so.": [],
    "A national rowing club (NRC) is shut. The NRC said so.": ["NRC: company"],
    "Mr Velby Holm Jr. was sentenced, and Shri Mahendra Velby met Rt Rev Hugo Velby.": [
        "Velby Holm: person",
        "Mahendra Velby: person",
        "Hugo Velby: person",
    ],
    "Then Fatima al-Velbi and nurse Agnes Velby were honoured. Tendai said he won.": [
        "Fatima al-Velbi: person",
        "Agnes Velby: person",
        "Tendai: person",
    ],
    "It links Velhome with Norvik. The MP for Aldermouth left.": [
        "Velhome: city",
        "Norvik: city",
        "Aldermouth: city",
    ],
    "They raided Velhome, in Norway, and 12 from Norvik left.": ["Velhome: city", "Norway: country", "Norvik: city"],
    "She died at the Velling Hospital, Norvik, today.": ["Norvik: city", "Velling Hospital: institution"],
    "There are zoos in Oslo and Velhome. They met on Mount Velby.": [
        "Oslo: city",
        "Velhome: city",
        "Mount Velby: city",
    ],
    "The Velling Medical Research Institute (VEMRI) met. Then VEMRI's head left.": [
        "Velling Medical Research Institute: institution"
    ],
    "The Catholic Church met the Organisation for Security and Co-operation in Europe.": [
        "Catholic Church: company",
        "Organisation for Security and Co-operation in Europe: institution",
    ],
    "The programme, called Bright Start, and the novel The Salt Orchard won Best Actress awards on HMS Velby.": [],
    "The Velling Express hit a bus on Route V-35. It cost 4 CFA francs.": [],
    "The investor Velby Ridge left. It was fined £2m by Velhome.": [
        "Velby Ridge: TODO company or what else",
        "Velhome: company",
    ],
    "A study was published on Monday in Annals of Velby.": ["Annals of Velby: company"],
    "Velby Foods Chief Executive Ada Holm-Velby met Norvik Motors President Ole Velby and Velhome Chief Executive Ida "
    "Velby.": [
        "Velby Foods: company",
        "Norvik Motors: company",
        "Velhome: company",
        "Ada Holm-Velby: person",
        "Ole Velby: person",
        "Ida Velby: person",
    ],
    "There Leicester beat Velhome 2-0, and Oslo have signed Ada Velby.": [
        "Leicester: company",
        "Velhome: company",
        "Oslo: company",
        "Ada Velby: person",
    ],
    "Then Ole Velby, R-Kan., told The Velhome so. It said the Court had met under the Paris Agreement.": [
        "Kansas: state",
        "Velhome: company",
        "Ole Velby: person",
    ],
    "There is a Velbar State Police post in Norvar State. The Norwegian army left.": [
        "Norvar State: city",
        "Norway: country",
        "Norwegian army: administration",
        "Velbar State Police: administration",
    ],
    "Published - 3 May 2025 - VELHOME\n\nIt rained there.": ["Velhome: city"],
    "There Leicester beat Fane 2-0. Here Leicester had Ada Velby sent off in Leicester.": [
        "Leicester: city",
        "Leicester: company",
        "Fane: company",
        "Ada Velby: person",
    ],
    "OSLO - Velhome Deep miners left Velling Water Authority boats. Julia Pandit knew.": [
        "Oslo: city",
        "Velhome Deep: TODO company or what else",
        "Velling Water Authority: administration",
        "Julia Pandit: person",
    ],
    "It is over, B.C. Premier Ada Velby said. It shut its Velhome plant, and the tourism department left.": [
        "British Columbia: state",
        "Velhome: city",
        "Ada Velby: person",
        "tourism department: administration",
    ],
    "They told the environment ministry and Norway's central bank, and the city's police left.": [
        "Norway: country",
        "environment ministry: administration",
        "central bank: institution",
        "police: administration",
    ],
    "It ends soon.\n\n1. Hanneke Vrooms, Norway, Polder Femmes, 3:38\n\nThen we thought, OK, it rains.": [
        "Norway: country",
        "Polder Femmes: company",
        "Hanneke Vrooms: person",
    ],
    "A judicial commission of inquiry met, and the national treasury paid Councilor Ada Holm.": [
        "Ada Holm: person",
        "judicial commission of inquiry: administration",
        "national treasury: institution",
    ],
    "It snowed on the Velling pass. Then growers from Norvik, who left, met Johannes Dal.": [
        "Velling: city",
        "Norvik: city",
        "Johannes Dal: person",
    ],
    "The Planning and Zoning Commission met Mayor Pro Tem Ada Holm of the Velling State Government.": [
        "Planning and Zoning Commission: administration",
        "Velling State Government: government",
        "Ada Holm: person",
    ],
    "VBJ leader Ada Holm met KLM Governor Ole Velby.": [
        "VBJ: company",
        "KLM: company",
        "Ada Holm: person",
        "Ole Velby: person",
    ],
    "The Velling Town Council met. Council Chair Ada Holm left.": [
        "Velling Town Council: government",
        "Ada Holm: person",
    ],
    "The Power Ministry met. It kept the Power portfolio, and fans in “Let Us Row” stickers left.": [
        "Power Ministry: administration"
    ],
    "A Division Bench of the High Court met.\n\nWHAT'S NEXT\n\nThe Norway Senate meets.": [
        "High Court: institution",
        "Norway Senate: institution",
    ],
    "Then State Sen. Ole Velby, the Republican whose committee met, left.": ["Ole Velby: person"],
    "Then a Fane spokeswoman, Ada Velby, said so.": ["Fane: company", "Ada Velby: person"],
    "Then the Opposition Velling Jan Morcha left. The Morcha has ten.": ["Velling Jan Morcha: political_party"],
    "The Velling City Council met. Then the city council and the same ministry left.": [
        "Velling City Council: government"
    ],
    "The drivers' union Velhome and the tax agency (VTA) agreed. VTA's head left.": [
        "Velhome: company",
        "VTA: administration",
    ],
    "Ada Power and Velda Orrin voted no.": ["Ada Power: person", "Velda Orrin: person"],
    "Then Ada Holm, a builder from Oslo, met Chief Ombudsman Velda Orrin.": [
        "Oslo: city",
        "Ada Holm: person",
        "Velda Orrin: person",
    ],
    "Local TD Ada Holm left.": ["Ada Holm: person"],
    "Then Asante Quarto beat Fane Rovers 2-0. Quarto coach Ada Holm left.": [
        "Asante Quarto: company",
        "Fane Rovers: company",
        "Ada Holm: person",
    ],
    "Amazon, Google and Fane Energy agreed. It is dry in the Amazon.": [
        "Amazon: region",
        "Amazon: company",
        "Google: company",
        "Fane Energy: company",
    ],
    "The Northern Ireland Executive agreed, as did Customs New Zealand.": [
        "Northern Ireland Executive: company",
        "Customs New Zealand: company",
    ],
    "Go to Velda, 22 miles away, by ferries from Orrin to Oslo, past its Quarto complex.": [
        "Velda: city",
        "Orrin: city",
        "Oslo: city",
        "Quarto: city",
    ],
    "Velda Orrin of the Quarto Justice Network, a charity, spoke.": [
        "Quarto Justice Network: company",
        "Velda Orrin: person",
    ],
    "The Quarto Institute's Velda Orrin said so.": ["Quarto Institute: institution", "Velda Orrin: person"],
    "The Hamilton Tigers left. Hamilton Tigers sign many.": ["Hamilton Tigers: TODO company or what else"],
    "Then QRD and others left. It met at Orrin Coroner's Court.": [
        "QRD: TODO company or what else",
        "Orrin Coroner's Court: institution",
    ],
    "He runs sales at Quarto Cloud and learns Arabic.": ["Quarto Cloud: TODO company or what else"],
    # A body's work beside its name, not the places that it is named after.
    "Local lawmaker Velda Orrin told us so.": ["Velda Orrin: person"],
    "The chair of the authority, Velda Orrin, left.": ["Velda Orrin: person"],
    "His opposite number, Velda Orrin, was glad.": ["Velda Orrin: person"],
    "Their daughters, Ada and Ida, left.": ["Ada: person", "Ida: person"],
    "Ada Marchbank left.": ["Ada Marchbank: person"],
    "Justice Ole Velby-Hamel left. Justice Velby-Hamel stayed.": ["Ole Velby-Hamel: person"],
    "Forecaster MeteoFane sees rain.": ["MeteoFane: company"],
    "Consumer law specialist Ada Holm left the Consumer Markets Agency.": [
        "Consumer Markets Agency: administration",
        "Ada Holm: person",
    ],
    "Rivals include Velpay and Egypt's Fane Capital.": ["Egypt: country", "Velpay: company", "Fane Capital: company"],
    "Then Quartz Harbour cut 60 jobs, and Ada Holm runs the Norvik café.": [
        "Quartz Harbour: company",
        "Norvik: company",
        "Ada Holm: person",
    ],
    "The club Al Velling Bay and the studio Fane Games agreed.": ["Al Velling Bay: company", "Fane Games: company"],
    "The power cooperative, Velco, agreed.": ["Velco: company"],
    "The Bureau of Ports and Harbours met. The Bureau agreed.": ["Bureau of Ports and Harbours: administration"],
    "Labour Minister Ada Holm met the Minister for Trade, Ole Velby.": ["Ada Holm: person", "Ole Velby: person"],
    "Then Velling North MP Ada Holm left, as did a councillor who represents Fane East.": [
        "Velling North: city",
        "Fane East: city",
        "Ada Holm: person",
    ],
    "It shut the Strait of Velling viaduct, Bicol Region and Metro Velling.": [
        "Strait of Velling: city",
        "Bicol Region: city",
        "Metro Velling: city",
    ],
    "NEW DELHI: It rained.\n\nRABAT (AFN): It was dry in Ciudad Real.": [
        "New Delhi: city",
        "Rabat: city",
        "Ciudad Real: city",
    ],
    "Girona hosts the race.": ["Girona: city"],
    "Quartz Rovers 2 Norvik Town 1\n\nThey host Fane Albion, and Norvik Town face Aldermouth. Quartz Rovers won 2-1.": [
        "Quartz Rovers: company",
        "Norvik Town: company",
        "Fane Albion: company",
        "Aldermouth: company",
    ],
    "It paid Sh18.6bn in July-September, at 6am AEDT, under Term 1. Treasury yields fell.": [],
    "A bulk carrier, the Tyrrhenian Dawn, and the KM Velling Jaya left.": [],
    "Its first game, Saltwater Kings, sold well, and another is known internally as Harrow.": [],
}


@pytest.mark.parametrize("sentence", CALLED)
def test_a_name_is_read_rightly(sentence: str) -> None:
    """Each name is found without titles and with its particles, as the right type; other words in capitals are not
    names."""
    text = ArticleText(f"A headline of no interest\n\n{sentence}\n\nNothing else is told here.")
    assert [f"{one.name}: {one.type}" for one in names(text)] == CALLED[sentence]


def test_a_name_above_that_of_a_newspaper_is_its_author() -> None:
    """A line between headline and newspaper is the author's name, even if no list has the given name; the job beside
    it is not a party."""
    text = ArticleText(
        "A headline of no interest\n\nOisgar Mac Velby\nCourt Editor, The Velling Herald\n\nNothing is told."
    )
    assert [f"{one.name}: {one.type}" for one in names(text)] == [
        "Velling Herald: news_organization",
        "Oisgar Mac Velby: person",
    ]
