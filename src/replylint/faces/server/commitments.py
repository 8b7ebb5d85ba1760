"""`/v1/commitments`: the ledger of promises, as it is kept in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Response

from replylint import wire
from replylint.document import InputError
from replylint.faces.server import described
from replylint.faces.server.access import Reader, Serving
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.feed import Row, as_calendar
from replylint.finding import Status
from replylint.store import Kept

if TYPE_CHECKING:
    from replylint.store import Store

router = APIRouter(tags=["promises"])
Wanted = Annotated[list[Status] | None, Query(description="Only these; may be given several times.")]
Of = Annotated[str | None, Query(description="Only those of this conversation.", max_length=500)]


@router.get("/v1/commitments", **described.COMMITMENTS)
async def list_promises(
    reader: Reader,
    service: Serving,
    status: Wanted = None,
    conversation: Of = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """The promises that are kept, those due first at the head."""
    found = await _found(reader, service, status, conversation, offset, limit)
    return {"commitments": [wire.described(each.conversation, each.entry) for each in found]}


@router.get("/v1/commitments.ics", **described.CALENDAR)
async def subscribe_to_promises(reader: Reader, service: Serving) -> Response:
    """Those that can still be kept, as a calendar to subscribe to; calendars give the key as a password."""
    found = await _found(reader, service, ["open", "due-soon"], None, 0, 1000)
    try:
        feed = as_calendar(Row(each.conversation, each.entry) for each in found)
    except InputError as error:
        raise Problem(409, str(error)) from None
    return Response(feed, media_type="text/calendar")


async def _found(
    reader: Reader, service: Service, status: list[Status] | None, conversation: str | None, offset: int, limit: int
) -> list[Kept]:
    def read(store: Store) -> list[Kept]:
        return list(store.promises(status or (), conversation, offset, limit))

    return await service.stored(reader.tenant, read)
