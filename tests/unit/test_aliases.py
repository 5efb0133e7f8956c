"""Fields by name or title, never by position; two that fit are a question, none is a refusal."""

import json

import pyarrow as pa
import pytest

from data.model import Column
from pipelines import aliases
from pipelines.errors import SourceChanged
from tests.support import declared

COUNT = declared.number("inwoners", sources=("AantalInwoners", "Aantal inwoners", "AANT_INW"))
CODE = Column(name="code", sources=("WijkenEnBuurten", "BU_CODE"))


def schema(*names: str, titles: dict[str, str] | None = None) -> pa.Schema:
    metadata = {"titles": json.dumps(titles)} if titles else None
    return pa.schema([(name, pa.string()) for name in names], metadata=metadata)


def resolve(fields: pa.Schema, *columns: Column, **chosen: str) -> dict[str, str]:
    return aliases.resolve(declared.dataset(*(columns or (CODE, COUNT))), fields, chosen)


@pytest.mark.parametrize(
    "name", ["AantalInwoners", "AantalInwoners_5", "AantalInwoners_104", "AANT_INW", "aant_inw"]
)
def test_names_of_editions_are_one_column(name: str) -> None:
    assert resolve(schema("WijkenEnBuurten", name))["inwoners"] == name


def test_position_means_nothing() -> None:
    forwards = resolve(schema("WijkenEnBuurten", "Perioden", "AantalInwoners_5"))
    backwards = resolve(schema("AantalInwoners_5", "Perioden", "WijkenEnBuurten"))
    assert forwards == backwards


def test_title_of_a_table_is_a_name() -> None:
    fields = schema("WijkenEnBuurten", "T001_5", titles={"T001_5": "Bevolking|Aantal inwoners"})
    assert resolve(fields)["inwoners"] == "T001_5"


def test_first_source_that_occurs_wins() -> None:
    fields = schema("WijkenEnBuurten", "AANT_INW", "AantalInwoners_5")
    assert resolve(fields)["inwoners"] == "AantalInwoners_5"


def test_name_in_the_profile_wins() -> None:
    fields = schema("code", "population", "AantalInwoners_5")
    assert resolve(fields, code="code", inwoners="population") == {
        "code": "code",
        "inwoners": "population",
    }


def test_two_fields_that_fit_are_a_question() -> None:
    fields = schema("WijkenEnBuurten", "AantalInwoners_5", "AantalInwoners_6")
    with pytest.raises(SourceChanged, match=r"past op AantalInwoners_5, AantalInwoners_6; kies"):
        resolve(fields)


def test_exact_name_settles_it() -> None:
    fields = schema("WijkenEnBuurten", "AantalInwoners", "AantalInwoners_6")
    assert resolve(fields)["inwoners"] == "AantalInwoners"


def test_missing_column_is_named_with_what_resembles_it() -> None:
    with pytest.raises(SourceChanged, match=r"kolom inwoners ontbreekt .*lijkt op AantalInwonrs"):
        resolve(schema("WijkenEnBuurten", "AantalInwonrs"))


def test_optional_column_may_be_absent() -> None:
    extra = declared.number("huishoudens", optional=True)
    assert "huishoudens" not in resolve(schema("BU_CODE", "AANT_INW"), CODE, COUNT, extra)


def test_wrong_name_in_the_profile_is_not_replaced_by_a_guess() -> None:
    with pytest.raises(SourceChanged, match="gezocht: bevolking"):
        resolve(schema("WijkenEnBuurten", "AantalInwoners_5"), inwoners="bevolking")
