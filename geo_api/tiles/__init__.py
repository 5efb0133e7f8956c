"""Vector tiles: grids, published archives, tiles made at the question, and their documents."""
