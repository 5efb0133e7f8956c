"""A partner's file checked as a real delivery would be, without recording or delivering anything.

Belongs here: reading, conforming and judging one file by the same functions as a refresh uses.
Not here: checks against what is published already (controle_database), the words of the report
(controle_tekst).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from data.model import Dataset
from pipelines import aliases, checks, delivery, reading, schedule
from pipelines.checks import Counted
from pipelines.conform import BadRow, Context, Tally, arrow_schema, conform
from pipelines.connectors import Bron, Delivery
from pipelines.connectors.download import check_signature
from pipelines.connectors.folder import form
from pipelines.errors import DeliveryRefused, SourceChanged, WoonzorgError
from pipelines.landing import Landed
from pipelines.partners import mapping
from pipelines.partners.controle_database import Held
from pipelines.partners.proposal import Proposal
from pipelines.persons import files as persons_files
from pipelines.persons import search as persons
from pipelines.profile import BronKeuze, Profiel

DATABASE_CHECKS = (
    "dubbele sleutels",
    "sleutels van een andere leverancier",
    "verwijzingen naar wijken en buurten",
    "verschil met de vorige levering",
)


@dataclass(frozen=True)
class Controle:
    """What became of one file.

    Attributes:
        dataset: the feed.
        supplier: who would deliver it.
        counted: where the rows would end; None when the file cannot be read.
        bad: rows that would go to quarantine; number 0 where a check tells no row.
        notes: what was assumed while reading.
        proposal: what the columns mean; None when the file cannot be read.
        proposed: the rest was checked as if the proposal were confirmed.
        refusals: why it would be refused, empty when it would be published.
        skipped: checks that were not made.
        examples: masked examples may be shown.
    """

    dataset: Dataset
    supplier: str
    counted: Counted | None = None
    bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()
    proposal: Proposal | None = None
    proposed: bool = False
    refusals: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    examples: bool = True

    @property
    def good(self) -> bool:
        """Whether it would be published as it is."""
        return not self.refusals


def check(
    path: Path,
    dataset: Dataset,
    profile: Profiel,
    supplier: str,
    spare: Path,
    held: Held | None = None,
) -> Controle:
    """Check one file.

    Args:
        path: the file; it is only read.
        dataset: the feed it is for.
        profile: names and forms agreed with suppliers.
        supplier: who would deliver it.
        spare: directory for what must be unpacked to be searched.
        held: what the installation has; without it some checks are not made, and told.
    """
    skipped = () if held else DATABASE_CHECKS
    base = Controle(dataset, supplier, skipped=skipped, examples=not dataset.closed)
    try:
        form(Bron(dataset.name, supplier, "map", (str(path),)), path.name)
        found = persons.inspect_tables(dataset, persons_files.tables(path, spare))
        if found:
            return replace(base, refusals=(_persons(dataset, found),), examples=False)
        return _read(base, path, profile, held)
    except (DeliveryRefused, SourceChanged) as error:
        return replace(base, refusals=(str(error),))


def _persons(dataset: Dataset, found: persons.Findings) -> str:
    kinds = ", ".join(f"{kind} ({rows} rijen)" for kind, rows in found.kinds.items())
    return (
        f"{dataset.name}: het bestand bevat persoonsgegevens: {kinds}; in: "
        f"{', '.join(found.columns)}. Een echte levering wordt geweigerd en overal gewist. Haal "
        "deze kolommen weg."
    )


def source_of(dataset: Dataset, profile: Profiel, supplier: str) -> BronKeuze:
    """The line of the profile a supplier delivers by, or the usual one where there is none."""
    lines = profile.sources(dataset.name)
    own = [line for line in lines if line.leverancier == supplier]
    if own or lines:
        return (own or list(lines))[0]
    by_column = any(column.name == "peildatum" for column in dataset.columns)
    return BronKeuze(vorm="map", peildatum="kolom" if by_column else "ontvangst")


def _opened(
    path: Path, dataset: Dataset, source: BronKeuze, names: mapping.Names, who: str
) -> tuple[Bron, Delivery]:
    bron = Bron(
        dataset=dataset.name,
        supplier=who,
        vorm="map",
        adres=(str(path),),
        laag=source.laag or None,
        lid=source.lid or None,
        crs=source.crs or None,
        scheiding=source.agreed("scheiding"),
        codering=source.agreed("codering"),
        decimaal=source.agreed("decimaal"),
        vast=dict(source.vast),
        kolommen=dict(source.kolommen) | dict(names),
    )
    check_signature(bron, form(bron, path.name), path)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    landed = Landed(sha256, path.stat().st_size, path, url=path.name)
    return bron, Delivery(dataset.name, who, (landed,), sha256, False, None, ())


def _read(base: Controle, path: Path, profile: Profiel, held: Held | None) -> Controle:
    dataset = base.dataset
    source = source_of(dataset, profile, base.supplier)
    listed = profile.supplier(base.supplier)
    own: tuple[mapping.Names, ...] = (listed.kolommen.get(dataset.name, {}),) if listed else ()
    if held:
        own = held.names
    bron, landed = _opened(path, dataset, source, mapping.latest(own), base.supplier)
    batches = delivery.prepared(dataset, bron, landed)
    names = mapping.chosen(source, own, batches.schema)
    proposal, batches = mapping.look(dataset, batches, names)
    base = replace(base, proposal=proposal)
    if proposal.missing:
        reason = _missing(dataset, proposal)
        base = replace(base, refusals=(reason,), proposed=not proposal.open)
        if proposal.open:
            return replace(base, notes=tuple(reading.notes(batches.schema)))
        names = {**names, **proposal.names}
    return _judge(base, batches, source, names, held)


def _missing(dataset: Dataset, proposal: Proposal) -> str:
    which = f"{dataset.name}: er ontbreken kolommen ({', '.join(proposal.missing)})."
    if proposal.open:
        return f"{which} Gebruik het sjabloon, of geef de namen op in het profiel."
    return f"{which} Zet het voorstel in het profiel, of lever en bevestig het met koppel."


def _judge(
    base: Controle,
    batches: pa.RecordBatchReader,
    source: BronKeuze,
    names: Mapping[str, str],
    held: Held | None,
) -> Controle:
    dataset, tally = base.dataset, Tally()
    moment = schedule.today()  # also stands in for the day of receipt
    context = Context(
        0,
        None if source.peildatum == "kolom" else moment,
        supplier=base.supplier,
        names=names,
        decimal=source.decimaal,
        crs=source.crs,
        today=moment,
    )
    absent = aliases.absent(dataset, batches.schema, names)
    rows = pa.Table.from_batches(conform(dataset, batches, context, tally), arrow_schema(dataset))
    base = replace(base, notes=tuple(reading.notes(batches.schema)))
    if held:
        counted, more = held.judged(dataset, base.supplier, rows, tally)
        before = held.rows_before
    else:
        published = rows.num_rows
        counted = Counted(tally.received, published, len(tally.bad), 0, dict(tally.out_of_scope))
        more, before = [], None
    refusals = [*base.refusals, *_refusals(dataset, counted, before)]
    if held:
        refusals += held.lost_columns(dataset, base.supplier, absent)
    bad = tuple(sorted([*tally.bad, *more], key=lambda row: row.row or 1 << 60))
    return replace(base, counted=counted, bad=bad, refusals=tuple(refusals))


def _refusals(dataset: Dataset, counted: Counted, before: int | None) -> Iterator[str]:
    bounds, published = dataset.bounds, counted.published
    judges: tuple[Callable[[], None], ...] = (
        partial(checks.refuse_open_equation, dataset, counted),
        partial(checks.refuse_bad_share, dataset, bounds, counted),
        partial(checks.refuse_row_count, dataset, bounds, published, before, approved=False),
    )
    for judge in judges:
        try:
            judge()
        except WoonzorgError as error:
            yield str(error)
