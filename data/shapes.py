"""What publication makes ready beside the shapes of a layer, for pages of features and for tiles.

Moving a shape to degrees and writing it down is most of what a page of features costs, and its
number a quarter of a tile that is made at the question; both are always the same. So they are made
once. Other systems and fewer decimals are made at the question.
"""

SHAPE_TEXT = "geojson"
"""Column of a layer with GeoJSON text in degrees, as the API gives shapes when nothing is asked."""
DEGREES, DIGITS = 4326, 8
"""System and decimals of that text: about a millimetre."""

NUMBER = "tegelnummer"
"""Column of a layer with the number of a feature in tiles, which take no text for it."""
NUMBER_OF = "('x' || substr(md5({}), 1, 13))::bit(52)::bigint"
"""That number, of an id: the first thirteen signs of its MD5, whole in a double."""

READY = (SHAPE_TEXT, NUMBER)
