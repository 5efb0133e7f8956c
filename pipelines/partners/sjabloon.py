"""The empty template of a partner feed: what a supplier fills in and sends back as it is.

Belongs here: the sheets and their words, from the declaration. The first sheet holds the column
names and nothing else, so that a filled template is read without any further agreement; meaning,
allowed values and the example stand on a sheet of their own, which is not read.
"""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from data.model import Column, Dataset, Tier
from data.partner import AREA, PERIOD
from data.registry import registry
from pipelines.errors import ConfigurationError
from pipelines.profile_suppliers import nearest

EXPLANATION = "Toelichting"
ROWS = 2000  # rows that get the form of their column
LIST_LIMIT = 255  # what Excel takes as a list inside a rule
NAME_LIMIT = 31  # of the name of a sheet
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - fixed, so that the same declaration is the same file

KINDS = {
    "text": "tekst",
    "int": "geheel getal",
    "float": "getal",
    "bool": "ja of nee",
    "date": "datum (dd-mm-jjjj)",
}
TIERS = {
    Tier.OPEN: "openbaar",
    Tier.B: "bedrijfsgegeven: alleen besloten",
    Tier.C: "afgeleid van cliënten: alleen besloten, afgerond",
}
FORMS = {
    AREA: "GM0000, WK000001, BU00000101 of de naam van een gebied",
    PERIOD: "2025, 2025-H1, 2025-Q4 of 2025-12",
    r"^[0-9]{16}$": "16 cijfers",
    r"^[1-9][0-9]{3}[A-Z]{2}$": "1234AB",
    r"^GM[0-9]{4}$": "GM en 4 cijfers",
    r"^WK[0-9]{4}[0-9A-Z]{2}$": "WK en 6 tekens",
    r"^BU[0-9]{4}[0-9A-Z]{4}$": "BU en 8 tekens",
}
_HEADS = {
    "Kolomnaam": 24,
    "Betekenis": 40,
    "Soort gegeven": 20,
    "In": 14,
    "Mag zijn": 50,
    "Verplicht": 26,
    "Wie het ziet": 30,
    "Zo ziet het eruit": 22,
}
_FORMATS = {"text": "@", "date": "dd-mm-yyyy"}


def partner_feed(name: str) -> Dataset:
    """The declaration of a feed that suppliers deliver.

    Raises:
        ConfigurationError: there is no such feed; the nearest is named.
    """
    feeds = {n: d for n, d in registry().items() if d.per_supplier}
    if name not in feeds:
        raise ConfigurationError(
            f"{name} is geen feed van leveranciers{nearest(name, list(feeds))}; bekend zijn: "
            f"{', '.join(sorted(feeds))}."
        )
    return feeds[name]


def allowed(column: Column) -> str:
    """What may stand in a column, in words."""
    if column.allowed:
        return ", ".join(column.allowed)
    if column.type == "bool":
        return "ja, nee of leeg"
    if column.pattern:
        return FORMS.get(column.pattern, column.pattern)
    low, high = column.bounds
    if column.type in ("int", "float") and (low, high) != (None, None):
        ends = [f"vanaf {low:g}" if low is not None else "", f"tot en met {high:g}" if high else ""]
        text = " ".join(end for end in ends if end)
        return f"{text}; <5 of <10 als het te klein is om te noemen" if column.minimum else text
    return ""


def required(column: Column) -> str:
    """Whether a supplier may leave it out, in words."""
    if column.required:
        return "ja, in elke rij"
    return "nee" if column.optional else "de kolom wel, een cel mag leeg zijn"


def write(dataset: Dataset, target: Path) -> None:
    """Write the template: an Excel file, or only the header where the name ends in `.csv`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".csv":
        header = ";".join(column.name for column in dataset.columns)
        target.write_text(header + "\r\n", encoding="utf-8-sig", newline="")
        return
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": dataset.title, "created": MADE})
    _to_fill_in(dataset, book)
    _explain(dataset, book)
    book.close()


def _to_fill_in(dataset: Dataset, book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(dataset.name[:NAME_LIMIT])
    sheet.freeze_panes(1, 0)
    needed = book.add_format({"bold": True, "bg_color": "#DDE7EE"})
    spare = book.add_format({"bold": True, "bg_color": "#F1F1F1"})
    # A code that Excel takes for a number has lost its zeros, so text is told to stay text.
    forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
    for place, column in enumerate(dataset.columns):
        sheet.set_column(place, place, max(12, len(column.name) + 3), forms.get(column.type))
        sheet.write_string(0, place, column.name, spare if column.optional else needed)
        words = column.allowed or (("ja", "nee") if column.type == "bool" else ())
        if words and len(",".join(words)) <= LIST_LIMIT and not any("," in w for w in words):
            rule = {"validate": "list", "source": list(words), "ignore_blank": True}
            sheet.data_validation(1, place, ROWS, place, rule)


def _explain(dataset: Dataset, book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(EXPLANATION)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        dataset.title,
        dataset.description,
        f"Vul het blad «{dataset.name[:NAME_LIMIT]}» in; dit blad wordt niet gelezen.",
        "Lever nooit gegevens van personen: geen namen, BSN, geboortedata of contactgegevens.",
    ]
    if dataset.geometry:
        lines.append("Met vlakken of punten: lever een GeoPackage of GeoJSON met deze kolommen.")
    for at, line in enumerate(lines):
        sheet.write_string(at, 0, line, bold if at == 0 else None)
    head = len(lines) + 1
    for place, (title, width) in enumerate(_HEADS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(head, place, title, bold)
    for at, column in enumerate(dataset.columns, start=head + 1):
        for place, text in enumerate(_described(dataset, column)):
            sheet.write_string(at, place, text, wrapped)


def _described(dataset: Dataset, column: Column) -> list[str]:
    meaning = f"{column.title}. {column.description}" if column.description else column.title
    return [
        column.name,
        meaning,
        KINDS[column.type],
        column.unit,
        allowed(column),
        required(column),
        TIERS[dataset.tier_of(column)],
        column.example,
    ]
