"""replylint reads a support reply together with what the customer wrote, before it is sent."""

__version__ = "0.1.0"
__all__ = ["Held", "InputError", "Result", "check", "encode", "gate"]

TYPE_CHECKING = False  # true for type checkers; `typing` is not imported for it, since each start of a command pays
if TYPE_CHECKING:
    from replylint.judgement import Held, InputError, Result, check, encode, gate
else:

    def __getattr__(name: str) -> object:
        """What a program calls, imported when it is first asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module("replylint.judgement"), name)
