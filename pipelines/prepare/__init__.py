"""Sources whose declaration is not enough.

One module each, found by equal name, that reshapes the rows as read.
"""
