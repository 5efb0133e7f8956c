"""Dwellings of a gemeente by owner and occupation."""

from data.columns import breaks, count, gemeentecode
from data.gebieden_cbs import key, periode
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Layer, Scope

TOTAAL = "T001742"


def _dwellings(
    name: str, title: str, title_en: str, *sources: str, optional: bool = True
) -> Column:
    return count(
        name,
        title,
        title_en,
        "woningen",
        *sources,
        optional=optional,
        classes=breaks(0, 5_000, 10_000, 25_000, 50_000, 100_000),
        palette="ylgnbu",
    )


DATASET = Dataset(
    name="cbs_woningvoorraad_gemeente",
    title="Woningvoorraad van de gemeente naar eigendom",
    title_en="Housing stock of the municipality by owner",
    description="Woningen op 1 januari naar eigenaar, bewoond en niet bewoond.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="woningen",
    columns=(
        gemeentecode(sources=("RegioS", "Regios"), required=True),
        key("bewoning", "Bewoning", "Occupation", "StatusVanBewoning"),
        periode(),
        _dwellings("woningen", "Woningen", "Dwellings", "TotaleWoningvoorraad", optional=False),
        _dwellings("koop", "Koopwoningen", "Owner-occupied", "Koopwoningen"),
        _dwellings("huur", "Huurwoningen", "Rented", "TotaalHuurwoningen"),
        _dwellings(
            "huur_corporatie",
            "Huurwoningen van corporaties",
            "Rented from housing associations",
            "EigendomWoningcorporaties",
            optional=False,
        ),
        _dwellings(
            "huur_personen",
            "Huurwoningen van natuurlijke personen",
            "Rented from private persons",
            "EigendomNatuurlijkePersonen",
        ),
        _dwellings(
            "huur_bedrijven",
            "Huurwoningen van bv's en nv's",
            "Rented from companies",
            "EigendomBVSEnNVS",
        ),
        _dwellings(
            "huur_overig",
            "Huurwoningen van overige rechtspersonen",
            "Rented from other legal persons",
            "EigendomOverigeRechtspersonen",
        ),
        _dwellings("eigendom_onbekend", "Eigendom onbekend", "Owner unknown", "EigendomOnbekend"),
    ),
    key=("gemeentecode", "bewoning", "periode"),
    codes=CBS_CODES,
    scope=(Scope("optelrij", "gemeentecode", starts=("GM",)),),
    bounds=Bounds(first=(1, 10_000)),
    cadence=Cadence("0 6 1 * *", 400),
    layers=(
        Layer(
            name="woningvoorraad_gemeente",
            title="Woningvoorraad van de gemeente naar eigendom",
            title_en="Housing stock of the municipality by owner",
            description="Koop, huur en eigenaar, bewoonde en onbewoonde woningen samen.",
            theme="woningen",
            columns=(
                "gemeentecode",
                "periode",
                "woningen",
                "koop",
                "huur",
                "huur_corporatie",
                "huur_personen",
                "huur_bedrijven",
            ),
            scope=(Scope("totaal", "bewoning", keep=(TOTAAL,)),),
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            borrowed=("gemeentenaam",),
            labels="gemeentenaam",
        ),
    ),
)
