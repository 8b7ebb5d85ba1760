"""`replylint score`: every reply of an export scored, and the report of it."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, nullcontext
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from replylint import __version__, exports, pool, report, scorecard, scoring, store
from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.faces import options as given_options
from replylint.fault import where
from replylint.lint import identity
from replylint.reading.syntax import PIPELINE, ModelError, installed
from replylint.ruleset import Ruleset
from replylint.schema import quotable
from replylint.scorecard import Scorecard
from replylint.scoresheet import Sheet
from replylint.settings import Settings
from replylint.transcripts import Given, Told

_CHUNK = 16  # conversations a task
Scored = tuple[list[dict[str, Any]], dict[str, Any]] | InputError


class _Bench(NamedTuple):
    """What a process scores with."""

    rules: Ruleset
    settings: Settings
    card: Scorecard


def run(options: argparse.Namespace) -> int:
    """Score all replies of the exports into a folder and write the report there. Exit 2 when a record could not be used or
    when it was stopped, else 0; run again it goes on. Raises `InputError`."""
    _check(options)
    bench = _bench(options)
    folder = Path(options.out)
    feedback = _feedback(bench.settings)
    with Sheet(folder, _name(options, bench), options.fresh) as sheet:
        try:
            _score(options, bench, sheet)
        except KeyboardInterrupt:
            print(f"stopped after {sheet.done:,} conversations; the same command goes on from there", file=sys.stderr)
            return 2
        except BrokenProcessPool:
            what = "a process that scores was ended from outside; the same command goes on from here"
            raise InputError(what, str(folder)) from None
    print(report.write(folder, bench.card, _facts(options, bench), sheet.unusable, feedback))
    if sheet.unusable:
        print(f"{sheet.unusable:,} records could not be used: {folder / 'unusable.txt'}", file=sys.stderr)
    return 2 if sheet.unusable else 0


def _check(options: argparse.Namespace) -> None:
    """Refuse what cannot be, before any work is done, and fill in what was left out."""
    if options.tz:
        given_options.zone(options.tz)
    if options.workers is None:
        options.workers = pool.processors()
    if options.workers < 1:
        raise InputError(f"--workers: {options.workers}: one at least")
    options.agents = sorted({who for told in options.agents for each in told.split(",") if (who := each.strip())})


def _feedback(settings: Settings) -> dict[str, dict[str, int]] | None:
    """What agents said of the findings of each rule; None when there is no store."""
    if settings.store is None:
        return None
    with store.open(settings.store.url) as kept:
        tallies = [tally._asdict() for tally in kept.feedback.table()]
    return {tally.pop("rule"): tally for tally in tallies}


def _bench(options: argparse.Namespace) -> _Bench:
    rules, settings = given_options.rules_and_settings(options)
    return _Bench(rules, settings, scorecard.load(Path(options.scorecard) if options.scorecard else None, rules))


def _facts(options: argparse.Namespace, bench: _Bench) -> dict[str, Any]:
    """What the numbers rest on, for the report."""
    model = PIPELINE if bench.settings.parser == "auto" and installed() else None
    names = [Path(name).name for name in options.files]
    return {"version": __version__, "ruleset": identity(bench.rules, bench.settings), "model": model, "exports": names}


def _name(options: argparse.Namespace, bench: _Bench) -> str:
    """Everything that bears on the rows, as a hash."""
    ways = (options.kind, options.agents, options.tz)
    told = (_facts(options, bench), bench.card, ways, [_stamp(Path(name)) for name in options.files])
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        known = path.stat()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", str(path)) from None
    return str(path.resolve()), known.st_size if path.is_file() else 0, known.st_mtime_ns


def _score(options: argparse.Namespace, bench: _Bench, sheet: Sheet) -> None:
    watched = sys.stderr.isatty() and find_spec("rich") is not None
    total = sum(1 for _ in _told(options)) if watched else None
    told = islice(_told(options), sheet.done, None)
    with _progress(sheet.done, total) as step, closing(_scored(told, options, bench)) as made:
        for scored in made:
            if isinstance(scored, InputError):
                sheet.refuse(scored)
            else:
                sheet.add(*scored)
            step()


def _told(options: argparse.Namespace) -> Iterator[Told]:
    given = Given(time_zone=options.tz)
    return chain.from_iterable(exports.read(Path(name), options.kind, given, options.agents) for name in options.files)


def _scored(told: Iterable[Told], options: argparse.Namespace, bench: _Bench) -> Generator[Scored]:
    """Every conversation's rows in their order, by as many processes as are wanted."""
    if options.workers == 1:
        yield from (_one(each, bench) for each in told)
        return
    plain = argparse.Namespace(**{name: value for name, value in vars(options).items() if name != "run"})
    yield from chain.from_iterable(pool.spread(_chunk, _chunks(told), options.workers, _start, plain))


def _chunks(told: Iterable[Told]) -> Iterator[list[Told]]:
    told = iter(told)
    while chunk := list(islice(told, _CHUNK)):
        yield chunk


_mine: list[_Bench] = []


def _start(options: argparse.Namespace) -> None:
    """In a process of the pool the rules are loaded once."""
    _mine.append(_bench(options))


def _chunk(told: list[Told]) -> list[Scored]:
    return [_one(each, _mine[0]) for each in told]


def _one(told: Told, bench: _Bench) -> Scored:
    """A conversation scored; what goes wrong with one is told and the others go on."""
    if not isinstance(told, Conversation):
        return told
    try:
        return list(scoring.rows(told, bench.rules, bench.settings, bench.card)), scoring.thread(told)
    except ModelError:  # is no fault of one conversation
        raise
    except InputError as error:
        return InputError(error.what, error.file or _called(told))
    except Exception as fault:  # its message could hold a customer's words
        return InputError(f"a fault of replylint's own: {where(fault)}", _called(told))


def _called(told: Conversation) -> str:
    return "a conversation without an id" if told.id is None else quotable(told.id)


def _progress(done: int, total: int | None) -> Any:
    """Something that counts conversations: a bar where a person watches, else nothing."""
    if total is None:
        return nullcontext(lambda: None)
    from replylint.faces.progress import bar

    return bar(done, total)
