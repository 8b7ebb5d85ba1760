"""A Thunderbird that has the extension, driven by Mozilla's own Marionette: its windows, composers and the question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import free_port, lacking

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of what it imports itself
        from marionette_driver.addons import Addons
        from marionette_driver.marionette import Marionette
except ImportError:
    lacking("marionette_driver (pip install marionette_driver)")
THUNDERBIRD = shutil.which("thunderbird")
if THUNDERBIRD is None:
    lacking("Thunderbird as `thunderbird` on the path (apt-get install thunderbird)")

ADDON = "thunderbird-extension@replylint.invalid"
AGENT, PRIVATE = "agent@shop.example", "tim@home.example"
ORIGINAL = """\
From - Wed Nov 18 09:00:00 2026
From: Ana Lima <ana@lima.example>
To: Agent Tim <agent@shop.example>
Date: Wed, 18 Nov 2026 09:00:00 +0000
Message-ID: <lamp@lima.example>
Subject: My lamp
Content-Type: text/plain; charset=UTF-8

Where is my lamp? I am waiting since Monday.
"""
_DEADLINE = 20  # seconds, on a machine that may be busy
_PACK = Path(__file__).parent.parent / "extension" / "pack.py"
_SCRIPTS = Path(__file__).with_name("thunderbird.js")


def _preferences(port: int, smtp: int) -> dict[str, Any]:
    """A profile with one account, two addresses, a mail server on this machine, and no questions of Thunderbird's own."""
    identity = {"smtpServer": "smtp1", "valid": True, "fcc": False, "compose_html": True, "reply_on_top": 1}
    names = {"id1": ("Agent Tim", AGENT), "id2": ("Tim", PRIVATE)}
    return {
        "alerts.useSystemBackend": False,
        "app.donation.eoy.version.viewed": 999,
        "app.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "extensions.update.enabled": False,
        "mail.account.account1.identities": "id1,id2",
        "mail.account.account1.server": "server1",
        "mail.account.account2.server": "server2",
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.compose.attachment_reminder": False,
        "mail.compose.warned_about_customize_from": True,
        "mail.default_send_format": 2,
        **{f"mail.identity.{key}.{name}": value for key in names for name, value in identity.items()},
        **{f"mail.identity.{key}.fullName": name for key, (name, _) in names.items()},
        **{f"mail.identity.{key}.useremail": address for key, (_, address) in names.items()},
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.rights.version": 1,
        "mail.server.server1.check_new_mail": False,
        "mail.server.server1.hostname": "127.0.0.1",
        "mail.server.server1.login_at_startup": False,
        "mail.server.server1.name": "desk",
        "mail.server.server1.type": "pop3",
        "mail.server.server1.userName": "desk",
        "mail.server.server2.hostname": "Local Folders",
        "mail.server.server2.name": "Local Folders",
        "mail.server.server2.type": "none",
        "mail.server.server2.userName": "nobody",
        "mail.shell.checkDefaultClient": False,
        "mail.smtp.defaultserver": "smtp1",
        "mail.smtpserver.smtp1.authMethod": 1,
        "mail.smtpserver.smtp1.hostname": "127.0.0.1",
        "mail.smtpserver.smtp1.port": smtp,
        "mail.smtpserver.smtp1.try_ssl": 0,
        "mail.smtpservers": "smtp1",
        "mail.spotlight.firstRunDone": True,
        "mail.warn_on_send_accel_key": False,
        "mailnews.start_page.enabled": False,
        "marionette.port": port,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "xpinstall.signatures.required": False,
    }


def packed(folder: Path) -> Path:
    """The extension, as it is handed out."""
    package = folder / "replylint.xpi"
    subprocess.run([sys.executable, _PACK, package], check=True, stdout=subprocess.DEVNULL)
    return package


class Thunderbird:
    """A Thunderbird with the extension in a profile of its own."""

    def __init__(self, profile: Path, extension: Path | None, smtp: int, *, display: str = "") -> None:
        port = free_port()
        wanted = _preferences(port, smtp)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in wanted.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = ["--marionette", "--no-remote", "--profile", str(profile), "--remote-allow-system-access"]
        environment = {**os.environ, "HOME": str(profile), "DISPLAY": display}
        with (profile / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                [str(THUNDERBIRD), *command, *([] if display else ["--headless"])], stdout=log, stderr=log, env=environment
            )
        self.marionette = Marionette(host="127.0.0.1", port=port)
        self._connect()
        self.marionette.set_context("chrome")
        self.marionette.timeout.script = 2 * _DEADLINE
        if extension:
            Addons(self.marionette).install(str(extension), temp=True)

    def _connect(self) -> None:
        deadline = time.monotonic() + 3 * _DEADLINE
        while True:
            try:
                self.marionette.start_session()
                return
            except OSError:
                if time.monotonic() > deadline:
                    self.close()
                    raise
                time.sleep(0.2)

    def ask(self, call: str, *arguments: Any) -> Any:
        """What a function of `thunderbird.js` gives."""
        script = f"""{_SCRIPTS.read_text(encoding="utf-8")}
          const done = arguments[arguments.length - 1];
          const failed = (reason) => done({{ failed: String(reason) + reason.stack }});
          (async () => {call}(...Array.from(arguments).slice(0, -1)))().then(done, failed);"""
        told = self.marionette.execute_async_script(script, script_args=list(arguments), sandbox="system")
        if isinstance(told, dict) and "failed" in told:
            raise RuntimeError(told["failed"])
        return told

    def set_up(self, server: str, key: str) -> str:
        """Set the server as the agent does, in the options; what they say."""
        self.ask("openOurs", "options.html")
        shown = "document.getElementById('sites').children.length && document.getElementById('server').value !== ''"
        until(lambda: self.ask("inPage", shown, "tab"), True)
        for name, value in (("server", server), ("key", key), ("by", "ana")):
            self.ask("inPage", f"document.getElementById({name!r}).value = {value!r}", "tab")
        self.ask("inPage", "document.getElementById('save').click()", "tab")
        until(lambda: self._outcome() not in ("", "Asking the server…"), True)
        return self._outcome()

    def set_server(self, url: str) -> None:
        """Have another server asked, whatever it is."""
        self._store({"server": url})

    def set_hold(self, verdict: str) -> None:
        """Which verdicts hold a mail."""
        self._store({"holdOn": verdict})

    def watch(self, *addresses: str) -> None:
        """The addresses whose mail is watched."""
        self._store({"watched": list(addresses), "holdOn": "warn"})

    def _store(self, settings: dict[str, Any]) -> None:
        told = f"Components.utils.cloneInto({json.dumps(settings)}, content)"
        self.ask("inPage", f"content.wrappedJSObject.browser.storage.local.set({told}).then(() => 1)", "tab")

    def _outcome(self) -> str:
        return str(self.ask("inPage", "document.getElementById('outcome').textContent", "tab"))

    def compose(self, words: str, *, html: bool = True, sender: str = AGENT, original: str | None = None) -> None:
        """Open a composer with words in it."""
        wanted = {"words": words, "to": "Ana Lima <ana@lima.example>", "html": html, "from": sender, "original": original}
        self.ask("compose", wanted)

    def behind_button(self) -> str:
        """The words behind the extension's button in the composer."""
        return str(self.ask("inPage", "all('dialog')[0]?.textContent", "button"))

    def question(self) -> str:
        """The words of the question about a held mail, once it is asked."""
        until(lambda: self.ask("asked"), True)
        return str(self.ask("inPage", "all('dialog')[0].textContent"))

    def close(self) -> None:
        if self.marionette.session:
            self.marionette.delete_session()
        self._process.terminate()
        self._process.wait(30)


def until(told: Callable[[], Any], expected: Any) -> None:
    """Wait until something is told."""
    deadline = time.monotonic() + _DEADLINE
    while (seen := told()) != expected:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{seen!r} is not {expected!r}")
        time.sleep(0.05)
