"""M14, single-family homes that older households could free, per buurt (METHODS 18)."""

from data.columns import breaks, buurtcode, count, figure
from data.model import Column, Dataset, Kind, Layer, Part
from data.parameters import method_version

FORMULA = "huishoudens 65+ in een eengezinswoning × doorstroming.bereid × doorstroming.realisatie"


def _moves(name: str, title: str, title_en: str, unit: str, **extra: object) -> Column:
    return figure(
        name,
        title,
        title_en,
        unit,
        kind=Kind.COUNT,
        bounds=(0, None),
        classes=breaks(0, 2, 5, 10, 20, 40),
        palette="viridis_r",
        round_to=1,
        **extra,
    )


DATASET = Dataset(
    name="doorstroming_buurt",
    title="Doorstroompotentieel per buurt",
    title_en="Potential for moving on per neighbourhood",
    description=(
        "Hoeveel eengezinswoningen per jaar vrij kunnen komen als oudere huishoudens passend "
        "kunnen verhuizen, en hoeveel huishoudens de keten daarna helpt."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="opgave",
    columns=(
        buurtcode(),
        count(
            "hh65",
            "Huishoudens van 65 jaar en ouder",
            "Households of 65 and over",
            "huishoudens",
            type="float",
            round_to=5,
            formula="inwoners van 65 jaar en ouder / doorstroming.personen_per_huishouden_65",
            parts=(Part(dataset="cbs_kwb", column="inwoners_65plus", on="buurtcode"),),
        ),
        count(
            "hh65_eengezins",
            "Huishoudens 65+ in een eengezinswoning",
            "Households 65+ in a single-family home",
            "huishoudens",
            type="float",
            round_to=5,
            classes=breaks(0, 25, 50, 100, 200, 400),
            palette="viridis_r",
            description="Schatting met het aandeel eengezins van de hele buurt: vertekend.",
            formula="huishoudens 65+ × aandeel eengezinswoningen van de buurt",
            parts=(
                Part(column="hh65"),
                Part(dataset="cbs_kwb", column="eengezins_pct", on="buurtcode"),
            ),
        ),
        _moves(
            "verhuizingen",
            "Vrijkomende eengezinswoningen per jaar",
            "Single-family homes freed per year",
            "woningen",
            formula=FORMULA,
            parts=(Part(column="hh65_eengezins"),),
        ),
        *(
            _moves(
                f"geholpen{end}",
                f"Geholpen huishoudens per jaar{words}",
                f"Households helped per year{words_en}",
                "huishoudens",
                formula=f"vrijkomende woningen × 1 / (1 - doorstroming.q){words}",
                parts=(Part(column="verhuizingen"),),
            )
            for end, words, words_en in (
                ("", "", ""),
                ("_laag", ", lage aannamen", ", low assumptions"),
                ("_hoog", ", hoge aannamen", ", high assumptions"),
            )
        ),
    ),
    key=("buurtcode",),
    inputs=("cbs_kwb", "cbs_buurten"),
    method_version=method_version("doorstroming"),
    layers=(
        Layer(
            name="doorstroompotentieel",
            title="Doorstroompotentieel",
            title_en="Potential for moving on",
            description="Eengezinswoningen die per jaar vrij kunnen komen, en de keten daarna.",
            theme="opgave",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(
                "Schatting met aannamen: hoeveel huishoudens willen verhuizen, hoeveel dat lukt en "
                "hoe lang een keten wordt, zijn voorstellen die een gemeente zelf kan kiezen.",
                "Vertekend: ouderen wonen vaker in een appartement dan hun buurt als geheel.",
                "Een keten telt één keer: niet optellen bij nieuwe woningen in de opgave.",
            ),
        ),
    ),
)
