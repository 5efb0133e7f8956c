"""The shapes of a layer as text, beside the shapes themselves.

Moving a shape to degrees and writing it down is most of what a page of features costs, and always
gives the same text: so it is made once, at publication. Other systems and fewer decimals are made
at the question.
"""

SHAPE_TEXT = "geojson"
"""Column of a layer with GeoJSON text in degrees, as the API gives shapes when nothing is asked."""
DEGREES, DIGITS = 4326, 8
"""System and decimals of that text: about a millimetre."""
