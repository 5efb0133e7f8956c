"""Pages over restricted layers, for people who signed in; readable without JavaScript."""
