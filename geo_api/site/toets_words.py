"""Words of the toets in two languages; the lists themselves are `toetsingskader.toml`."""

from collections.abc import Mapping

from geo_api.site.words import Pair

OUTCOMES: Mapping[str, Pair] = {
    "niet passend, compromis of besluit nodig": (
        "Niet passend: een compromis of besluit is nodig",
        "Does not fit: a compromise or a decision is needed",
    ),
    "onvolledig": (
        "Onvolledig: van een of meer eisen is niet bekend of zij gehaald worden",
        "Incomplete: of one or more demands it is not known whether they are met",
    ),
    "wensscore": (
        "Alle eisen zijn gehaald; de wensen geven een score",
        "All demands are met; the wishes give a score",
    ),
}
LABELS: Mapping[str, Pair] = {
    "geclusterd": ("geclusterd", "clustered"),
    "kleinschalig, onder monitorgrens": (
        "kleinschalig, onder de grens van de monitor",
        "small, below the limit of the monitor",
    ),
}
JUDGED: Mapping[object, Pair] = {
    "voldoet": ("voldoet", "met"),
    "voldoet niet": ("voldoet niet", "not met"),
    "onbekend": ("onbekend", "unknown"),
    None: ("onbekend", "unknown"),
    1.0: ("ja", "yes"),
    0.5: ("deels", "partly"),
    0.0: ("nee", "no"),
}
DECIDED: Mapping[object, Pair] = {
    "feit": ("gegevens van de plek", "data of the place"),
    "programma": ("uw programma", "your programme"),
    "antwoord": ("antwoord", "answer"),
    None: ("", ""),
}
POINTS: Mapping[str, str] = {
    "omgevingsplan": "Fits the environmental plan, or cooperation in principle",
    "nultreden": "Step-free",
    "omvang": "Number of homes for the label clustered",
    "ontmoeting": "Meeting room in the building or close by",
    "zorg": "Statement of GP and care party, or enough GP care",
    "doelgroep": "Target group named",
    "businesscase": "Sound business case",
    "ondersteuning": "Professional support of the initiators",
    "loopbereikbaarheid": "Facilities on foot",
    "halte": "Stop close by",
    "scootmobielen": "Storage for mobility scooters",
    "buurtruimte": "Open ground floor or meeting room for the neighbourhood",
    "mix": "Mix of people who carry and who need support",
    "prijsmix": "Mix of prices",
    "groen": "Park or green close by",
    "doorstroming": "Agreement on moving on",
    "aanpasbaar": "Adaptable",
    "technologie": "Social innovation and technology",
    "balans": "Balance of the neighbourhood not worse",
}
"""English titles of eisen and wensen; the Dutch ones come from the list."""
FIELDS: Mapping[str, Pair] = {
    "principemedewerking": (
        "Is er principemedewerking van de gemeente?",
        "Does the municipality cooperate in principle?",
    ),
    "zorgverklaring": (
        "Is er een verklaring van huisarts en zorgpartij?",
        "Is there a statement of GP and care party?",
    ),
    "businesscase": (
        "Is het plan financieel rond? Alleen bij collectief particulier opdrachtgeverschap (CPO)",
        "Is the business case sound? Only for building by a group of private persons (CPO)",
    ),
    "ondersteuning": (
        "Is er professionele ondersteuning? Alleen bij CPO",
        "Is there professional support? Only for CPO",
    ),
    "scootmobielen": ("Is er stalling voor scootmobielen?", "Is there storage for scooters?"),
    "buurtruimte": (
        "Is er een ruimte die open is voor de buurt?",
        "Is there a room open to the neighbourhood?",
    ),
    "mix": ("Is er een mix van dragers en vragers?", "Is there a mix of carriers and askers?"),
    "prijsmix": ("Is er een mix van prijzen?", "Is there a mix of prices?"),
    "doorstroming": (
        "Is er een afspraak over doorstroming?",
        "Is there an agreement on moving on?",
    ),
    "aanpasbaar": ("Zijn de woningen aanpasbaar?", "Are the homes adaptable?"),
    "technologie": (
        "Zijn er sociale innovatie en technologie?",
        "Is there social innovation and technology?",
    ),
}
PROGRAMME: Mapping[str, Pair] = {
    "past_omgevingsplan": (
        "Past het in het omgevingsplan?",
        "Does it fit the environmental plan?",
    ),
    "nultreden": ("Zijn alle woningen nultreden?", "Are all homes step-free?"),
    "ontmoetingsruimte": (
        "Komt er een ontmoetingsruimte in het gebouw?",
        "Will there be a meeting room in the building?",
    ),
}
FACTS: Mapping[str, tuple[Pair, str]] = {
    "w": (("Loopbereikbaarheid (0 tot 100)", "Walk access (0 to 100)"), ""),
    "afstand_halte_m": (("Afstand tot een halte", "Distance to a stop"), "m"),
    "afstand_ontmoeting_m": (("Afstand tot ontmoeting", "Distance to a meeting place"), "m"),
    "afstand_groen_m": (("Afstand tot groen", "Distance to green"), "m"),
}
REMARKS: tuple[Pair, ...] = (
    (
        "De toets meldt wat past en wat niet. Mensen besluiten.",
        "The test tells what fits and what does not. People decide.",
    ),
    (
        "Eisen en wensen zijn een voorstel. Een gemeente kan ze zelf kiezen.",
        "Demands and wishes are a proposal. A municipality can choose its own.",
    ),
    (
        "Afstanden zijn die van het vak van 100 bij 100 meter waarin de plek ligt.",
        "Distances are those of the square of 100 by 100 metres that the place lies in.",
    ),
)
