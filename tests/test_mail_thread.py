"""What a mail quotes becomes the conversation: whose the words are, by whom and when, as many mail programs write it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.conversation import Conversation
from replylint.document import InputError
from replylint.mail import conversation_of, draft_of
from replylint.reading.voice import own
from replylint.source import visible

HERE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=HERE)
TIM, ANA, LOU = ("Tim Baker", "tim@shop.example"), ("Ana Ruiz", "ana@mail.example"), ("Lou Ferry", "lou@courier.example")


@dataclass(frozen=True)
class Mail:
    """An earlier mail of a thread."""

    by: tuple[str, str]
    text: str
    day: int

    @property
    def at(self) -> datetime:
        return datetime(2026, 11, self.day, 9, 5, tzinfo=HERE)


Draft = list[str]  # paragraphs; where answers stand between, each below a line of the mail that it answers
Thread = list[Mail]  # the newest first


# -- attributions ------------------------------------------------------------------------------------------------------

Attribution = Callable[[Mail], str]


def gmail(mail: Mail) -> str:
    return f"On {mail.at:%a, %d %b %Y at %H:%M}, {mail.by[0]} <{mail.by[1]}>\nwrote:\n"


def gmail_in_america(mail: Mail) -> str:
    return f"On {mail.at:%a, %b %d, %Y at %I:%M %p} {mail.by[0]} <\n{mail.by[1]}> wrote:\n"


def apple(mail: Mail) -> str:
    return f"On {mail.at:%b %d, %Y, at %I:%M\u202f%p}, {mail.by[0]} <{mail.by[1]}> wrote:\n"


def thunderbird(mail: Mail) -> str:
    return f"On {mail.at:%d/%m/%Y %H:%M}, {mail.by[0]} wrote:"


def mutt(mail: Mail) -> str:
    return f"On {mail.at:%a, %b %d, %Y at %I:%M:%S%p +0100}, {mail.by[0]} wrote:"


def claws(mail: Mail) -> str:
    return f"On {mail.at:%a, %d %b %Y %H:%M:%S +0100}\n{mail.by[0]} <{mail.by[1]}> wrote:\n"


def proton(mail: Mail) -> str:
    return f"On {mail.at:%A, %B %dth, %Y at %I:%M %p}, {mail.by[0]} <{mail.by[1]}> wrote:\n"


def roundcube(mail: Mail) -> str:
    return f"On {mail.at:%Y-%m-%d %H:%M}, {mail.by[0]} wrote:"


def evolution(mail: Mail) -> str:
    return f"On {mail.at:%a, %Y-%m-%d at %H:%M +0100}, {mail.by[0]} wrote:"


ATTRIBUTIONS: list[Attribution] = [gmail, gmail_in_america, thunderbird, mutt, claws, proton, roundcube, evolution]


# -- plain text --------------------------------------------------------------------------------------------------------


def chevrons(text: str) -> str:
    return "\n".join(">" + ("" if line.startswith(">") or not line else " ") + line for line in text.split("\n"))


def nested(thread: Thread, attribution: Attribution, within: bool = False) -> str:
    """A thread as its newest mail quotes what came before it; `within`: the attribution is a part of the quotation."""
    mail, *older = thread
    inner = mail.text + (f"\n\n{nested(older, attribution, within)}" if older else "")
    line = attribution(mail)
    return chevrons(f"{line}\n{inner}") if within else f"{line}\n{chevrons(inner)}"


def on_top(draft: Draft, quoted: str) -> str:
    return "\n\n".join([*draft, quoted]) + "\n"


def below(draft: Draft, quoted: str) -> str:
    return "\n\n".join([quoted, *draft]) + "\n"


def between(draft: Draft, quoted: str) -> str:
    """Each paragraph below a quoted one."""
    lines = quoted.split("\n")
    blanks = [n for n, line in enumerate(lines) if line == ">" and "wrote" not in lines[n - 1]]
    pieces, start = [], 0
    for paragraph, stop in zip(draft, [*blanks, len(lines)], strict=False):
        pieces += ["\n".join(lines[start:stop]), paragraph]
        start = stop
    return "\n\n".join([*pieces, *draft[len(blanks) + 1 :], *(["\n".join(lines[start:])] if start < len(lines) else [])]) + "\n"


def fields(mail: Mail, bold: str = "") -> str:
    other = TIM if mail.by == ANA else ANA
    return "\n".join(
        (
            f"{bold}From:{bold} {mail.by[0]} <{mail.by[1]}>",
            f"{bold}Sent:{bold} {mail.at:%A, %B %d, %Y %I:%M %p}",
            f"{bold}To:{bold} {other[0]} <{other[1]}>",
            f"{bold}Subject:{bold} Re: Your lamp",
        )
    )


def outlook(draft: Draft, thread: Thread) -> str:
    return "\n\n".join([*draft, *(f"{fields(mail)}\n\n{mail.text}" for mail in thread)]) + "\n"


def outlook_ruled(draft: Draft, thread: Thread) -> str:
    return "\n\n".join([*draft, *(f"{'_' * 32}\n{fields(mail, '*')}\n\n{mail.text}" for mail in thread)]) + "\n"


def outlook_express(draft: Draft, thread: Thread) -> str:
    return "\n\n".join([*draft, *(f"-----Original Message-----\n{fields(mail)}\n\n{mail.text}" for mail in thread)]) + "\n"


# -- HTML --------------------------------------------------------------------------------------------------------------


def as_html(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n"))


def line_of(attribution: Attribution, mail: Mail) -> str:
    return escape(" ".join(attribution(mail).split()))


def gmail_html(draft: Draft, thread: Thread) -> str:
    def quote(mails: Thread) -> str:
        mail, *older = mails
        inner = as_html(mail.text) + (f"<br>{quote(older)}" if older else "")
        return (
            f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{line_of(gmail, mail)}<br></div>'
            f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{inner}</blockquote></div>'
        )

    return f'<div dir="ltr">{as_html(chr(10).join(draft))}</div><br>{quote(thread)}'


def apple_html(draft: Draft, thread: Thread) -> str:
    def quote(mails: Thread) -> str:
        mail, *older = mails
        inner = as_html(mail.text) + (quote(older) if older else "")
        return f'<div><br><blockquote type="cite"><div>{line_of(apple, mail)}</div><br><div>{inner}</div></blockquote></div>'

    return f"<html><body>{as_html(chr(10).join(draft))}{quote(thread)}<br></body></html>"


def thunderbird_html(draft: Draft, thread: Thread, under: bool = False) -> str:
    def quote(mails: Thread) -> str:
        mail, *older = mails
        inner = f"<p>{escape(mail.text)}</p>" + (quote(older) if older else "")
        cite = '<blockquote type="cite" cite="mid:1@mail.example">'
        return f'<div class="moz-cite-prefix">{line_of(thunderbird, mail)}<br></div>{cite}{inner}</blockquote>'

    mine = as_html("\n".join(draft))
    return f"<html><body>{quote(thread)}{mine}</body></html>" if under else f"<html><body>{mine}{quote(thread)}</body></html>"


def outlook_html(draft: Draft, thread: Thread) -> str:
    def head(mail: Mail) -> str:
        rows = "<br>".join(f"<b>{row.partition(':')[0]}:</b>{escape(row.partition(':')[2])}" for row in fields(mail).split("\n"))
        ruled = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
        return f"<div style='{ruled}'><p class=MsoNormal>{rows}<o:p></o:p></p></div>"

    said = "".join(f"<p class=MsoNormal>{escape(text)}<o:p></o:p></p>" for text in draft)
    older = "".join(f"{head(mail)}<p class=MsoNormal>{escape(mail.text)}</p>" for mail in thread)
    return f'<html><body><div class="WordSection1">{said}{older}</div></body></html>'


def outlook_on_the_web(draft: Draft, thread: Thread) -> str:
    def one(mail: Mail) -> str:
        rows = "<br>".join(f"<b>{row.partition(':')[0]}:</b>{escape(row.partition(':')[2])}" for row in fields(mail).split("\n"))
        return (
            f'<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{rows}</font>'
            f"<div>&nbsp;</div></div>{as_html(mail.text)}"
        )

    return f'{as_html(chr(10).join(draft))}<div id="appendonsend"></div>{"".join(map(one, thread))}'


def yahoo_html(draft: Draft, thread: Thread) -> str:
    def quote(mails: Thread) -> str:
        mail, *older = mails
        return (
            f'<div id="ydp1" class="yahoo_quoted"><div><div>{line_of(proton, mail)}</div><div><br></div>{as_html(mail.text)}'
            f"{quote(older) if older else ''}</div></div>"
        )

    return f"{as_html(draft[0])}<div><br></div>{quote(thread)}{as_html(chr(10).join(draft[1:]))}"


def proton_html(draft: Draft, thread: Thread) -> str:
    def quote(mails: Thread) -> str:
        mail, *older = mails
        inner = as_html(mail.text) + (quote(older) if older else "")
        return (
            f'<div class="protonmail_quote">{line_of(proton, mail)}<br><blockquote class="protonmail_quote" type="cite">{inner}'
            "</blockquote><br></div>"
        )

    return f"{as_html(chr(10).join(draft))}<br>{quote(thread)}"


Body = Callable[[Draft, Thread], str]
PLAIN: dict[str, Body] = {
    **{
        f"{attribution.__name__}, {place.__name__}": lambda draft, thread, a=attribution, p=place: p(draft, nested(thread, a))  # type: ignore[misc]
        for attribution in ATTRIBUTIONS
        for place in (on_top, below, between)
    },
    "apple": lambda draft, thread: on_top(draft, nested(thread, apple, within=True)),
    "outlook": outlook,
    "outlook, ruled": outlook_ruled,
    "outlook express": outlook_express,
}
HTML: dict[str, Body] = {
    "gmail": gmail_html,
    "apple": apple_html,
    "thunderbird": thunderbird_html,
    "thunderbird, below": lambda draft, thread: thunderbird_html(draft, thread, under=True),
    "outlook": outlook_html,
    "outlook on the web": outlook_on_the_web,
    "yahoo": yahoo_html,
    "proton": proton_html,
}
CLIENTS = (
    [("plain", name) for name in PLAIN] + [("html", name) for name in HTML] + [("both", name) for name in ("gmail", "apple")]
)


def composed(client: tuple[str, str], draft: Draft, thread: Thread, **head: str) -> bytes:
    """A reply as a mail program writes it."""
    kind, name = client
    message = EmailMessage(policy=SMTP)
    told = {
        "From": f"{TIM[0]} <{TIM[1]}>",
        "To": f"{ANA[0]} <{ANA[1]}>",
        "Subject": "Re: Your lamp",
        "In-Reply-To": "<1@mail.example>",
    }
    for field, value in (told | {"Date": f"{NOW:%a, %d %b %Y %H:%M:%S %z}"} | head).items():
        if value:
            message[field.replace("_", "-")] = value
    if kind == "html":
        message.set_content(HTML[name](draft, thread), subtype="html")
    else:
        plain = name if name in PLAIN else f"{name}, on_top"
        message.set_content(PLAIN[plain](draft, thread))
        if kind == "both":
            message.add_alternative(HTML[name](draft, thread), subtype="html")
    return message.as_bytes()


def read(raw: bytes) -> Conversation:
    told = conversation_of(raw, "mail")
    assert (told.turns[-1].text, told.turns[-1].format) == draft_of(raw, "mail")
    assert told.draft == len(told.turns) - 1
    return told


def words(text: str) -> str:
    return " ".join(text.split())


# -- what always holds -------------------------------------------------------------------------------------------------

MINE = [["Hi Ana,", "The lamp ambled out today.", "Kind regards,\nTim"]]
THREAD = [
    Mail(ANA, "Where is the canary lamp?\n\nIs it the canopied one?", 16),
    Mail(TIM, "It orbits to you on Monday.", 15),
    Mail(ANA, "I caught no mail about it.", 14),
]


@pytest.mark.parametrize("client", CLIENTS, ids=", ".join)
def test_every_client_gives_the_thread_with_authors_and_instants(client: tuple[str, str]) -> None:
    earlier = read(composed(client, ["Hi Ana,", "It left today."], THREAD)).turns[:-1]
    assert [(turn.role, turn.author, words(turn.text)) for turn in earlier] == [
        ("customer" if mail.by == ANA else "agent", mail.by[0], words(mail.text)) for mail in reversed(THREAD)
    ]
    assert [turn.at for turn in earlier] == [mail.at for mail in reversed(THREAD)]


def sentences(of: str) -> st.SearchStrategy[str]:
    """Paragraphs whose every word tells whose it is."""
    word = st.from_regex(rf"{of}[a-z]{{2,6}}", fullmatch=True)
    sentence = st.lists(word, min_size=1, max_size=8).map(lambda found: " ".join(found) + ".")
    return st.lists(sentence, min_size=1, max_size=3).map("\n\n".join)


HANDS = {TIM: "zo", ANA: "zc", LOU: "zt"}
threads = st.lists(st.sampled_from(sorted(HANDS)), min_size=1, max_size=5).flatmap(
    lambda hands: st.tuples(*(sentences(HANDS[hand]).map(lambda text, by=hand: (by, text)) for hand in hands))  # type: ignore[misc]
)


@settings(max_examples=40, deadline=None)
@given(client=st.sampled_from(CLIENTS), draft=st.lists(sentences("za"), min_size=1, max_size=4), hands=threads)
def test_nobody_is_given_words_of_another(
    client: tuple[str, str], draft: Draft, hands: tuple[tuple[tuple[str, str], str], ...]
) -> None:
    thread = [Mail(by, text, 16 - n) for n, (by, text) in enumerate(hands)]
    told = read(composed(client, draft, thread))
    known = list(takewhile(lambda mail: mail.by != LOU, thread))
    roles = [("customer" if mail.by == ANA else "agent", words(mail.text)) for mail in reversed(known)]
    assert [(turn.role, words(turn.text)) for turn in told.turns[:-1]] == roles
    judged = own(visible(told.turns[-1].text, told.turns[-1].format)).text
    assert words(judged) == words(" ".join(draft))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"From: a@b.example\nTo: c@d.example\n\n{text}".encode()))
def test_no_mail_breaks_it(raw: bytes) -> None:
    with suppress(InputError):
        conversation_of(raw, "mail")
