"""Vragers and dragers per buurt: bounds of a head count, not a prediction (METHODS 5, T-09)."""

from data.columns import buurtcode, figure
from data.model import Column, Dataset, Kind, Layer, Part, Status
from data.parameters import method_version

PARTS = (
    Part(dataset="cbs_kwb", column="wmo_clienten"),
    Part(dataset="cbs_kwb", column="bijstand"),
    Part(dataset="draaglast_buurt", column="beperking_waarde"),
    Part(column="volwassenen"),
)
BOUNDS = (
    ("onder", "ten minste", "at least", "grootste van de drie aandelen maal volwassenen"),
    ("midden", "midden", "central", "(1 - product van (1 - aandeel)) maal volwassenen"),
    ("boven", "ten hoogste", "at most", "som van de drie aandelen, hoogstens 1, maal volwassenen"),
)


def _people(end: str, title: str, title_en: str, how: str) -> Column:
    return figure(
        f"vragers_{end}",
        f"Vragers, {title}",
        f"People who ask support, {title_en}",
        "personen",
        kind=Kind.COUNT,
        round_to=5,
        minimum=10,
        formula=how,
        parts=PARTS,
    )


def _ratio(end: str, title: str, title_en: str, vragers: str) -> Column:
    return figure(
        f"dragers_per_vrager_{end}",
        f"Dragers per vrager, {title}",
        f"People who carry per person who asks, {title_en}",
        "personen per persoon",
        kind=Kind.RATE,
        unit_en="people per person",
        formula=f"(1 - p) / p, met p = vragers ({vragers}) gedeeld door volwassenen",
        parts=(Part(column=f"vragers_{vragers}"), Part(column="volwassenen")),
    )


DATASET = Dataset(
    name="vragers_buurt",
    title="Vragers en dragers per buurt",
    title_en="People who ask and who give support per neighbourhood",
    description=(
        "Onder- en bovengrens van het aantal volwassenen met een Wmo-voorziening, bijstand of een "
        "langdurige ernstige beperking. Hoeveel van hen in meer dan een groep vallen is niet "
        "bekend; daarom grenzen en geen telling."
    ),
    publisher="CBS en RIVM, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, Gezondheidsmonitor GGD'en en RIVM",
    theme="draaglast",
    columns=(
        buurtcode(),
        *(_people(*one) for one in BOUNDS),
        _ratio("boven", "ten hoogste", "at most", "onder"),
        _ratio("midden", "midden", "central", "midden"),
        _ratio("onder", "ten minste", "at least", "boven"),
        figure(
            "volwassenen",
            "Volwassenen (18+)",
            "Adults (18+)",
            "personen",
            kind=Kind.COUNT,
            round_to=5,
            formula="inwoners van 25 jaar en ouder plus 0,7 van die van 15 tot 25 jaar",
            parts=tuple(
                Part(dataset="cbs_kwb", column=column)
                for column in (
                    "inwoners_15_25",
                    "inwoners_25_45",
                    "inwoners_45_65",
                    "inwoners_65plus",
                )
            ),
        ),
        Column(name="reden", title="Waarom geen cijfer", title_en="Why no figure"),
    ),
    key=("buurtcode",),
    value_status=Status.GESCHAT,
    inputs=("cbs_kwb", "cbs_buurten", "draaglast_buurt"),
    method_version=method_version("vragers"),
    layers=(
        Layer(
            name="vragers_en_dragers",
            title="Vragers en dragers",
            title_en="People who ask and who give support",
            description="Grenzen van het aantal vragers, en dragers per vrager, per buurt.",
            theme="draaglast",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(
                "Vrager en drager zijn rollen, geen soorten mensen, en zeggen niets over een "
                "persoon of een huis.",
                "De grenzen volgen uit aandelen die elkaar overlappen; het midden neemt aan dat ze "
                "onafhankelijk zijn.",
                "Er is geen standaardverhouding van dragers en vragers: die stelt een project "
                "zelf vast.",
            ),
        ),
    ),
)
