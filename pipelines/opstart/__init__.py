"""Starting up on one machine: environment, packages, private cluster, child processes.

Helpers of the command line and of `pipelines.cluster` and `pipelines.services`; nothing else.
"""
