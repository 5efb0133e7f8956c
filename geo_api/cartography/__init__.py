"""How a layer is drawn: signs, legends and styles."""
