"""A Thunderbird that has the extension, driven by Mozilla's own Marionette: its windows, composers and the question."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
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
_DEADLINE = 20  # seconds, on a machine that may be busy
_SCRIPTS = Path(__file__).with_name("thunderbird.js")


def _preferences(port: int, smtp: int) -> dict[str, Any]:
    """A profile with one account, two addresses, a mail server on this machine, and no questions of Thunderbird's own."""
    identity = {"smtpServer": "smtp1", "valid": True, "fcc": False, "compose_html": True, "doBcc": False}
    names = {"id1": ("Agent Tim", AGENT), "id2": ("Tim", PRIVATE)}
    return {
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
          (async () => {call}(...Array.from(arguments).slice(0, -1)))().then(done, (reason) => done({{ failed: String(reason) + reason.stack }}));"""
        told = self.marionette.execute_async_script(script, script_args=list(arguments), sandbox="system")
        if isinstance(told, dict) and "failed" in told:
            raise RuntimeError(told["failed"])
        return told

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
