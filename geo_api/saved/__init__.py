"""Saved questions: a filter with a drawn area or a list of areas, under an id for thirty days."""
