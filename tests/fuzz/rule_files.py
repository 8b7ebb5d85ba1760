"""Files that people write: rules, word lists, scorecards, settings, labels. Each is read, or refused in one line."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness import fuzz, watched

with watched():
    from replylint import examples, packs, scorecard, settings
    from replylint.calibration import answers
    from replylint.document import InputError
    from replylint.ruleset import compile_pack, pack

HOUSE = packs.house()
RULES = packs.load()
KNOWN = answers.Known([rule.id for rule in RULES.rules], [rule.id for rule in RULES.rules], ["tone"])
KINDS = ("rule", "words", "pack", "scorecard", "settings", "labels", "scores")


class Folder:
    """A small pack, and files beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "own" / "tone").mkdir(parents=True)
        (folder / "own" / "words").mkdir()
        self._whole = {
            "rule": (HOUSE / "tone" / "dismissive.yaml").read_bytes(),
            "words": b"sentence: I saw ___ today.\nwords: [a red kite]\n",
            "pack": b"name: own\nversion: 1.0.0\n",
        }
        self._places = {"rule": "own/tone/tried.yaml", "words": "own/words/tried.yaml", "pack": "own/pack.yaml"}

    def read(self, data: bytes) -> None:
        """The first byte chooses what the rest is."""
        kind = KINDS[data[0] % len(KINDS)] if data else KINDS[0]
        refused = ""
        try:
            self._read(kind, data[1:])
        except InputError as error:
            refused = str(error)
        assert "\n" not in refused, refused

    def _read(self, kind: str, data: bytes) -> None:
        file = self._folder / "replylint.toml"
        if kind in self._places:
            for name, place in self._places.items():
                (self._folder / place).write_bytes(data if name == kind else self._whole[name])
            pack(compile_pack(self._folder / "own"))
            examples.read(self._folder / self._places["rule"])
        elif kind == "scorecard":
            file = self._folder / "scorecard.yaml"
            file.write_bytes(data)
            scorecard.load(file, RULES)
        elif kind == "settings":
            file.write_bytes(data)
            settings.read(file)
        else:
            read = answers.labels if kind == "labels" else answers.scores
            for form in ("csv", "jsonl"):
                book = read(data.decode("utf-8", "replace"), form, "answers", str, KNOWN)
                assert all("\n" not in str(error) for error in book.errors)

    def seeds(self) -> Iterator[bytes]:
        """Rules of the house, and small files of each kind."""
        for file in sorted(HOUSE.glob("*/*.yaml")):
            if file.stat().st_size < 12_000:
                yield bytes([KINDS.index("words" if file.parent.name == "words" else "rule")]) + file.read_bytes()
        yield bytes([KINDS.index("pack")]) + (HOUSE / "pack.yaml").read_bytes()
        yield bytes([KINDS.index("scorecard")]) + (HOUSE / scorecard.FILE).read_bytes()
        yield (
            bytes([KINDS.index("settings")])
            + b'profile = "strict"\noff = ["tone"]\n[calendar]\nhours = {"mon-fri" = "09:00-18:00"}\n'
        )
        yield bytes([KINDS.index("labels")]) + b"reply,check,label,rater\nT-1,dismissive,yes,Nora\nT-1,*,no,Nora\n"
        yield bytes([KINDS.index("scores")]) + b'reply;rater;item;score\nT-1;Nora;category:tone;3\nT-1;Nora;total;"90"\n'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="replylint-") as made:
        folder = Folder(Path(made))
        fuzz(folder.read, folder.seeds())
