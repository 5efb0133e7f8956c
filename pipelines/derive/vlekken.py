"""M13 vlekkenkaart: plans and projects as sites, placed, counted once, with their opportunity."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.datasets.vlekken import CLASSES
from data.getallen import counted
from data.parameters import number
from pipelines.indicators import vlekken
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

NAMES = tuple(name for name, _, _ in CLASSES)
CARE = ("zorggeschikt", "geclusterd")
CLOSED, PUBLIC_WORD = "besloten", "openbaar"
FACE, POINT = "vlak", "punt, getekend als cirkel"
FIGURES = ("woningen", *NAMES, "sloop", "jaar_start", "jaar_gereed")
WORDS = (
    "naam",
    "status",
    "soort",
    "openbaar",
    "doelgroep",
    "afspraak",
    "partijen",
    "zorgpartij",
    "project_id",
)


def derive(inputs: Inputs) -> Derived:
    """One row per plan, and per project that is in no plan."""
    sites = _sites(inputs)
    shielded = _shielded(sites)
    shapes = sites["geometry"].to_numpy(object, copy=True)
    shapes[shielded] = None
    sites.loc[shielded, "naam"] = None
    sites.loc[shielded, "openbaar"] = CLOSED
    share, gave_way = vlekken.counted_share(
        shapes, sites["status"], sites["woningen"], sites["vlek_id"]
    )
    programme = sites[list(NAMES)].to_numpy(float)
    adds = vlekken.contributions(programme, sites["status"], share)
    made: dict[str, pa.Array] = {
        name: texts(sites[name]) for name in ("vlek_id", "lijst", "rij", "leverancier")
    }
    made |= {name: texts(sites[name]) for name in WORDS}
    for name in FIGURES:
        made |= stated(name, sites[name].astype(float), sites[f"{name}_status"], whole=True)
    made["zorgpartij_gevonden"] = texts(_matched(sites))
    made |= stated("kans", vlekken.probability(sites["status"]), "geschat")
    made |= stated("telt_mee_pct", 100 * share, "geschat")
    keys = sites["vlek_id"].to_numpy(object)
    made["overlapt_met"] = texts([", ".join(keys[list(rows)]) for rows in gave_way])
    for at, name in enumerate(NAMES):
        made |= stated(f"bijdrage_{name}", adds[:, at], "geschat")
    known = ~np.isnan(adds)
    total = np.where(known.any(axis=1), np.nansum(adds, axis=1), np.nan)
    made |= stated("bijdrage_totaal", total, "geschat")
    made |= stated("bijdrage_openbaar", _public(sites, shapes, programme), "geschat")
    made["ontbreekt"] = texts(_not_stated(programme))
    made |= _opportunity(inputs, shapes)
    made["getekend_als"] = texts(_words_of(shapes))
    made["geometry"] = wkb(_faces(shapes))
    return Derived(pa.table(made), _coverage(inputs, shapes, shielded, made, gave_way))


def _sites(inputs: Inputs) -> pd.DataFrame:
    """Plans, then the projects that stand in no plan, in one form."""
    parts = [_plans(inputs)] if inputs.has("plannen") else []
    if inputs.has("projecten"):
        parts = _with_projects(parts, _projects(inputs))
    found = pd.concat(parts, ignore_index=True)
    drawn = found["geometry"].astype(object)
    found["geometry"] = drawn.where(drawn.notna(), None)
    return found


def _plans(inputs: Inputs) -> pd.DataFrame:
    rows = _placed(inputs, "plannen")
    rows["vlek_id"] = "plan:" + rows["leverancier"] + ":" + rows["plan_id"]
    rows["openbaar"] = rows["openbaar"].fillna(CLOSED)
    return _form(rows, "plannen")


def _projects(inputs: Inputs) -> pd.DataFrame:
    """Projects; what was agreed on clustered homes is their programme."""
    rows = _placed(inputs, "projecten")
    rows = rows[rows["soort"] != "woonzorgzone"].reset_index(drop=True)
    rows["vlek_id"] = "project:" + rows["leverancier"] + ":" + rows["project_id"]
    for name in ("woningen", "geclusterd"):
        rows[name] = rows["afspraak_woningen"]
        rows[f"{name}_status"] = rows["afspraak_woningen_status"]
    rows["partijen"] = rows["trekker"]
    rows["openbaar"] = CLOSED
    return _form(rows, "projecten")


def _with_projects(parts: list[pd.DataFrame], projects: pd.DataFrame) -> list[pd.DataFrame]:
    """A project of a plan in the list tells more of that plan; the others are sites themselves."""
    if not parts:
        return [projects]
    plans = parts[0]
    own = projects["plan_id"].notna() & projects["plan_id"].isin(plans["plan_id"])
    of_plan = projects[own].drop_duplicates("plan_id").set_index("plan_id")
    for name in ("project_id", "doelgroep", "afspraak", "zorgpartij"):
        told = plans["plan_id"].map(of_plan[name])
        plans[name] = plans[name].where(plans[name].notna(), told)
    return [plans, projects[~own]]


def _form(rows: pd.DataFrame, listed: str) -> pd.DataFrame:
    """The columns every site has; what a list does not carry is missing."""
    rows["lijst"], rows["rij"] = listed, rows["id"]
    for name in ("plan_id", *WORDS):
        if name not in rows:
            rows[name] = None
    for name in FIGURES:
        if name not in rows:
            rows[name] = np.nan
            rows[f"{name}_status"] = "ontbreekt"
        rows[name] = rows[name].astype(float)
    if "zorgpartij_nodig" not in rows:
        rows["zorgpartij_nodig"] = None
    status = [f"{name}_status" for name in FIGURES]
    kept = ["vlek_id", "lijst", "rij", "leverancier", "plan_id", "zorgpartij_nodig"]
    return rows[[*kept, *WORDS, *FIGURES, *status, "geometry"]].astype(
        dict.fromkeys([*kept, *WORDS], object)
    )


def _placed(inputs: Inputs, name: str) -> pd.DataFrame:
    """Rows of a feed; one without a drawing lies where its address is, by the rule of all."""
    rows = inputs.frame(name)
    if inputs.has("plaatsing"):
        found = inputs.frame("plaatsing", ["bron", "rij", "geometry"])
        by_address = found[found["bron"] == name].set_index("rij")["geometry"]
        rows["geometry"] = rows["geometry"].where(
            rows["geometry"].notna(), by_address.reindex(rows["id"]).to_numpy()
        )
    return rows


def _shielded(sites: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Sites of care whose place is never shown, whichever column tells."""
    told = sites[["naam", "doelgroep", "soort", "zorgpartij", "partijen"]]
    hidden = [
        places.never_shown(*(t for t in row if isinstance(t, str))) for row in told.to_numpy()
    ]
    return np.array(hidden, dtype=np.bool_)


def _matched(sites: pd.DataFrame) -> list[str]:
    """Whether the care party of a site is there: ja, nee, or niet nodig."""
    found = sites["zorgpartij"].notna().to_numpy()
    care = sites[list(CARE)].fillna(0).sum(axis=1).to_numpy() > 0
    wanted = care | (sites["zorgpartij_nodig"] == True).to_numpy()  # noqa: E712 - may be missing
    return [str(w) for w in np.select([found, wanted], ["ja", "nee"], "niet nodig")]


def _not_stated(programme: "np.ndarray[Any, np.dtype[np.float64]]") -> list[str | None]:
    titles = [title for _, title, _ in CLASSES]
    return [
        ", ".join(t for t, gone in zip(titles, row, strict=True) if gone) or None
        for row in np.isnan(programme)
    ]


def _public(sites: pd.DataFrame, shapes: Any, programme: Any) -> Any:
    """Contribution of public sites among public sites: a closed site must not show through."""
    open_ = (sites["openbaar"] == PUBLIC_WORD).to_numpy()
    result = np.full(len(sites), np.nan)
    own = sites[open_]
    share, _ = vlekken.counted_share(shapes[open_], own["status"], own["woningen"], own["vlek_id"])
    adds = vlekken.contributions(programme[open_], own["status"], share)
    known = ~np.isnan(adds)
    result[open_] = np.where(known.any(axis=1), np.nansum(adds, axis=1), np.nan)
    return result


def _words_of(shapes: Any) -> list[str | None]:
    flat = shapely.area(shapes) > 0
    return [None if s is None else FACE if f else POINT for s, f in zip(shapes, flat, strict=True)]


def _faces(shapes: Any) -> Any:
    """Shapes to draw: a site known as a point becomes a circle of a fixed size."""
    drawn = np.full(len(shapes), None, dtype=object)
    for at, shape in enumerate(shapes):
        if shape is not None:
            face = shape if shape.area else shapely.buffer(shape, number("vlek.point_radius_m"))
            parts = [p for p in shapely.get_parts(face) if p.geom_type == "Polygon"]
            drawn[at] = shapely.multipolygons(parts)
    return drawn


def _opportunity(inputs: Inputs, shapes: Any) -> dict[str, pa.Array]:
    mean, covered = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    if inputs.has("kans_cel"):
        cells = inputs.frame("kans_cel", ["score", "geometry"])
        mean, covered = vlekken.mean_over(
            shapes, cells["geometry"].to_numpy(), cells["score"].astype(float)
        )
        covered = np.where(shapely.is_missing(shapes), np.nan, 100 * covered)
    made = stated("kansscore", mean, "geschat")
    return made | stated("kansscore_dekking_pct", covered, "waargenomen")


def _coverage(
    inputs: Inputs,
    shapes: Any,
    shielded: Any,
    made: dict[str, pa.Array],
    gave_way: list[list[int]],
) -> dict[str, Any]:
    nowhere = int((shapely.is_missing(shapes) & ~shielded).sum())
    unmatched = made["zorgpartij_gevonden"].to_pylist().count("nee")
    overlap = sum(bool(rows) for rows in gave_way)
    remarks = []
    if nowhere:
        remarks.append(
            counted(
                nowhere,
                "{} plan heeft geen tekening en geen vindbaar adres.",
                "{} plannen hebben geen tekening en geen vindbaar adres.",
            )
        )
    if overlap:
        remarks.append(
            counted(
                overlap,
                "{} vlek telt deels of niet mee: een verdere vlek ligt erover.",
                "{} vlekken tellen deels of niet mee: een verdere vlek ligt erover.",
            )
        )
    if unmatched:
        remarks.append(
            f"Voor {counted(unmatched, '{} vlek', '{} vlekken')} is nog geen zorgpartij gevonden."
        )
    return {
        "ontbrekend": inputs.missing(["plannen", "projecten", "plaatsing", "kans_cel"]),
        "niet_geplaatst": nowhere,
        "zonder_zorgpartij": unmatched,
        "afgeschermd": int(shielded.sum()),
        "verwacht_woningen": float(
            np.nansum(made["bijdrage_totaal"].to_numpy(False).astype(float))
        ),
        "opmerkingen": remarks,
    }
