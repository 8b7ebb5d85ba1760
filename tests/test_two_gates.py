"""Two gates over one reply, in the browser and in Request Tracker: one question, one reason, one mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import rt_site
from browsers import HELD, Chromium, driven, until, until_page
from browsing import recording_server

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PARAGRAPHS = ("😀 Dear Ana,", "you are stupid, and your lamp & shade are late.")


def test_a_reason_given_in_the_browser_is_not_asked_for_again_by_the_helpdesk(tmp_path: Path) -> None:
    for name in ("kept", "rt"):
        (tmp_path / name).mkdir()
    site = rt_site.installed(tmp_path / "rt")
    site.plug_in()
    with recording_server(tmp_path / "kept") as (server, key), driven() as playwright:
        (tmp_path / "key").write_text(key, encoding="utf-8")
        known = f"Set($ReplylintServer, '{server.url}'); Set($ReplylintKeyFile, '{tmp_path / 'key'}');"
        with site.running(f"Plugin('RT::Extension::Replylint'); {known}") as desk:
            number = desk.new_ticket("My lamp", "Where is my lamp?")
            chromium = Chromium(playwright, tmp_path / "profile", viewport={"width": 1200, "height": 1000})
            chromium.set(server=server.url, by="ida", sites=[{"origin": desk.url, "on": True, "adapter": "auto"}])
            chromium.set_key(key)
            page = chromium.context.new_page()
            rt_site.write_reply(page, desk, number, *PARAGRAPHS)
            until(lambda: chromium.badge(page)[0].startswith("replylint: watching your reply"), True)
            rt_site.send_reply(page)
            until_page(page, HELD, True)
            assert desk.kept(number, "Correspond") == 0
            page.get_by_role("button", name="they asked for it", exact=True).click()
            page.get_by_text("Correspondence added").wait_for()
            assert "ReplylintAnyway" not in page.content()
            chromium.close()
            assert desk.kept(number, "Correspond") == 1
            assert len(desk.mails(number)) == 1
