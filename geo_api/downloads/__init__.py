"""Layers and saved questions as files."""
