"""The parameter register and the reference table of M1 are read and refused as agreed."""

import re

import pytest

from data import parameters
from data.parameters import ParameterError
from pipelines.indicators.draaglast_methode import slots, standard
from pipelines.settings import CHECKOUT


def test_values_by_kind() -> None:
    assert parameters.number("common.eb_k") == 100.0
    assert parameters.integer("common.min_publish_n") == 10
    assert parameters.numbers("common.winsor_pct") == (2.5, 97.5)
    assert sum(parameters.numbers_by_name("kans.weights").values()) == pytest.approx(1.0)
    assert parameters.method_version("kans") == "1.4"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: parameters.parameter("common.eb"), "common.eb_k"),
        (lambda: parameters.number("draaglast.weights"), "verwacht één getal"),
        (lambda: parameters.integer("common.t_mean"), "verwacht een geheel getal"),
        (lambda: parameters.numbers("common.eb_k"), "verwacht een lijst"),
        (lambda: parameters.numbers_by_name("common.eb_k"), "verwacht een tabel"),
        (lambda: parameters.method_version("geen"), "heeft geen methodeversie"),
        (lambda: parameters.table("geen"), "bestaat niet"),
    ],
)
def test_refusals_name_what_is_expected(call: object, words: str) -> None:
    assert callable(call)
    with pytest.raises(ParameterError, match=words):
        call()


def test_every_sourced_value_names_a_known_source() -> None:
    known = set(parameters.table("parameters")["bronnen"])
    for line in parameters.register().values():
        named = {part.strip() for part in line.bron.split(",") if part.strip()}
        assert named <= known
        assert line.tag == "PROPOSED" or named


def test_a_line_without_source_or_with_an_unknown_field_is_refused() -> None:
    good = {"waarde": 1, "bereik": "vast", "tag": "PROPOSED"}
    for bad in ({**good, "tag": "SOURCED"}, {**good, "range": 1}, {"waarde": 1}):
        with pytest.raises(ParameterError):
            parameters._row("x.y", bad, {})


def test_fingerprint_depends_on_the_tables() -> None:
    assert parameters.fingerprint() == parameters.fingerprint("parameters")
    assert parameters.fingerprint() != parameters.fingerprint("parameters", "draaglast")


def test_slots_of_m1_are_complete_and_consistent() -> None:
    listed = {slot for dimension in standard().dimensies for slot in dimension.slots}
    others = {slot for dimension in standard().dimensies for slot in dimension.alternatief}
    substitutes = {name for name, slot in slots().items() if slot.vervangt}
    assert set(slots()) == listed | others | substitutes
    assert all(slot.polariteit in (-1, 1) and slot.bronnen for slot in slots().values())
    assert {slots()[name].vervangt for name in substitutes} <= listed
    shrunk = {name for name, slot in slots().items() if slot.krimp}
    assert shrunk == {"bijstand", "overlast", "misdrijf", "opvang"}
    negative = {name for name, slot in slots().items() if slot.polariteit < 0}
    assert negative == {"sociaal_eenzaam", "mutatie"}
    assert all(slots()[name].status == "geschat" for name in substitutes)


def test_a_profile_may_choose_another_value_for_a_while() -> None:
    default = parameters.number("loop.d2_m")
    with parameters.chosen({"loop.d2_m": 900}):
        assert parameters.number("loop.d2_m") == 900.0
    assert parameters.number("loop.d2_m") == default


def test_an_unknown_key_is_refused_before_anything_is_computed() -> None:
    with (
        pytest.raises(parameters.ParameterError, match=r"loop\.d3_m"),
        parameters.chosen({"loop.d3_m": 1}),
    ):
        pass


# Groups whose keys are put together from a name while computing.
PUT_TOGETHER = ("mclp.", "pmediaan.", "huurgrens.")


def test_every_key_is_read_or_says_why_it_cannot_be_chosen() -> None:
    """A profile that sets a number nobody reads would believe that something changed."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("data", "pipelines", "geo_api", "assets")
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
    )
    tables = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(parameters.REFERENCE.glob("*.toml"))
        if path.stem not in ("parameters", "engels")
    )
    for key, line in parameters.register().items():
        read = re.search(rf"\b{re.escape(key)}(?![A-Za-z0-9_])", code + tables) is not None
        read |= key.startswith(PUT_TOGETHER)
        assert read != bool(line.niet_te_kiezen), key


def test_a_key_that_nothing_reads_is_refused_with_the_reason() -> None:
    with (
        pytest.raises(parameters.ParameterError, match=r"niet te kiezen: kies plan\.prob"),
        parameters.chosen({"opgave.plan_prob_hard": 0.8}),
    ):
        pass
