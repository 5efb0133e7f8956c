"""X4, better use of the stock per buurt: upper bounds of what sharing to conversion could add."""

from typing import Any

from data.columns import breaks, buurtcode, figure
from data.geschikt import HEIGHTS
from data.model import Column, Dataset, Kind, Layer, Part
from data.parameters import method_version

_AREA = Part(dataset="bag_verblijfsobjecten", column="oppervlakte_m2", many=True)
_YEAR = Part(dataset="bag_panden", column="bouwjaar", many=True)
_WAYS = ("woningdelen", "splitsen", "optoppen", "transformatie")


def _room(name: str, title: str, title_en: str, unit: str = "woningen", **extra: Any) -> Column:
    given: dict[str, Any] = {
        "type": "int",
        "kind": Kind.COUNT,
        "bounds": (0, None),
        "classes": breaks(0, 10, 25, 50, 100, 250),
        "palette": "viridis_r",
        **extra,
    }
    return figure(name, title, title_en, unit, **given)


DATASET = Dataset(
    name="voorraadkansen_buurt",
    title="Ruimte in de woningvoorraad per buurt",
    title_en="Room in the dwelling stock per neighbourhood",
    description=(
        "Bovengrens van wat woningdelen, splitsen, optoppen en transformatie kunnen opleveren, "
        "naar oppervlakte, bouwjaar en huishoudens."
    ),
    publisher="Kadaster en CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="Kadaster (BAG), CBS",
    theme="woningen",
    columns=(
        buurtcode(),
        _room(
            "grote_eengezinswoningen",
            "Grote eengezinswoningen",
            "Large single-family homes",
            formula="eengezinswoningen vanaf 120 m²",
            parts=(_AREA,),
        ),
        _room(
            "kleine_huishoudens",
            "Huishoudens van een of twee personen, ten hoogste",
            "Households of one or two persons, at most",
            "huishoudens",
            formula="H - (H x grootte - H1 - 2 (H - H1)) / (5 - 2)",
            parts=(
                Part(dataset="cbs_kwb", column="huishoudens", on="buurtcode"),
                Part(dataset="cbs_kwb", column="eenpersoonshuishoudens", on="buurtcode"),
                Part(dataset="cbs_kwb", column="huishoudensgrootte", on="buurtcode"),
            ),
        ),
        _room(
            "woningdelen",
            "Woningdelen, ten hoogste",
            "Home sharing, at most",
            description="Grote eengezinswoningen waar een klein huishouden woont, ten hoogste.",
            formula="kleinste van grote eengezinswoningen en kleine huishoudens",
            parts=(Part(column="grote_eengezinswoningen"), Part(column="kleine_huishoudens")),
        ),
        _room(
            "splitsen",
            "Extra woningen door splitsen, ten hoogste",
            "Extra dwellings by splitting, at most",
            formula="woningen vanaf 140 m², een extra per woning",
            parts=(_AREA,),
        ),
        _room(
            "optoppen",
            "Extra woningen door optoppen, ten hoogste",
            "Extra dwellings by topping up, at most",
            formula="som over panden van geheel(voetafdruk x 1 laag x 0,75 / 60)",
            parts=(_AREA, _YEAR),
        ),
        _room(
            "optoppen_panden",
            "Panden om op te toppen",
            "Buildings to top up",
            "panden",
            unit_en="buildings",
            parts=(_YEAR,),
            formula="panden die aan de voorwaarden voldoen",
        ),
        _room(
            "transformatie",
            "Extra woningen door transformatie, ten hoogste",
            "Extra dwellings by conversion, at most",
            description=(
                "In wat in de BAG buiten gebruik is; leegstand die daar niet in staat, telt niet "
                "mee."
            ),
            formula="som over verblijfsobjecten van geheel(oppervlakte x 0,75 / 60)",
            parts=(_AREA,),
        ),
        figure(
            "transformatie_m2",
            "Oppervlakte buiten gebruik",
            "Floor area not in use",
            "m²",
            kind=Kind.AMOUNT,
            bounds=(0, None),
            formula="som van oppervlakte buiten gebruik zonder woonfunctie",
            parts=(_AREA,),
        ),
    ),
    key=("buurtcode",),
    inputs=("bag_verblijfsobjecten", "bag_panden", "cbs_buurten"),
    optional_inputs=("cbs_kwb", HEIGHTS),
    method_version=method_version("voorraadkansen"),
    layers=(
        Layer(
            name="voorraadkansen",
            title="Ruimte in de woningvoorraad",
            title_en="Room in the dwelling stock",
            description="Bovengrens van woningdelen, splitsen, optoppen en transformatie.",
            theme="woningen",
            columns=(
                "buurtcode",
                *_WAYS,
                "grote_eengezinswoningen",
                "kleine_huishoudens",
                "optoppen_panden",
                "transformatie_m2",
            ),
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(
                "Bovengrens: wat naar oppervlakte, bouwjaar en huishoudens zou passen, niet wat "
                "mag, gewenst is of gebouwd kan worden.",
                "Dezelfde woning kan bij delen en bij splitsen tellen: tel de getallen niet op.",
                "Alle grenzen (120 m², 140 m², bouwjaren 1950-1995, 60 m² per woning) zijn "
                "voorstellen van dit project.",
            ),
        ),
    ),
)
