"""`./woonzorg wijken` on the published sample: the figures are those of the tables."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.opstart import wijken
from pipelines.wijken_tekst import _number
from tests.support.installations import Installation


def dutch(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")


def test_the_answer_has_the_figures_of_the_tables(published_sample: Installation) -> None:
    place = published_sample
    rows = [row for row in place.stored("geschiktheid_complex") if row["woningen"] >= 20]
    names = {row["wijkcode"]: row["wijknaam"] for row in place.stored("cbs_wijken")}
    one, other = (code for code, _ in Counter(row["wijkcode"] for row in rows).most_common(2))
    short, whole, file = wijken.answer(place.database.dsn, names[one], other)
    assert file == f"{one}-{other}.txt"
    assert "Fictieve gegevens" in short
    for code in (one, other):
        own = [row for row in rows if row["wijkcode"] == code]
        assert f"{names[code]} ({code})" in whole
        size = sum(row["woningen"] for row in own)
        assert f"Complexen: {len(own)}, samen {dutch(size)} woningen." in whole
        total = {
            name: sum(row[name] for row in own)
            for name in ("nultreden", "nultreden_ci_low", "nultreden_ci_high", "te_doen")
        }
        expected, low, high, todo = map(_number, total.values())
        said = f"Nultreden: {expected} ({low} tot {high}); maatregel nodig: {todo} woningen."
        assert said in whole
        assert said in short
        assert f"Kosten: € {dutch(sum(row['kosten_euro'] for row in own))} (" in whole
        for row in own:
            (line,) = (text for text in whole.splitlines() if f", {row['complex_id']}):" in text)
            assert f"nultreden {_number(row['nultreden'])} (" in line
            each = dutch(row["kosten_per_woning_euro"])
            assert f"kosten € {dutch(row['kosten_euro'])} (€ {each} per woning)" in line
            assert f"prijzen van {row['prijsjaren']}" in line
    after = re.findall(r"^  \d+\. .*\((WK\d{8}|WK\d{6})\)", whole, re.MULTILINE)
    assert set(after) == {row["wijkcode"] for row in rows} - {one, other}
    version = place.version("geschiktheid_complex")
    assert f"methode geschikt {version['methode_versie']}" in short
    assert str(version["peildatum"].year) in short
    assert "nan" not in whole.casefold().replace("bestaande", "").split()


def test_small_complexes_are_nowhere(published_sample: Installation) -> None:
    rows = published_sample.stored("geschiktheid_complex")
    codes = sorted({row["wijkcode"] for row in rows})
    small = [row for row in rows if row["woningen"] < 20]
    for one, other in pairwise(codes):
        _, whole, _ = wijken.answer(published_sample.database.dsn, one, other)
        assert not [row for row in small if f", {row['complex_id']}):" in whole]


def test_a_look_is_on_record_and_an_unknown_wijk_is_one_sentence(
    published_sample: Installation,
) -> None:
    place = published_sample
    looks = "SELECT count(*) FROM audit.handeling WHERE handeling = 'inzien'"
    owner = "woonzorg_owner"
    one, other = sorted({row["wijkcode"] for row in place.stored("geschiktheid_complex")})[:2]
    before = place.database.value(looks, role=owner)
    for asked in ((one, "Nergensland"), (one, one)):
        with pytest.raises(ConfigurationError, match=r"^[^\n]+$"):
            wijken.answer(place.database.dsn, *asked)
    assert place.database.value(looks, role=owner) == before
    wijken.answer(place.database.dsn, one, other)
    assert place.database.value(looks, role=owner) == before + 1
    last = place.database.rows("SELECT * FROM audit.handeling ORDER BY id DESC LIMIT 1", role=owner)
    assert last[0]["voorwerp"] == f"{wijken.COMPLEXES}, {wijken.COSTS}"
    assert one not in str(last[0])


def test_nothing_published_or_withdrawn_is_one_sentence(published_sample: Installation) -> None:
    place = published_sample
    with place.database.connect("woonzorg_owner") as connection:
        connection.execute(
            "INSERT INTO pub_restricted.ingetrokken (laag, reden) VALUES (%s, 'proef')",
            (wijken.COSTS,),
        )
        try:
            one, other = sorted({r["wijkcode"] for r in place.stored("geschiktheid_complex")})[:2]
            with pytest.raises(WoonzorgError, match=r"ingetrokken: proef\.$"):
                wijken.answer(place.database.dsn, one, other)
        finally:
            connection.execute("DELETE FROM pub_restricted.ingetrokken WHERE reden = 'proef'")
