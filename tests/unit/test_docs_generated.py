"""Pages that are written from declarations say what the declarations say."""

import pytest

from tests.support import docs_feeds, docs_parameters


@pytest.mark.parametrize("made", [docs_feeds, docs_parameters], ids=["feeds", "parameters"])
def test_the_page_in_the_repository_is_current(made: object) -> None:
    page, render = made.PAGE, made.render  # type: ignore[attr-defined] # two modules, one form
    hint = f"write it anew with: .venv/bin/python -m {made.__name__}"  # type: ignore[attr-defined]
    assert page.read_text(encoding="utf-8") == render(), hint
