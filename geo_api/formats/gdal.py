"""What FlatGeobuf and GeoPackage share: an Arrow stream into a GDAL driver."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyogrio

from geo_api.formats.job import Job, heading

_TITLE, _COMMENT = b"GDAL:OGR:alternative_name", b"GDAL:OGR:comment"


def write(
    job: Job, batches: pa.RecordBatchReader, driver: str, options: Mapping[str, str], **more: Any
) -> None:
    """Write a layer with the titles of its columns.

    Args:
        job: what is asked; its target is the file.
        batches: typed columns, the shape as WKB in `geometry`.
        driver: of GDAL.
        options: of the layer.
        more: other arguments of `pyogrio.write_arrow`.
    """
    moment = job.about["gepubliceerdOp"]
    # The same version gives the same bytes: no clock in the file.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment.removesuffix("Z")[:19] + "Z"})
    fields = described(list(batches.schema), job)
    reader = pa.RecordBatchReader.from_batches(
        pa.schema(fields), (batch.cast(pa.schema(fields)) for batch in batches)
    )
    shape: dict[str, Any] = {}
    if job.geometry:
        shape = {"geometry_name": "geometry", "geometry_type": job.geometry, "crs": job.crs}
    pyogrio.write_arrow(
        reader,
        job.target,
        layer=job.layer,
        driver=driver,
        layer_options={key: value for key, value in options.items() if value},
        **shape,
        **more,
    )


def described(fields: Sequence[pa.Field], job: Job) -> list[pa.Field]:
    """The fields with title and description; a title that several have says which one it is.

    A GeoPackage takes each title once.
    """
    told = {field.name: job.columns[field.name] for field in fields if field.name in job.columns}
    titles = {name: heading(one["titel"], one["eenheid"]) for name, one in told.items()}
    often = Counter(titles.values())
    made = []
    for field in fields:
        if field.name in told:
            title = titles[field.name]
            found = {_TITLE: title if often[title] == 1 else f"{title} ({field.name})"}
            if told[field.name]["omschrijving"]:
                found[_COMMENT] = told[field.name]["omschrijving"]
            made.append(field.with_metadata(found))
        else:
            made.append(field)
    return made
