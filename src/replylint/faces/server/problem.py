"""What is answered when a request cannot be: a problem document (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import JSONResponse, PlainTextResponse, Response


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """A refusal: its status, one line of `detail` that repeats no text, and the `field` that it is about."""

    def __init__(self, status: int, detail: str, field: str | None = None, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.field, self.headers = status, detail, field, headers

    def response(self) -> Response:
        """The problem document."""
        title = HTTPStatus(self.status).phrase
        body = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        if self.field:
            body["field"] = self.field
        return JSONResponse(body, self.status, self._headers(), media_type="application/problem+json")

    def plain(self) -> Response:
        """The same as LanguageTool says it, for the clients of its protocol."""
        return PlainTextResponse(f"Error: {self.detail}", self.status, self._headers())

    def _headers(self) -> dict[str, str]:
        return {name.replace("_", "-"): value for name, value in self.headers.items()}
