"""Word lists that distinguish names from other words, and kinds of names."""


def words(prose: str) -> tuple[str, ...]:
    """A list written as prose, which is easier to read and to add to."""
    return tuple(prose.split())


FUNCTION_WORDS = frozenset(
    words("""
        a an the this that these those he she it they we you i his her its their our your my who whom whose which what
        when where why how while although though because since if unless until before after as than but and or nor so
        yet for to of in on at by from with without within about above across against along among around behind below
        beneath beside between beyond despite down during except inside into like near off onto out outside over past
        through throughout toward towards under up upon via according some any all both each every few many most much
        no none not only other another such same several one two three four five six seven eight nine ten there here
        then now today yesterday tomorrow later earlier meanwhile however moreover nevertheless still also even just
        never often once again soon instead thus therefore is are was were be been being has have had do does did will
        would can could may might must shall should get join read subscribe learn register more less last next first
        second third new old originally together separately asked officials investigators researchers scientists
        analysts police firefighters shares sales revenue profit workers residents witnesses nobody somebody everybody
        nothing half dozens hundreds thousands millions either neither perhaps whether unlike given interested
    """)
)
NOT_NAMES = frozenset(
    words("""
        AI IT CEO CFO COO CTO HR PR R&D GDP TV DNA RNA GPS LED USB API PhD ID OK VIP FAQ CO2 AM PM Mr Mrs Ms Dr Prof
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
        September October November December Christmas Easter Internet English I
        In-Person Virtual Conference UTC GMT CET EDT PDT PST CST MST JST IST AEST SAST Celsius Fahrenheit Kelvin
        Richter BST EST Updated Published Correction Editor Reporting Photo Image Source Related Advertisement Monsoon
        Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ramadan NOK SEK DKK
        CHF EUR USD GBP RMB CNY JPY INR AUD CAD NZD HKD SGD Rs GDPs IPO M&A BC AD BCE CE State Tens Dozens God Covid
        COVID-19 Covid-19 Thanksgiving Halloween Hanukkah Diwali Eid Passover Lent Hogmanay Olympics Paralympics Muslim
        Muslims Christian Christians Catholic Catholics Jewish Jews Hindu Hindus Sikh Sikhs Buddhist Buddhists Protestant
        Protestants Anglican Orthodox Islamic Islam Christianity Latino Latinos Hispanic Aboriginal Indigenous Roma
        MRI PFAS CRISPR VAT GST ETF PCR PSA BMI ICU NGO MP MEP MSP MLA QC KC MBE OBE CBE MD Jr Sr Esq EV LNG OTC
        Bible Koran Quran Twitter Facebook WhatsApp Instagram YouTube TikTok SMS PDF CCTV SUV UFO HIV AIDS Ebola
        Hundreds Thousands Millions Billions Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen
        Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety Eleven Four Five Six Seven Eight Nine Ten
    """)
)
ORGANISATION_WORDS = frozenset(
    words("""
        Inc Inc. Corp Corp. Corporation Company Co Co. Ltd Ltd. Limited plc PLC GmbH AG AS ASA SA AB Oy Group Bank
        University Institute Agency Ministry Department Council Authority Commission Airlines Airways Air Energy
        Journal Times Post News Center Centre Laboratory Lab Observatory Society Association Union Court Party Police
        Board Office Service Services Foundation Federation Committee Hospital College School Systems Technologies
        Technology Holdings Partners Pharma Motors Railways Rail Railway Shipping Lines Line Logistics Capital
        Ventures Herald Tribune Gazette Telegraph Guardian Administration Guard Coastguard Training Academy Trust Fund
        Museum Museums Power Ferries Steel Foods Labs Research Survey Works Securities Insurance Media Press
        Broadcasting Chronicle Courier Consortium Network Programme Ledger Observer Globe Echo Standard Bulletin
        Review Daily Weekly Daybook Star Notes Letters Program Initiative Alliance Forum Bureau Directorate
        Inspectorate Club Team Brigade Desk Wire Index Guild League Archive Register Registry Aggregates Interconnect
        Yards Shipyards Instruments Mills Mines Breweries Software Electronics Dredging Grid Metrics Clinic Infirmary
        Confederation Tribunal Ombudsman Assembly Constabulary Theatre Theater Orchestra Gallery Taskforce Coalition Cooperative
        Co-operative
    """)
)
ORGANISATION_ENDINGS = frozenset(  # as the last of several words
    words("""
        United Rovers Athletic Wanderers Rangers Thistle Albion Hotspur Dynamo Sporting FC AFC SC RC Nation Tribe
        Congress Front Movement Campaign Unit Panel Unions Schools Elementary Primary Chamber Hospice Nursery Surgery
        Philharmonic Symphony Ballet Opera Choir Zoo Aquarium Hotel Hotels Brewery Distillery Bakery Farms Dairy Stores
        Retail Packing Textiles Chemicals Petroleum Oil Gas Mining Minerals Copper Cement Timber Paper Plastics Robotics
        Aerospace Aviation Marine Maritime Ports Freight Cargo Transport Transit Buses Solar Renewables Water Recycling
        Telecom Telecoms Mobile Communications Digital Analytics Data Studios Pictures Films Records Publishing Books
        Brands Beverages Cosmetics Biotech Therapeutics Biosciences Genomics Diagnostics Medical Healthcare Health
        Assurance Investments Equity Management Advisers Advisors Associates Consulting Solutions Industries Industrial
        Manufacturing Engineering Construction Builders Homes Properties Property Estates Realty Developments
        Enterprises International Global Worldwide Brothers Sons Commodities Grain Seeds Growers Farmers Workers Teachers
        Nurses Coal Iron Salt Sugar Tea Coffee Tobacco Wines Cider Fisheries Fruit Army Navy Corps Church Diocese Constabulary Cricket Rugby Devices Space Tidal
    """)
)
OCCASIONS = frozenset(  # as the last word: what is held, awarded or agreed
    words("""
        Cup Prize Prizes Award Awards Trophy Shield Medal Open Championship Championships Games Olympics Paralympics
        Marathon Derby Festival Fair Biennale Carnival Day Week Eve Night Act Bill Law Treaty Pact Accord Accords
        Agreement Convention Protocol Constitution Amendment Charter Directive Code Operation War Revolution Uprising
        Crisis Summit Anniversary Conference Symposium Season Month
    """)
)
PLACE_WORDS = frozenset(
    words("""
        River Bay Lake Valley Island Islands Sea Ocean Mountain Mountains County Province District Street Road Bridge
        Harbour Harbor Port Peninsula Coast Strait Channel Canal Forest Desert Glacier Fjord Cape Point Falls Park
        Square Airport Station Town City Village Plateau Basin Gulf Reef Complex Base Beach Hills Heights Gardens
        Stadium Arena Avenue Plaza Reservoir Quay Pier Wharf Motorway Highway Boulevard Lane Terrace Crescent Hill Dam
        Tower Castle Palace Cathedral Prison Pass Woods Wood Common Moor Guildhall Creek Tunnel Viaduct
    """)
)
HEADS = frozenset(
    words("""
        University Bank Institute Ministry Department Bureau Office Council Court Academy College School Society
        Association Board Museum Federation Union Party House Chamber Republic Kingdom State States Isle Bay Gulf Sea
        Wire Archive Cape Strait City Centre Center Journal Agency Authority Commission Committee Directorate Faculty
        Foundation
    """)
)
GROUP_NOUNS = (
    "group|division|unit|department|laboratory|lab|institute|agency|centre|center|council|committee|ministry|office|"
    "commission|court|union|authority|hospital|university|fund|bank|foundation|subsidiary|board|coastguard|coast guard"
)
BODY_NOUNS = GROUP_NOUNS + (
    "|federation|association|company|firm|maker|manufacturer|operator|charity|airline|broadcaster|newspaper|magazine"
    "|journal|website|watchdog|regulator|think tank|club|team|party|opposition|campaign|[a-z]*maker|[a-z]*builder|brewer"
    "|retailer|supermarket|chain|miner|insurer|lender|brokerage|consultancy|start-?up|publisher|supplier|contractor"
    "|developer|owner|rival|employer|parent|network|television|channel|station|radio|studio|label|orchestra|theatre"
    "|museum|gallery|school|academy|clinic|trust|church|brand|platform|provider|utility|carrier|shipper|railway"
    "|conglomerate|giant|exchange|venture|organi[sz]ation|body|movement|coalition|alliance|society|institution|college"
    "|regiment|militia|tribe|customer|producer|service|consortium"
)
"""What is said of an organisation beside its name: "the charity Norvik Aid"; a regular expression."""
GROUP_ADJECTIVES = frozenset(
    words("""
        research development and foreign finance health cloud safety transport space defence defense interior justice
        education energy environment central national federal regional public investment marine rail accident
    """)
)
PARTY_NOUNS = {
    "government": "government",
    "administration": "administration",
    "spokesperson": "role",
    "spokesman": "role",
    "spokeswoman": "role",
    "parliament": "government",
}
SPEECH_VERBS = (
    "said|says|told|tells|added|adds|announced|announces|confirmed|confirms|denied|denies|claimed|claims|argued|argues|"
    "warned|warns|reported|reports|noted|notes|noting|explained|explains|insisted|insists|stated|states|wrote|writes|"
    "emphasized|emphasised|stressed|clarifying|clarified|revealed|estimates|estimated|predicted|predicts|expects|"
    "expected|suggested|suggests|called|acknowledged|conceded|declined|highlighted|cautioned|cautions|admitted|admits|"
    "replied|recalled|remarked|observed|joked|complained|concluded|maintained|maintains|countered|testified|continued|"
    "commented|disclosed|declared|declares|responded|described|describes|dubbed|hailed|likened|summed up"
)
RISES = (
    r"rose|risen|ris(?:e|es|ing)|increas\w+|grew|grow\w*|climb\w+|jump\w+|gain\w*|soar\w+|surg\w+|add(?:ed|s)?|up"
    r"|more|higher|doubl\w+|tripl\w+|expand\w*|rais\w+|longer"
)
FALLS = (
    r"fell|fall\w*|drop\w*|declin\w+|decreas\w+|shrank|shrunk|shrink\w*|los[est]\w*|slid|slump\w*|cut\w*|down|less"
    r"|fewer|lower\w*|halv\w+|reduc\w+|weaken\w*|shorter|lay\w* off|laid off|dismiss\w*|remov\w+"
)
TITLES = (
    "Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Captain|Capt|President|Minister|Judge|Justice|Chancellor|Senator|Sen|Rep|"
    "Governor|Gov|Mayor|Inspector|Sergeant|Sgt|Chief|Admiral|General|Gen|Colonel|Lt|Cllr|Councillor|Rev|Father|Sister|"
    "Imam|Rabbi|Bishop|Archbishop|Superintendent|Constable|Commissioner|Treasurer|Coach|Lord|Lady|Baroness|Sheikh|Prince"
)
# words in capitals before a person's name; a run of names that begins with one of these heads is cut after it
TITLE_PARTS = frozenset(
    words("""
        Prime Vice Deputy Chief Executive Foreign Finance Interior Defence Defense Health Justice Trade Energy
        Education Environment Transport First Lady Attorney Assistant U.S U.S. Managing Acting Former Lord Crown Home
        Senior Detective Lieutenant Co-Founder Opposition Party Financial Operating Technology Police Fire Culture
        Agriculture Labour Economy Shadow
    """)
)
TITLE_HEADS = frozenset(
    words("""
        Minister President Executive Officer Chairman Chairwoman Chair Chancellor Senator Governor Mayor Judge Justice
        King Queen Prince Princess Pope Inspector Sergeant Captain General Colonel Admiral Professor Doctor Secretary
        Secretary-General Commissioner Director Ambassador Speaker Councillor Superintendent Constable Bishop
        Archbishop Imam Rabbi Coach Sheriff Lady Dr Sir Dame Lord Baroness Treasurer Premier Congressman Congresswoman
        Representative Rep Sen Gov Gen Lt Col Prof Major Corporal Detective Spokesman Spokeswoman Leader Attorney
        Prosecutor Forecaster Economist Analyst Engineer Cllr Capt Rev Reverend Fr Father Sister Sgt Supt Commander
        Brigadier Marshal Sheikh Sultan Emir Baron Count Duke Duchess Vicar Canon Dean Provost Chaplain Headteacher
        Reporter Correspondent Editor Writer Columnist Staff
    """)
)
_ALSO_IN_NAMES = frozenset(words("General Major King Queen Prince Chair Speaker Justice Judge Leader Captain Doctor"))


def title_length(name: tuple[str, ...]) -> int:
    """How many words at the beginning of a name are a title: 2 of "Prime Minister Ada Holm", 0 of "General Motors"."""
    length = 0
    while length < len(name) and name[length].rstrip(".") in TITLE_PARTS | TITLE_HEADS:
        length += 1
    while length and name[length - 1].rstrip(".") not in TITLE_HEADS:
        length -= 1
    rest = len(name) - length
    others = ORGANISATION_WORDS | PLACE_WORDS if _ALSO_IN_NAMES.intersection(name[:1]) else ORGANISATION_WORDS
    if not rest or rest > 4 or not others.isdisjoint(name[length:]):
        return 0
    return 0 if rest == 1 and length == 1 and name[0] in _ALSO_IN_NAMES else length


# well-known organisations
INSTITUTIONS = frozenset(
    (
        *words("WHO UN U.N. EU E.U. NATO Nato IMF ECB OPEC Opec OPEC+ UNICEF Unicef UNHCR UNESCO Unesco WTO OECD FBI"),
        *words("CIA Fed FDA NASA Nasa Interpol Congress Senate Parliament Kremlin Taliban Hamas Hezbollah Pentagon"),
        *words("Labour Conservatives Tories Greens Democrats Republicans Liberals Socialists SNP"),
        *words(
            "Senedd Holyrood Westminster Bundestag Bundesrat Knesset Storting Riksdag Folketing Sejm Duma Diet Dáil"
        ),
        *("World Health Organization", "World Health Organisation", "United Nations", "European Union"),
        *("European Commission", "European Parliament", "International Monetary Fund", "World Bank", "Red Cross"),
        *("European Central Bank", "Federal Reserve", "White House", "Supreme Court"),
    )
)
INSTITUTION_WORDS = frozenset(
    words("""
        Ministry Department Council Authority Commission Court Police Agency Office Parliament Senate Assembly
        University Institute Coastguard Inspectorate Directorate Bureau Hospital College School Committee Tribunal
        Observatory Laboratory Museum Museums Academy Board Brigade Guard
    """)
)
NEWS_WORDS = frozenset(
    words("""
        Times Post Journal Herald Tribune Gazette Courier News Broadcasting Chronicle Telegraph Guardian Mail Observer
        Register Trader Dispatch Messenger Mirror Wire Press Newspaper Ledger Globe Echo Standard Bulletin Daily
        Weekly Star Radio
    """)
)


POLITICAL = frozenset(words("Labour Conservatives Tories Greens Democrats Republicans Liberals Socialists SNP Party"))
KNOWN_COMPANIES = frozenset(
    words("""
        Airbus Boeing Embraer Google Apple Microsoft Meta Nvidia Intel Samsung Sony Toyota Honda Nissan Hyundai
        Volkswagen BMW Daimler Renault Stellantis Tesla Ford Shell BP TotalEnergies Equinor Siemens Philips Ericsson Nokia
        Huawei Alibaba Tencent TSMC ASML Pfizer Moderna AstraZeneca Novartis Roche Bayer BASF Nestlé Unilever Walmart
        Tesco Carrefour Ikea Lidl Aldi HSBC Barclays Citigroup Deloitte KPMG PwC EY Nasdaq BBC CNN CNBC Reuters AFP
        Bloomberg Netflix Disney OpenAI Anthropic Maersk FedEx UPS DHL Lufthansa Ryanair EasyJet
    """)
)


def kind_of(name: str) -> tuple[str, str]:
    """The collection and type of an organisation, by the words of its name."""
    parts = set(name.replace("’s", "").split())
    if parts & POLITICAL:
        return "parties", "political_party"
    if name in INSTITUTIONS:
        return "parties", "institution"
    if "Union" in parts or "union" in parts:
        return "parties", "union"
    if parts & NEWS_WORDS:
        return "companies", "news_organization"
    return ("parties", "institution") if parts & INSTITUTION_WORDS else ("companies", "company")


ROLES = "|".join(
    words("""
        coordinator volunteer cardiologist agronomist detective superintendent executive officer director manager
        minister president chairman chairwoman chair chief head leader founder co-founder professor researcher
        scientist astronomer biologist ecologist engineer analyst spokesman spokeswoman spokesperson author mayor
        captain inspector investigator economist physicist geologist chemist doctor lawyer partner secretary
        commissioner editor colleague student postdoc oceanographer glaciologist resident passenger driver strategist
        trader attorney prosecutor bookkeeper teacher nurse negotiator counterpart forecaster correspondent diver
        judge consultant farmer premier envoy ambassador coach owner historian statistician treasurer official
        candidate senator lawmaker deputy councillor activist campaigner striker midfielder defender goalkeeper winger
        referee player singer actor actress writer novelist artist painter composer journalist photographer pilot
        fisherman shopkeeper survivor neighbour neighbor winner champion runner rider skipper curator archaeologist
        climatologist epidemiologist virologist meteorologist hydrologist seismologist psychologist botanist zoologist
        palaeontologist paleontologist mathematician philosopher architect builder baker butcher plumber electrician
        welder miner sailor solicitor barrister magistrate pastor priest imam veterinarian surgeon pharmacist midwife
        paramedic firefighter soldier ranger guide organiser organizer chairperson vice-president aide adviser advisor
        headteacher headmaster headmistress hairdresser barber carer wing lock prop fly-half scrum-half flanker fullback
        full-back batsman bowler umpire missionary agent tester mother father counsel silk witness victim suspect
        defendant commuter shopper tourist visitor expert specialist lecturer fellow dean rector principal vicar cleric
        monk nun chef waiter cook bartender grocer ruler king queen prince princess designer programmer mechanic foreman
        apprentice vet warden gardener forester beekeeper shepherd herder rancher trucker cyclist swimmer sprinter
        hurdler athlete jockey golfer boxer wrestler gymnast skater skier rower teammate selector trainer commentator
        columnist blogger presenter anchor filmmaker comedian dancer choreographer conductor pianist violinist
        guitarist drummer soprano tenor poet playwright translator librarian archivist sculptor potter illustrator
        cartoonist donor philanthropist billionaire entrepreneur investor banker broker accountant auditor coroner
        clerk registrar pathologist dentist optician therapist headhunter mediator widow widower pensioner daughter son
        scholar politician whistleblower hostage captive refugee migrant parishioner churchwarden harbourmaster
        sheriff marshal commander spokesperson congressman congresswoman governor chancellor ombudsman regent sergeant
        constable officer colleague classmate roommate brother sister husband wife uncle aunt cousin nephew niece
        grandfather grandmother leader runner-up veteran rookie captain-general patron benefactor curate hydrologist
        [a-z]{2,}(?:olog|ograph|etr|iatr|or|in|al)ist [a-z]{3,}(?:sports|crafts|fisher|business|trades|police|gun)man
    """)
)
