"""FlatGeobuf: features with a spatial index, titles and origin in its header."""

import json

import pyarrow as pa

from geo_api.formats import gdal
from geo_api.formats.job import Job


def write(job: Job, batches: pa.RecordBatchReader) -> None:
    """Write the file."""
    options = {
        "SPATIAL_INDEX": "YES" if job.index else "NO",
        "TITLE": job.about["titel"],
        "DESCRIPTION": job.about["omschrijving"],
    }
    told = {"woonzorg": json.dumps(job.about, ensure_ascii=False)}
    gdal.write(job, batches, "FlatGeobuf", options, layer_metadata=told)
