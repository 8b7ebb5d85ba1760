"""Time zones as support replies name them: abbreviations, "Eastern time", "London time"."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from replylint.late import late

# An abbreviation stands for the zone whose people use it, summer and winter: "EST" said in July is New York's time.
_NAMES = {
    name: zone
    for zone, names in {
        "UTC": "utc gmt z",
        "Europe/London": "bst uk british",
        "Europe/Berlin": "cet cest german",
        "Europe/Athens": "eet eest",
        "Europe/Moscow": "msk",
        "Africa/Lagos": "wat",
        "Africa/Johannesburg": "sast",
        "Africa/Maputo": "cat",
        "Africa/Nairobi": "eat",
        "America/New_York": "et est edt eastern",
        "America/Chicago": "ct cst cdt central",
        "America/Denver": "mt mst mdt mountain",
        "America/Los_Angeles": "pt pst pdt pacific",
        "America/Anchorage": "akst akdt alaska",
        "Pacific/Honolulu": "hst hawaii",
        "America/Sao_Paulo": "brt",
        "Asia/Kolkata": "ist india indian",
        "Asia/Jakarta": "wib",
        "Asia/Shanghai": "china",
        "Asia/Hong_Kong": "hkt",
        "Asia/Singapore": "sgt",
        "Asia/Manila": "pht",
        "Asia/Tokyo": "jst japan",
        "Asia/Seoul": "kst",
        "Australia/Perth": "acwst awst",
        "Australia/Adelaide": "acst acdt",
        "Australia/Sydney": "aest aedt aet",
        "Pacific/Auckland": "nzst nzdt",
    }.items()
    for name in names.split()
}
_FARTHEST = timedelta(hours=14)
_AREAS = ("Europe", "America", "Asia", "Australia", "Africa", "Pacific", "Atlantic", "Indian")
_SHIFTED = late(r"(?:utc|gmt)\s*([+−-])\s*(\d{1,2})(?::?(\d\d))?", 2)
_AMERICAN = frozenset(
    "New_York Chicago Denver Los_Angeles Phoenix Anchorage Detroit Boise Juneau Louisville Indianapolis".split()
)


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """The zone of an IANA name, such as Europe/London; None when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return None


@lru_cache(maxsize=256)
def spoken(words: str) -> tzinfo | None:
    """The zone that words such as "PT", "Eastern Standard Time", "London time" or "GMT+2" name; None when unknown."""
    shifted = _SHIFTED.fullmatch(words.strip())
    if shifted:
        length = timedelta(hours=int(shifted[2]), minutes=int(shifted[3] or 0))
        if length > _FARTHEST:
            return None
        return timezone(length if shifted[1] == "+" else -length)
    bare = [word for word in words.lower().split() if word not in ("time", "standard", "daylight", "summer")]
    if not bare:
        return None
    if bare[0] in _NAMES:
        return zone(_NAMES[bare[0]])
    return city(" ".join(bare))


def city(name: str) -> tzinfo | None:
    """The zone that is named after a city; None when there is none."""
    written = "_".join(word.capitalize() for word in name.split())
    return next((found for area in _AREAS if (found := zone(f"{area}/{written}"))), None)


def american(zone: tzinfo) -> bool:
    """Whether dates are written month first where this zone is."""
    area, _, city = str(zone).partition("/")
    return (area == "US" or (area == "America" and city.split("/")[0] in (*_AMERICAN, "Indiana", "Kentucky"))) or (
        str(zone) == "Pacific/Honolulu"
    )
