"""Wijken of the Leefbaarometer come in the same form as its buurten."""

from pipelines.prepare.leefbaarometer import prepare

__all__ = ["prepare"]
