"""Which characters of a reply are the agent's own new words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.conversation import Format
from replylint.reading.voice import OPAQUE, Voice, own
from replylint.source import Visible, visible

PIECES = (
    '"', "“", "”", "‘", "’", "'", "«", "»", "24\"", "\n", "\n\n", "> ", "-- ", "Best,\n", "Thanks,\n", "Anna", "^AB",
    "On Mon, 2 Nov 2026 Bo <b@x.example> wrote:\n", "From: Bo\nSent: today\nTo: us\n", " - Bo", "https://x.example/a",
    "b@x.example",
    "www.x.example", "`", "```\n", "**Save**", "{name}", "[DATE]", "%NAME%", "<customer>", "Hi Bo, ", "a word ", ". ",
    "2026-11-18 10:30:00 ERROR x\n", "Traceback (most recent call last):\n", "This e-mail is confidential. ",
    "-----Original Message-----\n", "my own kettle leaks at the spout ", " ", "\U0001f600",
)  # fmt: skip
soup = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)
THEIRS = ("Well, my own kettle leaks at the spout since Monday.",)


def heard(text: str, format: Format = "plain", theirs: tuple[str, ...] = (), titles: tuple[str, ...] = ()) -> Voice:
    return own(visible(text, format), theirs, titles)


def kept(text: str, format: Format = "plain", theirs: tuple[str, ...] = ()) -> str:
    """The words left to be judged, white space folded, a filled stretch as one sign."""
    text = heard(text, format, theirs).text
    return " ".join("".join(c for i, c in enumerate(text) if c != OPAQUE or text[i - 1 : i] != OPAQUE).split())


def parts(text: str, kind: str, format: Format = "plain", theirs: tuple[str, ...] = ()) -> list[str]:
    view = visible(text, format)
    return [view.text[part.start : part.end] for part in own(view, theirs).parts if part.kind == kind]


# -- what always holds -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["plain", "html", "markdown"])
@given(text=soup)
def test_nothing_moves(format: Format, text: str) -> None:
    view = visible(text, format)
    voice = own(view, THEIRS, ("kettle",))
    assert len(voice.text) == len(view.text)
    for mine, shown in zip(voice.text, view.text, strict=True):
        assert mine == shown or (mine in (" ", OPAQUE) and shown != "\n")
    for part in voice.parts:
        assert 0 <= part.start < part.end <= len(view.text)
    assert list(voice.parts) == sorted(voice.parts, key=lambda part: (part.start, -part.end, part.kind))
    assert own(view, THEIRS, ("kettle",)) == voice


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_is_refused(text: str) -> None:
    assert len(own(Visible(text)).text) == len(text)


@pytest.mark.parametrize(
    "unit",
    ['"', '"a" ', "> \n", "“", "'a ", "https://x)", ")", "a.a", "@", "On 2026 wrote:\n", "From: x\n", "-", "**A** ",
     "\n", "{", "[A", "Best,\n", "`a", "my own kettle leaks at the spout ", " ", "x@y.", "-- \n", "This e-mail "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        view = Visible(unit * (size // len(unit)))
        start = time.process_time()
        own(view, THEIRS)
        return time.process_time() - start

    seconds(1_000)  # patterns are compiled at their first use
    assert any(seconds(160_000) < 24 * max(seconds(20_000), 0.01) for _ in range(5))  # quadratic time would be 64-fold


@pytest.mark.slow
@pytest.mark.parametrize("unit", ['"', "> \n", "https://x)", "“a", "my own kettle leaks at the spout "])
def test_a_hostile_megabyte_takes_seconds(unit: str) -> None:
    view = Visible(unit * (1_000_000 // len(unit)))
    start = time.process_time()
    own(view, THEIRS)
    assert time.process_time() - start < 10


def test_a_megabyte_of_marks_takes_seconds() -> None:
    view = visible("<b>Ab</b> x " * 20_000 + "<b>" * 20_000 + "deep", "html")
    start = time.process_time()
    own(view)
    assert time.process_time() - start < 5


# -- history, by mail program ------------------------------------------------------------------------------------------

NEW = "Your new lid is in the post."


def test_gmail() -> None:
    plain = f"{NEW}\n\nOn Wed, 18 Nov 2026 at 09:12, Ana Ruiz\n<ana@mail.example> wrote:\n\n> It drips.\n> Help!\n"
    assert kept(plain) == NEW
    html = (
        f'<div dir="ltr">{NEW}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, 18 Nov 2026 '
        'Ana wrote:<br></div><blockquote class="gmail_quote">It drips.</blockquote></div>'
    )
    assert kept(html, "html") == NEW


def test_outlook() -> None:
    head = "From: Ana Ruiz <ana@mail.example>\nSent: 18 November 2026 09:12\nTo: Acme Care\nSubject: Lid\n\nIt drips."
    assert kept(f"{NEW}\n\n{head}") == NEW
    assert kept(f"{NEW}\n________________________________\n{head}") == NEW
    assert kept(f"{NEW}\n\n-----Original Message-----\n{head}") == NEW
    html = (
        f"<p class=MsoNormal>{NEW}</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm'>"
        "<p class=MsoNormal><b>From:</b> Ana</p></div><p class=MsoNormal>It drips.</p>"
    )
    assert kept(html, "html") == NEW


def test_apple_mail() -> None:
    assert kept(f"{NEW}\n\nOn 18 Nov 2026, at 09:12, Ana Ruiz <ana@mail.example> wrote:\n\nIt drips.") == NEW
    assert kept(f"{NEW}\n\nBegin forwarded message:\n\nFrom: Ana\nIt drips.") == NEW
    html = f"<div>{NEW}</div><blockquote type=cite><div>On 18 Nov 2026, Ana wrote:</div><div>It drips.</div></blockquote>"
    assert kept(html, "html") == NEW


def test_zendesk() -> None:
    assert kept(f"{NEW}\n\n##- Please type your reply above this line -##\n\nAna: It drips.") == NEW
    assert kept(f"##- Please type your reply above this line -##\n\n{NEW}") == NEW
    assert kept(f"{NEW}\n----------------------------------------\nAna Ruiz, 18 Nov 2026, 09:12\n\nIt drips.") == NEW


@pytest.mark.parametrize(
    "header",
    [
        "Am 18.11.2026 um 09:12 schrieb Ana Ruiz <ana@mail.example>:",
        "Le mer. 18 nov. 2026 à 09:12, Ana Ruiz <ana@mail.example> a écrit :",
        "El mié, 18 nov 2026 a las 9:12, Ana (<ana@mail.example>) escribió:",
        "Il giorno mer 18 nov 2026 alle ore 09:12 Ana <ana@mail.example> ha scritto:",
        "Op wo 18 nov 2026 om 09:12 schreef Ana Ruiz <ana@mail.example>:",
        "Ana Ruiz <ana@mail.example> schrieb am Mi., 18. Nov. 2026, 09:12:",
        "2026-11-18 9:12 GMT+01:00 Ana Ruiz <ana@mail.example>:",
    ],
)
def test_headers_of_other_languages(header: str) -> None:
    assert kept(f"{NEW}\n\n{header}\nEs tropft.") == NEW


def test_interleaved_answers_stay() -> None:
    text = (
        "On Wed, 18 Nov 2026 at 09:12, Ana wrote:\n> Is it in the post?\n\nYes, since Monday.\n\n> And the cup?\n>\n"
        "The cup follows on Friday.\n"
    )
    assert kept(text) == "Yes, since Monday. The cup follows on Friday."
    assert len(parts(text, "history")) == 2


def test_a_sentence_about_a_letter_is_no_header() -> None:
    for text in (
        "Last Monday our driver wrote: the gate was shut.",
        "On Monday the driver wrote:\nthe gate was shut.",
        "On 16 November 2026 our driver wrote:\nthe gate was shut.",
    ):
        assert kept(text) == " ".join(text.split())


def test_fields_of_a_form_are_no_head_of_a_mail() -> None:
    text = "The route was\nFrom: Leeds\nTo: York\nand it took a day."
    assert kept(text) == " ".join(text.split())


# -- signature and footer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ending",
    [
        "Best wishes,\nAnna Moss\nAcme Care\n020 7946 0018 | acme.example\nEvery cup is a small holiday.",
        "Kind regards\nAnna",
        "Cheers, Anna",
        "Thanks & Regards\nAnna",
        "Sincerely,\n\nThe Acme support team",
        "-- \nAnna Moss\nAcme Care",
        "Sent from my iPhone",
        "– Anna",
        "-Tim",
        "^AB",
        "*ABN",
        "~Saul",
        "Warm regards,\nAnna\n\nThis e-mail and its contents are confidential and for you alone.\nPlease delete it.",
        "CONFIDENTIALITY NOTICE: if this came to you by mistake, delete it.",
        "Acme Ltd is registered in England, number 000000.",
    ],
)
def test_what_ends_a_reply_is_not_judged(ending: str) -> None:
    assert kept(f"{NEW}\n\n{ending}") == NEW


def test_initials_at_the_end_of_a_line() -> None:
    for ending in ("^AB", "- Janay", "-Tim", "^AB 1/2", "https://x.example/a ^KL"):
        assert parts(f"{NEW} {ending}", "sign-off"), ending
    assert kept("We have it in red - Blue") == "We have it in red - Blue"
    assert kept("We have\n- Red\n- Blue") == "We have - Red - Blue"


def test_a_signature_slogan_goes_with_the_signature() -> None:
    assert parts(f"{NEW}\n\nRegards,\nBo\nYour comfort is all we care about.", "signature") == [
        "Regards,\nBo\nYour comfort is all we care about."
    ]


def test_thanks_stay_and_the_name_below_goes() -> None:
    text = f"{NEW}\n\nThanks for your patience,\nAnna"
    assert kept(text) == f"{NEW} Thanks for your patience,"
    assert parts(text, "sign-off") == ["Thanks for your patience,\nAnna"]


@pytest.mark.parametrize(
    "text",
    [
        "Thanks,\n\nif you send us the photo as well, we can close this today.",
        "Thank you.\nThe red list holds the parts in stock.",
        "Thanks for your letter to Acme Kettles.\n\nThe lid is in the post and comes on Friday.",
        "Best\nis to wait for the postman, he comes at nine.",
    ],
)
def test_text_after_thanks_is_no_signature(text: str) -> None:
    assert kept(text) == " ".join(text.split())


def test_thanks_to_the_customer_by_name_are_judged() -> None:
    assert kept("It left today. Thank you, Larisa!") == "It left today. Thank you, Larisa!"
    assert kept("It left today. Thanks, AK") == "It left today. Thanks,"


def test_a_postscript_is_judged() -> None:
    assert kept(f"{NEW}\n\nKind regards,\nAnna\n\nPS: I've added a cup.") == f"{NEW} PS: I've added a cup."


def test_legal_footer_is_reported() -> None:
    footer = "This message is intended only for its addressee.\nIf you received this email in error, tell us."
    assert parts(f"{NEW}\n\nBest,\nBo\n\n{footer}", "footer") == [footer]


def test_advice_on_a_mailing_list_is_judged() -> None:
    text = "To unsubscribe from the spring offers, open Settings and untick the second box, then save."
    assert kept(text) == text


# -- greeting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "greeting"),
    [
        ("Hi Ana, it left.", "Hi Ana,"),
        ("Dear Mr. Peña,\nIt left.", "Dear Mr. Peña,"),
        ("Hello null,\nIt left.", "Hello null,"),
        ("@ana_r Hey there! It left.", "Hey there!"),
        ("Good morning Ms van der Berg - it left.", "Good morning Ms van der Berg -"),
        ("Hi, thanks for the photo.", "Hi,"),
        ("Hi Ana\nIt left.", "Hi Ana"),
        ("Hi Ana I've sent it", "Hi Ana"),
        ("Hi {name}, it left.", "Hi {name},"),
        ("Ana,\nIt left.", "Ana,"),
        ("Hello we have sent it", "Hello"),
        ("Hi Ana,it left.", "Hi Ana,"),
    ],
)
def test_greetings_are_reported_and_kept(text: str, greeting: str) -> None:
    assert parts(text, "greeting") == [greeting]
    assert heard(text).text == text


@pytest.mark.parametrize("text", ["Morning deliveries are late today.", "It left, Ana.", "Highland parcels take a day."])
def test_no_greeting(text: str) -> None:
    assert parts(text, "greeting") == []


# -- inline ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('You wrote "never again" to us.', f"You wrote {OPAQUE} to us."),
        ("You wrote “never again” to us.", f"You wrote {OPAQUE} to us."),
        ("You wrote «never again» to us.", f"You wrote {OPAQUE} to us."),
        ("You wrote ‘don’t ask’ to us.", f"You wrote {OPAQUE} to us."),
        ("Click 'Don't save' there.", f"Click {OPAQUE} there."),
        ("It’s the customers’ choice, isn’t it.", "It’s the customers’ choice, isn’t it."),
        ("It's the '90s and the guests' choice.", "It's the '90s and the guests' choice."),
        ('The 24" and the 27" fit.', 'The 24" and the 27" fit.'),
        ('The "24" wide" one and the 27".', f'The {OPAQUE} one and the 27".'),
        ('An odd " mark and "a pair".', 'An odd " mark and "a pair".'),
        ('One" here.\n\n"Two" there.', f'One" here. {OPAQUE} there.'),
        ("Open `x = 1` now.", f"Open {OPAQUE} now."),
        ("Click **Save as** now.", f"Click {OPAQUE} now."),
        ("We do **NOT** and **not** ask.", "We do **NOT** and **not** ask."),
        ("See https://x.example/a_(b), then.", f"See {OPAQUE}, then."),
        ("See (www.x.example/a).", f"See ({OPAQUE})."),
        ("See shop.com/help and/or call 24/7.", f"See {OPAQUE} and/or call 24/7."),
        ("Mail bo.b+x@mail.example.", f"Mail {OPAQUE}."),
    ],
)
def test_what_stands_between_marks_is_filled(text: str, left: str) -> None:
    assert kept(text) == left


def test_labels_of_the_markup() -> None:
    assert kept("Click <b>Save as</b> now. <b>Please</b> wait, do <b>not</b> stop.", "html") == (
        f"Click {OPAQUE} now. Please wait, do not stop."
    )
    assert kept("Set `a = 1` here:\n\n```\nb = 2\n```\n\nDone.", "markdown") == f"Set {OPAQUE} here: Done."


def test_a_placeholder_is_reported_and_kept() -> None:
    text = "Hi {name}, {{ticket.id}} ships on [DATE] to %CITY% for <customer>, in **{time}**, not <br> or [x] or [a](b)."
    assert heard(text).text == text
    assert parts(text, "placeholder") == ["{name}", "{{ticket.id}}", "[DATE]", "%CITY%", "<customer>", "{time}"]


def test_a_run_copied_from_the_customer() -> None:
    theirs = ("MY own kettle leaks at the spout! Thank you for your help with this.",)
    text = "You say my own kettle, leaks at the spout. Thank you for your help with this matter."
    assert parts(text, "copied", theirs=theirs) == ["my own kettle, leaks at the spout"]
    assert kept(text, theirs=theirs) == f"You say {OPAQUE}. Thank you for your help with this matter."
    assert parts("The kettle leaks at the lid.", "copied", theirs=theirs) == []
    shouted = "ana said: My own kettle leaks at the spout???"
    assert parts(shouted, "copied", theirs=theirs) == ["My own kettle leaks at the spout???"]


def test_titles_are_filled() -> None:
    voice = heard("Easy Press and easy press differ from Pages, and pages do not.", titles=("Easy Press", "Pages"))
    assert [part.kind for part in voice.parts] == ["title"] * 3
    assert "pages do not" in voice.text


def test_log_lines_and_traces() -> None:
    text = (
        "The log says\n2026-11-18 10:30:00,123 ERROR disk is full, sorry\nTraceback (most recent call last):\n"
        '  File "a.py", line 3, in b\n    unfortunately()\nValueError: we cannot\nand so I made room.'
    )
    assert kept(text) == "The log says and so I made room."
    assert kept("INFO: we close at noon") == "INFO: we close at noon"


def test_fenced_code_in_plain_text() -> None:
    assert kept("Run this:\n```\nsudo never\n```\nand wait.") == "Run this: and wait."


def test_an_emoji_before_the_words_moves_nothing() -> None:
    text = '\U0001f600 You wrote "never" \U0001f600 there'
    assert heard(text).text == "\U0001f600 You wrote " + OPAQUE * 7 + " \U0001f600 there"
