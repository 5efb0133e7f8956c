"""The list of the factsheet, read as data, and what its tables have in common (METHODS 18)."""

from collections.abc import Mapping
from typing import Any

from data.clienten import note
from data.columns import figure
from data.model import Column, Kind, Layer, Part, Role, Tier
from data.parameters import table

REMARK = "Elk cijfer houdt zijn eigen bron, jaar en status; jaren staan naast elkaar."
INHABITANTS = "cbs_kwb.inwoners"  # what tells how much of a gebied a figure covers
CLOSED = ("waarde_besloten", "klasse_besloten")


def lines(kind: str) -> tuple[Mapping[str, Any], ...]:
    """Figures of the list, `buurt` or `gebied`, in its order; `elk` is a line per value."""
    return tuple(one for line in table("feiten")[kind] for one in _each(line))


def _each(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The lines that a line with `elk` stands for; any other line itself."""
    if "elk" not in line:
        return [line]
    ((column, values),) = line["elk"].items()
    return [
        {name: said for name, said in line.items() if name != "elk"}
        | {
            "titel": f"{line['titel']}: {value}",
            "onderscheid": value,
            "filter": {**line["filter"], column: value},
        }
        for value in values
    ]


def key_of(dataset: str) -> str:
    """Column of a product with the code of the buurt, or of the wijk it lies in."""
    return str(table("feiten")["sleutels"][dataset])


def rows_of(dataset: str) -> Mapping[str, str]:
    """Which rows of a product count, where it has more than one per buurt: column -> value."""
    return dict(table("feiten")["rijen"].get(dataset, {}))


def indicator_of(line: Mapping[str, Any]) -> str:
    """What a figure is called in the factsheet; a suffix tells two of one column apart."""
    suffix = f":{line['onderscheid']}" if "onderscheid" in line else ""
    return f"{line['dataset']}.{line['kolom']}{suffix}"


def columns_of(dataset: str) -> tuple[str, ...]:
    """Columns of a product that the factsheet per buurt reads, denominators included."""
    own = [line for line in lines("buurt") if line["dataset"] == dataset]
    named = [line[part] for line in own for part in ("kolom", "samen") if part in line]
    halves = [line["noemer"].split(".") for line in lines("buurt") if "noemer" in line]
    named += [column for owner, column in halves if owner == dataset]
    owner, column = INHABITANTS.split(".")
    return tuple(dict.fromkeys([*named, *([column] if dataset == owner else [])]))


def joined_of(dataset: str) -> Mapping[str, str]:
    """Columns of a product whose rows are told together: column -> what tells the rows apart."""
    own = [line for line in lines("buurt") if line["dataset"] == dataset]
    return {line["kolom"]: line["samen"] for line in own if "samen" in line}


def datasets(kind: str) -> tuple[str, ...]:
    """Products that the list reads, denominators included."""
    named = {line["dataset"] for line in lines(kind)}
    named |= {line["noemer"].split(".")[0] for line in lines(kind) if "noemer" in line}
    return tuple(sorted(named))


def columns(*area: Column, parts: tuple[Part, ...]) -> tuple[Column, ...]:
    """A row is one fact: what, how much or which class, with its own source and moment."""
    words = {"": ("", None), "_besloten": (" (besloten)", Tier.B)}
    shown: list[Column] = []
    for end, (word, tier) in words.items():
        shown.append(
            figure(
                f"waarde{end}",
                f"Waarde{word}",
                f"Value{' (restricted)' if word else ''}",
                "zie eenheid",
                unit_en="see unit",
                kind=Kind.SIGNED,
                tier=tier,
                formula="het cijfer van de laag in kolom indicator, zoals die laag het toont",
                parts=parts,
            )
        )
        shown.append(note(f"klasse{end}", f"Klasse of tekst{word}", "Class or text", tier=tier))
    return (
        *area,
        note("indicator", "Indicator", "Indicator", role=Role.KEY),
        note("onderwerp", "Onderwerp", "Subject"),
        note("titel", "Wat", "What"),
        *shown,
        note("eenheid", "Eenheid", "Unit"),
        note("status", "Status", "Status"),
        note("reden", "Waarom niet", "Why not"),
        note("bron", "Bron", "Source"),
        note("cijfer_van", "Cijfer van", "Figure of", type="date"),
        note("methode_versie", "Methode", "Method"),
        Column(
            name="volgorde",
            type="int",
            title="Volgorde",
            title_en="Order",
            role=Role.NOTE,
            description="Plaats van het cijfer in de factsheet.",
        ),
    )


def layers(what: str, what_en: str, area: str, names: tuple[str, ...]) -> tuple[Layer, ...]:
    """The open factsheet, and the closed one that adds figures of corporations and partners.

    Args:
        what: buurt or gebied.
        what_en: the same in English.
        area: column with the code, empty where there is none.
        names: columns of the table.
    """
    given: dict[str, Any] = {
        "theme": "factsheet",
        "area": area,
        "rows": "gemeente" if area else "alles",
        "remarks": (REMARK,),
    }
    return (
        Layer(
            name=f"factsheet_{what}",
            title=f"Factsheet per {what}",
            title_en=f"Factsheet per {what_en}",
            description="Cijfers van de openbare lagen bij elkaar, met bron, jaar en status.",
            columns=tuple(name for name in names if name not in CLOSED),
            **given,
        ),
        Layer(
            name=f"factsheet_besloten_{what}",
            title=f"Factsheet per {what}, met besloten cijfers",
            title_en=f"Factsheet per {what_en}, with restricted figures",
            description="De factsheet met cijfers van corporaties en partners.",
            columns=names,
            restricted=True,
            **given,
        ),
    )
