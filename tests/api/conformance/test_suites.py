"""Every class that is declared has its abstract tests, and each of those is really a test here."""

import ast
from functools import cache
from pathlib import Path

from tests.api.conformance.suites import BAD_INPUT, SUITES, TRAPS

API = Path(__file__).parents[1]


@cache
def named_in(file):
    """The tests in a file that every run takes: none of the long ones, none that is skipped."""
    tree = ast.parse((API / file).read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found[node.name] = " ".join(ast.unparse(one) for one in node.decorator_list)
    whole = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign)]
    assert not any(text.startswith("pytestmark") and "soak" in text for text in whole), file
    return {name for name, marks in found.items() if "soak" not in marks and "skip" not in marks}


def test_every_declared_class_has_its_suite(client):
    answer = client.get("/v1/conformance")
    assert answer.headers["content-type"] == "application/json"
    declared = answer.json()["conformsTo"]
    assert len(declared) == len(set(declared))
    assert set(declared) == set(SUITES)


def test_every_abstract_test_is_done():
    places = [place for suite in SUITES.values() for place in suite.values()]
    places += [*TRAPS.values(), *BAD_INPUT.values()]
    assert len(places) > 120
    for place in places:
        file, _, name = place.partition("::")
        assert name in named_in(file), place


def test_every_trap_is_tried():
    assert [int(name.split()[0]) for name in TRAPS] == list(range(1, 14))
