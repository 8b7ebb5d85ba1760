"""The body of a request, read within the limits of size and time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service

MOST_BYTES = 1024 * 1024
_HEARD_OUT = 16 * MOST_BYTES  # many clients read no answer before they have said all; were they cut short, they would see none


async def read(request: Request, service: Service) -> bytes:
    """The whole body; raises a `Problem` when it is too large or does not come."""
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(service.settings.seconds):
            async for chunk in request.stream():
                size += len(chunk)
                if size <= MOST_BYTES:
                    body += chunk
                elif size > _HEARD_OUT:
                    break
    except TimeoutError:
        raise Problem(408, f"the body did not come within {service.settings.seconds:g} seconds", Connection="close") from None
    except ClientDisconnect:
        raise Problem(400, "the connection was closed before the body had come") from None
    if size > MOST_BYTES:
        raise Problem(413, f"the limit is {MOST_BYTES:,} bytes", Connection="close")
    return bytes(body)


def text(body: bytes) -> str:
    """A body as text; raises a `Problem` when it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"byte {error.start} is not UTF-8") from None


class TooLong(Exception):  # noqa: N818 - what the line is
    """A line over the limit, whose rest was passed over."""


async def lines(request: Request, service: Service) -> AsyncIterator[bytes | TooLong]:
    """The lines of a body as they come, the last one with or without its end; one over the limit is told, not kept.

    Ends when the body does, or when nothing has come for as long as a request may take.
    """
    waiting, skipping = bytearray(), False
    stream = request.stream().__aiter__()
    while True:
        try:
            chunk = await asyncio.wait_for(anext(stream), service.settings.seconds)
        except (StopAsyncIteration, TimeoutError, ClientDisconnect):
            break
        *whole, rest = (waiting + chunk).split(b"\n")
        for line in whole:
            yield TooLong() if skipping or len(line) > MOST_BYTES else bytes(line)
            skipping = False
        if len(rest) > MOST_BYTES:
            waiting, skipping = bytearray(), True
        else:
            waiting = rest
    if skipping or waiting:
        yield TooLong() if skipping else bytes(waiting)
