"""The entrance of a room of restricted pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request

from geo_api.besloten.site import plan, room
from geo_api.errors import Problem


def _asked(query: bytes) -> Request:
    languages = [(b"accept-language", b"en")]
    return Request({"type": "http", "query_string": query, "headers": languages})


def _shared(*layers: str) -> Any:
    state = SimpleNamespace(layers=layers)
    return SimpleNamespace(current=SimpleNamespace(require=lambda: state))


@pytest.mark.parametrize(("query", "kept"), [(b"taal=nl", "?taal=nl"), (b"", "")])
def test_the_way_to_the_first_page_keeps_the_language(query: bytes, kept: str) -> None:
    part = plan.CHANCES.parts[0]
    answer = room.first(_asked(query), _shared(part.layer), plan.CHANCES)
    assert (answer.status_code, answer.headers["location"]) == (303, part.path + kept)


def test_who_may_see_none_finds_no_room() -> None:
    with pytest.raises(Problem) as told:
        room.first(_asked(b""), _shared(), plan.CHANCES)
    assert told.value.status == 404
