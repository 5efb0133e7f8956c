"""Pages that are written from declarations say what the declarations say."""

from pathlib import Path

import pytest

from tests.support import docs_feeds, docs_methods, docs_parameters


@pytest.mark.parametrize("made", [docs_feeds, docs_parameters], ids=["feeds", "parameters"])
def test_the_page_in_the_repository_is_current(made: object) -> None:
    page, render = made.PAGE, made.render  # type: ignore[attr-defined] # two modules, one form
    hint = f"write it anew with: .venv/bin/python -m {made.__name__}"  # type: ignore[attr-defined]
    assert page.read_text(encoding="utf-8") == render(), hint


def test_the_pages_of_the_methods_are_those_of_the_spec_tests() -> None:
    made = docs_methods.pages()
    folder = docs_methods.FOLDER
    held = {*folder.glob("m[0-9]*.md"), *folder.glob("x[0-9]*.md")}
    hint = "write them anew with: .venv/bin/python -m tests.support.docs_methods"
    assert held == set(made), hint
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: {hint}"


@pytest.mark.parametrize("path", docs_methods.pages(), ids=lambda path: path.stem)
def test_every_page_of_a_method_has_the_five_parts(path: Path) -> None:
    text = docs_methods.pages()[path]
    parts = [f"**{name}.** " for name in ("Definition", "Formula", "Inputs", "Limits")]
    assert [part for part in [*parts, "## Worked examples"] if part not in text] == []
