"""What is said of a fault of ours: where in the code it happened, and never a customer's words."""

from __future__ import annotations

from pathlib import Path

from replylint import __version__

REPORT = "this is a fault of replylint; please report it with its place in the code (nothing here is of your text)"


def where(fault: BaseException) -> str:
    """The kind of an exception and the place in the code, without its message, which could hold a draft's words."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return type(fault).__name__
    code = trace.tb_frame.f_code
    return f"{type(fault).__name__} in {Path(code.co_filename).name}:{trace.tb_lineno} ({code.co_name})"


def report(fault: BaseException) -> str:
    """Two lines for the person at the terminal: what to send us, and that it is ours."""
    return f"replylint {__version__}: {where(fault)}\n{REPORT}"
