"""Profiles: inherited, several sources per dataset, a wrong key named with the nearest."""

from datetime import date
from pathlib import Path

import pytest

from data.registry import registry
from pipelines import profile
from pipelines.errors import ConfigurationError

GOOD = """
naam = "Proef"
indelingsjaar = 2024
gemeenten = ["GM1234"]
[bronnen.cbs_buurten]
vorm = "shp"
adres = "buurten.zip"
peildatum = 2024-01-01
"""


def load(folder: Path, text: str, **more: object) -> profile.Profiel:
    file = folder / "proef.toml"
    file.write_text(text, encoding="utf-8")
    return profile.load(str(file), **more)  # type: ignore[arg-type]


def test_profile_is_read(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD)
    (source,) = found.sources("cbs_buurten")
    assert (source.vorm, source.peildatum) == ("shp", date(2024, 1, 1))
    assert found.sources("cbs_kwb") == ()


def test_several_peildata_of_one_dataset(tmp_path: Path) -> None:
    text = GOOD.replace("[bronnen.cbs_buurten]", "[[bronnen.cbs_buurten]]")
    text += '[[bronnen.cbs_buurten]]\nvorm = "parquet"\nadres = ["a.parquet", "b.parquet"]\n'
    found = load(tmp_path, text).sources("cbs_buurten")
    assert [s.peildatum for s in found] == [date(2024, 1, 1), "ontvangst"]
    assert found[1].adres == ("a.parquet", "b.parquet")


def test_source_that_is_off_is_no_source(tmp_path: Path) -> None:
    assert (
        load(tmp_path, GOOD + 'uit = true\nreden = "geen rechten"\n').sources("cbs_buurten") == ()
    )


def test_a_product_is_switched_off_with_a_reason(tmp_path: Path) -> None:
    off = "[uit]\n{} = {}\n"
    assert load(tmp_path, GOOD + off.format("kans_h3", '"vakken"')).uit == {"kans_h3": "vakken"}
    with pytest.raises(
        ConfigurationError, match=r"uit\.kans_h4 is geen product; bedoelt u kans_h3"
    ):
        load(tmp_path, GOOD + off.format("kans_h4", '"vakken"'))
    with pytest.raises(ConfigurationError, match=r"uit\.kans_h3"):
        load(tmp_path, GOOD + off.format("kans_h3", '""'))


def test_own_lines_win_from_the_inherited_ones(tmp_path: Path) -> None:
    found = load(tmp_path, 'erft = "landelijk"\n' + GOOD)
    assert found.sources("cbs_buurten")[0].vorm == "shp"
    assert found.sources("cbs_kwb")[0].vorm == "odata3"
    assert found.ring_m == 5000


def test_gemeente_on_the_command_line_wins(tmp_path: Path) -> None:
    found = load(tmp_path, GOOD, gemeenten=("GM4321",), fictief=True)
    assert found.gemeenten == ("GM4321",)
    assert found.fictief


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            'peildatm = "x"',
            r"sleutel bronnen\.cbs_buurten\.0\.peildatm bestaat niet; bedoelt u peildatum",
        ),
        ("scheidng = ';'", r"scheidng bestaat niet; bedoelt u scheiding\?"),
        (
            '[bronnen.cbs_burten]\nvorm = "shp"',
            r"bronnen\.cbs_burten is geen bekende bron; bedoelt u cbs_buurten\?",
        ),
        (
            '[bronnen.draaglast_buurt]\nvorm = "shp"',
            r"bronnen\.draaglast_buurt is geen bekende bron",
        ),
        ('[bronnen.cbs_kwb]\nvorm = "odata"', r"vorm = odata bestaat niet; bedoelt u odata[34]\?"),
        ('[bronnen.cbs_kwb]\nadres = "x"', r"sleutel bronnen\.cbs_kwb\.0\.vorm ontbreekt"),
        (
            "[[gelijke_codes]]\nvan = 2020\nnaar = 2024\nredn = 'x'",
            r"redn bestaat niet; bedoelt u reden\?",
        ),
        ("cap_mb = 'veel'", r"cap_mb = 'veel' kan niet"),
        ("peildatum2 = [", r"geen geldige TOML"),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load(tmp_path, f"{GOOD}{line}\n")


@pytest.mark.parametrize(
    ("key", "near"),
    [("gemeente", "gemeenten"), ("ring", "ring_m"), ("indelings_jaar", "indelingsjaar")],
)
def test_wrong_key_at_the_top_is_named_with_the_nearest(
    tmp_path: Path, key: str, near: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"sleutel {key} bestaat niet; bedoelt u {near}"):
        load(tmp_path, f'{key} = "x"\n{GOOD}')


def test_unknown_profile_names_the_built_in_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"ingebouwd zijn: .*landelijk"):
        profile.load("bestaat-niet")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"peildatm bestaat niet.*ring bestaat niet"):
        load(tmp_path, f"ring = 1\n{GOOD}peildatm = 1\n")


def test_table_id_is_the_end_of_the_address_or_said(tmp_path: Path) -> None:
    text = GOOD + '[bronnen.cbs_kwb]\nvorm = "odata3"\nadres = "https://x/odata/85984NED"\n'
    assert load(tmp_path, text).sources("cbs_kwb")[0].table_id == "85984NED"
    assert load(tmp_path, text + 'tabel = "1"\n').sources("cbs_kwb")[0].table_id == "1"


def test_signed_line_is_for_the_own_year_only(tmp_path: Path) -> None:
    line = "[[gelijke_codes]]\nvan = 2020\nnaar = {}\nreden = 'gekeken'\n"
    assert load(tmp_path, GOOD + line.format(2024)).same_codes(2020) is not None
    assert load(tmp_path, GOOD + line.format(2023)).same_codes(2020) is None
    assert load(tmp_path, GOOD).same_codes(2020) is None


@pytest.mark.parametrize("name", sorted(p.stem for p in profile.BUILT_IN.glob("*.toml")))
def test_built_in_profiles_are_valid(name: str) -> None:
    found = profile.load(name)
    assert found.naam
    assert set(found.bronnen) <= set(registry())


@pytest.mark.parametrize("name", sorted(p.stem for p in profile.BUILT_IN.glob("*.toml")))
def test_built_in_profiles_hold_no_machine_path(name: str) -> None:
    for sources in profile.load(name).bronnen.values():
        for source in sources:
            addresses = [source.adres] if isinstance(source.adres, str) else source.adres
            for address in addresses:
                assert not address.startswith("/")
                known = ("https://", "$WOONZORG_FEEDS/", "leveringen/", "bestanden/")
                assert address.startswith(known) or (source.uit and not address)


def test_weights_of_the_kansenkaart_are_replaced_as_a_whole_or_refused(tmp_path: Path) -> None:
    own = "V = 0.2\nT = 0.2\nH = 0.2\nZ = 0.2\nR = 0.1\nB = 0.1\n"
    found = load(tmp_path, f"{GOOD}\n[weegprofielen.zorg]\n{own}")
    assert found.weegprofielen["zorg"]["R"] == 0.1
    with pytest.raises(ConfigurationError, match="Weegprofiel 'wonen' bestaat niet"):
        load(tmp_path, f"{GOOD}\n[weegprofielen.wonen]\n{own}")
    with pytest.raises(ConfigurationError, match="verwacht V, T, H, Z, R, B"):
        load(tmp_path, f"{GOOD}\n[weegprofielen.zorg]\nV = 1.0\n")
