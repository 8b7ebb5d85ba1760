from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    start: int
    end: int
@dataclass(frozen=True, slots=True)
class Voice:
    text: str
    parts: tuple = ()
def own(visible, theirs=(), titles=()):
    return Voice(visible.text)
