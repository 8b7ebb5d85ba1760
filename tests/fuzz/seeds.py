"""What the targets begin with: replies of our own, and the traps that text, markup and JSON are known for."""

from __future__ import annotations

import json

REPLIES = (
    "Hi Ana,\n\nSadly, we can't ship the lamp before Monday. I'll look into it and get back to you soon.\n\nRegards,\nTim",
    "I'm sorry that the lamp came broken. I've sent a new one today; it reaches you by Thursday, 19 November at 5 pm.",
    "You should have read the manual. It is not our fault, and that's your problem.",
    "1. Hold the small button for ten seconds.\n2. Let go when the light turns green.\n\nDid that help?",
    "Please send us your password and the number of your card, 4111 1111 1111 1111.",
    "> Where is order 4471?\nIt left Leeds on Tuesday; our depot will call you between 9 and 11 am tomorrow.",
    "I’ve escalated it to tier 2 🙂 — the “SKU” isn’t in stock… We will let you know once we know more.",
    "Dear {name}, as per our policy the refund of £18.40 takes 5–7 business days (by noon PT).",
)
CUSTOMERS = (
    "Where is my lamp? I ordered it weeks ago, order 4471, and I was charged twice!",
    "I asked twice already: is it red, and when does it ship? Nobody told me. I tried to restart it, and it still blinks.",
)
MARKUP = (
    "<p>Hi Ana,</p><div>Unfortunately, it is <b>late</b>.<br>I&#8217;ll call you&nbsp;soon &amp; write.</div>",
    "<html><head><title>x</title><style>p{}</style></head><body><!-- c --><p class=MsoNormal style='mso-hide:all'>x</p>",
    "<div class='gmail_quote'>On Mon Ana wrote:<blockquote>Where is it?</blockquote></div><ul><li>a<li>b</ul>",
    "<a href='https://a.example/?a=1&b=2' title=\"x>y\">here</a> a < b <i <u>c</u> &bogus; &#x1F642; &#99999999999; &ampx",
    "<pre> x\n  y </pre><textarea>z</textarea><script>1<2</script></p></div><table><tr><td>1<td>2</table><br/><hr>" + "<b>" * 40,
    '# Title\n\nSome **bold** and _it_ and `code` and [words](https://a.example "t") and ![pic](p.png)\n\n- one\n  - two\n1. x',
    "> quoted\n> > twice\nlazy\n\n```py\nx = 1\n```\n    indented\n\n[ref]: https://a.example\n[ref] <https://a.example>\n---\n===",
    "\\*no\\* \\\n**a *b** c* ~~gone~~ <br> <div>\n`` ` ``  \nnext [a][b] ![[c]](d) [e](f(g)h) <!-- x --> a_b_c __d__",
)
SIGNS = (
    "\ufeffa\u200bb\xad\u200dc\u2028d\x85e\x00f\r\ng\rh\ti\x0bj\u00a0k\u202el",
    "👩🏽‍🔧 🇬🇧 e\u0301 İ ß ﬁ 日本。 مرحبا \U0010ffff",
)
TEXTS = (*REPLIES, *CUSTOMERS, *MARKUP, *SIGNS)
LONG = {
    "id": "T-4471",
    "channel": "email",
    "customer": {"name": "Ana Ruiz", "names": ["Ana"], "email": "ana@example.com", "time_zone": "Europe/Madrid"},
    "agent": {"id": "7", "name": "Tim", "team": "Returns", "time_zone": "Europe/London"},
    "now": "2026-11-18T10:30:00-05:00",
    "calendar": {
        "time_zone": "Europe/London",
        "hours": {"mon-fri": "09:00-18:00", "sat": "closed"},
        "holidays": ["2026-12-25"],
        "country": "GB",
    },
    "sla": {"due": "2026-11-19T10:30:00Z", "hand_over": {"engineering": "PT4H"}},
    "incident": "open",
    "audience": "business",
    "glossary": {"allowed": ["Lumina"], "banned": {"SKU": "article number"}},
    "template": True,
    "meta": {"anything": [1, None, {}]},
    "turns": [
        {"role": "customer", "text": CUSTOMERS[0], "at": "2026-11-18T09:02:00-05:00", "attachments": ["a.png"]},
        {"role": "agent", "text": REPLIES[0], "at": "2026-11-18T09:32:00-05:00", "author": "Tim"},
        {"role": "system", "text": "Merged."},
        {"role": "customer", "text": CUSTOMERS[1], "format": "html"},
        {"role": "agent", "text": REPLIES[1], "draft": True, "format": "markdown"},
    ],
}
BODIES = (
    *(json.dumps({"text": text, "customer_message": CUSTOMERS[0]}).encode() for text in TEXTS),
    *(
        json.dumps({"text": text, "format": format}, ensure_ascii=False).encode()
        for text in MARKUP
        for format in ("html", "markdown")
    ),
    json.dumps(LONG).encode(),
    json.dumps(LONG, ensure_ascii=False, indent=1).encode(),
    b"",
    b"{}",
    b"[]",
    b'"text"',
    b'{"text": "\\ud83d"}',
    b'{"text": "\\ud83d\\ude42 \\u0000 x"}',
    b'{"text": "x", "text": "y"}',
    b'{"text": NaN}',
    b'{"text": "x", "now": 1e999}',
    b'{"text": "x", "meta": [Infinity, -Infinity, NaN, 1e-999, -0, %s]}' % (b"9" * 5000),
    b'{"txet": "x"}',
    b'{"turns": [{"role": "agnet", "text": "x"}]}',
    b'{"text": "x", "now": "0001-01-01T00:00:00+23:59"}',
    b'{"text": "x", "now": "2026-11-18T10:30:00.123456789-05:00"}',
    b'{"turns": [{"role": "agent", "text": "x", "at": "9999-12-31T23:59:59-23:59"}]}',
    b"\xef\xbb\xbf{}",
    b'{"text": "x\xff"}',
    b"[" * 2000,
    b'{"a":' * 2000,
    b'{"text": "x", "meta": ' + b"[" * 500 + b"]" * 500 + b"}",
)
