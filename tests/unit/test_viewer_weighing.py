"""The viewer's golden scores are those of the pipeline as it is now."""

import json

import pytest

from tests.support import weighing


def test_golden_file_of_the_viewer_is_what_the_pipeline_computes() -> None:
    held = json.loads(weighing.FILE.read_text(encoding="utf-8"))
    found = weighing.document()
    assert {name: held[name] for name in held if name != "gevallen"} == {
        name: found[name] for name in found if name != "gevallen"
    }
    assert len(held["gevallen"]) == len(found["gevallen"]) > 10
    for kept, now in zip(held["gevallen"], found["gevallen"], strict=True):
        assert kept["gewichten"] == now["gewichten"]
        assert kept["status"] == now["status"]
        assert kept["reden"] == now["reden"]
        assert kept["score"] == pytest.approx(now["score"], abs=1e-9, nan_ok=True)
        assert kept["bijdragen"].keys() == now["bijdragen"].keys()
