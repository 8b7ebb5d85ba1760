"""The readable text of a turn, and the way back to the text as it was given."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import places
from replylint.conversation import Format
from replylint.source import Visible, visible

FORMATS: tuple[Format, ...] = ("plain", "html", "markdown")
MARKUP = (
    "<b>", "</b>", "<p>", "</p>", "<br>", "<div class='gmail_quote'>", "</div>", "<ul><li>", "</ul>", "<pre>", "</pre>",
    "<blockquote>", "</blockquote>", "<a href='x'>", "</a>", "&amp;", "&nbsp", "&#8217;", "&bogus;", "<!-- c -->", "<",
    "**", "*", "_", "`", "```\n", "[", "](u)", "![", "\\", "\n", "\n\n", "\r\n", "> ", "- ", "1. ", "# ", "    ", "~~",
    "\u200b", "\xad", "\xa0", "\ufeff", "\u200d", "\ud800", "\x00", "é", "\U0001f600", "word", " ", ".",
)  # fmt: skip
soup = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=3)), max_size=40).map("".join)


def words(view: Visible, kind: str) -> list[str]:
    return [view.text[mark.start : mark.end] for mark in view.marks if mark.kind == kind]


def source_of(text: str, needle: str, format: Format) -> str:
    view = visible(text, format)
    at = view.text.index(needle)
    start, end = view.source(at, at + len(needle))
    return text[start:end]


# -- every reader ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@given(text=soup)
def test_the_map_is_monotone_and_true(format: Format, text: str) -> None:
    places.check_source(text, visible(text, format))


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.text(st.characters(exclude_categories=())))
def test_no_text_is_refused(format: Format, text: str) -> None:
    view = visible(text, format)
    assert not any(character in "\x00\u200b\xad\xa0\r" for character in view.text)


@pytest.mark.parametrize("format", FORMATS)
@given(before=soup, after=soup)
def test_a_word_leads_back_to_itself(format: Format, before: str, after: str) -> None:
    text = f"{before} QQneedleQQ {after}"
    view = visible(text, format)
    if "QQneedleQQ" in view.text:  # else it stands within a tag or a comment
        assert source_of(text, "QQneedleQQ", format) == "QQneedleQQ"


@pytest.mark.parametrize("format", FORMATS)
def test_an_emoji_counts_as_one_character(format: Format) -> None:
    assert source_of("\U0001f389\U0001f389 your parcel left", "parcel", format) == "parcel"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "unit",
    ["<", "*", "[", "&", "<a ", "<!--", "`a", "![", "](", "&a", "<b><div>", "<a=\"'>", "**a ", "*a_", "[a](b \"", "> ",
     "\\", "<div></b>", "\r", "\u200d", "`` ` ", "<pre> ", "- a\n", "<li>"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(format: Format, unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        visible(text, format)
        return time.process_time() - start

    # quadratic time would be 64-fold, and minutes for a megabyte; a busy machine gets more than one try
    assert any(seconds(80_000) < 24 * max(seconds(10_000), 0.01) for _ in range(5))


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("unit", ["<", "*", "[", "&", "<a ", "<!--", "`a"])
def test_a_hostile_megabyte_takes_seconds(format: Format, unit: str) -> None:
    start = time.process_time()
    visible(unit * (1_000_000 // len(unit)), format)
    assert time.process_time() - start < 10


# -- plain -------------------------------------------------------------------------------------------------------------


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.sampled_from("\n\té’—")))
def test_ordinary_plain_text_is_its_own_map(text: str) -> None:
    view = visible(text)
    assert (view.text, view.starts, view.ends) == (text, None, None)


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("Tues\u200bday at\xa0ten\u202fo'clock", "Tuesday at ten o'clock"),
        ("re\xadfund\x00ed", "refunded"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("\ufeffHello", "Hello"),
        ("a \U0001f469\u200d\U0001f4bb at work", "a \U0001f469\u200d\U0001f4bb at work"),
        ("un\u200djoined", "unjoined"),
        ("left\u200e to \u202eright", "left to right"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_odd_characters(given_text: str, read: str) -> None:
    assert visible(given_text).text == read


def test_a_windows_line_end_is_one_character_from_two() -> None:
    view = visible("Hi,\r\nbye")
    assert view.source(3, 4) == (3, 5)
    assert view.source(4, 7) == (5, 8)


def test_a_word_with_an_invisible_character_in_it_keeps_it_in_the_source() -> None:
    assert source_of("by Tues\u200bday", "Tuesday", "plain") == "Tues\u200bday"


# -- html --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("<p>Hi Ana,</p>\n<p>It   left\n today.<br>Bye</p>", "Hi Ana,\n\nIt left today.\nBye"),
        ("<div>one</div><div>two</div><div><br></div><div>three<br></div>", "one\ntwo\n\nthree"),
        ("<p class=MsoNormal>one</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>two</p>", "one\n\ntwo"),
        ("a&nbsp;b &lt;3 &amp; c&#8217;s&nbspd &bogus; AT&T", "a b <3 & c’s d &bogus; AT&T"),
        ("<ul><li>one<li>two<ol><li>deep</ol></ul>after", "one\ntwo\ndeep\n\nafter"),
        ("<pre>\n a\n\n\n  b</pre>", " a\n\n\n  b"),
        ("<head><title>t</title><style>p{}</style></head>x<script>if (a<b) '</p>'</script>y<!-- z -->", "xy"),
        ("<div style='display: none'>pre<p>view</div>shown<span hidden> not</span>", "shown"),
        ("<head><meta charset=utf-8><body>no end of head", "no end of head"),
        ("if a <3 and b <c then &", "if a <3 and b <c then &"),
        ("<b>un<i>closed</b> and </u>stray", "unclosed and stray"),
        ("look <img src=x alt='not words'>here", "look here"),
        ("<td>one</td><td>two</td>", "one\ntwo"),
        ("&#128105;&#8205;&#128187; &#0; &#99999999999;", "\U0001f469\u200d\U0001f4bb \ufffd \ufffd"),
        ("<a title='5 > 4' href=x>five</a>", "five"),
        ("<textarea", "<textarea"),
        ("<pre>a\rb\x0cc\r\nd &#13;e</pre>", "a\nb\nc\nd\ne"),
    ],
)
def test_html_reads_as_a_browser_shows_it(given_text: str, read: str) -> None:
    assert visible(given_text, "html").text == read


def test_html_slices_lead_back_to_the_words_alone() -> None:
    text = "<p>They&rsquo;ll <b>paint</b> over&nbsp;it &amp; reply.</p>"
    assert source_of(text, "’ll", "html") == "&rsquo;ll"
    assert source_of(text, "over it", "html") == "over&nbsp;it"
    assert source_of(text, "paint", "html") == "paint"
    assert source_of(text, "paint over", "html") == "paint</b> over"


def test_inserted_line_breaks_come_from_nowhere() -> None:
    view = visible("<div>one</div><div>two</div>", "html")
    assert view.source(3, 4) == (8, 8)


def test_html_marks() -> None:
    text = "<h2>Steps</h2><ul><li>Open <b>Settings</b></li></ul><code>x  y</code> <a href='u'>the page</a> <a name=n>no</a>"
    view = visible(text, "html")
    found = {kind: words(view, kind) for kind in ("heading", "item", "bold", "code", "link")}
    assert found == {
        "heading": ["Steps"],
        "item": ["Open Settings"],
        "bold": ["Settings"],
        "code": ["x y"],
        "link": ["the page"],
    }


@pytest.mark.parametrize(
    "quoted",
    [
        "<blockquote type=cite>old</blockquote>",
        "<div class='gmail_quote gmail_quote_container'>old</div>",
        "<div class=yahoo_quoted>old</div>",
        "<div id=divRplyFwdMsg>o</div><div>ld</div>",
        "<div id='appendonsend'></div><hr><p>old",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><b>o</b></div><p>ld",
    ],
)
def test_quoted_mail_in_html(quoted: str) -> None:
    view = visible(f"<div>new</div>{quoted}", "html")
    assert [quote.replace("\n", "") for quote in words(view, "quote") + words(view, "earlier")] == ["old"]


def test_an_answer_below_a_gmail_quotation_is_not_part_of_it() -> None:
    text = (
        "<div>Top</div><div class=gmail_quote><div class=gmail_attr>Ana wrote:</div>"
        "<blockquote class=gmail_quote>old</blockquote><div>An answer below</div></div>"
    )
    assert "An answer below" not in "".join(words(visible(text, "html"), "quote") + words(visible(text, "html"), "earlier"))


class Plainly(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.data: list[str] = []

    def handle_data(self, data: str) -> None:
        self.data.append(data)


def test_html_agrees_with_another_parser() -> None:
    text = "".join(
        f"<div class='a{n}'><p>Order {n} &ndash; it&rsquo;s <em>on its way</em> to &lt;you&gt;</p>"
        f'<ul><li>Step <b>{n}</b></li></ul><a href="/x?a=1&amp;b={n}">page</a></div>'
        for n in range(40)
    )
    other = Plainly()
    other.feed(text)
    assert "".join(visible(text, "html").text.split()) == "".join("".join(other.data).split())


def test_ten_thousand_elements_deep() -> None:
    view = visible("<div><b>" * 10_000 + "deep" + "</b></div>" * 10_000, "html")
    assert view.text == "deep"


# -- markdown ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("# A title #\n\nAnd *then* **some** __more__ _words_.", "A title\n\nAnd then some more words."),
        ("snake_case_name, 5*3*2, a * b, 2 ** 3", "snake_case_name, 5*3*2, a * b, 2 ** 3"),
        ("***both*** and **bold *and em***", "both and bold and em"),
        ("- one\n- two\n  1. deep\n+ three", "one\ntwo\ndeep\nthree"),
        ("It was\n1986. A good year", "It was\n1986. A good year"),
        ("[the page](https://x.example/a_(b) 'title') and <https://x.example>", "the page and https://x.example"),
        ("![a *picture* [of](u)](v)end", "end"),
        ("[a label][one], [DATE] and [ ]\n\n[one]: https://x.example\n", "a label, [DATE] and [ ]\n\n\n"),
        ("`a*b*` and ``c ` d`` and `open", "a*b* and c ` d and `open"),
        ("```py\nx = **1**\n```\nafter", "x = **1**\nafter"),
        ("text\n\n    **code**\n\ntext", "text\n\n**code**\n\ntext"),
        (r"\*not\* \[this\] C:\dir", "*not* [this] C:\\dir"),
        ("hard  \nbreak\\\nhere", "hard\nbreak\nhere"),
        ("an <b>inline</b> tag, a <customer>, a<br>break", "an inline tag, a <customer>, a\nbreak"),
        ("&copy; AT&T &amp;", "© AT&T &"),
        ("Title\n---\ntext\n\n***\n\nmore", "Title\ntext\n\n\n\nmore"),
        ("> asked\n> this\n\nanswered", "asked\nthis\n\nanswered"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("~~gone~~ ~ 2", "gone ~ 2"),
        ("I&#8234;ll&nbsp;call &amp; write&#173;.", "Ill call & write."),
    ],
)
def test_markdown_keeps_the_words(given_text: str, read: str) -> None:
    assert visible(given_text, "markdown").text == read


def test_markdown_marks() -> None:
    view = visible("## Steps\n\n1. Click **Save**\n2. See [this page](u)\n\n> old\n\n`a` or\n\n```\nb\nc\n```\n", "markdown")
    assert words(view, "heading") == ["Steps"]
    assert words(view, "item") == ["Click Save", "See this page"]
    assert words(view, "bold") == ["Save"]
    assert words(view, "link") == ["this page"]
    assert words(view, "quote") == ["old"]
    assert words(view, "code") == ["a", "b\nc"]


def test_markdown_slices_lead_back_to_the_words_alone() -> None:
    text = "\U0001f600 We **will** look\n> no\n\ninto [the matter](u)"
    assert source_of(text, "will look", "markdown") == "will** look"
    assert source_of(text, "the matter", "markdown") == "the matter"


def test_a_link_across_lines_keeps_the_map() -> None:
    text = "see [this\npage](u\n 'x') and then **needle**"
    assert source_of(text, "needle", "markdown") == "needle"
