"""What is published, as the release holds it that a question names.

A question about many layers is answered from a `State` of only what that release has: its tag, and
with it the ETag, differs, and links stay in the release.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request

from geo_api import texts
from geo_api.contract import parameters
from geo_api.contract.parameters import Asked
from geo_api.db import Database, statement
from geo_api.errors import Fault, bad_request
from geo_api.http.links import Links
from geo_api.items import question
from geo_api.model import State

_RELEASE = statement("release")


class Released(Asked):
    """Dependency: the query of a question that is sent, where only the release can be wrong.

    What is wrong with it is noted before the body is read, so that both are told together; whoever
    answers goes on with what is published now, and the noted fault refuses the answer.
    """

    async def __call__(self, request: Request) -> Mapping[str, str]:
        """The query of a request, its release looked at."""
        values = await super().__call__(request)
        if "release" in values:
            state: State = request.app.state.services.current.require()
            faults: list[Fault] = []
            question.release(values["release"], state.release["release"], faults)
            parameters.note(request, faults)
        return values


async def of(
    database: Database, links: Links, state: State, asked: Mapping[str, str], faults: list[Fault]
) -> tuple[State, Links]:
    """The state and the link maker of the release asked for; those given without `release`.

    Args:
        database: the pool.
        links: the link maker of now.
        state: what is published now.
        asked: the query.
        faults: told when there never was such a release; what comes back is then of now.

    Raises:
        Problem: 410 when nothing of the release is kept.
    """
    if "release" not in asked:
        return state, links
    number = question.release(asked["release"], state.release["release"], faults)
    if number is None:
        return state, links
    return state.at(await _row(database, state, number)), replace(links, release=number)


async def only(
    database: Database, links: Links, state: State, asked: Mapping[str, str]
) -> tuple[State, Links]:
    """The same where nothing else can be wrong.

    Raises:
        Problem: 400 when there never was such a release, 410 when nothing of it is kept.
    """
    faults: list[Fault] = []
    found = await of(database, links, state, asked, faults)
    if faults:
        raise bad_request(faults)
    return found


async def _row(database: Database, state: State, number: int) -> Mapping[str, Any]:
    """The row of a release, also of one older than those held in memory."""
    held = next((row for row in state.releases if row["release"] == number), None)
    if held is not None:
        return held
    rows = await database.fetch(_RELEASE, {"release": number})
    found: dict[str, Any] = json.loads(rows[0][0]) if rows else {"release": number}
    return found


def lacking(state: State, *names: str) -> dict[str, Any]:
    """What an answer says of layers that the release asked for lacks; nothing of the newest."""
    if state.asof is None:
        return {}
    number = state.asof["release"]
    return {
        "nietInRelease": [
            {
                "laag": name,
                "titel": state.lacking[name].current.meta["titel"],
                "reden": texts.not_in_release(name, number),
            }
            for name in names
            if name in state.lacking
        ]
    }
