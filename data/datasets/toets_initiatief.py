"""M13, botsproef: initiatives through the toetsingskader, beside what was decided (METHODS 17).

Closed: the feed of initiatives says nothing about who may see them.
"""

from typing import Any

from data import kansen
from data.columns import buurtcode, count, figure, share
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

OUTCOMES = ("niet passend, compromis of besluit nodig", "onvolledig", "wensscore")
CELL = Part(dataset="loop_cel", column="w", many=True)


def _fact(
    name: str, title: str, title_en: str, unit: str, kind: Kind, *parts: Part, **extra: Any
) -> Column:
    given = {"round_to": 1, **extra}
    return figure(name, title, title_en, unit, kind=kind, parts=parts, **given)


DATASET = Dataset(
    name="toets_initiatief",
    title="Initiatieven langs het toetsingskader",
    title_en="Initiatives against the assessment framework",
    description=(
        "Per initiatief welke eisen voldoen, welke niet en welke onbekend zijn, hoe hoog de wensen "
        "scoren, en of dat strookt met wat is besloten."
    ),
    publisher="Gemeenten, bewerkt",
    licence="afspraak met de leverancier",
    attribution="gemeenten, © OpenStreetMap-bijdragers, CBS",
    theme="opgave",
    tier=Tier.B,
    geometry="Point",
    care_kind=("doelgroep",),
    columns=(
        Column(name="leverancier", title="Leverancier", title_en="Supplier", role=Role.KEY),
        Column(name="initiatief_id", title="Initiatief", title_en="Initiative", role=Role.KEY),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME),
        Column(name="soort", title="Soort", title_en="Kind"),
        Column(name="doelgroep", title="Doelgroep", title_en="Target group"),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            parts=(Part(dataset="initiatieven", column="woningen", many=True),),
        ),
        buurtcode(role=Role.NOTE, sources=()),
        Column(
            name="uitkomst",
            title="Uitkomst",
            title_en="Outcome",
            role=Role.CLASS,
            classes=tuple({"waarde": one} for one in OUTCOMES),
            palette="soorten",
        ),
        Column(name="label", title="Label", title_en="Label"),
        Column(name="eisen_niet", title="Eisen die niet voldoen", title_en="Requirements not met"),
        Column(name="eisen_onbekend", title="Eisen die onbekend zijn", title_en="Unknown"),
        share(
            "wensen_laag_pct",
            "Wensen, onbekend als 0",
            "Wishes, unknown as 0",
            formula="som van gewicht x score / som van gewicht, onbekend = 0",
            parts=(
                Part(column="w", weight="toets.weights.loopbereikbaarheid"),
                Part(column="afstand_halte_m", weight="toets.weights.halte"),
                Part(column="afstand_groen_m", weight="toets.weights.groen"),
            ),
        ),
        share(
            "wensen_hoog_pct",
            "Wensen, onbekend als 1",
            "Wishes, unknown as 1",
            formula="som van gewicht x score / som van gewicht, onbekend = 1",
            parts=(
                Part(column="w", weight="toets.weights.loopbereikbaarheid"),
                Part(column="afstand_halte_m", weight="toets.weights.halte"),
                Part(column="afstand_groen_m", weight="toets.weights.groen"),
            ),
        ),
        _fact("w", "Loopbereikbaarheid", "Walk access", "punten", Kind.SCORE, CELL),
        _fact(
            "afstand_halte_m",
            "Loopafstand tot een halte",
            "Walking distance to a stop",
            "m",
            Kind.DISTANCE,
            Part(dataset="loop_cel", column="afstand_ov_m", many=True),
        ),
        _fact(
            "afstand_ontmoeting_m",
            "Loopafstand tot een ontmoetingsplek",
            "Walking distance to a meeting place",
            "m",
            Kind.DISTANCE,
            Part(dataset="loop_cel", column="afstand_ontmoeting_m", many=True),
        ),
        _fact(
            "afstand_groen_m",
            "Loopafstand tot groen",
            "Walking distance to green",
            "m",
            Kind.DISTANCE,
            Part(dataset="loop_cel", column="afstand_park_m", many=True),
        ),
        _fact(
            "huisarts_norm",
            "Huisartsen binnen bereik ten opzichte van de norm",
            "GPs in reach relative to the norm",
            "maal de norm",
            Kind.RATE,
            Part(dataset="zorgtoegang_buurt", column="huisarts_norm", on="buurtcode"),
            unit_en="times the norm",
            round_to=0,
        ),
        Column(
            name="draaglast_klasse",
            title="Draaglast en draagkracht van de buurt",
            title_en="Support load class of the neighbourhood",
            parts=(Part(dataset="draaglast_buurt", column="klasse", on="buurtcode"),),
        ),
        kansen.gap_of_area(sources=(Part(dataset="opgave_gebied", column="tekort_a", many=True),)),
        Column(
            name="antwoorden",
            title="Wat op een antwoord berust",
            title_en="What rests on an answer",
            description="Eis of wens, wie antwoordde (organisatie of functie) en wanneer.",
        ),
        Column(name="oordeel", title="Wat is besloten", title_en="What was decided"),
        Column(
            name="botsproef",
            title="Toets tegenover besluit",
            title_en="Test against decision",
            description="gelijk, anders, of niet te vergelijken",
        ),
    ),
    key=("leverancier", "initiatief_id"),
    inputs=("initiatieven",),
    optional_inputs=(
        "plaatsing",
        "loop_cel",
        "zorgtoegang_buurt",
        "draaglast_buurt",
        "opgave_gebied",
        "gebiedsindeling",
        "toetsantwoorden",
    ),
    bounds=Bounds(first=(0, 10_000)),
    method_version=method_version("toets"),
    layers=(
        Layer(
            name="initiatieven_getoetst",
            title="Initiatieven langs het toetsingskader",
            title_en="Initiatives against the assessment framework",
            description="Uitkomst van de toets per initiatief; alleen voor de besloten omgeving.",
            theme="opgave",
            rows="alles",
            restricted=True,
            labels="naam",
            remarks=(
                "De toets meldt wat past en wat niet; mensen besluiten.",
                "Eisen en wensen zijn een voorstel en per gemeente te kiezen.",
            ),
            columns=(
                "leverancier",
                "initiatief_id",
                "naam",
                "soort",
                "doelgroep",
                "woningen",
                "buurtcode",
                "uitkomst",
                "label",
                "eisen_niet",
                "eisen_onbekend",
                "wensen_laag_pct",
                "wensen_hoog_pct",
                "w",
                "afstand_halte_m",
                "afstand_ontmoeting_m",
                "afstand_groen_m",
                "huisarts_norm",
                "draaglast_klasse",
                "tekort_gebied",
                "antwoorden",
                "oordeel",
                "botsproef",
            ),
        ),
    ),
)
