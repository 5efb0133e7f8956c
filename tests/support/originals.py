"""The publishers' own files, opened with pandas and GDAL and nothing of ours."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio


def shape(feeds: Path, name: str) -> gpd.GeoDataFrame:
    """Features of a zipped shapefile, named without `_shp.zip`."""
    return pyogrio.read_dataframe(f"/vsizip/{feeds / name}_shp.zip")


def geojson(feeds: Path, name: str) -> gpd.GeoDataFrame:
    """Features of a GeoJSON file."""
    return pyogrio.read_dataframe(feeds / f"{name}.geojson")


def table(feeds: Path, name: str, sign: str = ",") -> pd.DataFrame:
    """Rows of a CSV file, every cell as text, empty as empty text."""
    return pd.read_csv(feeds / f"{name}.csv", sep=sign, dtype=str, keep_default_na=False)


def health(feeds: Path, name: str) -> pd.DataFrame:
    """Rows of a RIVM file, cells stripped of their padding."""
    frame = pd.read_parquet(feeds / "rivm-gezondheid" / f"nl_gezondheid_{name}.parquet")
    return frame.apply(lambda column: column.astype("string").str.strip())


def figures(cells: "pd.Series[str]") -> "pd.Series[float]":
    """Numbers of a column of text; what is no number (a mark, padding) is NaN, negatives too."""
    numbers = pd.to_numeric(cells.str.strip(), errors="coerce")
    return numbers.where(numbers >= 0)
