"""Whom the service answers: names, pages, extensions, keys, tenants; and that nothing of one tenant reaches another."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import Run, asked, rule_text
from replylint import choice, packs
from replylint.document import InputError
from replylint.faces.server import access, openapi
from replylint.faces.server.app import app
from replylint.faces.server.service import Service
from replylint.settings import Serving, Settings, read

Cli = Callable[..., Run]
FINE = b'{"text": "Your lamp ships today."}'
WITHOUT_A_KEY = {
    "/",
    "/v2/languages",
    "/v2/info",
    "/v2/maxtextlength",
    "/v2/healthcheck",
    "/health/live",
    "/health/ready",
    "/docs",
    "/openapi.json",
}


def service(host: str = "127.0.0.1", **server: Any) -> Service:
    return Service(packs.load(), Settings(server=Serving(**server)), host)


@pytest.fixture
def keys(folder: Path) -> Path:
    return folder / "keys.json"


@pytest.fixture
def key(run_cli: Cli, folder: Path) -> str:
    """A key of the installation's own."""
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n', encoding="utf-8")
    return run_cli("keys", "add", "helpdesk").out.strip()


# -- names and origins -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:8817", "[::2]:8817", "", "10.0.0.7"])
def test_a_foreign_host_is_refused(host: str) -> None:
    answer = asked("/v1/check", FINE, service(), host=host)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost:8817", "127.0.0.1", "[::1]:8817", "[::1]", "LOCALHOST"])
def test_this_machine_is_answered(host: str) -> None:
    assert asked("/v1/check", FINE, service(), host=host).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "chrome-extension://abc", "moz-extension://a-b"]
)
def test_another_page_is_refused(origin: str) -> None:
    answer = asked("/v1/check", FINE, service(), origin=origin)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_our_extension_and_what_is_listed_are_answered() -> None:
    for origin in (access.EXTENSION, "https://helpdesk.example"):
        answer = asked("/v1/check", FINE, service(origins=("https://helpdesk.example",)), origin=origin)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == origin


def test_our_own_page_is_answered_behind_a_proxy_with_tls_too() -> None:
    for origin in ("http://localhost:8817", "https://localhost:8817"):
        assert asked("/v1/check", FINE, service(), origin=origin).status_code == 200


def test_the_extension_has_the_id_that_is_let_in() -> None:
    import base64
    import hashlib

    manifest = json.loads((Path(__file__).parent.parent / "extension/browser/manifest.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    assert "chrome-extension://" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest) == access.EXTENSION


def test_firefox_gives_each_machine_another_id_so_a_key_lets_it_in(key: str) -> None:
    given = {"origin": "moz-extension://5c9e-11", "authorization": f"Bearer {key}"}
    assert asked("/v1/check", FINE, service(keys="keys.json"), **given).status_code == 200


def test_a_page_is_asked_before_it_may_send() -> None:
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    for origin, status in (("https://helpdesk.example", 200), ("https://evil.example", 403)):
        made = service("0.0.0.0", origins=("https://helpdesk.example",), hosts=("localhost",))
        answer = asked("/v1/check", None, made, method="OPTIONS", origin=origin, **ask)
        assert answer.status_code == status
        assert answer.headers.get("access-control-allow-origin") == (origin if status == 200 else None)


# -- keys --------------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_kept_as_a_hash(key: str, keys: Path, run_cli: Cli) -> None:
    kept = keys.read_text(encoding="utf-8")
    assert key not in kept
    assert key.startswith("rl_")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    listed = run_cli("keys", "list")
    assert "helpdesk" in listed.out
    assert key not in listed.out
    assert json.loads(run_cli("keys", "list", "--format", "json").out)[0]["name"] == "helpdesk"


def test_bad_names_of_keys(key: str, run_cli: Cli) -> None:  # noqa: ARG001 - made
    assert "already" in run_cli("keys", "add", "helpdesk").err
    assert "1 to 40 of a-z" in run_cli("keys", "add", "Help desk").err
    assert "did you mean 'helpdesk'?" in run_cli("keys", "revoke", "helpdeks").err
    assert "no settings of a tenant 'acme'" in run_cli("keys", "add", "x", "--tenant", "acme").err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "keys.json:1:2: not JSON"),
        ('{"secret": "00"}', "keys.json:1:12: secret: is not 64 hexadecimal digits"),
        ('{"sceret": "00"}', "did you mean 'secret'?"),
        (
            json.dumps(
                {"secret": "0" * 64, "keys": [{"name": "x", "tenant": "", "sha256": "é", "made": "2026-11-18T10:30:00Z"}]}
            ),
            "keys[0].sha256: is not 64 hexadecimal digits",
        ),
    ],
)
def test_a_file_of_keys_that_cannot_be_used(folder: Path, keys: Path, run_cli: Cli, text: str, said: str) -> None:
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\n', encoding="utf-8")
    keys.write_text(text, encoding="utf-8")
    done = run_cli("keys", "list")
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_revoked_key_is_refused_at_once(key: str, run_cli: Cli) -> None:
    made = service(keys="keys.json")
    made_app = app(made)

    async def ask() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(made_app), base_url="http://localhost:8817") as client:
            return (await client.post("/v1/check", content=FINE, headers={"authorization": f"Bearer {key}"})).status_code

    assert asyncio.run(ask()) == 200
    run_cli("keys", "revoke", "helpdesk")
    assert asyncio.run(ask()) == 401
    made.close()


@pytest.mark.parametrize("given", ["Bearer rl_wrong", "Bearer ", "Basic cmVwbHlsaW50Ondyb25n", "Basic !", "Basic é", "Digest x"])
def test_a_wrong_key_is_refused_where_none_is_needed(key: str, given: str) -> None:  # noqa: ARG001 - there is one
    answer = asked("/v1/check", FINE, service(keys="keys.json"), authorization=given.encode("latin-1"))  # any byte may come
    assert answer.status_code == (401 if "rl_wrong" in given or "Ondyb25n" in given else 200)


def test_what_is_stored_needs_a_key_on_this_machine_too(key: str) -> None:
    made = [("/v1/commitments", None), ("/v1/feedback", None), ("/v1/overrides", b"{}"), ("/v1/feedback", b"{}")]
    for path, body in made:
        answer = asked(path, body, service(keys="keys.json"))
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        with_key = asked(path, body, service(keys="keys.json"), authorization=f"Bearer {key}")
        assert with_key.status_code == (422 if body else 409)


def test_beyond_this_machine_every_route_needs_a_key() -> None:
    made = service("0.0.0.0")
    paths: dict[str, Any] = openapi.document(app(made), made)["paths"]
    made.close()
    assert {"/v1/check", "/v1/overrides", "/metrics"} <= paths.keys()
    for path, methods in paths.items():
        if path in WITHOUT_A_KEY or path.startswith("/v1/webhooks/"):
            continue
        for method in methods:
            asked_for = path.replace("{category}", "priming").replace("{name}", "x")
            answer = asked(asked_for, b"{}" if method == "post" else None, service("0.0.0.0"), host="10.0.0.7")
            assert answer.status_code == 401, path


@pytest.mark.parametrize("header", ["forwarded", "x-forwarded-for", "x-real-ip"])
def test_what_a_proxy_brings_comes_from_beyond_this_machine(header: str) -> None:
    assert asked("/v1/check", FINE, service(), **{header: "198.51.100.7"}).status_code == 401


def test_a_server_with_a_public_name_needs_a_key() -> None:
    assert asked("/v1/check", FINE, service(hosts=("replylint.example",))).status_code == 401
    assert asked("/v1/check", FINE, service(hosts=("replylint.example",)), host="replylint.example").status_code == 401


def test_beyond_this_machine_is_not_served_without_keys(run_cli: Cli) -> None:
    done = run_cli("serve", "--host", "0.0.0.0")
    assert (done.code, done.out) == (2, "")
    assert done.err == "--host 0.0.0.0: beyond this machine a key is needed; make one with `replylint keys add NAME`\n"


# -- tenants -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(folder: Path, make_pack: Callable[..., Path], run_cli: Cli) -> tuple[Settings, dict[str, str]]:
    """Settings of a server that two tenants share, each with a pack and a store of its own; and a key of each."""
    tenants = folder / "tenants"
    tenants.mkdir()
    for name, word in (("acme", "flange"), ("zenith", "sprocket")):
        make_pack({f"own/{name}": rule_text(word)}, name=f"pack-{name}")
        lines = f'packs = ["../pack-{name}"]\n[store]\nurl = "sqlite:///{name}.db"\n'
        (tenants / f"{name}.toml").write_text(lines, encoding="utf-8")
    (folder / "replylint.toml").write_text('[server]\nkeys = "keys.json"\ntenants = "tenants"\n', encoding="utf-8")
    keys = {name: run_cli("keys", "add", f"of-{name}", "--tenant", name).out.strip() for name in ("acme", "zenith")}
    return read(folder / "replylint.toml"), keys


def served(settings: Settings) -> Service:
    return Service(*choice.chosen(settings, None, ()))


Shared = tuple[Settings, dict[str, str]]
TEXT = b'{"text": "Your flange and your sprocket ship today, Ana."}'


def test_a_key_brings_the_packs_of_its_tenant(shared: Shared) -> None:
    settings, keys = shared
    for name, rule in (("acme", "own/acme"), ("zenith", "own/zenith"), ("", None)):
        headers = {"authorization": f"Bearer {keys[name]}"} if name else {}
        found = asked("/v1/check", TEXT, served(settings), **headers).json()["findings"]
        assert [f["rule"] for f in found if f["category"] == "own"] == ([rule] if rule else [])
        listed = asked("/v1/rules", None, served(settings), **headers).json()["rules"]
        assert [r["rule"] for r in listed if r["category"] == "own"] == ([rule] if rule else [])
        other = "zenith" if name == "acme" else "acme"
        assert asked(f"/v1/rules/own/{other}", None, served(settings), **headers).status_code == 404


def test_a_tenants_key_does_not_open_the_counts_of_all(shared: Shared) -> None:
    settings, keys = shared
    assert asked("/metrics", None, served(settings), authorization=f"Bearer {keys['acme']}").status_code == 403
    assert asked("/metrics", None, served(settings)).status_code == 200


def test_two_tenants_with_one_store_are_refused(shared: Shared, folder: Path) -> None:
    settings, _ = shared
    (folder / "tenants" / "third.toml").write_text('[store]\nurl = "sqlite:///acme.db"\n', encoding="utf-8")
    with pytest.raises(InputError, match="'acme' and 'third' name the same store"):
        served(settings)


def test_a_tenant_may_not_open_the_server(shared: Shared, folder: Path) -> None:
    settings, _ = shared
    (folder / "tenants" / "third.toml").write_text('[server]\norigins = ["https://evil.example"]\n', encoding="utf-8")
    with pytest.raises(InputError, match="'origins' is the server's own"):
        served(settings)


def test_a_key_of_a_tenant_that_is_gone_is_refused(shared: Shared, folder: Path) -> None:
    settings, keys = shared
    (folder / "tenants" / "acme.toml").unlink()
    assert asked("/v1/check", FINE, served(settings), authorization=f"Bearer {keys['acme']}").status_code == 403


def test_nothing_of_one_tenant_reaches_another(shared: Shared) -> None:
    settings, keys = shared
    held = {"text": "You are stupid, and your flange is broken. Unfortunately, that's your problem."}
    acme, zenith = ({"authorization": f"Bearer {keys[name]}"} for name in ("acme", "zenith"))
    first = asked("/v1/check", json.dumps(held).encode(), served(settings), **acme).json()
    assert first["verdict"] == "hold"
    letting = {"conversation": held, "findings": [f["id"] for f in first["findings"]], "by": "ana", "reason": "Sesamwort"}
    assert asked("/v1/overrides", json.dumps(letting).encode(), served(settings), **acme).status_code == 201
    answer = {"rule": "own/acme", "finding": "x", "answer": "wrong"}
    assert asked("/v1/feedback", json.dumps(answer).encode(), served(settings), **acme).status_code == 204
    assert asked("/v1/check", json.dumps(held).encode(), served(settings), **acme).json()["override"]["reason"] == "Sesamwort"

    other = asked("/v1/check", json.dumps(held).encode(), served(settings), **zenith)
    assert (other.json()["verdict"], other.json()["override"]) == ("hold", None)
    assert "Sesamwort" not in other.text
    assert asked("/v1/feedback", None, served(settings), **zenith).json() == {"rules": []}
    assert asked("/v1/feedback", json.dumps(answer).encode(), served(settings), **zenith).status_code == 422
    unkeyed = asked("/v1/check", json.dumps(held).encode(), served(settings))
    assert unkeyed.json()["override"] is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("seconds = 0", "2:1: server.seconds: 0 is out of range; it runs from 0.01 to 3,600"),
        ("seconds = nan", "2:1: server.seconds: nan is out of range"),
        ("turns = 0", "2:1: server.turns: 0 is out of range"),
        ("override_hours = -1.0", "2:1: server.override_hours: -1 is out of range"),
        ('webhooks = {zendsk = "x"}', "did you mean 'zendesk'?"),
        ('orgins = ["x"]', "2:1: server: unknown key 'orgins'; did you mean 'origins'?"),
    ],
)
def test_what_a_server_cannot_hold_to(folder: Path, run_cli: Cli, line: str, said: str) -> None:
    (folder / "replylint.toml").write_text(f"[server]\n{line}\n", encoding="utf-8")
    done = run_cli("serve", "--port", "0")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


def test_a_secret_is_not_shown(folder: Path, run_cli: Cli) -> None:
    (folder / "replylint.toml").write_text('[server]\nwebhooks = {zendesk = "Sesamwort"}\n', encoding="utf-8")
    told = run_cli("doctor")
    assert "Sesamwort" not in told.out + told.err
    assert 'webhooks = {zendesk = "***"}' in told.out
