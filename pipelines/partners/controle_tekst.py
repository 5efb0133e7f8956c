"""The report of a dry check in plain Dutch, for the command line.

Belongs here: words. Examples are masked, letters as `a` and digits as `9`, and never shown for
feeds with columns derived from clients.
"""

import json
import re
from collections.abc import Iterator

from pipelines.conform import BadRow
from pipelines.partners.controle import Controle

MOST_ROWS = 20
MOST_LETTERS = 40


def report(found: Controle, *, listed: bool) -> str:
    """The whole report.

    Args:
        found: what was found.
        listed: the profile knows the supplier.
    """
    parts = [_head(found), _rows(found), _notes(found), _columns(found, listed=listed)]
    parts += [_bad(found), _skipped(found), _verdict(found)]
    return "\n\n".join(part for part in parts if part)


def _head(found: Controle) -> str:
    who = f", leverancier {found.supplier}" if found.supplier else ""
    return f"Controle voor {found.dataset.name} ({found.dataset.title}){who}. Er is niets geleverd."


def _rows(found: Controle) -> str:
    counted = found.counted
    if counted is None:
        return ""
    text = (
        f"Rijen: {counted.received} ontvangen, {counted.published} zouden worden gepubliceerd, "
        f"{counted.quarantined} afgekeurd, {counted.duplicates} dubbel"
    )
    for rule, rows in counted.out_of_scope.items():
        if rows:
            text += f", {rows} buiten bereik ({rule})"
    assumed = " Dit geldt als het voorstel voor de kolommen klopt." if found.proposed else ""
    return f"{text}.{assumed}"


def _notes(found: Controle) -> str:
    return "\n".join(["Aangenomen:", *(f"- {note}" for note in found.notes)]) if found.notes else ""


def _columns(found: Controle, *, listed: bool) -> str:
    proposal = found.proposal
    if proposal is None or not (proposal.missing or proposal.guesses or proposal.unknown):
        return ""
    guessed = {guess.field for guess in proposal.guesses}
    ignored = [name for name in proposal.unknown if name not in guessed]
    lines = []
    if proposal.missing:
        lines.append(f"Kolommen die ontbreken: {', '.join(proposal.missing)}.")
    if proposal.guesses:
        lines += ["Voorstel voor kolommen met een andere naam:"]
        lines += [f"- {g.column} = «{g.field}» ({g.why})" for g in proposal.guesses]
    if proposal.open:
        lines.append(f"Geen voorstel voor: {', '.join(proposal.open)}.")
    if ignored:
        lines.append(f"Niet gevraagd en dus niet gelezen: {', '.join(ignored)}.")
    if proposal.guesses and found.supplier:
        toml = proposal.toml(found.supplier, found.dataset.name, listed=listed)
        lines += ["", "Voor het profiel:", "", toml]
    return "\n".join(lines)


def _bad(found: Controle) -> str:
    if not found.bad:
        return ""
    lines = [f"Afgekeurde rijen ({len(found.bad)}):"]
    lines += [_bad_row(row, found) for row in found.bad[:MOST_ROWS]]
    if len(found.bad) > MOST_ROWS:
        lines.append(f"- en nog {len(found.bad) - MOST_ROWS} rijen")
    return "\n".join(lines)


def _bad_row(row: BadRow, found: Controle) -> str:
    place = f"rij {row.row}" if row.row else "een rij"
    shown = list(_examples(row, found)) if found.examples else []
    beside = f" ({', '.join(shown)})" if shown else ""
    return f"- {place}: {masked_reason(row.reason)}{beside}"


def _examples(row: BadRow, found: Controle) -> Iterator[str]:
    """What stood in the columns that a reason names, masked."""
    content = json.loads(row.content)
    theirs = {**found.proposal.found, **found.proposal.names} if found.proposal else {}
    for column in found.dataset.columns:
        value = content.get(theirs.get(column.name, column.name))
        if value is not None and re.search(rf"\b{re.escape(column.name)}\b", row.reason):
            yield f"«{masked(str(value))}»"


def masked(text: str) -> str:
    """Letters as `a`, digits as `9`: the form of a value and nothing else."""
    kept = text[:MOST_LETTERS] + ("…" if len(text) > MOST_LETTERS else "")
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", kept))


def masked_reason(reason: str) -> str:
    """A reason without the key it quotes."""
    return re.sub(r"\bsleutel (\S+)", lambda m: f"sleutel «{masked(m[1])}»", reason)


def _skipped(found: Controle) -> str:
    if not found.skipped or found.counted is None:
        return ""
    return f"Niet gecontroleerd, want daarvoor is de database nodig: {', '.join(found.skipped)}."


def _verdict(found: Controle) -> str:
    if found.good:
        return "Uitkomst: deze levering zou worden gepubliceerd."
    lines = ["Uitkomst: deze levering zou worden geweigerd."]
    return "\n".join([*lines, *(f"- {reason}" for reason in found.refusals)])
