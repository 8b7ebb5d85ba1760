#!/usr/bin/env python3
"""Pack the extension for Thunderbird: `python3 extension/pack.py [FILE]`, as shipped `dist/replylint-thunderbird.xpi`.

It is made of its own files and of modules of the browser's extension, which stand in the package where they stand there.
The same sources give the same bytes.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
BROWSER, THUNDERBIRD = HERE / "browser", HERE / "thunderbird"
MESSAGES = "_locales/en/messages.json"
SHARED = (
    *("background/answers.js", "background/server.js", "shared/key.js", "shared/page.js", "shared/settings.js"),
    *("options.html", "options.js", "page.css", "privacy.html", "privacy.js"),
    *(f"content/{name}.js" for name in ("check", "compose-box", "conversation", "draft", "finding-view", "findings")),
    *(f"content/{name}.js" for name in ("marks", "mend", "panel", "places", "reviews", "surface-style", "surface")),
    *("content/typing.js", "content/words.js", "content/marks.css", "icons/away-32.png"),
    *(f"icons/watching-{size}.png" for size in (16, 32, 48, 128)),
)
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can tell


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of the package with its name there; where both have words under a name, Thunderbird's stand."""
    for name in SHARED:
        yield name, (BROWSER / name).read_bytes()
    for path in THUNDERBIRD.rglob("*"):
        name = path.relative_to(THUNDERBIRD).as_posix()
        if path.is_file() and name != MESSAGES:
            yield name, path.read_bytes()
    words = {**_words(BROWSER), **_words(THUNDERBIRD)}
    yield MESSAGES, json.dumps(words, ensure_ascii=False, indent=1).encode()


def pack(target: Path) -> None:
    """Write the package."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in sorted(files()):
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.create_system = 3  # the same on every system
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _words(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / MESSAGES).read_text(encoding="utf-8"))
    return told


if __name__ == "__main__":
    made = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "dist" / "replylint-thunderbird.xpi"
    pack(made)
    print(made)
