"""The page on which an agent answers a ticket."""

from smtplib import SMTPException
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

import replylint
from helpdesk.tickets import TICKETS, Reply, Ticket


def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Show a ticket, or send a reply to it.

    A reply that is held comes back with status 422 and its findings, as a page or, for a program that asks for JSON, as
    replylint's result. It is sent when the agent says why, and no other finding than those that she saw holds it.
    """
    if number not in TICKETS:
        raise Http404
    asked = TICKETS[number]
    if request.method != "POST":
        return _page(request, asked, "" if asked.replies else asked.draft)
    reply = request.POST.get("reply", "").replace("\r\n", "\n").strip()
    reason = request.POST.get("reason", "").strip() if "anyway" in request.POST else ""
    if not reply:
        return _page(request, asked, reply, 400, trouble="There is nothing to send yet.")
    mail = asked.mail(reply)
    if reason:
        mail.let_go = request.POST.getlist("seen")  # type: ignore[attr-defined]
    try:
        mail.send()
    except replylint.Held as held:
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse(replylint.encode(held.result), status=422)
        return _page(request, asked, reply, 422, held=held)
    except (OSError, SMTPException):
        return _page(request, asked, reply, 502, trouble="The mail server does not answer. Nothing was sent.")
    asked.replies.append(Reply(reply, reason))
    return redirect("ticket", number)


def _page(request: HttpRequest, asked: Ticket, reply: str, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "ticket.html", {"ticket": asked, "reply": reply, **more}, status=status)
