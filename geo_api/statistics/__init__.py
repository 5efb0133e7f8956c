"""Figures over the features of a selection: counts, sums, means, quantiles, histograms, groups.

Computed in the database, under the same filters as items.
"""
