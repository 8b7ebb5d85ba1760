"""The trainer's desk, at `/desk`: pages for people, whose forms need no script.

A trainer scores a reply blind, then sees what replylint found and answers it; an agent sees her own replies once they are
finished, and may dispute what was found. All of it lies in the tenant's store.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

import yaml
from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from fastapi.routing import APIRoute

from replylint import review as reviewing
from replylint.faces.server.access import Serving
from replylint.faces.server.desk import answering, shown, visitor
from replylint.faces.server.desk.pages import page
from replylint.faces.server.desk.visitor import Form, SignIn, Trainer, Visiting, Visitor
from replylint.faces.server.problem import Problem
from replylint.faces.server.service import Service
from replylint.feed import guarded
from replylint.review import Review, Said

PARTS = Path(__file__).parent / "parts"
_STATES = ("waiting", "scored", "disputed", "finished")
_NEAR = """\
# Replies in which trainers found replylint wrong, by rule, from round {round!r}.
# Each is a line for `examples: good:` in the file of the rule. They are words of customers and agents: take out whatever
# tells who they are before anybody else sees this.
"""


class _Pages(APIRoute):
    """A route that answers people: a problem is a page, and who is not signed in is asked to."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, its refusals said as pages."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except SignIn:
                return RedirectResponse("/desk/sign-in", 303)
            except Problem as problem:
                visiting = visitor.signed_in(request, request.app.state.service)
                return page("problem", visiting, problem.status, problem=problem)

        return handled


router = APIRouter(prefix="/desk", include_in_schema=False, route_class=_Pages)
InRound = Annotated[str | None, Query(alias="round", max_length=500)]


@router.get("/enter")
async def enter(request: Request, service: Serving, link: str = "") -> Response:
    """Let in who opens the link that the server printed."""
    way = RedirectResponse("/desk", 303)
    visitor.open_link(link, request, way, service)
    return way


@router.get("/sign-in")
async def ask_for_key(service: Serving) -> Response:
    """The page that asks for a key."""
    return page("sign-in", alone=visitor.alone(service), problem=None)


@router.post("/sign-in")
async def sign_in(request: Request, service: Serving) -> Response:
    """Let in who has a key."""
    way = RedirectResponse("/desk", 303)
    fields = await visitor.posted(request, service)
    try:
        visitor.sign_in(fields.get("key", "").strip(), request, way, service)
    except Problem as problem:
        return page("sign-in", status=problem.status, alone=visitor.alone(service), problem=problem)
    return way


@router.post("/sign-out")
async def sign_out(request: Request, visiting: Visiting, form: Form) -> Response:  # noqa: ARG001 - both must be there
    """Let go of the browser."""
    way = RedirectResponse("/desk/sign-in", 303)
    visitor.sign_out(request, way)
    return way


@router.get("")
async def queue(visiting: Visiting, service: Serving, round: InRound = None, state: str = "") -> Response:
    """The replies of a round, or an agent's own."""
    if visiting.agent is not None:
        mine = await _own(visiting, visiting.agent, service)
        return page("own", visiting, replies=shown.listed(mine, visiting))
    rounds = await service.stored(visiting.tenant, lambda store: store.desk.rounds())
    chosen = round if round is not None else rounds[0].name if rounds else None
    reviews = await _round(visiting, chosen, service) if chosen is not None else []
    counts = {each: sum(1 for review in reviews if review.state == each) for each in _STATES}
    mine = [review for review in reviews if visiting.name in review.scores]
    wanted = [review for review in reviews if not state or review.state == state]
    told: dict[str, Any] = {
        "rounds": rounds,
        "round": chosen,
        "state": state,
        "counts": counts,
        "scored": len(mine),
        "all": len(reviews),
    }
    return page("queue", visiting, replies=shown.listed(wanted, visiting), **told)


@router.get("/next")
async def next_reply(trainer: Trainer, service: Serving, round: InRound = None) -> Response:
    """The next reply of a round that the trainer has not scored; the round when there is none."""
    reviews = await _round(trainer, round or "", service)
    waiting = next((review for review in reviews if trainer.name not in review.scores), None)
    return RedirectResponse(f"/desk/replies/{waiting.id}" if waiting else _back(round or ""), 303)


@router.get("/replies/{id}")
async def reply(id: str, visiting: Visiting, service: Serving) -> Response:
    """One reply: blind until the trainer has scored it."""
    return _reply(await _review(id, visiting, service), visiting)


@router.get("/replies/{id}/score")
async def score_again(id: str, trainer: Trainer, service: Serving) -> Response:
    """The form of a score, with what the trainer gave before."""
    review = await _review(id, trainer, service)
    given = review.scores.get(trainer.name)
    return _form(review, trainer, answering.as_form(given) if given else {})


@router.post("/replies/{id}/score")
async def score(id: str, trainer: Trainer, form: Form, service: Serving) -> Response:
    """A trainer's score of a reply."""
    review = await _review(id, trainer, service)
    try:
        said = answering.score(form, review, trainer)
    except Problem as problem:
        return _form(review, trainer, form, problem)
    return await _kept(review, said, trainer, service)


@router.post("/replies/{id}/answers")
async def answer(id: str, visiting: Visiting, form: Form, service: Serving) -> Response:
    """A trainer's word on a finding, or an agent's dispute of one."""
    review = await _review(id, visiting, service)
    try:
        said = answering.answer(form, review, visiting)
    except Problem as problem:
        if problem.status != 422:
            raise
        return _reply(review, visiting, problem, form)
    return await _kept(review, said, visiting, service)


@router.get("/replies/{id}/answers")
async def back_to_the_reply(id: str) -> Response:
    """Who opens the address of a form again is shown the reply."""
    return RedirectResponse(f"/desk/replies/{quote(id, safe='')}", 303)


@router.get("/scores.csv")
async def scores(trainer: Trainer, service: Serving, round: InRound = None) -> Response:
    """What people scored blind in a round, for `replylint calibrate`."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(reviewing.Answer._fields)
    lines.writerows(map(guarded, each) for each in reviewing.scores(await _round(trainer, round or "", service)))
    return PlainTextResponse(out.getvalue(), media_type="text/csv", headers=_saved("scores.csv"))


@router.get("/near-misses.yaml")
async def near_misses(trainer: Trainer, service: Serving, round: InRound = None) -> Response:
    """The replies of a round in which replylint was wrong, as examples for its rules."""
    found = reviewing.near_misses(await _round(trainer, round or "", service))
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=120) if found else "{}\n"
    head = _NEAR.format(round=round or "")
    return PlainTextResponse(head + text, media_type="application/yaml", headers=_saved("near-misses.yaml"))


def _reply(review: Review, visiting: Visitor, problem: Problem | None = None, form: Form | None = None) -> Response:
    """The page of a reply; with a problem what was typed stays in its fields."""
    if shown.blind(review, visiting):
        return _form(review, visiting, form or {}, problem)
    name = "own-reply" if visiting.role == "agent" else "reply"
    told = shown.shown(review, visiting)
    return page(name, visiting, problem.status if problem else 200, problem=problem, form=form or {}, **told)


def _form(review: Review, visiting: Visitor, form: Form, problem: Problem | None = None) -> Response:
    """The page on which a reply is scored, filled with what was typed."""
    told = shown.bare(review)
    first = shown.blind(review, visiting)
    return page("score", visiting, problem.status if problem else 200, problem=problem, form=form, first=first, **told)


async def _kept(review: Review, said: Said, visiting: Visitor, service: Service) -> Response:
    """Keep what was said, and show the reply again."""
    if not await service.stored(visiting.tenant, lambda store: store.desk.say(review.id, said)):
        raise Problem(404, "This reply is no longer on the desk.")
    return RedirectResponse(f"/desk/replies/{review.id}" + (f"#f-{said.finding}" if said.finding else ""), 303)


async def _review(id: str, visiting: Visitor, service: Service) -> Review:
    """A reply that a visitor may see; raises a `Problem`."""
    found = await service.stored(visiting.tenant, lambda store: store.desk.review(id))
    if found is None or (visiting.role == "agent" and not _may_see(found, visiting)):
        raise Problem(404, "There is no such reply on your desk.")
    return found


def _may_see(review: Review, visiting: Visitor) -> bool:
    """Whether a reply is an agent's own, and a trainer is done with it."""
    return review.row["agent"] == visiting.agent and any(said.kind == "finished" for said in review.said)


async def _own(visiting: Visitor, agent: str, service: Service) -> list[Review]:
    found = await service.stored(visiting.tenant, lambda store: store.desk.reviews(agent=agent))
    return [review for review in found if _may_see(review, visiting)]


async def _round(visiting: Visitor, round: str, service: Service) -> list[Review]:
    return await service.stored(visiting.tenant, lambda store: store.desk.reviews(round))


def _back(round: str) -> str:
    return f"/desk?{urlencode({'round': round})}"


def _saved(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
