"""Derived datasets: one module per product, found by equal name, that turns inputs into an Arrow table.

A module has `derive(inputs) -> Derived`. It reads from `inputs`, calls the pure functions of
`pipelines.indicators`, and gives back the declared columns; it never writes.
"""
