"""Facts in batch: a table of codes, BAG ids or RD points comes back with the values of layers.

Nothing of the table is stored or logged.
"""
