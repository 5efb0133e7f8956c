"""M14 register of parties: entries counted, and compared with the printed list they are from."""

import pyarrow as pa

from data.parameters import table
from pipelines.indicators import partijen
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per gebied and role, `alle` included."""
    rows = inputs.frame("partijen_gebied", ["gebied", "rol", "partij", "bron"])
    found = partijen.counted(rows)
    made = {name: texts(found[name]) for name in ("gebied", "rol", "namen")}
    for name in ("partijen", "organisaties"):
        made |= stated(name, found[name], "waargenomen", whole=True)
    remarks = []
    for source, printed in table("partijen_controle").items():
        of_source = rows[rows["bron"].eq(source)]
        if len(of_source):
            remarks += partijen.differences(partijen.counted(of_source), printed)
    total = int(found.loc[found["rol"].eq(partijen.TOTAL), "partijen"].sum())
    return Derived(
        pa.table(made), {"ontbrekend": [], "vermeldingen": total, "opmerkingen": remarks}
    )
