"""Has the LibreOffice at a port check texts as Writer does, through its own LanguageTool client, and ends it.

Runs in the Python that LibreOffice brings (`import uno`), so it uses nothing of ours. Reads a list of texts as JSON from
standard input; writes for each of them what was found, as LibreOffice has it: start, length, short and full comment,
suggestions.
"""

import contextlib
import json
import sys
import time

import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException, Locale

SECONDS = 60


def main(port: str) -> None:
    texts = json.load(sys.stdin)
    context = connected(port)
    manager = context.ServiceManager
    try:
        checker = manager.createInstanceWithContext("org.openoffice.lingu.LanguageToolGrammarChecker", context)
        print(json.dumps([proofread(checker, text) for text in texts]))
    finally:
        end(manager.createInstanceWithContext("com.sun.star.frame.Desktop", context))


def connected(port: str) -> object:
    """The component context of the LibreOffice at a port, once it answers."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    until = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def proofread(checker: object, text: str) -> list:
    """What it finds in a paragraph."""
    length = len(text.encode("utf-16-le")) // 2
    found = checker.doProofreading("a letter", text, Locale("en", "US", ""), 0, length, ()).aErrors
    return [[e.nErrorStart, e.nErrorLength, e.aShortComment, e.aFullComment, list(e.aSuggestions)] for e in found]


def end(desktop: object) -> None:
    """Let it go, which it may do before it answers."""
    with contextlib.suppress(DisposedException):
        desktop.terminate()


if __name__ == "__main__":
    main(sys.argv[1])
