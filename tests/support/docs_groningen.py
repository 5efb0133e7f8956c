"""Writes `docs/methods/groningen-2017.md` from a refresh of the real open files of Groningen 2017.

`python -m tests.support.docs_groningen`, with the folder of real feeds there; a test refuses a page
that says something else. The page names and orders no buurt. The figures per buurt go to a closed
report, `var/groningen-2017/draaglast.csv`, which is ignored by git.
"""

import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.draaglast import DIMENSIONS, KLASSEN
from data.draaglast_onderdelen import open_dimensions, slots_of
from pipelines.indicators.draaglast_methode import slots
from pipelines.settings import CHECKOUT
from tests.support import clusters, feeds, installations
from tests.support.installations import Installation

PROFILE = "groningen-2017"
PAGE = CHECKOUT / "docs" / "methods" / f"{PROFILE}.md"
REPORT = CHECKOUT / "var" / PROFILE / "draaglast.csv"
HEAD = """# M1 on real files: Groningen 2017

Written by `python -m tests.support.docs_groningen` from a refresh of the profile `groningen-2017`;
do not edit by hand. It shows what the method gives with the open files of one municipality and one
year, and what it cannot say with them. No buurt is named or ordered here: the figures per buurt are
written to a closed report, `var/groningen-2017/draaglast.csv`.
"""
TAIL = """## How to read this

- Signals about areas, not causes, and not about people. Registered figures depend on reporting.
- Health figures are modelled from age, income and the like, so they overlap with L3 and K3.
- A run on substitutes is a method version of its own: do not compare it with another year.
- Agreement is over weights of the dimensions, not a chance.
"""
PAIRS = {
    "D_K": "D with K",
    "D_65plus": "D with the share of 65 and over",
    "K_65plus": "K with the share of 65 and over",
    "D_15_24": "D with the share of 15 to 24",
    "K_15_24": "K with the share of 15 to 24",
    "D_leefbaarometer": "D with the Leefbaarometer, per wijk",
    "K_leefbaarometer": "K with the Leefbaarometer, per wijk",
}


def render(place: Installation) -> str:
    """The whole page."""
    rows = place.stored("draaglast_buurt")
    told = place.version("draaglast_buurt")["dekking"]
    of_wijken = place.version("draaglast_wijk")["dekking"]
    return "\n".join(
        [
            HEAD,
            _coverage(rows, told),
            _dimensions(rows),
            _indicators(rows, told),
            _substitutes(told),
            _classes(rows, told),
            _correlations(told, of_wijken),
            _sensitivity(told),
            TAIL,
        ]
    )


def _coverage(rows: list[dict[str, Any]], told: dict[str, Any]) -> str:
    reasons = Counter(row["reden"] for row in rows if row["klasse"] is None)
    scored = [row for row in rows if row["klasse"] is not None]
    lines = [
        "## Coverage\n",
        f"- Buurten: {len(rows)}, of which {len(scored)} have a class.",
        *(f"- Without a class, {why}: {n}." for why, n in sorted(reasons.items())),
        f"- Method version: `{told['methode_versie']}`"
        f"{', provisional' if told['voorlopig'] else ''}.",
    ]
    return "\n".join(lines) + "\n"


def _dimensions(rows: list[dict[str, Any]]) -> str:
    found = [
        (code, title, str(sum(row[f"klasse_{code.lower()}"] is not None for row in rows)))
        for code, title in DIMENSIONS
    ]
    return f"## Dimensions\n\n{_table(('', 'dimension', 'buurten with a score'), found)}"


def _indicators(rows: list[dict[str, Any]], told: dict[str, Any]) -> str:
    """Each slot of a dimension: what filled it, or that nothing did."""
    pushed_out = {slot for new in told["vervangen"] for slot in slots()[new].verdringt}
    found = []
    for dimension in open_dimensions():
        for slot in slots_of(dimension):
            number = sum(row[f"{slot}_waarde"] is not None for row in rows)
            named = sorted({row[f"{slot}_bron"] for row in rows} - {None})
            status = "; ".join(named) if number else "missing"
            if slot in pushed_out:
                status = "left out: the same scale as a substitute of another dimension"
            title = slots()[slot].titel
            stands_in = slots()[slot].vervangt
            if stands_in and not number:
                continue
            kind = "substitute" if stands_in else ""
            found.append((dimension["naam"], title, kind, str(number), status))
    names = ("", "indicator", "", "buurten", "source")
    return f"## Inputs\n\n{_table(names, found)}"


def _substitutes(told: dict[str, Any]) -> str:
    lines = [
        f"- {slots()[new].titel}, in place of {slots()[old].titel}."
        for new, old in sorted(told["vervangen"].items())
    ] or ["- None."]
    return "\n".join(["## Substitutes\n", *lines]) + "\n"


def _classes(rows: list[dict[str, Any]], told: dict[str, Any]) -> str:
    number = Counter(row["klasse"] for row in rows if row["klasse"] is not None)
    total = sum(number.values())
    of_reference = told["klassen_referentie"]
    found = [
        (
            name,
            str(number[name]),
            f"{100 * number[name] / total:.0f}%" if total else "",
            f"{100 * of_reference.get(name, 0.0):.1f}%",
        )
        for name in KLASSEN
    ]
    agreement = sorted(
        int(row["zekerheid"].split()[1]) for row in rows if row["zekerheid"] is not None
    )
    middle = agreement[len(agreement) // 2] if agreement else 0
    told_how = f"In the middle buurt {middle} of 100 weightings give the same class.\n"
    names = ("class", "buurten", "here", "reference")
    return f"## Classes\n\n{_table(names, found)}\n{told_how}"


def _correlations(told: dict[str, Any], of_wijken: dict[str, Any]) -> str:
    here = told["correlaties"] | {
        name: value
        for name, value in of_wijken["correlaties"].items()
        if name.endswith("leefbaarometer")
    }
    found = [
        (text, _number(here.get(name)), _number(told["correlaties_referentie"].get(name)))
        for name, text in PAIRS.items()
    ]
    warned = [f"> {text}\n" for text in told["opmerkingen"] if "sterk samen" in text]
    names = ("correlation", "here", "reference")
    return "\n".join([f"## Correlations\n\n{_table(names, found)}", *warned])


def _sensitivity(told: dict[str, Any]) -> str:
    found = [
        (index, change, f"{shift:.2f}")
        for index, changes in sorted(told["gevoeligheid"].items())
        for change, shift in sorted(changes.items(), key=lambda one: (-one[1], one[0]))[:5]
    ]
    head = "The five changes per index that move ranks most: mean shift in rank.\n"
    return f"## Sensitivity\n\n{head}\n{_table(('index', 'change', 'shift'), found)}"


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def write_report(place: Installation, target: Path) -> None:
    """The figures per buurt, for the closed circle only."""
    rows = place.stored("draaglast_buurt")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    target.chmod(0o600)


def main() -> str | None:
    """Refresh the profile in a cluster of its own and write the page and the closed report.

    Returns:
        Why it could not be done, None when it was.
    """
    if feeds.folder() is None:
        return feeds.REASON
    with tempfile.TemporaryDirectory(prefix="woonzorg-") as folder:
        whole = Path(folder)
        whole.chmod(0o755)  # the server may run as another user
        with (
            clusters.running(whole / "cluster") as cluster,
            clusters.database(cluster, "groningen") as database,
        ):
            place = installations.make(whole / "var", database, PROFILE)
            place.refresh()
            PAGE.write_text(render(place), encoding="utf-8")
            write_report(place, REPORT)
    return None


if __name__ == "__main__":
    sys.exit(main())
