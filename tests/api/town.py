# ruff: noqa: S608 - names come from the declarations
"""A small town published under the declared layers, as the pipeline publishes them.

Two buurten of one square kilometre side by side, in one wijk and one gebied, with a hundred cells
each. Figures are simple functions of the place, so that a test can say what must come out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psycopg

from data.kansen import OPEN
from data.registry import layers
from data.weegprofielen import weight_profiles
from pipelines.indicators.graafbestand import save_graph
from pipelines.indicators.kansen import Parameters, opportunity
from pipelines.indicators.netwerk import Graaf

EAST, NORTH = 159_500, 529_600
BUURTEN = ("BU99010000", "BU99010001")
WIJK, GEMEENTE, GEBIED = "WK990100", "GM9901", "Centrum"
PEILDATUM = "2024-01-01"
TYPES = {"int": "integer", "float": "double precision", "bool": "boolean", "date": "date"}
Row = Mapping[str, Any]
MADE_FROM = 5000
"""What a version of a dataset is numbered above the version of the layer made from it."""


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle, EWKT, from its lower left corner."""
    corners = [(0, 0), (width, 0), (width, height), (0, height), (0, 0)]
    ring = ", ".join(f"{x + a} {y + b}" for a, b in corners)
    return f"SRID=28992;MULTIPOLYGON((({ring})))"


def publish(
    db: psycopg.Connection[Any],
    laag: str,
    rows: Iterable[Row],
    version: int,
    *,
    dekking: Mapping[str, Any] | None = None,
    peildatum: str = PEILDATUM,
) -> None:
    """One version of a declared layer: table, view, description and pointer.

    Args:
        db: as the owner.
        laag: name of a layer.
        rows: its columns by name, `geometry` as EWKT; a status is `geschat` where it is not given
            and the figure is there, else `ontbreekt`.
        version: number of the version.
        dekking: what the derivation tells of it.
        peildatum: the moment that it describes.
    """
    dataset, layer = layers()[laag]
    declared = {column.name: column for column in dataset.columns}
    names = layer.columns or tuple(c.name for c in dataset.columns if dataset.may_be_open(c))
    borrowed = list(layer.borrowed)
    shaped = dataset.geometry or layer.geometry_from
    db.execute(f"DROP VIEW IF EXISTS pub.{laag}")
    db.execute(f"DROP TABLE IF EXISTS store.{laag}")
    columns: dict[str, str] = {"version": "bigint", "id": "text", "peildatum": "date"}
    for name in names:
        column = declared[name]
        columns[name] = TYPES.get(column.type, "text")
        if column.value:
            columns[column.status] = "text"
        if column.interval:
            columns |= dict.fromkeys((f"{name}_ci_low", f"{name}_ci_high"), "double precision")
    columns |= dict.fromkeys(borrowed, "text")
    if shaped:
        columns["geometry"] = "geometry"
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    db.execute(f"CREATE TABLE store.{laag} ({described})")
    held = [_filled(dataset, names, row) for row in rows]
    with db.cursor() as cursor:
        for row in held:
            whole = {"version": version, "peildatum": peildatum} | row
            given = [name for name in columns if name in whole]
            cursor.execute(
                f"INSERT INTO store.{laag} ({', '.join(given)}) VALUES"
                f" ({', '.join(['%s'] * len(given))})",
                [whole[name] for name in given],
            )
    db.execute(f"CREATE VIEW pub.{laag} AS SELECT * FROM store.{laag}")
    db.execute(f"GRANT SELECT ON pub.{laag} TO woonzorg_api")
    _describe(db, laag, version, peildatum, (names, borrowed), len(held), dekking or {})


def _filled(dataset: Any, names: Sequence[str], row: Row) -> dict[str, Any]:
    told = dict(row)
    told.setdefault("id", ":".join(str(row[name]) for name in dataset.key))
    for name in names:
        column = dataset.column(name)
        if column.value:
            there = row.get(name) is not None
            told.setdefault(column.status, "geschat" if there else "ontbreekt")
    return told


def _describe(
    db: psycopg.Connection[Any],
    laag: str,
    version: int,
    peildatum: str,
    names: tuple[Sequence[str], Sequence[str]],
    count: int,
    dekking: Mapping[str, Any],
) -> None:
    dataset, layer = layers()[laag]
    shape = dataset.geometry or ("MultiPolygon" if layer.geometry_from else None)
    db.execute("DELETE FROM pub.laag WHERE laag = %s", [laag])
    db.execute("DELETE FROM pub.kolom WHERE laag = %s", [laag])
    db.execute(
        "INSERT INTO pub.laag VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 2024, %s,"
        " 'gepubliceerd', %s, %s, NULL, NULL, %s, %s)",
        [
            laag,
            version,
            layer.title,
            layer.title_en,
            layer.description,
            layer.theme,
            shape,
            ":".join(dataset.key),
            dataset.publisher,
            dataset.licence,
            dataset.attribution,
            peildatum,
            dataset.method_version,
            list(layer.remarks),
            count,
            json.dumps(dekking),
            version + MADE_FROM,
        ],
    )
    for number, name in enumerate([*names[0], *names[1]]):
        known = next((c for c in dataset.columns if c.name == name), None)
        role = str(known.published_role) if known else "naam"
        classes = [dict(one) for one in known.classes] if known else []
        db.execute(
            "INSERT INTO pub.kolom VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s, %s, %s,"
            " %s, %s, %s, NULL)",
            [
                laag,
                version,
                name,
                number,
                known.type if known else "text",
                known.title if known else name,
                known.title_en if known else name,
                known.unit if known else "",
                (known.unit_en or known.unit) if known else "",
                dataset.publisher,
                peildatum,
                dataset.method_version,
                known.status or None if known else None,
                role,
                json.dumps(classes) if classes else None,
            ],
        )
    db.execute("DELETE FROM pub.pointer WHERE laag = %s", [laag])
    db.execute("INSERT INTO pub.pointer VALUES (%s, %s, %s, 1, true)", [laag, peildatum, version])


def cell_name(east: int, north: int) -> str:
    """Name of the cell with this lower left corner."""
    return f"E{east // 100:04}N{north // 100:04}"


CELLS = tuple((EAST + 100 * c, NORTH + 100 * r) for r in range(10) for c in range(20))


def criteria() -> pd.DataFrame:
    """Criteria of the open kansenkaart per cell; some are unknown."""
    rng = np.random.default_rng(7)
    names = [cell_name(*cell) for cell in CELLS]
    made = pd.DataFrame(
        rng.uniform(0, 1, (len(CELLS), len(OPEN))), names, [code.upper() for code, *_ in OPEN]
    )
    made.iloc[5, 3] = np.nan  # still three quarters of the weight
    made.iloc[6, :3] = np.nan  # too little
    return made


EXCLUDED = np.arange(len(CELLS)) % 20 == 19
"""The easternmost column of cells is nature."""


def opportunities() -> list[Row]:
    """Rows of the kansenkaart, scored by the pure function."""
    s = criteria()
    why = np.where(EXCLUDED, "natuurgebied", None).astype(object)
    profiles = {
        name: opportunity(s, EXCLUDED, why, Parameters(weights=weights).without("H"))
        for name, weights in weight_profiles().items()
    }
    main = profiles["gemeente"]
    rows = []
    for k, (east, north) in enumerate(CELLS):
        row: dict[str, Any] = {
            "vierkant": cell_name(east, north),
            "geometry": box(east, north, 100, 100),
        }
        row |= {"buurtcode": BUURTEN[k % 20 >= 10], "buurtnaam": "Buurt"}
        for name, found in profiles.items():
            column = "score" if name == "gemeente" else f"score_{name}"
            row[column] = _none(found["s"].iloc[k])
            row[f"{column}_status"] = found["s_status"].iloc[k]
        row["reden"] = main["s_reden"].iloc[k]
        for code, *_ in OPEN:
            row[f"s_{code}"] = _none(s[code.upper()].iloc[k])
            row[f"bijdrage_{code}"] = _none(main[f"bijdrage_{code}"].iloc[k])
        rows.append(row)
    return rows


def _none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def walks() -> list[Row]:
    """Walk access per cell: the farther east, the worse."""
    return [
        {
            "vierkant": cell_name(east, north),
            "w": 100.0 - (east - EAST) / 20,
            "afstand_supermarkt_m": 100.0 + (east - EAST),
            "afstand_ov_m": 50.0 + (east - EAST) / 2,
            "afstand_ontmoeting_m": 60.0 + (east - EAST) / 10,
            "afstand_park_m": 200.0,
            "geometry": box(east, north, 100, 100),
        }
        for east, north in CELLS
    ]


ADDRESSES = (
    ("Hoofdstraat", 2, None, "9711AB"),
    ("Hoofdstraat", 2, "A", "9711AB"),
    ("Hoofdstraat", 21, None, "9711AB"),
    ("Coehoornsingel", 4, None, "9711AC"),
    ("'t Zand", 1, None, "9711AC"),
)
KLASSEN = {BUURTEN[0]: "onder druk", BUURTEN[1]: "draagkrachtig"}
DEKKING = {"weegprofielen": weight_profiles(), "ontbrekende_uitsluitingen": ["geluid"]}


def areas() -> dict[str, list[Row]]:
    """Layers of areas, with figures about them."""
    whole = box(EAST, NORTH, 2000, 1000)
    shape = {code: box(EAST + 1000 * k, NORTH, 1000, 1000) for k, code in enumerate(BUURTEN)}
    names = dict(zip(BUURTEN, ("Korrewegbuurt", "Café-Zuid"), strict=True))
    given = [{"buurtcode": c, "buurtnaam": names[c], "geometry": shape[c]} for c in BUURTEN]
    return {
        "buurten": [row | {"wijkcode": WIJK, "gemeentecode": GEMEENTE} for row in given],
        "wijken": [{"wijkcode": WIJK, "wijknaam": "Oosterwijk", "geometry": whole}],
        "gemeenten": [{"gemeentecode": GEMEENTE, "gemeentenaam": "Zandhoven", "geometry": whole}],
        "beleidsgebieden": [{"gebied": GEBIED, "buurten": 2, "geometry": whole}],
        "kerncijfers": [
            row
            | {"gebiedscode": row["buurtcode"], "wmo_per_1000": 110, "inwoners": 2000}
            | {"wmo_per_1000_status": "waargenomen"}
            for row in given[:1]
        ],
        "gezondheid": [
            {"gebiedscode": code, "leeftijd": "20300", "langdurig_beperkt_pct": 31.0}
            | {"geometry": shape[code]}
            for code in BUURTEN
        ],
        "draaglast": [
            row
            | {"klasse": KLASSEN[row["buurtcode"]], "draaglast": "boven gemiddeld"}
            | {"sleutel_gezondheid": f"{row['buurtcode']}:20300"}
            for row in given
        ],
        "draaglast_per_wijk": [
            {"wijkcode": WIJK, "wijknaam": "Oosterwijk", "klasse": "overig", "geometry": whole}
        ],
        "bevolking_buurt_2030": [
            row | {"jaar": "2030", "inwoners_75plus": 250.0} for row in given[:1]
        ],
        "woningvoorraad_buurt": [row | {"woningen": 1000} for row in given],
        "opgave_gebied_geclusterd": [
            {"gebied": GEBIED, "klasse": "geclusterd", "jaar": "2030", "geometry": whole}
            | {"opgave_a": 120.0, "opgave_b": 150.0, "behoefte_b": 300.0}
        ],
        "natuurgebieden": [
            {"vlak_id": "n1", "naam": "Het Bos", "geometry": box(EAST + 1900, NORTH, 100, 1000)}
        ],
        "vierkanten": [
            {"vierkant": cell_name(e, n), "inwoners_65plus": 10 if n < NORTH + 300 else None}
            | {"buurtcode": BUURTEN[e >= EAST + 1000], "geometry": box(e, n, 100, 100)}
            | ({} if n < NORTH + 300 else {"inwoners_65plus_status": "onderdrukt"})
            for e, n in CELLS
        ],
        "postcodegebieden": [
            {"postcode": "9711AB", "geometry": box(EAST, NORTH, 200, 200)},
            {"postcode": "9711AC", "geometry": box(EAST + 200, NORTH, 200, 200)},
        ],
        "voetpaden": [
            {"weg_id": 1, "van_knoop": 1, "naar_knoop": 2, "volgnummer": 1, "soort": "footway"}
            | {"trap": False, "surface": "asphalt"}
            | {"geometry": f"SRID=28992;MULTILINESTRING(({EAST} {NORTH}, {EAST + 100} {NORTH}))"}
        ],
        "adressen": [
            {"identificatie": f"{k:016}", "straat": street, "huisnummer": number}
            | {"huisletter": letter, "postcode": postcode, "woonplaats": "Zandhoven"}
            | {"geometry": f"SRID=28992;POINT({EAST + 10 * k} {NORTH + 10})"}
            for k, (street, number, letter, postcode) in enumerate(ADDRESSES)
        ],
    }


def street_graph(rows: int = 11) -> Graaf:
    """A street every 100 m in both directions, a flight of steps, and a loose path.

    Args:
        rows: streets from west to east, from the south.
    """
    nodes = [(EAST + 100 * c, NORTH + 100 * r) for r in range(rows) for c in range(21)]
    ends = [(k, k + 1) for k in range(len(nodes)) if k % 21 < 20]
    ends += [(k, k + 21) for k in range(len(nodes) - 21)]
    nodes += [(EAST, NORTH + 1300), (EAST + 50, NORTH + 1300)]
    ends.append((len(nodes) - 2, len(nodes) - 1))
    xy = np.array([[nodes[u], nodes[v]] for u, v in ends], dtype=float)
    steps = np.array([end == STEPS for end in ends])
    return Graaf.from_edges(*np.array(ends).T, xy, is_steps=steps)


STEPS = (0, 1)
"""The first piece of street has steps."""


def streets(folder: Path) -> None:
    """The network as the refresh leaves it."""
    folder.mkdir(exist_ok=True)
    save_graph(street_graph(), folder / "straten-proef.arrow")


def fill(db: psycopg.Connection[Any]) -> None:
    """Everything, in release 1."""
    for table in ("pointer", "laag", "kolom", "archief", "ingetrokken", "release"):
        db.execute(f"DELETE FROM pub.{table}")
    db.execute(
        "INSERT INTO pub.release VALUES (1, now(), 'verversing', '{}', true, 'proef', '{GM9901}',"
        " '2017-01-01')"
    )
    every = areas() | {"kansenkaart": opportunities(), "loopbereikbaarheid": walks()}
    for version, (laag, rows) in enumerate(every.items(), start=1):
        publish(db, laag, rows, version, dekking=DEKKING if laag == "kansenkaart" else None)
