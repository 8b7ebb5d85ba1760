"""The wheel, installed with its lock into every other supported Python that this machine has: the rules hold there too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import lacking

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
MINORS = range(11, 15)  # of Python 3: from the one that pyproject.toml requires to the newest that the locks have wheels for


def pythons() -> Iterator[Path]:
    """One interpreter of each supported version but this one: on the path, or where pyenv keeps those that it does not show."""
    for minor in MINORS:
        shown = shutil.which(f"python3.{minor}")
        places = [Path(shown), *sorted(Path(shown).parent.parent.glob(f"versions/3.{minor}.*/bin/python"))] if shown else []
        works = (each for each in places if _version(each) == (3, minor))
        found = next(works, None)
        if found and minor != sys.version_info.minor:
            yield found


def _version(python: Path) -> tuple[int, int] | None:
    done = _run(python, "-c", "import sys, venv; print(*sys.version_info[:2])")
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else None  # type: ignore[return-value]


def _run(*command: str | Path, cwd: Path | str = "/") -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=cwd, env=clean)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it is built here."""
    folder = tmp_path_factory.mktemp("dist")
    done = _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(folder.glob("*.whl"))


@pytest.mark.parametrize("python", [*pythons(), None], ids=lambda python: python.parents[1].name if python else "others")
def test_the_rules_hold_on_another_python(python: Path | None, wheel: Path, tmp_path: Path) -> None:
    if python is None:  # stands for those that are not here, and for what a run without any says
        assert wheel.name.endswith("-py3-none-any.whl"), "one wheel for all of them"
        return
    folder = tmp_path / "environment"
    assert _run(python, "-m", "venv", folder).returncode == 0
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    done = _run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "default.txt")
    if done.returncode and "Could not find a version" in done.stderr:
        lacking(f"the packages of the lock for {python}")
    assert done.returncode == 0, done.stderr[-2000:]
    assert _run(*pip, "--no-deps", wheel).returncode == 0
    done = _run(folder / "bin" / "replylint", "rules", "test", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
    done = _run(folder / "bin" / "replylint", "check", ROOT / "examples" / "late-lamp.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "priming/negative-priming" in done.stdout
