"""What a form sends: small, in the one agreed form, and with the token of its session."""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from geo_api.beheer.sessions import Session
from geo_api.errors import Problem

MAX_BYTES = 64 * 1024
MAX_FIELDS = 300
BODY_S = 30.0
_KIND = "application/x-www-form-urlencoded"
STALE = "Dit formulier is verlopen; er is niets gedaan. Laad de pagina opnieuw en verstuur het dan."


async def read(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name, without spaces around them.

    Raises:
        Problem: 400 for another kind of body, 413 for one that is too large or too slow.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise Problem(400, "Dit adres verwacht een ingevuld formulier.")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise Problem(413, "Het formulier is te groot.")
        fields = parse_qsl(
            body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except TimeoutError as error:
        raise Problem(413, "Het formulier kwam te langzaam binnen.") from error
    except ValueError as error:
        raise Problem(400, "Het formulier is niet te lezen.") from error
    return {name: value.replace("\r\n", "\n").strip() for name, value in fields}


async def signed(request: Request, session: Session) -> dict[str, str]:
    """The fields of a form that this session asked for.

    Raises:
        Problem: 403 when its token is missing or of another session.
    """
    fields = await read(request)
    check(fields, session)
    return fields


def check(fields: Mapping[str, str], session: Session) -> None:
    """Refuse a form without the token of this session.

    Raises:
        Problem: 403.
    """
    if not session.owns(fields.get("token", "")):
        raise Problem(403, STALE)
