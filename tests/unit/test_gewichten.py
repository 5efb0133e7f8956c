"""Weights from a workshop as lines of a profile; a contradictory comparison is refused."""

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.weegprofielen import CRITERIA, weight_profiles
from pipelines.cli import app
from pipelines.errors import ConfigurationError
from pipelines.opstart import gewichten

ORDER = ("V", "T", "Z", "H", "R", "B")


def comparison(folder: Path, weights: dict[str, str], mark: str = ",") -> Path:
    """A table that follows from weights, but for the cells that are given (`VT`)."""
    worth = dict(zip(CRITERIA, (4, 2, 2, 1, 1, 1), strict=True))
    rows = [["", *CRITERIA]]
    for row in CRITERIA:
        cells = [weights.get(row + column, f"{worth[row]}/{worth[column]}") for column in CRITERIA]
        rows.append([row, *cells])
    file = folder / "tafel.csv"
    file.write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8")
    return file


def test_the_order_of_importance_gives_lines_that_a_profile_takes() -> None:
    found = CliRunner().invoke(app, ["gewichten", *ORDER, "--weegprofiel", "zorg"])
    assert found.exit_code == 0
    weights = tomllib.loads(found.output)["weegprofielen"]["zorg"]
    assert weight_profiles({"zorg": weights})["zorg"] == weights
    assert [weights[name] for name in ORDER] == sorted(weights.values(), reverse=True)
    assert weights["V"] == pytest.approx((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6) / 6, abs=1e-4)
    assert weights["B"] == pytest.approx(1 / 36, abs=1e-4)


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_comparison_gives_its_weights_and_its_consistency(tmp_path: Path, mark: str) -> None:
    weights, ratio = gewichten.of_comparison(comparison(tmp_path, {}, mark))
    assert ratio == pytest.approx(0.0, abs=1e-9)
    assert weights == pytest.approx(
        {"V": 4 / 11, "T": 2 / 11, "H": 2 / 11, "Z": 1 / 11, "R": 1 / 11, "B": 1 / 11}, abs=2e-4
    )
    assert sum(weights.values()) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"VB": "1/9", "BV": "9"}, "spreekt zichzelf tegen"),
        ({"VB": "3"}, "moet 1 / a"),
        ({"VB": "veel"}, "veel"),
        ({"VB": "1/0"}, "zero"),
    ],
)
def test_a_comparison_that_cannot_be_used_is_refused(
    tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    with pytest.raises(ConfigurationError, match=words):
        gewichten.of_comparison(comparison(tmp_path, cells))


def test_what_is_asked_is_one_way_with_every_criterion_once(tmp_path: Path) -> None:
    file = comparison(tmp_path, {})
    for order, table in (((), None), (ORDER, file)):
        with pytest.raises(ConfigurationError, match="volgorde van belang"):
            gewichten.told("gemeente", order, table)
    with pytest.raises(ConfigurationError, match="elk één keer"):
        gewichten.of_order(("V", "V", "T", "H", "Z", "R"))
    with pytest.raises(ConfigurationError, match="bestaat niet"):
        gewichten.told("wijk", ORDER, None)
    with pytest.raises(ConfigurationError, match="niet te lezen"):
        gewichten.of_comparison(tmp_path / "weg.csv")
    file.write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="niet genoemd"):
        gewichten.of_comparison(file)
