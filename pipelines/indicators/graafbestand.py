"""The Arrow IPC file that keeps a street graph between runs.

What belongs here: writing and reading `netwerk.Graaf`, nothing else. The caller decides the place
and the name (by landing hash), so an old graph is never mistaken for a new one. Columns are laid
out so that a graph is used straight from the mapped file. `u`, `v`: node numbers; `u_id`, `v_id`:
their ids in the source; `geometry`: the line, RD.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.indicators.netwerk import Graaf

_FORM = b"woonzorgkaart-graaf-2"


def save_graph(graaf: Graaf, path: Path) -> None:
    """Write a graph as an Arrow IPC file; a half-written file never gets the name."""
    columns = {
        "u": graaf.u,
        "v": graaf.v,
        "u_id": graaf.node_id[graaf.u],
        "v_id": graaf.node_id[graaf.v],
        "length_m": graaf.length_m,
        "way_id": graaf.way_id,
        "is_steps": graaf.is_steps,
    }
    points = pa.FixedSizeListArray.from_arrays(pa.array(graaf.xy.reshape(-1)), 2)
    lines = pa.LargeListArray.from_arrays(pa.array(graaf.offset), points)
    table = pa.table({**columns, "geometry": lines})
    table = table.replace_schema_metadata({b"vorm": _FORM, b"crs": b"EPSG:28992"})
    part = path.with_name(path.name + ".deel")
    with pa.OSFile(str(part), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    part.replace(path)


def load_graph(path: Path) -> Graaf:
    """Read a graph written by `save_graph`.

    Raises:
        ValueError: The file is not one of ours, or of another form.
        OSError: The file cannot be read.
    """
    try:
        with pa.memory_map(str(path), "rb") as source:
            table = pa.ipc.open_file(source).read_all()
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"Straatnetwerk {path.name}: geen Arrow-bestand; wis het en draai opnieuw."
        ) from error
    found = (table.schema.metadata or {}).get(b"vorm")
    if found != _FORM:
        raise ValueError(
            f"Straatnetwerk {path.name}: vorm {found!r} gevonden, {_FORM!r} verwacht; "
            "wis het en draai opnieuw."
        )
    lines = table.column("geometry").combine_chunks()
    chunk = lines.chunk(0) if isinstance(lines, pa.ChunkedArray) else lines
    flat = chunk.values.values.to_numpy()
    u, v = table.column("u").to_numpy(), table.column("v").to_numpy()
    # every node is the end of an edge, so the ids come back without sorting
    node_id = np.empty(int(max(u.max(initial=-1), v.max(initial=-1))) + 1, dtype=np.int64)
    node_id[u], node_id[v] = table.column("u_id").to_numpy(), table.column("v_id").to_numpy()
    return Graaf(
        node_id=node_id,
        u=u,
        v=v,
        length_m=table.column("length_m").to_numpy(),
        way_id=table.column("way_id").to_numpy(),
        is_steps=table.column("is_steps").to_numpy(),
        xy=flat.reshape(-1, 2),
        offset=chunk.offsets.to_numpy(),
    )
