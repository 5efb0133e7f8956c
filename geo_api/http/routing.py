"""Routes that tell every fault of a request at once: of its names and of its values.

The dependency `parameters.Asked` notes which names are wrong, the route reads the values, and what
either found is one answer. A noted fault never passes: a route that found nothing else is refused
all the same.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute

from geo_api.contract import parameters
from geo_api.errors import Problem, bad_request

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Told(APIRoute):
    """A route whose faults are told together."""

    tells_all = True

    def get_route_handler(self) -> Handler:
        """The answer of the route, or the noted faults with those that it found itself."""
        answer = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                found = await answer(request)
            except Problem as problem:
                noted = parameters.noted(request)
                if not noted:
                    raise
                more = problem.faults if problem.status == 400 else ()
                more = tuple(fault for fault in more if fault not in noted)
                raise bad_request([*noted, *more][: parameters.MAX_FAULTS]) from None
            parameters.settle(request)
            return found

        return told


class Router(APIRouter):
    """A router of such routes."""

    def __init__(self, **values: Any) -> None:
        """As FastAPI's, with these routes."""
        super().__init__(route_class=Told, **values)
