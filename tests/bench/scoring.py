"""How long `replylint score` takes and how much memory it needs: `scoring.py CONVERSATIONS [WORKERS]`.

Prints the replies a second, and the most memory that the process which writes and the largest of those which score held
(VmHWM of Linux's /proc).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import month


def peak(process: int) -> int:
    """The most memory that a process ever held, in kB; 0 when it has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def children(process: int) -> list[int]:
    """The processes that one started."""
    try:
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def main(count: int, workers: int) -> None:
    """Write an export, score it, watch."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "month.jsonl").open("w", encoding="utf-8") as export:
            export.writelines(f"{json.dumps(each)}\n" for each in month.conversations(count))
        command = [sys.executable, "-m", "replylint", "score", "month.jsonl", "--out", "out", "--workers", str(workers)]
        start, writes, scores = time.monotonic(), 0, 0
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as run:
            while run.poll() is None:
                writes = max(writes, peak(run.pid))
                scores = max(scores, 0, *map(peak, children(run.pid)))
                time.sleep(0.2)
            took = time.monotonic() - start
            print(run.stdout.read() if run.stdout else "")
        rows = (folder / "out" / "scores.jsonl").read_bytes().count(b"\n")
        report = (folder / "out" / "report.html").stat().st_size
    print(f"{rows:,} replies, {took:,.0f} s, {rows / took:,.0f} replies/s with {workers} processes")
    print(f"writes: {writes / 1024:,.0f} MB; largest that scores: {scores / 1024:,.0f} MB; report {report / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2)
