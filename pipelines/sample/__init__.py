"""The sample: a generator of a fictional gemeente in the publishers' own formats.

And a fake publisher that serves it.

The generator draws people and dwellings once; every published figure is a sum or a function over
them.
"""
