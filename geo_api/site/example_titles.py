"""What the pages with worked examples are called; their content is written by the tests."""

from collections.abc import Mapping

from geo_api.site.words import Pair

TITLES: Mapping[str, Pair] = {
    "m01_draaglast": ("Draaglast, draagkracht en balans", "Support load, capacity and balance"),
    "m01_gebied": ("Draaglast per gebied", "Support load per policy area"),
    "m01_keuzes": ("Draaglast: keuzes en vervangers", "Support load: choices and substitutes"),
    "m01_partner": ("Draaglast met partnercijfers", "Support load with partner figures"),
    "m01_scores": ("Draaglast: scores en ontbrekende cijfers", "Support load: scores and gaps"),
    "m01_trekkingen": ("Onzekerheid van draaglast", "Uncertainty of support load"),
    "m02_bevolking": ("Ouderen in 2030, 2035 en 2040", "Older people in 2030, 2035 and 2040"),
    "m02_leeftijd": ("Ouderen naar leeftijd", "Older people by age"),
    "m03_zorgvraag": ("Zorgvraag", "Care demand"),
    "m03x_shared": (
        "Gemeenschappelijk: indelingen, kleine aantallen, scores",
        "Shared: divisions, small numbers, scores",
    ),
    "m04_opgave": ("Woningbehoefte en opgave", "Homes needed and homes to add"),
    "m05_geschiktheid": ("Geschiktheid van woningen", "Suitability of homes"),
    "m06_bereik": ("Loopafstanden en bereik", "Walking distances and reach"),
    "m06_loop": ("Loopbereikbaarheid", "Walk access"),
    "m07_rolstoel": ("Rolstoelvriendelijke omgeving", "Wheelchair-friendly surroundings"),
    "m08_zorg": ("Dekkend zorgaanbod en capaciteit", "Care coverage and capacity"),
    "m09_kansen": ("Kansenkaart geclusterd wonen", "Opportunity map of clustered housing"),
    "m09_kansen_h3": ("Kansenkaart in zeshoeken", "Opportunity map in hexagons"),
    "m09_kansen_plek": ("Kansenkaart per plek, en hoe goed zij klopt", "Sites and validation"),
    "m09_kansen_weging": ("Wegingen van de kansenkaart", "Weights of the opportunity map"),
    "m10_locaties": ("Beste plekken voor nieuwe clusters", "Best places for new clusters"),
    "m11_complexmonitor": ("Complexmonitor leefbaarheid", "Liveability monitor of complexes"),
    "m12_spreiding": ("Spreiding en menging", "Spread and mix"),
    "m13_toets": ("Toetsingskader", "Assessment framework"),
    "m13_vlekken": ("Vlekkenkaart wonen en zorg", "Sites for housing and care"),
    "m13_woonzorgzone": ("Woonzorgzones", "Housing and care zones"),
    "m14_doorstroming": ("Doorstroming en ontmoeting", "Moving on and meeting places"),
    "m14_verdeling": ("Uitstroom en verdeling", "Leaving care and fair share"),
    "m14_voortgang": ("Voortgang, partijen en factsheet", "Progress, parties and factsheet"),
    "x1_trend": ("Draaglast door de jaren", "Support load over the years"),
    "x2_kwadrant": ("Woningtekort naast zorgtekort", "Gap in homes beside gap in care"),
    "x3_edities": ("Edities van het behoefteonderzoek", "Editions of the needs survey"),
    "x4_voorraad": ("Ruimte in de woningvoorraad", "Room in the dwelling stock"),
    "x5_programma": ("Voortgang van het programma", "Progress of the programme"),
    "x6_flex": ("Afloop van flexwoningen", "Expiry of temporary homes"),
    "x7_verblijf": ("Tijdelijk verblijf en tussenvormen", "Short stay and intermediate housing"),
    "x8_levensloopwijk": ("Levensloopbestendige wijken", "Lifetime districts"),
}


def title(name: str, fallback: str, taal: str) -> str:
    """The title of a page in one language; a page that has none here keeps its own."""
    pair = TITLES.get(name)
    return pair[taal == "en"] if pair else fallback
