"""Every key of the profile and every setting is documented, with the default the code has."""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from geo_api.beheer.settings import RestrictedSettings, SignInSettings
from geo_api.besloten.settings import BeslotenSettings
from geo_api.settings import Settings as ApiSettings
from pipelines import profile
from pipelines.alerts.settings import AlertSettings
from pipelines.profile import Besluit, BronKeuze, GelijkeCodes, Keuze, Leverancier, Profiel
from pipelines.settings import CHECKOUT, Settings

DOCS = CHECKOUT / "docs"


def section(page: str, heading: str) -> list[str]:
    """Lines under a heading, up to the next one of any level."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.lstrip("#").strip() == heading) + 1
    end = next((i for i in range(start, len(lines)) if lines[i].startswith("#")), len(lines))
    return lines[start:end]


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """Cells of the tables under a heading, by the name in the first cell."""
    found = {}
    for line in section(page, heading):
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `"):
            found[cells[0].strip("| `")] = cells[1:]
    return found


def plain(field: FieldInfo) -> str:
    """A default as the page writes it."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, str):
        return f'`"{value}"`'
    if isinstance(value, tuple):
        return "`[]`"
    if isinstance(value, Path):
        return f"`{value.relative_to(CHECKOUT)}`"
    return f"`{value}`"


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("Profile keys", Profiel),
        ("Keys of a source", BronKeuze),
        ("Keys of `gelijke_codes`", GelijkeCodes),
        ("Keys of a supplier", Leverancier),
        ("Keys of a decision", Besluit),
    ],
)
def test_every_key_of_the_profile_is_documented(heading: str, model: type[BaseModel]) -> None:
    documented = rows("profile.md", heading)
    assert set(documented) == set(model.model_fields)
    for name, field in model.model_fields.items():
        assert documented[name][1] == plain(field), name
        assert documented[name][2], name


def test_every_form_is_documented() -> None:
    assert set(rows("profile.md", "Forms")) == set(get_args(Keuze))


def test_the_complete_example_is_a_good_profile(tmp_path: Path) -> None:
    lines = (DOCS / "profile.md").read_text(encoding="utf-8").rpartition("```toml\n")[2]
    example = lines.partition("```")[0]
    file = tmp_path / "voorbeeld.toml"
    file.write_text(example, encoding="utf-8")
    found = profile.load(str(file))
    assert tomllib.loads(example)["naam"] == found.naam
    assert found.same_codes(2022) is not None
    assert len(found.sources("rivm_gezondheid")) == 2
    assert found.sources("zorgcapaciteit") == ()
    assert found.sources("cbs_kwb")[0].vorm == "odata3"


def variable(model: type[Any], name: str, field: FieldInfo) -> str:
    """Environment variable of a setting."""
    alias = field.validation_alias
    return alias if isinstance(alias, str) else f"{model.model_config['env_prefix']}{name}".upper()


@pytest.mark.parametrize(
    ("heading", "model"),
    [
        ("Settings of the command line and the pipeline", Settings),
        ("Settings of the API", ApiSettings),
        ("Settings of the steward's pages", RestrictedSettings),
        ("Settings of the restricted API", BeslotenSettings),
        ("Settings of alerts", AlertSettings),
    ],
)
def test_every_setting_is_documented(heading: str, model: type[BaseModel]) -> None:
    documented = rows("operations.md", heading)
    # What people sign in with is told once, with the steward's pages.
    told = [SignInSettings, model] if model is RestrictedSettings else [model]
    names = {name for one in told for name in one.__annotations__} - {"model_config"}
    own = {name: model.model_fields[name] for name in names}
    expected = {variable(model, name, field): field for name, field in own.items()}
    assert set(documented) == set(expected)
    for name, field in expected.items():
        assert documented[name][0] == plain(field), name
