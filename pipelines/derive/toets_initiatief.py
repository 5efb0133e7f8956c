"""M13 botsproef: facts of the place and what the feed says of an initiative, through the test."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.getallen import dutch
from pipelines.derive.gebieden import cluster_gap
from pipelines.indicators import toetsingskader
from pipelines.indicators.raster import cell_of_points
from pipelines.indicators.toetsingskader import Antwoord
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

WALK, NORM = toetsingskader.LOOP, toetsingskader.NORM
FACTS = (*WALK, NORM)
ANSWERS: dict[str, bool | float] = {"ja": True, "deels": 0.5, "nee": False}


def derive(inputs: Inputs) -> Derived:
    """One row per initiative."""
    rows = inputs.frame("initiatieven")
    shapes, buurt = _places(inputs, rows)
    cells = _cells(inputs, shapes)
    far = [toetsingskader.too_far(cell) for cell in cells.to_dict("records")]
    facts = _facts(cells).assign(**{NORM: _doctors(inputs, buurt)})
    answers = _answers(inputs)
    found = [
        toetsingskader.assess(
            _of_place(place | beyond, row),
            _programme(row) | answers.get((row["leverancier"], row["initiatief_id"]), {}),
            answers.get((row["leverancier"], row["initiatief_id"]), {}),
        )
        for place, beyond, row in zip(
            facts.to_dict("records"), far, rows.to_dict("records"), strict=True
        )
    ]
    compared = [
        toetsingskader.compare(one.uitkomst, _text(decided))
        for one, decided in zip(found, rows["oordeel"], strict=True)
    ]
    made: dict[str, pa.Array] = {
        name: texts(rows[name])
        for name in ("leverancier", "initiatief_id", "naam", "soort", "doelgroep", "oordeel")
    }
    made |= stated("woningen", rows["woningen"].astype(float), rows["woningen_status"], whole=True)
    made["buurtcode"] = texts(buurt)
    made["uitkomst"] = texts([one.uitkomst for one in found])
    made["label"] = texts([one.label for one in found])
    made["eisen_niet"] = texts(["; ".join(one.niet) for one in found])
    made["eisen_onbekend"] = texts(["; ".join(one.onbekend) for one in found])
    made |= stated("wensen_laag_pct", [100 * one.laag for one in found], "geschat")
    made |= stated("wensen_hoog_pct", [100 * one.hoog for one in found], "geschat")
    for name in FACTS:
        made |= stated(name, facts[name], "geschat")
    made["draaglast_klasse"] = texts(_load(inputs, buurt))
    gap = cluster_gap(inputs, pd.Series(buurt, dtype=object))
    made |= stated("tekort_gebied", gap, "scenario")
    made["botsproef"] = texts(compared)
    made["antwoorden"] = texts([_told(one) for one in found])
    made["geometry"] = wkb(shapes)
    return Derived(pa.table(made), _coverage(inputs, shapes, compared))


def _answers(inputs: Inputs) -> dict[tuple[str, str], dict[str, Antwoord]]:
    """What people answered, per initiative and field; `onbekend` is no answer."""
    found: dict[tuple[str, str], dict[str, Antwoord]] = {}
    if not inputs.has("toetsantwoorden"):
        return found
    for row in inputs.frame("toetsantwoorden").to_dict("records"):
        if row["antwoord"] in ANSWERS:
            given = Antwoord(ANSWERS[row["antwoord"]], row["door"], row["datum"])
            key = (row["leverancier"], row["initiatief_id"])
            found.setdefault(key, {})[row["veld"]] = given
    return found


def _told(outcome: toetsingskader.Uitkomst) -> str:
    """Which points rest on an answer, of whom and when."""
    return "; ".join(
        f"{point.titel}: {point.naam}, {point.datum:%d-%m-%Y}"
        for point in (*outcome.eisen, *outcome.wensen)
        if point.datum is not None
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _places(inputs: Inputs, rows: pd.DataFrame) -> tuple[Any, Any]:
    """Point and buurt of each initiative, by its address; none for care that is never shown."""
    shapes, buurt = np.full(len(rows), None, dtype=object), np.full(len(rows), None, dtype=object)
    if not inputs.has("plaatsing"):
        return shapes, buurt
    found = inputs.frame("plaatsing", ["bron", "rij", "buurtcode", "geometry"])
    found = found[found["bron"] == "initiatieven"].set_index("rij").reindex(rows["id"])
    told = rows[["naam", "doelgroep", "soort"]].to_numpy()
    hidden = [places.never_shown(*(t for t in row if isinstance(t, str))) for row in told]
    known = found["geometry"].notna().to_numpy() & ~np.array(hidden, dtype=bool)
    shapes[known] = found["geometry"].to_numpy()[known]
    buurt[known] = found["buurtcode"].to_numpy()[known]
    return shapes, buurt


def _cells(inputs: Inputs, shapes: Any) -> pd.DataFrame:
    """Walk access of the square each place lies in, with its classes; empty where not known."""
    columns = [*WALK.values(), *toetsingskader.LOOP_CLASS.values()]
    if not inputs.has("loop_cel"):
        return pd.DataFrame(None, index=range(len(shapes)), columns=columns, dtype=object)
    cells = inputs.frame("loop_cel", ["vierkant", *columns]).set_index("vierkant")
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    named = cell_of_points(pd.Series(x), pd.Series(y))
    held: pd.DataFrame = cells.reindex(pd.Series(named)).reset_index(drop=True)
    return held


def _facts(cells: pd.DataFrame) -> pd.DataFrame:
    """Facts of the test by name; NaN where there is no number."""
    return pd.DataFrame({name: cells[column].astype(float) for name, column in WALK.items()})


def _doctors(inputs: Inputs, buurt: Any) -> Any:
    """GPs in reach of the buurt against the norm; NaN where it is not known."""
    if not inputs.has("zorgtoegang_buurt"):
        return np.full(len(buurt), np.nan)
    held = inputs.frame("zorgtoegang_buurt", ["buurtcode", NORM]).set_index("buurtcode")[NORM]
    return pd.Series(buurt, dtype=object).map(held).to_numpy(dtype=float)


def _load(inputs: Inputs, buurt: Any) -> Any:
    """Class of draaglast and draagkracht of the buurt: the balance as it stands there."""
    if not inputs.has("draaglast_buurt"):
        return np.full(len(buurt), None, dtype=object)
    held = inputs.frame("draaglast_buurt", ["buurtcode", "klasse"]).set_index("buurtcode")
    found = pd.Series(buurt, dtype=object).map(held["klasse"])
    return found.where(found.notna(), None).to_numpy(object)


def _of_place(facts: dict[Any, Any], row: dict[Any, Any]) -> dict[str, Any]:
    """Facts of the test; homes for older people leave draaglast unchanged (reading 72)."""
    group = str(row["doelgroep"] or "")
    return {**facts, "balans_niet_slechter": toetsingskader.balance_not_worse(group)}


def _programme(row: dict[Any, Any]) -> dict[str, Any]:
    units = row["woningen"]
    return {
        "soort": row["soort"],
        "woningen": None if pd.isna(units) else float(units),
        "doelgroep": _text(row["doelgroep"]),
    }


def _coverage(inputs: Inputs, shapes: Any, compared: list[str]) -> dict[str, Any]:
    nowhere = int(sum(shape is None for shape in shapes))
    counts = {word: compared.count(word) for word in ("gelijk", "anders", "niet te vergelijken")}
    remarks = [
        "Botsproef: "
        + ", ".join(f"{dutch(number)} {word}" for word, number in counts.items() if number)
        + "."
    ]
    if nowhere:
        remarks.append(
            f"{dutch(nowhere)} initiatieven hebben geen plek; feiten van de plek zijn onbekend."
        )
    return {
        "ontbrekend": inputs.missing(
            [
                "plaatsing",
                "loop_cel",
                "zorgtoegang_buurt",
                "draaglast_buurt",
                "opgave_gebied",
                "toetsantwoorden",
            ]
        ),
        "botsproef": counts,
        "opmerkingen": remarks,
    }
