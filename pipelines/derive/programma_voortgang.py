"""Progress of the programme: actions of the newest edition, agreements, and what they replaced."""

from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from data.getallen import dutch
from pipelines.derive.vorige import earlier
from pipelines.indicators import programma
from pipelines.inputs import Derived, Inputs, stated, texts

ACTION, AGREEMENT = "actie", "afspraak"
ACTIONS = [
    "leverancier",
    "id",
    "actie_id",
    "actie",
    "editie",
    "thema",
    "trekker",
    "gereed",
    "voortgang",
]
ACTIONS_COMPARED = ("actie", "trekker", "gereed", "voortgang")
AGREEMENTS = [
    "id",
    "afspraak_id",
    "onderwerp",
    "partij",
    "doel",
    "gerealiseerd",
    "start",
    "einde",
]
PROMISE = ("onderwerp", "partij", "doel", "start", "einde")
TEXTS = (
    "soort",
    "sleutel",
    "naam",
    "editie",
    "thema",
    "trekker",
    "voortgang",
    "verschil",
    "wat",
)


def derive(inputs: Inputs) -> Derived:
    """One row per action and agreement in force, and per one that the newest edition dropped."""
    actions, said, left = _actions(inputs)
    agreements, told = _agreements(inputs)
    parts = [part for part in (actions, agreements) if len(part)]
    rows = pd.concat(parts, ignore_index=True) if parts else _none()
    made: dict[str, pa.Array] = {name: texts(rows[name]) for name in TEXTS}
    days = [day if isinstance(day, date) else None for day in rows["termijn"]]
    made["termijn"] = pa.array(days, pa.date32())
    made["te_laat"] = pa.array([bool(flag) for flag in rows["te_laat"]], pa.bool_())
    made |= stated("dagen_tot_termijn", rows["dagen_tot_termijn"], "waargenomen", whole=True)
    remarks = [sentence for sentence in (said, told) if sentence]
    if left:
        remarks.append(
            f"{dutch(left)} acties van een oudere editie in dezelfde levering tellen niet mee."
        )
    missing = inputs.missing(["acties", "afspraken"])
    return Derived(pa.table(made), {"ontbrekend": missing, "opmerkingen": remarks})


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=[*TEXTS, "termijn", "te_laat", "dagen_tot_termijn"])


def _moment(inputs: Inputs, name: str) -> date:
    moment: date = inputs.versions[name]["peildatum"]
    return moment


def _actions(inputs: Inputs) -> tuple[pd.DataFrame, str, int]:
    """Rows of actions, the difference in a sentence, and rows of older editions left out."""
    if not inputs.has("acties"):
        return _none(), "", 0
    given = inputs.frame("acties", ACTIONS)
    rows = given[programma.newest_edition(given)].reset_index(drop=True)
    made = _rows(rows, ACTION, "actie_id", "actie", "thema", "trekker", "gereed")
    made["editie"], made["voortgang"] = rows["editie"], rows["voortgang"]
    made = pd.concat([made, programma.deadlines(rows, _moment(inputs, "acties"))], axis=1)
    before = _before(inputs, rows)
    if before is None:
        return made.assign(verschil=None, wat=None), "", len(given) - len(rows)
    found = programma.difference(before, rows, "id", ACTIONS_COMPARED)
    gone = _gone(before, found, ACTION, "actie_id", "actie", "thema", "trekker", "gereed")
    table = pd.concat([_told(made, found), gone], ignore_index=True)
    return table, programma.told(found, "editie van de acties"), len(given) - len(rows)


def _before(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame | None:
    """The actions of the edition before: of the newest kept version that names another one."""
    now = set(rows["editie"])
    for old in earlier(inputs, "acties", ACTIONS):
        kept = old[programma.newest_edition(old)]
        if set(kept["editie"]) != now:
            return kept.reset_index(drop=True)
    return None


def _agreements(inputs: Inputs) -> tuple[pd.DataFrame, str]:
    """Rows of agreements, and what was promised otherwise before."""
    if not inputs.has("afspraken"):
        return _none(), ""
    rows = inputs.frame("afspraken", AGREEMENTS)
    made = _rows(rows, AGREEMENT, "afspraak_id", "onderwerp", "onderwerp", "partij", "einde")
    reached = rows["gerealiseerd"].astype(float) >= rows["doel"].astype(float)
    made["editie"] = None
    made["voortgang"] = reached.map({True: programma.DONE, False: "loopt"})
    state = pd.DataFrame({"voortgang": made["voortgang"], "gereed": rows["einde"]})
    made = pd.concat([made, programma.deadlines(state, _moment(inputs, "afspraken"))], axis=1)
    for old in earlier(inputs, "afspraken", AGREEMENTS):
        found = programma.difference(old, rows, "id", PROMISE)
        if len(found):
            gone = _gone(
                old, found, AGREEMENT, "afspraak_id", "onderwerp", "onderwerp", "partij", "einde"
            )
            table = pd.concat([_told(made, found), gone], ignore_index=True)
            return table, programma.told(found, "levering van afspraken")
    return made.assign(verschil=None, wat=None), ""


def _rows(
    rows: pd.DataFrame, kind: str, key: str, name: str, theme: str, who: str, until: str
) -> pd.DataFrame:
    made = pd.DataFrame({"soort": kind, "rij": rows["id"]}, index=rows.index)
    twice = rows[key].duplicated(keep=False)  # two suppliers may number alike
    made["sleutel"] = rows[key].where(~twice, rows["id"])
    made["naam"], made["thema"] = rows[name], rows[theme]
    made["trekker"], made["termijn"] = rows[who], rows[until]
    return made


def _told(made: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    known = found.set_index("id")
    return made.assign(
        verschil=made["rij"].map(known["verschil"]), wat=made["rij"].map(known["wat"])
    )


def _gone(before: pd.DataFrame, found: pd.DataFrame, kind: str, *columns: Any) -> pd.DataFrame:
    """What the later edition dropped, as rows of their own."""
    lost = found.loc[found["verschil"].eq(programma.GONE), "id"]
    rows = before[before["id"].isin(lost)].reset_index(drop=True)
    made = _rows(rows, kind, *columns)
    made["sleutel"] = made["sleutel"] + f" ({programma.GONE})"
    editions = rows.get("editie")
    return made.assign(
        editie=editions,
        voortgang=programma.GONE,
        dagen_tot_termijn=float("nan"),
        te_laat=False,
        verschil=programma.GONE,
        wat=None,
    )
