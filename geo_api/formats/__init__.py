"""The forms in which the features of a layer leave: one module per form, `known` lists them.

Text (GeoJSON, CSV, the rows of a workbook) is encoded in the database and passed on. GeoParquet,
FlatGeobuf and GeoPackage are encoded by Arrow and GDAL in a process of their own (`python -m
geo_api.formats`): their libraries hold the interpreter lock and memory that tiles need. Belongs
here: what a form looks like. How it reaches a client stands in `geo_api.downloads.sending`, and
which features in `geo_api.items.selection`.
"""
