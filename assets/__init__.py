"""When and in which order: Dagster over the steps of `pipelines`, and nothing but Dagster.

Deleting this package leaves a product that can still be refreshed step by step.
"""
