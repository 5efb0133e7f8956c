"""M4: homes for older people needed and missing per gemeente, and rho of M9 (METHODS 8 and 13)."""

from data import opgave
from data.columns import count, figure, gemeentecode
from data.model import Dataset, Kind, Layer, Part, Scope, Tier
from data.parameters import method_version

RHO = (
    figure(
        "rho",
        "Gewenste geclusterde woningen per inwoner van 75 jaar en ouder",
        "Clustered homes wanted per resident aged 75 and over",
        "woningen per inwoner",
        unit_en="homes per resident",
        kind=Kind.RATE,
        tier=Tier.B,
        description="Alleen in de rij van klasse geclusterd en jaar 2030.",
        formula=(
            "(bestaande geclusterde woningen + opgave geclusterd tot en met 2030) / inwoners van "
            "75 jaar en ouder in 2030"
        ),
        parts=(
            Part(column="rho_bestaand"),
            Part(column="rho_opgave"),
            Part(column="rho_inwoners_75plus"),
        ),
    ),
    count(
        "rho_bestaand",
        "Bestaande geclusterde woningen",
        "Clustered homes there are",
        "woningen",
        type="float",
        tier=Tier.B,
        formula="woningen van klasse geclusterd en zorggeschikt bij corporaties",
        parts=(Part(dataset="corporatiewoningen", column="complex_id", many=True),),
    ),
    figure(
        "rho_opgave",
        "Opgave geclusterd tot en met 2030 volgens methode A",
        "Clustered homes to add up to 2030, method A",
        "woningen",
        kind=Kind.SIGNED,
        formula="opgave A van klasse geclusterd",
        parts=(Part(column="opgave_a"),),
    ),
    count(
        "rho_inwoners_75plus",
        "Inwoners van 75 jaar en ouder in 2030",
        "Residents aged 75 and over in 2030",
        "inwoners",
        type="float",
        formula="inwoners van 75 jaar en ouder van de gemeente in 2030",
        parts=(Part(dataset="bevolking_gemeente", column="inwoners_75plus", many=True),),
    ),
)

DATASET = Dataset(
    name="opgave_gemeente",
    title="Woningopgave ouderen per gemeente",
    title_en="Homes for older people per municipality",
    description=(
        "Hoeveel zorggeschikte, geclusterde en overige nultredenwoningen de gemeente nodig heeft, "
        "volgens twee methoden, en wat er van de vraag overblijft na voorraad en plannen."
    ),
    publisher="gemeente en CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, gemeente",
    theme="opgave",
    columns=(
        gemeentecode(),
        opgave.key("klasse", "Woningklasse", "Class of home", allowed=opgave.CLASSES),
        opgave.key("jaar", "Jaar", "Year"),
        *opgave.need("bevolking_gemeente"),
        *opgave.supply(),
        *RHO,
    ),
    key=("gemeentecode", "klasse", "jaar"),
    inputs=("bevolking_gemeente", "cbs_kwb"),
    optional_inputs=(
        "cbs_leeftijd_land",
        "levenstafel",
        "corporatiewoningen",
        "corporatiecomplexen",
        "plaatsing",
        "plannen",
        "cbs_buurten",
        "geschiktheid_buurt",
        "spreiding_buurt",
    ),
    method_version=method_version("opgave"),
    layers=(
        *opgave.layers(
            "gemeentecode",
            "gemeente",
            "municipality",
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            borrowed=("gemeentenaam",),
            labels="gemeentenaam",
        ),
        Layer(
            name="opgave_gemeente_rho",
            title="Gewenste geclusterde woningen per inwoner van 75 jaar en ouder",
            title_en="Clustered homes wanted per resident aged 75 and over",
            description="De verhouding waarmee de kansenkaart de vraag naar clusters berekent.",
            theme="opgave",
            area="gemeentecode",
            columns=("gemeentecode", "klasse", "jaar", *(column.name for column in RHO)),
            scope=(
                Scope("andere_klasse", "klasse", keep=("geclusterd",)),
                Scope("ander_jaar", "jaar", keep=("2030",)),
            ),
            remarks=opgave.REMARKS,
            restricted=True,
        ),
    ),
)
