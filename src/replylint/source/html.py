"""HTML: the text a browser would show, with the way back to the source for each character.

The tags are found here and not by `html.parser`: that takes quadratic time on unclosed tags, and reads broken markup
differently from one Python release to the next, which would move offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.entities import html5

from replylint.late import late
from replylint.source import MarkKind, Visible
from replylint.source.plain import JOINER, ODD, Growing, joins_emoji, odd

MARKUP = late(r"<(?:/?[a-zA-Z]|!--|![\[a-zA-Z]|\?[a-zA-Z])")
# A browser takes "x <y and <b>" for one tag; here a "<" within a tag shows that the first one was text.
TAG = late(r"""<(/?)([a-zA-Z][^\s/<>]*+)([^<>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^<>=]*+)*+)>""")
CARELESS_TAG = late(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>")
ATTRIBUTE = late(r"""([^\s=/"'>]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))""")
TELLING = late(r"quote|attr|rply|append|reference|olk_|cite|none|hid|border-top|mso|margin|preheader|href", re.I)
WORD = rf"(?:[^\s&{ODD.pattern[1:-1]}]++|&(?![a-zA-Z#]))++"
RUN = late(rf"(?P<words>{WORD}(?: {WORD})*+)|(?P<space>[ \t\n\r\f]++)|(?P<entity>&)|(?P<odd>.)", re.S)
ENTITY = late(r"&(?:#[0-9]++;?|#[xX][0-9a-fA-F]++;?|[a-zA-Z][a-zA-Z0-9]{0,31}+;?)")


def _names(table: str) -> frozenset[str]:
    return frozenset(table.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
RAW = _names("script style title xmp iframe noembed noframes")
SILENT = _names("head template svg math select datalist audio video object")
HEAD_ONLY = _names("base link meta noscript script style template title")
BLOCKS = _names(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul"
)
PARAGRAPHS = _names("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul")
MARKS: dict[str, MarkKind] = {
    **dict.fromkeys(("pre", "code", "kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "blockquote": "quote",
    "li": "item",
}
QUOTE_CLASSES = _names(
    "gmail_quote gmail_attr yahoo_quoted moz-cite-prefix protonmail_quote tutanota_quote freshdesk_quote zmail_extra "
    "quotedreply zendesk-quoted"
)
# From these on, mail programs put nothing but the earlier mails.
REST_IDS = _names(
    "divrplyfwdmsg appendonsend olk_src_body_section mail-editor-reference-message-container ms-outlook-mobile-reference-message"
)
REST_STYLE = late(r"border:\s*none;\s*border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.I)
HIDDEN_STYLE = late(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.I)
NO_MARGIN = late(r"margin:\s*0|margin-bottom:\s*0", re.I)
BLANK_LINE = 2
MOST_BROKEN_TAGS = 16


@dataclass(slots=True)
class Element:
    """An open element: what it marks and from which readable character on; `silent` when its text is not shown."""

    name: str
    kind: MarkKind | None
    start: int
    silent: bool
    paragraph: bool
    reply_quote: bool = False


def read(text: str) -> Visible:
    """The readable text of an HTML turn, in time linear in its length."""
    return Reader(text).read()


def entity(source: str, at: int, end: int) -> tuple[str, int]:
    """The characters that the reference at `at` stands for and where it ends; a lone `&` stands for itself."""
    match = ENTITY.match(source, at, end)
    if match is None:
        return "&", at + 1
    name = match.group()
    if name[1] == "#":
        # int() refuses thousands of digits, and no code point has more than seven
        return (unescape(name) or "\ufffd") if len(name) < 12 else "\ufffd", match.end()
    for length in range(len(name), 2, -1):
        if name[1:length] in html5:
            return html5[name[1:length]], at + length
    return "&", at + 1


class Reader:
    """One pass over an HTML source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out = Growing()
        self.stack: list[Element] = []
        self.open: dict[str, list[int]] = {}
        self.blocks: list[int] = []
        self.silent: int | None = None
        self.verbatim = 0
        self.rest: int | None = None
        self.broken_tags = 0
        self.markup_end = len(source)
        # Due before the next shown character: line breaks, spaces, and whether the last of the spaces collapses.
        self.breaks: list[tuple[int, int]] = []
        self.spaces: list[tuple[int, int]] = []
        self.collapsing = False
        self.fresh = True

    def read(self) -> Visible:
        """Read the whole source."""
        at = 0
        while at < len(self.source):
            match = MARKUP.search(self.source, at) if at < self.markup_end else None
            stop = match.start() if match else len(self.source)
            if at < stop and self.silent is None:
                self.words(at, stop)
            at = self.markup(stop) if match else stop
        self.close(0)
        if self.rest is not None:
            self.out.mark("earlier", self.rest)
        return self.out.visible(self.source)

    def markup(self, at: int) -> int:
        """Take the tag, comment or declaration at `at`; the source offset after it."""
        source = self.source
        if source.startswith("<!--", at):
            end = source.find("-->", at + 2)
            return len(source) if end < 0 else end + 3
        if source[at + 1] in "!?":
            end = source.find(">", at)
            return self.give_up_markup(at) if end < 0 else end + 1
        match = TAG.match(source, at) if self.broken_tags < MOST_BROKEN_TAGS else None
        if match is None:
            # A quotation that never closes: each broken tag may cost a search to the end, so after a few of them
            # quotation marks in tags are believed no more.
            self.broken_tags += 1
            match = CARELESS_TAG.match(source, at)
        if match is None:
            if self.silent is None:
                self.words(at, at + 1)
            return at + 1
        name = match.group(2).lower()
        if match.group(1):
            self.end_tag(name, at)
            return match.end()
        self.start_tag(name, match.group(3), at)
        if name in RAW:
            end_tag = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.I).search(source, match.end())
            return end_tag.end() if end_tag else len(source)
        return match.end() + (name == "pre" and source.startswith("\n", match.end()))

    def give_up_markup(self, at: int) -> int:
        """Nothing from `at` on is markup any more."""
        self.markup_end = at
        if self.silent is None:
            self.words(at, len(self.source))
        return len(self.source)

    # -- text ----------------------------------------------------------------------------------------------------------

    def words(self, start: int, end: int) -> None:
        """Take the text `source[start:end]` between two tags."""
        for match in RUN.finditer(self.source, start, end):
            kind, at = match.lastgroup, match.start()
            if at < start:  # inside an entity already taken
                if match.end() <= start or kind == "entity":
                    continue
                at = start
            if kind == "words":
                self.flush()
                self.out.copy(self.source, at, match.end())
            elif kind == "space":
                self.space(at, match.end())
            elif kind == "odd":
                characters, stop = odd(self.source, at)
                self.show(characters, at, stop)
            else:
                characters, start = entity(self.source, at, end)
                self.reference(characters, at, start)

    def space(self, start: int, end: int) -> None:
        """White space: one space at most, except where the source is kept verbatim."""
        if self.verbatim:
            while start < end:
                at, character = start, self.source[start]
                character, start = odd(self.source, at) if character in "\r\f" else (character, at + 1)
                self.show(character, at, start)
        elif not self.fresh and not self.collapsing:
            self.spaces.append((start, end))
            self.collapsing = True

    def reference(self, characters: str, start: int, end: int) -> None:
        """The characters of an entity, each from the whole of its source."""
        for character in characters:
            if character == JOINER:
                # what follows may be an entity too, so only what came before is asked
                last = self.out.pieces[-1][-1:] if self.out.pieces else ""
                self.show(character if joins_emoji(last, last) else "", start, end)
            elif character in " \t\n\f" and not self.verbatim:
                if not self.fresh and not self.collapsing:
                    self.spaces.append((start, end))
                    self.collapsing = True
            elif ODD.match(character):
                self.show(odd(character, 0)[0], start, end)
            else:
                self.show(character, start, end)

    def show(self, characters: str, start: int, end: int) -> None:
        """Show characters that read differently from their source; spaces wait until something follows them."""
        if characters == "\n":
            self.line_break(start, end)
        elif characters == " ":
            self.spaces.append((start, end))
            self.collapsing = self.fresh = False
        elif characters:
            self.flush()
            self.out.put(characters, start, end)

    def flush(self) -> None:
        """Put the waiting line breaks and spaces before what is shown next."""
        if self.breaks:
            if self.out.length:
                for start, end in self.breaks:
                    self.out.put("\n", start, end)
            self.breaks.clear()
        if self.spaces:
            for start, end in self.spaces:
                self.out.put(" ", start, end)
            self.spaces.clear()
        self.collapsing = self.fresh = False

    def line_break(self, start: int, end: int) -> None:
        """One line break; more than a blank line is shown only where the source is kept verbatim."""
        if self.verbatim or len(self.breaks) < BLANK_LINE:
            self.breaks.append((start, end))
        self.spaces.clear()
        self.collapsing, self.fresh = False, True

    def block_edge(self, at: int, paragraph: bool) -> None:
        """The edge of a block: a new line, and a blank one before it if the block is a paragraph."""
        if not self.fresh:
            self.line_break(at, at)
        while paragraph and len(self.breaks) < BLANK_LINE:
            self.breaks.append((at, at))

    # -- tags ----------------------------------------------------------------------------------------------------------

    def start_tag(self, name: str, attributes: str, at: int) -> None:
        """Open an element, closing those that cannot hold it."""
        if self.silent is not None and self.stack[self.silent].name == "head" and name not in HEAD_ONLY:
            self.close(self.silent)
        block = name in BLOCKS
        if block and self.blocks and self.stack[self.blocks[-1]].name == "p":
            self.close(self.blocks[-1])
        if name == "li" and self.innermost("li") > max(self.innermost("ul"), self.innermost("ol")):
            self.close(self.innermost("li"))
        facts = _facts(attributes) if TELLING.search(attributes) else {}
        element = self.element(name, facts)
        if self.silent is None and name == "br":
            self.line_break(at, at)
        elif self.silent is None and block:
            self.block_edge(at, element.paragraph)
        if name in VOID or name in RAW:
            return
        if block:
            self.blocks.append(len(self.stack))
        if element.silent and self.silent is None:
            self.silent = len(self.stack)
        self.verbatim += name == "pre"
        self.open.setdefault(name, []).append(len(self.stack))
        self.stack.append(element)

    def element(self, name: str, facts: dict[str, str]) -> Element:
        """What the tag opens, read from its name and its telling attributes."""
        classes = set(facts.get("class", "").lower().split())
        style = facts.get("style", "")
        kind = MARKS.get(name)
        if name == "a" and "href" in facts:
            kind = "link"
        if classes & QUOTE_CLASSES and name != "blockquote":
            kind = "earlier"
        starts_rest = facts.get("id", "").lower().removeprefix("x_") in REST_IDS or REST_STYLE.search(style)
        if starts_rest and self.rest is None:
            self.rest = self.out.length
        if name == "blockquote":
            self.end_reply_quote()
        hidden = "hidden" in facts or bool(HIDDEN_STYLE.search(style)) or "preheader" in classes
        lone_line = bool(classes & {"msonormal", "msoplaintext"}) or bool(NO_MARGIN.search(style))
        nested_list = name in ("ul", "ol") and self.innermost("li") >= 0
        return Element(
            name,
            kind,
            self.out.length,
            name in SILENT or hidden,
            name in PARAGRAPHS and not nested_list and not (name == "p" and lone_line),
            "gmail_quote" in classes and name != "blockquote",
        )

    def end_reply_quote(self) -> None:
        """Gmail's wrapper is history only up to the block quotation in it: an answer may stand after that."""
        for index in self.open.get("div", [])[-2:]:
            element = self.stack[index]
            if element.reply_quote and element.kind:
                self.out.mark(element.kind, element.start)
                element.kind = None

    def end_tag(self, name: str, at: int) -> None:
        """Close an element; an inline one that reaches out of its block only ends its mark."""
        if name == "br" and self.silent is None:
            self.line_break(at, at)
        index = self.innermost(name)
        if index < 0:
            if name in BLOCKS and self.silent is None:
                self.block_edge(at, False)
            return
        element = self.stack[index]
        if name not in BLOCKS and self.blocks and index < self.blocks[-1]:
            self.end_mark(element)
            self.open[name].pop()
            element.name = ""
            return
        self.close(index)
        if name in BLOCKS and self.silent is None:
            self.block_edge(at, element.paragraph)

    def innermost(self, name: str) -> int:
        """The place in the stack of the innermost open element of this name, -1 if there is none."""
        places = self.open.get(name)
        return places[-1] if places else -1

    def close(self, index: int) -> None:
        """Close the elements from stack place `index` on."""
        while len(self.stack) > index:
            element = self.stack.pop()
            self.end_mark(element)
            if element.name:
                self.open[element.name].pop()
            self.verbatim -= element.name == "pre"
            if self.blocks and self.blocks[-1] == len(self.stack):
                self.blocks.pop()
        if self.silent is not None and self.silent >= index:
            self.silent = None

    def end_mark(self, element: Element) -> None:
        if element.kind and element.start < self.out.length:
            self.out.mark(element.kind, element.start)
        element.kind = None


def _facts(attributes: str) -> dict[str, str]:
    facts: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(attributes):
        facts.setdefault(match.group(1).lower(), unescape(match.group(2) or match.group(3) or match.group(4) or ""))
    if re.search(r"(?:^|\s)hidden(?=[\s/]|$)", ATTRIBUTE.sub(" ", attributes), re.I):
        facts["hidden"] = ""
    return facts
