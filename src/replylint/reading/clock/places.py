"""Which time zone an address lies in, as far as its country, state or city tells."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache

from replylint.late import late
from replylint.reading.clock.zones import city, zone

# Zone -> the countries, states and provinces that lie in it (a country of several zones is not here).
_LANDS = {
    land.strip(): name
    for name, lands in {
        "Europe/London": "united kingdom, uk, great britain, england, scotland, wales, northern ireland",
        "Europe/Dublin": "ireland, republic of ireland",
        "Europe/Lisbon": "portugal",
        "Europe/Paris": "france, spain, germany, italy, netherlands, the netherlands, belgium, austria, switzerland, sweden, "
        "norway, denmark, poland, czechia, czech republic, hungary, luxembourg, croatia, slovenia, slovakia, serbia, malta",
        "Europe/Athens": "greece, finland, romania, bulgaria, ukraine, estonia, latvia, lithuania, cyprus",
        "Europe/Istanbul": "turkey, türkiye, saudi arabia, kuwait, qatar, kenya",
        "Asia/Dubai": "uae, united arab emirates, dubai, oman",
        "Asia/Jerusalem": "israel",
        "Africa/Lagos": "nigeria",
        "Africa/Johannesburg": "south africa, egypt",
        "Africa/Accra": "ghana, iceland",
        "Asia/Karachi": "pakistan",
        "Asia/Kolkata": "india, sri lanka",
        "Asia/Dhaka": "bangladesh",
        "Asia/Bangkok": "thailand, vietnam",
        "Asia/Singapore": "singapore, malaysia, philippines, the philippines, taiwan, hong kong, china, wa, western australia",
        "Asia/Tokyo": "japan, south korea, korea",
        "Australia/Sydney": "nsw, new south wales, victoria, vic, tasmania, canberra",
        "Australia/Brisbane": "queensland, qld",
        "Australia/Adelaide": "south australia",
        "Pacific/Auckland": "new zealand, nz, aotearoa",
        "America/New_York": "new york, ny, new jersey, nj, massachusetts, ma, florida, fl, georgia, ga, pennsylvania, pa, "
        "ohio, "
        "oh, virginia, va, north carolina, nc, south carolina, sc, maryland, md, connecticut, ct, maine, me, vermont, vt, "
        "new hampshire, nh, rhode island, ri, delaware, michigan, mi, washington dc, dc, west virginia, ontario, quebec, qc",
        "America/Chicago": "illinois, il, texas, tx, minnesota, mn, wisconsin, wi, missouri, mo, iowa, ia, louisiana, la, "
        "alabama, al, oklahoma, ok, arkansas, ar, mississippi, ms, manitoba, mb",
        "America/Denver": "colorado, co, utah, ut, montana, mt, wyoming, wy, new mexico, nm, alberta, ab",
        "America/Phoenix": "arizona, az",
        "America/Los_Angeles": "california, ca, oregon, or, nevada, nv, washington state, british columbia, bc",
        "America/Halifax": "nova scotia, ns, new brunswick, nb",
        "Pacific/Honolulu": "hawaii, hi",
        "America/Argentina/Buenos_Aires": "argentina",
        "America/Bogota": "colombia, peru, ecuador, panama, jamaica",
        "America/Santiago": "chile",
    }.items()
    for land in lands.split(",")
}
# Cities that do not give their zone its name.
_CITIES = {
    town: name
    for name, towns in {
        "America/New_York": "boston atlanta miami philadelphia orlando baltimore pittsburgh cleveland charlotte ottawa montreal",
        "America/Chicago": "houston dallas austin minneapolis nashville milwaukee memphis",
        "America/Los_Angeles": "seattle portland sacramento oakland",
        "America/Toronto": "mississauga hamilton",
        "America/Edmonton": "calgary",
        "Australia/Sydney": "wollongong geelong",
        "Asia/Kolkata": "mumbai delhi bangalore bengaluru chennai hyderabad pune",
        "Asia/Shanghai": "beijing shenzhen guangzhou",
        "America/Sao_Paulo": "rio brasilia",
    }.items()
    for town in towns.split()
}
_POSTCODE = late(r"\b\w*\d[\w-]*\b")


@lru_cache(maxsize=256)
def placed(address: str) -> tzinfo | None:
    """The zone of an address: that of its last part that names one. None when nobody knows."""
    parts = [" ".join(_POSTCODE.sub(" ", part).split()) for part in address.lower().replace("\n", ",").split(",")]
    for part in reversed([part for part in parts if part]):
        found = zone(_LANDS[part]) if part in _LANDS else zone(_CITIES[part]) if part in _CITIES else city(part)
        if found:
            return found
    return None
