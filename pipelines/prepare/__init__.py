"""Sources whose declaration is not enough: one module each, found by equal name, that reshapes the rows as read."""
