"""Which column of a supplier is which of ours: what is asked, and what is wrong with an answer.

Belongs here: judging what a steward chose before it is put on record. Whether there is something to
ask, and the record, are the database's.
"""

from collections.abc import Iterator, Mapping

from data.model import Column
from data.registry import registry
from geo_api.beheer.acts import Done
from geo_api.beheer.desk import Row

FIELD = "kolom."
"""What the field of a column begins with; its name follows."""
NOTHING = "Er is geen enkele kolom gekozen. Kies kolommen, of wijs het voorstel af."


def ours(dataset: str, proposal: Row) -> list[Column]:
    """Our columns that no column of the file stands for yet: those that must be there first."""
    known = {"leverancier", *proposal.get("bekend", ())}
    there = [column for column in registry()[dataset].columns if column.name not in known]
    needed = set(proposal.get("ontbreekt", ()))
    return sorted(there, key=lambda column: column.name not in needed)


def chosen(fields: Mapping[str, str]) -> dict[str, str]:
    """Column of the file by ours; empty is not in the file, whatever was proposed."""
    return {
        name.removeprefix(FIELD): theirs
        for name, theirs in fields.items()
        if name.startswith(FIELD)
    }


def fault(dataset: str, proposal: Row, columns: Mapping[str, str]) -> Done | None:
    """What is wrong with a choice, at each field; None when it can be put on record.

    Args:
        dataset: of the delivery.
        proposal: the question that is answered.
        columns: column of the file by ours.
    """
    if columns and not any(columns.values()):
        first = next(iter(columns))
        return Done(False, NOTHING, FIELD + first)
    asked = ours(dataset, proposal["voorstel"])
    needed = set(proposal["voorstel"].get("ontbreekt", ()))
    found = [*_lacking(asked, needed, columns), *_twice(asked, columns)]
    return Done(False, found[0][1], found[0][0], tuple(found[1:])) if found else None


def _lacking(
    asked: list[Column], needed: set[str], columns: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for one in asked:
        if one.name in needed and columns.get(one.name) == "":
            yield (
                FIELD + one.name,
                f"Kies welke kolom van het bestand ‘{one.title}’ is: zonder haar is de levering "
                "niet te lezen. Staat zij er niet in, wijs dan het voorstel af.",
            )


def _twice(asked: list[Column], columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    taken: dict[str, str] = {}
    for one in asked:
        theirs = columns.get(one.name, "")
        if theirs in taken:
            yield (
                FIELD + one.name,
                f"Kolom «{theirs}» is al gekozen voor ‘{taken[theirs]}’. Kies voor ‘{one.title}’ "
                "een andere, of ‘staat er niet in’.",
            )
        elif theirs:
            taken[theirs] = one.title
