"""FastAPI's floor: it reads a JSON body and answers a constant. `floor.py PORT WORKERS`, with FLOOR_BYTES to answer."""

from __future__ import annotations

import os
import socket
import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from uvicorn.supervisors import Multiprocess

ANSWER = b'"' + b"x" * (int(os.environ["FLOOR_BYTES"]) - 2) + b'"'
app = FastAPI(openapi_url=None)


@app.post("/v1/check")
async def answer(request: Request) -> Response:
    """The constant."""
    await request.json()
    return Response(ANSWER, media_type="application/json")


def main(port: int, workers: int) -> None:
    """Serve. A socket that does not say its protocol, as uvicorn's own does not, would keep each answer back for 40 ms."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config("floor:app", workers=workers, access_log=False, log_level="warning")
    if workers == 1:
        uvicorn.Server(config).run([listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
