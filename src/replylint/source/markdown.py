"""Markdown: the words without their markup, with the way back to the source for each character.

A scanner of our own: what matters here is which characters are words and where they stand, not a tree. Blocks are read
line by line, then the inline markup of each paragraph at one go; both take time linear in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from replylint.late import late
from replylint.source import MarkKind, Visible, plain
from replylint.source.plain import Growing

MARKED_UP = late(r"[*_`\[<\\&~#>\t]|^ {0,3}(?:[-+=]|\d{1,9}[.)] )|^ {4}|[ \r]$", re.M)
LINE = late(r"([^\r\n]*+)(\r\n|\r|\n|\Z)")
QUOTE = late(r"(?: {0,3}> ?)++")
FENCE = late(r" {0,3}(`{3,}+(?=[^`]*+$)|~{3,}+)")
HEADING = late(r" {0,3}#{1,6}(?:[ \t]++|$)")
HEADING_END = late(r"(?<![ \t])[ \t]++#++[ \t]*+$")
RULE = late(r" {0,3}(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
UNDERLINE = late(r" {0,3}(?:={3,}+|-{3,}+)[ \t]*+$")
ITEM = late(r"([ \t]*+)(?:[-*+]|(\d{1,9})[.)])(?:[ \t]++|$)")
DEFINITION = late(r""" {0,3}\[([^\[\]\\]{1,200})\]:[ \t]*+\S++(?:[ \t]++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+[ \t]*+$""", re.M)

TOKEN = late(
    r"(?P<words>(?:[^\\`*_~\[\]<&!\n]|!(?!\[)|<(?![^\s<>])|&(?![a-zA-Z#]))++)|(?P<line>\n)|(?P<escape>\\[!-/:-@\[-`{-~\n])|(?P<ticks>`++)"
    r"|(?P<run>\*++|_++|~~(?!~))|(?P<open>!?\[)|(?P<close>\])|(?P<angle><)|(?P<entity>&)|(?P<other>[\\~])"
)
TARGET = late(
    r"\(\s*+(?:<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()<>]*+\)[^\s()<>]*+)*+)"
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)
REFERENCE = late(r"\[([^\[\]]{0,200})\]")
ADDRESS = late(r"<((?:https?|ftp|mailto|tel):[^\s<>]++|[^\s<>@]++@[^\s<>@]++)>", re.I)
TAG = late(r"</?([a-zA-Z][a-zA-Z0-9]*+)(?:[\s/][^<>]*+)?+>")
# Other words in angle brackets are placeholders, and stay.
TAGS = (
    "a abbr article aside b big blockquote br button caption center cite code col dd del details div dl dt em figure "
    "font footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li main mark nav ol p picture pre q s samp "
    "section small source span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var video wbr"
)
TAG_NAMES = frozenset(TAGS.split())
MARK_OF_RUN: dict[str, MarkKind] = {"**": "bold", "__": "bold"}


def read(text: str) -> Visible:
    """The readable text of a Markdown turn; every character of it but the entities is one of the source."""
    if MARKED_UP.search(text) is None:
        return plain.read(text)
    return Blocks(text).read()


@dataclass(slots=True)
class Token:
    """A piece of a paragraph, in offsets of its joined lines; `left` and `right` count markup eaten at its edges."""

    start: int
    end: int
    left: int = 0
    right: int = 0
    instead: str | None = None


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph: the source range of each, without margins, and where its line end stops."""

    lines: list[tuple[int, int, int]] = field(default_factory=list)


class Blocks:
    """One pass over the lines of a Markdown source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out = Growing()
        self.paragraph = Paragraph()
        self.definitions = {_folded(found) for found in DEFINITION.findall(source)} if "]:" in source else set()
        self.items: list[tuple[int, int]] = []
        self.quote: int | None = None
        self.code: int | None = None
        self.fence = ""
        self.after_blank = True

    def read(self) -> Visible:
        """Read the whole source."""
        for match in LINE.finditer(self.source):
            if match.start() == match.end():
                break
            self.line(match.start(), match.end(1), match.end())
        self.end_paragraph()
        self.end_code()
        self.end_items(-1)
        self.end_quote()
        return self.out.visible(self.source)

    def line(self, start: int, stop: int, end: int) -> None:
        """Take one line: `start` to `stop` without its line end, which stops at `end`."""
        quote = QUOTE.match(self.source, start, stop)
        if (quote is None) != (self.quote is None):
            self.end_paragraph()
            self.end_code()
            self.end_items(-1)
            self.fence = ""
            self.end_quote()
            self.after_blank = True
            if quote:
                self.quote = self.out.length
        start = quote.end() if quote else start
        if self.fence:
            self.fenced_line(start, stop, end)
        elif not self.source[start:stop].strip():
            self.end_paragraph()
            self.line_end(stop, end)
            self.after_blank = True
        elif not self.marked_line(start, stop, end):
            self.text_line(start, stop, end)

    def marked_line(self, start: int, stop: int, end: int) -> bool:
        """Take a line that its first characters make special; False if it is plain text."""
        source, lines = self.source, self.paragraph.lines
        if fence := FENCE.match(source, start, stop):
            self.end_paragraph()
            self.end_code()
            self.fence, self.code = fence.group(1), self.out.length
            return True
        if lines and UNDERLINE.match(source, start, stop):
            self.end_paragraph("heading")
            return True
        defines = self.definitions and not lines and DEFINITION.match(source, start, stop)
        if defines or RULE.match(source, start, stop):
            self.end_paragraph()
            self.end_items(-1)
            self.line_end(stop, end)
            return True
        if heading := HEADING.match(source, start, stop):
            self.end_paragraph()
            self.end_items(-1)
            closing = HEADING_END.search(source, heading.end(), stop)
            self.paragraph.lines.append((heading.end(), closing.start() if closing else stop, end))
            self.end_paragraph("heading")
            return True
        item = ITEM.match(source, start, stop)
        # within a paragraph only a list that starts with 1 is a list: "… since\n1986. …"
        if item and (not lines or self.items or item.group(2) in (None, "1")) and not self.is_code(item.group(1)):
            self.end_paragraph()
            self.end_code()
            self.end_items(_width(item.group(1)))
            self.items.append((_width(item.group(1)), self.out.length))
            self.after_blank = False
            self.paragraph.lines.append((item.end(), stop, end))
            return True
        return False

    def is_code(self, indent: str) -> bool:
        """Whether a line with this indent is code: four columns after a blank line, outside of lists."""
        within = self.after_blank or self.code is not None
        return within and _width(indent) >= 4 and not self.items and not self.paragraph.lines

    def text_line(self, start: int, stop: int, end: int) -> None:
        """Take a line of a paragraph or of indented code."""
        words = len(self.source[start:stop]) - len(self.source[start:stop].lstrip(" \t"))
        indent = self.source[start : start + words]
        if self.is_code(indent):
            if self.code is None:
                self.code = self.out.length
            self.out.copy_readable(self.source, start + (1 if indent[0] == "\t" else 4), stop)
            self.line_end(stop, end)
            return
        self.end_code()
        if self.after_blank:
            self.end_items(_width(indent))
        self.after_blank = False
        self.paragraph.lines.append((start + words, stop, end))

    def fenced_line(self, start: int, stop: int, end: int) -> None:
        """Take a line of fenced code, or the fence that ends it."""
        stripped = self.source[start:stop].strip()
        if len(stripped) >= len(self.fence) and not stripped.strip(self.fence[0]):
            self.fence = ""
            self.end_code()
            self.after_blank = True
            return
        self.out.copy_readable(self.source, start, stop)
        self.line_end(stop, end)

    def line_end(self, stop: int, end: int) -> None:
        if stop < end:
            self.out.put("\n", stop, end)

    def end_paragraph(self, kind: MarkKind | None = None) -> None:
        if self.paragraph.lines:
            start = self.out.length
            Inline(self.source, self.paragraph.lines, self.definitions, self.out).read()
            if kind:
                self.out.mark(kind, start)
            self.paragraph = Paragraph()

    def end_code(self) -> None:
        if self.code is not None:
            self.out.mark("code", self.code)
            self.code = None

    def end_quote(self) -> None:
        if self.quote is not None:
            self.out.mark("quote", self.quote)
            self.quote = None

    def end_items(self, indent: int) -> None:
        """End the list items that are indented by `indent` columns or more."""
        while self.items and self.items[-1][0] >= indent:
            self.out.mark("item", self.items.pop()[1])


class Inline:
    """The inline markup of one paragraph."""

    def __init__(self, source: str, lines: list[tuple[int, int, int]], definitions: set[str], out: Growing) -> None:
        self.source = source
        self.definitions = definitions
        self.out = out
        self.lines = [(start, start + len(source[start:stop].rstrip(" \t")), end) for start, stop, end in lines]
        self.text = "\n".join(source[start:stop] for start, stop, _ in self.lines)
        self.tokens: list[Token] = []
        self.marks: list[tuple[MarkKind, int, int]] = []
        self.brackets: list[int] = []
        self.runs: dict[str, list[int]] = {"*": [], "_": [], "~": []}
        self.comment_end = 0  # of the comment searched last; -1 once there is none to come
        self.ticks: dict[int, list[int]] = {}
        if "`" in self.text:
            for match in reversed(list(re.finditer("`+", self.text))):
                self.ticks.setdefault(len(match.group()), []).append(match.start())

    def read(self) -> None:
        """Take the paragraph and put its words."""
        at = 0
        while match := TOKEN.match(self.text, at):
            at = self.take(match.lastgroup or "", match.start(), match.end())
        self.put()

    def take(self, kind: str, start: int, end: int) -> int:
        """Take one token; the paragraph offset after all that it brought along."""
        if kind == "escape":
            self.token(start, start + 1, drop=True)
            if self.text[start + 1] == "\n":
                return start + 1
            self.token(start + 1, end)
        elif kind == "ticks":
            return self.code_span(start, end)
        elif kind == "run":
            self.run(start, end)
        elif kind == "open":
            self.brackets.append(len(self.tokens))
            self.token(start, end)
        elif kind == "close" and self.brackets:
            return self.link(start, end)
        elif kind == "angle":
            return self.angle(start)
        elif kind == "entity":
            from replylint.source.html import entity

            characters, stop = entity(self.text, start, len(self.text))
            if self.text[stop - 1] == ";":
                self.tokens.append(Token(start, stop, instead=plain.read(characters).text))
                return stop
            self.token(start, end)
        else:
            self.token(start, end)
        return end

    def token(self, start: int, end: int, drop: bool = False) -> None:
        self.tokens.append(Token(start, end, left=end - start if drop else 0))

    def code_span(self, start: int, end: int) -> int:
        """A run of backticks: code up to the next run of the same length, if there is one."""
        places = self.ticks.get(end - start, [])
        while places and places[-1] < end:
            places.pop()
        self.token(start, end, drop=bool(places))
        if not places:
            return end
        close = places.pop()
        first = len(self.tokens)
        for match in re.compile(r"\n|[^\n]+").finditer(self.text, end, close):
            self.token(match.start(), match.end())
        self.token(close, close + end - start, drop=True)
        self.marks.append(("code", first - 1, len(self.tokens) - 1))
        return close + end - start

    def run(self, start: int, end: int) -> None:
        """Asterisks, underlines or tildes: they close what is open as far as they go, and may open something."""
        text, character = self.text, self.text[start]
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        within_word = before.isalnum() and after.isalnum() and (character == "_" or end - start == 1)
        opens = not after.isspace() and not within_word and (after.isalnum() or not before.isalnum())
        closes = not before.isspace() and not within_word and (before.isalnum() or not after.isalnum())
        this = len(self.tokens)
        self.token(start, end)
        token, openers = self.tokens[this], self.runs[character]
        while closes and openers and token.left < end - start:
            opener = self.tokens[openers[-1]]
            width = min(2, end - start - token.left, opener.end - opener.start - opener.left - opener.right)
            token.left += width
            opener.right += width
            if kind := MARK_OF_RUN.get(character * width):
                self.marks.append((kind, openers[-1], this))
            if opener.left + opener.right == opener.end - opener.start:
                openers.pop()
        if opens and token.left < end - start:
            openers.append(this)

    def link(self, start: int, end: int) -> int:
        """A closing bracket: the end of a link or an image if a target follows, else itself."""
        opener = self.brackets.pop()
        opening = self.tokens[opener]
        target = TARGET.match(self.text, end)
        if target is None and self.definitions:
            label = REFERENCE.match(self.text, end)
            own = self.text[opening.end : start] if start - opening.end <= 200 else ""
            if _folded((label and label.group(1)) or own) in self.definitions:
                target = label or re.compile("").match(self.text, end)
        if target is None:
            self.token(start, end)
            return end
        if self.text[opening.start] == "!":
            del self.tokens[opener:]
            for stack in (*self.runs.values(), self.brackets):
                while stack and stack[-1] >= opener:
                    stack.pop()
            while self.marks and self.marks[-1][2] >= opener:
                self.marks.pop()
            self.token(opening.start, target.end(), drop=True)
        else:
            opening.left = opening.end - opening.start
            self.token(start, target.end(), drop=True)
            self.marks.append(("link", opener, len(self.tokens) - 1))
        return target.end()

    def angle(self, start: int) -> int:
        """A `<`: an address in angle brackets, an HTML tag to be dropped, or itself."""
        if address := ADDRESS.match(self.text, start):
            self.token(start, start + 1, drop=True)
            self.token(start + 1, address.end() - 1)
            self.token(address.end() - 1, address.end(), drop=True)
            self.marks.append(("link", len(self.tokens) - 3, len(self.tokens) - 1))
            return address.end()
        tag = TAG.match(self.text, start)
        if tag and tag.group(1).lower() in TAG_NAMES:
            if tag.group(1).lower() == "br":
                self.tokens.append(Token(start, start, instead="\n"))
            self.token(start, tag.end(), drop=True)
            return tag.end()
        if self.text.startswith("<!--", start):
            if start >= self.comment_end >= 0:
                self.comment_end = self.text.find("-->", start + 4)
            end = self.comment_end
            if end >= start:
                self.token(start, end + 3, drop=True)
                return end + 3
        self.token(start, start + 1)
        return start + 1

    def put(self) -> None:
        """Put the tokens, line by line, then the marks, whose edges are tokens."""
        out, line = self.out, 0
        shift = self.lines[0][0]
        begins: list[int] = []
        finishes: list[int] = []
        passed = 0
        for token in self.tokens:
            while passed < token.start and (feed := self.text.find("\n", passed, token.start)) >= 0:
                line, passed = line + 1, feed + 1
                shift = self.lines[line][0] - passed
            passed = max(passed, token.start)
            finishes.append(out.length)
            if token.instead is not None:
                out.put(token.instead, shift + token.start, shift + token.end)
            elif self.text.startswith("\n", token.start):
                out.put("\n", self.lines[line][1], self.lines[line][2])
            elif token.start + token.left < token.end - token.right:
                out.copy_readable(self.source, shift + token.start + token.left, shift + token.end - token.right)
            begins.append(out.length)
        for kind, opener, closer in self.marks:
            out.mark(kind, begins[opener], finishes[closer])
        _, stop, end = self.lines[-1]
        if end > stop and self.source[end - 1] in "\r\n":
            out.put("\n", stop, end)


def _width(indent: str) -> int:
    return len(indent.expandtabs(4))


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())
