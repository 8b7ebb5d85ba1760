"""Any text and any clock: times stand in order and apart within the text, and what they come to is in order too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from harness import fuzz, watched

with watched():
    from replylint.conversation import Calendar, Conversation, Customer
    from replylint.reading import times
    from replylint.reading.clock import moment, resolve

import seeds

ZONES = ("UTC", "Europe/London", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", None)
HOURS = (None, {"mon-fri": "09:00-18:00"}, {"sun": "22:00-24:00"}, {"mon-sun": "00:00-24:00"})
COUNTRIES = (None, "GB", "US", "DE")
FIRST = datetime(1980, 1, 1, tzinfo=UTC)


def told(data: bytes) -> None:
    """The first six bytes are the clock and whose it is, the rest is the text."""
    clock, text = data[:6].ljust(6, b"\0"), data[6:].decode("utf-8", "replace")
    calendar = Calendar(hours=HOURS[clock[0] % 4], country=COUNTRIES[clock[1] % 4], time_zone=ZONES[clock[1] % 7])
    customer = Customer(time_zone=ZONES[clock[2] % 7])
    now = FIRST + timedelta(minutes=int.from_bytes(clock[3:6], "big") * 3)
    at = moment(Conversation((), calendar=calendar, customer=customer), now)
    last = 0
    for time in times.find(text):
        assert last <= time.start < time.end <= len(text)
        last = time.end
        window = resolve(time, at)
        assert window.earliest is None or window.latest is None or window.earliest <= window.latest, text


if __name__ == "__main__":
    said = (
        "by Friday 5 pm, or Monday noon at the latest",
        "between 9 and 11 am on 29 February",
        "within two working days of Christmas, COB PT",
        "at half five tomorrow week, your time; every second Tuesday",
        "by the end of Q4 2026, 31/12 or 12/31, 5.30, 17h, 1500 GMT",
    )
    fuzz(told, (b"\x01\x01\x01\x80\x00\x00" + one.encode() for one in (*said, *seeds.TEXTS)))
