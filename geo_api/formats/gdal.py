"""What FlatGeobuf and GeoPackage share: an Arrow stream into a GDAL driver."""

from collections.abc import Mapping
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
    fields = [_described(field, job) for field in batches.schema]
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


def _described(field: pa.Field, job: Job) -> pa.Field:
    told = job.columns.get(field.name)
    if told is None:
        return field
    found = {_TITLE: heading(told["titel"], told["eenheid"])}
    if told["omschrijving"]:
        found[_COMMENT] = told["omschrijving"]
    return field.with_metadata(found)
