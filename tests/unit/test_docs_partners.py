"""Pages for stewards and for who adds a feed: the commands exist, the examples work."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import typer

from data.model import Dataset
from data.registry import problems, registry
from pipelines import aliases, cli, profile
from pipelines.conform import Context, Tally, arrow_schema, conform
from pipelines.profile import BronKeuze
from pipelines.settings import CHECKOUT

DOCS = CHECKOUT / "docs"
DAY = date(2025, 1, 1)


def blocks(page: str, language: str) -> list[str]:
    """Code blocks of a page in one language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)


def options() -> dict[str, set[str]]:
    """Command -> its options."""
    group: Any = typer.main.get_command(cli.app)
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()
    }


@pytest.mark.parametrize("page", ["partners.md", "nieuwe-bron.md"])
def test_every_command_on_the_page_exists_with_its_options(page: str) -> None:
    known = options()
    lines = " ".join(blocks(page, "sh")).replace("\\\n", " ").splitlines()
    asked = [line.strip().split() for line in lines if line.strip().startswith("./woonzorg")]
    assert asked
    for _, command, *rest in asked:
        assert command in known, command
        assert {word for word in rest if word.startswith("--")} <= known[command], rest


def test_every_feed_of_suppliers_is_on_the_page() -> None:
    text = (DOCS / "partners.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    assert listed == {name for name, dataset in registry().items() if dataset.per_supplier}


def test_supplier_of_the_page_is_a_good_line(tmp_path: Path) -> None:
    (lines,) = blocks("partners.md", "toml")
    file = tmp_path / "profiel.toml"
    file.write_text(f'naam = "Proef"\nindelingsjaar = 2024\n{lines}', encoding="utf-8")
    found = profile.load(str(file)).supplier("corporatie-noord")
    assert found is not None
    assert found.ritme_dagen == 92


def test_new_feed_of_the_page_is_one_file_that_works() -> None:
    """The declaration is good beside all others, and takes rows as its publisher writes them."""
    (code,) = blocks("nieuwe-bron.md", "python")
    names: dict[str, Any] = {}
    exec(compile(code, "zitbanken.py", "exec"), names)  # noqa: S102 - the example itself
    dataset = names["DATASET"]
    assert isinstance(dataset, Dataset)
    assert problems({**registry(), dataset.name: dataset}) == []
    (lines,) = blocks("nieuwe-bron.md", "toml")
    source = BronKeuze.model_validate(tomllib.loads(lines)["bronnen"]["zitbanken"])
    assert source.vorm == "geojson"
    point = bytes.fromhex("0101000000000000008066024100000000300c2041")
    schema = pa.schema(
        [("objectid", pa.string()), ("plaatsingsjaar", pa.string()), ("geometry", pa.binary())],
        metadata={"crs": "EPSG:28992"},
    )
    table = pa.table([["1", "2", None], ["2019", "1066", "2020"], [point] * 3], schema=schema)
    tally = Tally()
    context = Context(1, None if source.peildatum == "kolom" else DAY)
    assert aliases.absent(dataset, schema, {}) == ["materiaal"]
    rows = pa.Table.from_batches(
        conform(dataset, table.to_reader(), context, tally), arrow_schema(dataset)
    )
    assert rows.column("bank_id").to_pylist() == ["1"]
    assert len(tally.bad) == 2
