"""Hexagons of the kansenkaart say in which buurt they lie, as PostGIS finds it."""

from tests.support.installations import Installation

_PLACED = """
SELECT h.h3, h.buurtcode, h.buurtnaam, b.buurtcode AS code, b.buurtnaam AS naam
FROM pub.kansenkaart_h3 AS h LEFT JOIN pub.buurten AS b ON b.version = %s
  AND ST_Intersects(b.geometry, ST_Centroid(h.geometry))
WHERE h.version = %s
"""
_MOST = """
SELECT DISTINCT ON (h.h3) h.h3, b.buurtcode AS code
FROM pub.kansenkaart_h3 AS h JOIN pub.buurten AS b ON b.version = %s
  AND ST_Intersects(b.geometry, h.geometry)
WHERE h.version = %s
ORDER BY h.h3, ST_Area(ST_Intersection(b.geometry, h.geometry)) DESC, b.buurtcode
"""


def test_a_hexagon_bears_the_buurt_of_its_centre_and_at_the_edge_the_largest_part(
    published_sample: Installation,
) -> None:
    versions = [published_sample.pointer(one)["version"] for one in ("buurten", "kansenkaart_h3")]
    rows = published_sample.database.rows(_PLACED, versions)
    inside = [row for row in rows if row["code"]]
    assert len(inside) > 50
    assert all((row["buurtcode"], row["buurtnaam"]) == (row["code"], row["naam"]) for row in inside)
    most = {row["h3"]: row["code"] for row in published_sample.database.rows(_MOST, versions)}
    edge = [row for row in rows if not row["code"]]
    assert len(edge) > 10
    assert {row["h3"]: row["buurtcode"] for row in edge} == {
        row["h3"]: most.get(row["h3"]) for row in edge
    }


def test_readers_are_told_what_the_buurt_of_a_hexagon_is(published_sample: Installation) -> None:
    found = published_sample.database.rows(
        "SELECT titel, titel_en, rol, omschrijving FROM pub.kolom WHERE laag = 'kansenkaart_h3'"
        " AND kolom = 'buurtnaam' AND version = %s",
        (published_sample.pointer("kansenkaart_h3")["version"],),
    )
    (told,) = found
    assert (told["titel"], told["titel_en"]) == ("Buurt", "Neighbourhood")
    assert told["rol"] == "toelichting"  # no figure, no class: it says where
    assert "midden" in told["omschrijving"]
