"""Which of a supplier's columns is which of ours: said by the profile, confirmed, or proposed.

Belongs here: the names that hold for one delivery, and asking for a proposal where names are
missing. Not here: how a proposal is found (mapping_proposal), the names of open sources (aliases).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from data.model import Dataset
from pipelines import aliases
from pipelines.database import Connection
from pipelines.errors import SourceChanged
from pipelines.partners import proposal as mapping_proposal
from pipelines.partners.proposal import Proposal
from pipelines.profile import BronKeuze, Profiel
from pipelines.work import Work

Names = Mapping[str, str]


def said(
    connection: Connection, profile: Profiel, dataset: str, supplier: str
) -> tuple[Names, ...]:
    """Our column -> the supplier's, of every time that somebody said so, the last word last.

    Confirmed by stewards, oldest first, and above those the lines of the profile.
    """
    if not supplier:
        return ()
    rows = connection.execute(
        "SELECT kolommen FROM log.koppeling WHERE dataset = %s AND leverancier = %s ORDER BY id",
        (dataset, supplier),
    )
    listed = profile.supplier(supplier)
    own = listed.kolommen.get(dataset, {}) if listed else {}
    return (*(row["kolommen"] for row in rows), own)


def of(work: Work, row: Mapping[str, Any]) -> tuple[Names, ...]:
    """Names that hold for a recorded delivery; see `said`."""
    return said(work.connection, work.profile, row["dataset"], row["leverancier"])


def latest(own: Sequence[Names]) -> dict[str, str]:
    """The last word per column."""
    return {ours: theirs for names in own for ours, theirs in names.items()}


def chosen(source: BronKeuze, own: Sequence[Names], schema: pa.Schema) -> dict[str, str]:
    """Names to resolve columns by.

    What is said of the supplier counts where the delivery has such a column, the last word first:
    an earlier delivery, in the names of then, must stay readable. Otherwise the names of the feed
    hold, and where those are silent the aliases of the declaration.
    """
    there = {name.casefold(): name for name in schema.names}
    fitting = {
        ours: there[theirs.strip().casefold()]
        for names in own
        for ours, theirs in names.items()
        if theirs.strip().casefold() in there
    }
    return dict(source.kolommen) | fitting


def look(
    dataset: Dataset, batches: pa.RecordBatchReader, names: Names
) -> tuple[Proposal, pa.RecordBatchReader]:
    """What the columns of a delivery mean, with a proposal for those without a known name.

    Args:
        dataset: the declaration.
        batches: rows of the delivery; the first batch is looked at.
        names: see `chosen`.

    Returns:
        The proposal, and the same rows from the start.
    """
    stream: Iterator[pa.RecordBatch] = iter(batches)
    first = next(stream, None)

    def again() -> Iterator[pa.RecordBatch]:
        if first is not None:
            yield first
            yield from stream

    found = aliases.fitting(dataset, batches.schema.names, names)
    missing = [c.name for c in dataset.columns if not c.optional and c.name not in found]
    sample = pa.Table.from_batches([] if first is None else [first], batches.schema)
    proposal = mapping_proposal.propose(dataset, sample, found, missing)
    return proposal, pa.RecordBatchReader.from_batches(batches.schema, again())


def require(
    work: Work,
    dataset: Dataset,
    levering: Mapping[str, Any],
    batches: pa.RecordBatchReader,
    names: Names,
) -> pa.RecordBatchReader:
    """Refuse a delivery that lacks columns, with the proposal on record; else the same rows.

    Columns that may be left out and seem to be there under another name are on record too.

    Raises:
        SourceChanged: a column that must be there is not.
    """
    if not dataset.per_supplier:
        return batches
    proposal, same = look(dataset, batches, names)
    work.connection.execute(
        "UPDATE log.levering SET voorstel = %s WHERE levering = %s",
        (json.dumps(proposal.as_data()) if proposal.unknown else None, levering["levering"]),
    )
    dropped = levering.get("voorstel_afgewezen")
    if dropped:  # a steward looked at it and said no: it is not put forward again
        proposal = replace(proposal, guesses=())
    if proposal.missing:
        told = refusal(dataset, levering["leverancier"], proposal)
        said = f" Het voorstel is afgewezen: {dropped['reden']}" if dropped else ""
        raise SourceChanged(told + said)
    if proposal.guesses:
        work.finding(
            dataset.name,
            "kolommen",
            f"niet gelezen: {', '.join(guess.field for guess in proposal.guesses)}. "
            f"{proposal.sentence()}",
            passed=True,
            severity="waarschuwing",
            levering=levering["levering"],
            leverancier=levering["leverancier"],
        )
    return same


def refusal(dataset: Dataset, supplier: str, proposal: Proposal) -> str:
    """Why a delivery in unknown columns is refused, and what to do."""
    first, *rest = proposal.missing
    which = (
        f"kolom {first} ontbreekt"
        if not rest
        else f"kolommen {', '.join([first, *rest])} ontbreken"
    )
    told = f"{dataset.name}: {which} (gevonden: {', '.join(proposal.fields[:12])}"
    told += " …)." if len(proposal.fields) > 12 else ")."
    if not proposal.guesses:
        return f"{told} Geef de namen op in het profiel (kolommen), of gebruik het sjabloon."
    return (
        f"{told} {proposal.sentence()} Klopt dat? ./woonzorg koppel {dataset.name} {supplier} "
        "--by NAAM --reason REDEN."
    )
