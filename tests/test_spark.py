"""A Spark on this machine scores as the processes of `score_batches` do."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from conftest import child, lacking
from month import conversations
from replylint.batch import score_batches
from replylint.settings import Settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv-spark" / "bin" / "python"
SETTINGS = Settings(parser="never")


def table() -> pyarrow.Table:
    """Replies with what they answer, a few of them twice, and two rows that cannot be used."""
    rows: list[dict[str, Any]] = []
    for told in conversations(40):
        *before, reply = told["turns"]
        if reply["role"] == "agent":
            rows.append(
                {"id": told["id"], "text": reply["text"], "at": reply["at"], "thread": json.dumps({**told, "turns": before})}
            )
    rows += [{**row, "id": f"{row['id']} again"} for row in rows[:9]]
    return pyarrow.Table.from_pylist([*rows, {"id": "empty"}, {"id": "no JSON", "text": "Hi Ana", "thread": "{"}])


def test_spark_gives_the_numbers_of_the_pool(tmp_path: Path) -> None:
    if not PYTHON.exists():
        lacking("PySpark (python3 tasks.py test installs it)")
    if shutil.which("java") is None:
        lacking("Java")
    replies = table()
    parquet.write_table(replies, tmp_path / "replies.parquet")
    command = [PYTHON, ROOT / "tests" / "spark_job.py", tmp_path / "replies.parquet", tmp_path / "scores.json"]
    environment = child(PYSPARK_PYTHON=str(PYTHON), SPARK_LOCAL_IP="127.0.0.1")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    of_spark = json.loads((tmp_path / "scores.json").read_bytes())
    of_pool = [
        row for batch in score_batches(replies.to_batches(), 2, settings=SETTINGS, profile="strict") for row in batch.to_pylist()
    ]
    assert len(of_pool) > 40
    assert sum(row["error"] is not None for row in of_pool) == 2
    assert sorted(of_spark, key=lambda row: row["id"]) == sorted(of_pool, key=lambda row: row["id"])
