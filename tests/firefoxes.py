"""A Firefox that has the extension, driven by Mozilla's own Marionette: the browser's window as well as its pages."""

from __future__ import annotations

import functools
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
        from marionette_driver.by import By
        from marionette_driver.errors import NoSuchElementException
        from marionette_driver.keys import Keys
        from marionette_driver.marionette import Marionette, WebElement
except ImportError:
    lacking("marionette_driver (pip install marionette_driver)")
FIREFOX = shutil.which("firefox-esr")
if FIREFOX is None:
    lacking("Firefox as `firefox-esr` on the path (apt-get install firefox-esr)")

F8 = Keys.F8
ADDON = "browser-extension@replylint.invalid"
_DEADLINE = 20  # seconds, on a machine that may be busy
_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Firefox:
    """A Firefox with the extension in a profile of its own."""

    def __init__(self, profile: Path, extension: Path) -> None:
        port = free_port()
        wanted = {**_PREFERENCES, "marionette.port": port}
        lines = [f"user_pref({name!r}, {str(value).lower()});".replace("'", '"') for name, value in wanted.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = ["--headless", "--marionette", "--no-remote", "--profile", str(profile), "--remote-allow-system-access"]
        with (profile / "log.txt").open("wb") as log:
            self._process = subprocess.Popen(
                [str(FIREFOX), *command], stdout=log, stderr=log, env={**os.environ, "HOME": str(profile)}
            )
        self.marionette = Marionette(host="127.0.0.1", port=port)
        self._connect()
        Addons(self.marionette).install(str(extension), temp=True)
        with self.marionette.using_context("chrome"):
            self._uuid = self._ask(f"WebExtensionPolicy.getByID('{ADDON}').mozExtensionHostname")

    def _connect(self) -> None:
        deadline = time.monotonic() + 2 * _DEADLINE
        while True:
            try:
                self.marionette.start_session()
                return
            except OSError:
                if time.monotonic() > deadline:
                    self.close()
                    raise
                time.sleep(0.2)

    def _ask(self, expression: str) -> Any:
        return self.marionette.execute_script(f"return {expression};", sandbox=None, new_sandbox=False)

    def open_ours(self, page: str) -> None:
        """Go to a page of the extension."""
        self.marionette.navigate(f"moz-extension://{self._uuid}/{page}")

    def in_page(self, expression: str) -> Any:
        """What an expression gives in the page that is open, as the page itself would get it."""
        return self._ask(expression)

    def awaited(self, expression: str) -> Any:
        """What a promise in the page that is open is kept with."""
        script = f"const [done] = arguments; ({expression}).then(done, (reason) => done(String(reason)));"
        return self.marionette.execute_async_script(script, sandbox=None, new_sandbox=False)

    def find(self, selector: str) -> WebElement:
        return self.marionette.find_element(By.CSS_SELECTOR, selector)

    def in_layer(self, selector: str) -> WebElement:
        """An element of the extension's layers over the page, one for each frame, once it is there."""

        def find() -> WebElement:
            layers = self.marionette.find_elements(By.CSS_SELECTOR, "replylint-surface")
            found = [each for layer in layers for each in layer.shadow_root.find_elements(By.CSS_SELECTOR, selector)]
            if not found:
                raise NoSuchElementException(selector)
            return found[0]

        return until_found(find)

    def press_in_layer(self, selector: str, name: str) -> None:
        """Press the button of this name among those of the layers that a selector names, once it takes presses."""
        script = """const [selector, name] = arguments;
          const layers = [...document.querySelectorAll('replylint-surface')].map((host) => host.shadowRoot);
          const buttons = layers.flatMap((layer) => [...layer.querySelectorAll(selector)]);
          return buttons.find((button) => button.textContent === name && !button.disabled) ?? null;"""
        ask = functools.partial(self.marionette.execute_script, script, [selector, name], sandbox=None, new_sandbox=False)
        until(lambda: ask() is not None, True)
        ask().click()

    def point_at(self, x: float, y: float) -> None:
        """Move the pointer to a place of the window."""
        self.marionette.actions.sequence("pointer", "mouse", {"pointerType": "mouse"}).pointer_move(int(x), int(y)).perform()

    def answer_question(self, button: str) -> str:
        """Press a button of the browser's own question; its text."""
        with self.marionette.using_context("chrome"):
            shown = "PopupNotifications.panel.state === 'open' && PopupNotifications.panel.firstElementChild"
            until(lambda: bool(self._ask(f"Boolean({shown})")), True)
            return str(self._ask(f"(() => {{ const asked = {shown}; asked.{button}.click(); return asked.textContent; }})()"))

    def icon_of(self, address: str) -> list[str]:
        """The title and the number of the toolbar's icon on an open page, asked in a tab of our own."""
        there = self.marionette.current_window_handle
        ours = self.marionette.open(type="tab")["handle"]
        self.marionette.switch_to_window(ours)
        try:
            self.open_ours("privacy.html")
            told = self.awaited(
                f"""browser.tabs.query({{ url: {address!r} }}).then(([{{ id: tabId }}]) =>
                  Promise.all([browser.action.getTitle({{ tabId }}), browser.action.getBadgeText({{ tabId }})]))"""
            )
            return list(told)
        finally:
            self.marionette.close()
            self.marionette.switch_to_window(there)

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


def until_found(find: Callable[[], WebElement]) -> WebElement:
    """Wait until an element is there."""
    deadline = time.monotonic() + _DEADLINE
    while True:
        try:
            return find()
        except NoSuchElementException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
