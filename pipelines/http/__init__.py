"""Asking publishers over HTTP: hosts, limits, tries, bodies, what is kept of it."""
