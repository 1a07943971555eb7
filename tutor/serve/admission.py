"""Who may come in: a page of this very site, by a name that the site is known by, while there is a place.

A browser can be made to take any name for this machine's (DNS rebinding), and any page may open a websocket to it. So
where only this machine can listen, the name asked for must be one of this machine's own, unless a proxy says what it
was asked for in `X-Forwarded-Host`, which no page can send with a websocket; and the page's own address, which a
browser always sends along as `Origin`, must be that name too.

Places: a browser has so many and no more, and newcomers from one address leave some to everybody else.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from tutor.messages import N_

EACH = 4  # places that one browser may have at once
KEPT_FREE = 4  # one place in so many is not given to newcomers of one address
FORWARDED = ("X-Forwarded-Host", "X-Forwarded-For", "Forwarded")  # what proxies say
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s\[\]:@/?#\\]+)(?::\d{1,5})?", re.ASCII)
_PORTS = {"http": ":80", "https": ":443"}  # what a browser leaves out


class Refusal(Enum):
    """Why there is no place; what the visitor is told."""

    FULL = N_("All places are taken just now ({most} at once). Try again in a few minutes.")
    BROWSER = N_("This browser has {each} tutors open already. Close one of them first.")
    ADDRESS = N_("Too many newcomers came from your address just now. Try again in a few minutes.")


@dataclass(frozen=True, slots=True)
class Place:
    """Who has it: the visitor's name, and the address of a newcomer's network where it says something."""

    name: str
    address: str | None = None


def refusal(wanted: Place, taken: Collection[Place], most: int) -> Refusal | None:
    """Why nobody more is let in there; None where there is a place."""
    if len(taken) >= most:
        return Refusal.FULL
    if sum(each.name == wanted.name for each in taken) >= EACH:
        return Refusal.BROWSER
    theirs = sum(each.address == wanted.address for each in taken)
    return Refusal.ADDRESS if wanted.address is not None and theirs >= most - most // KEPT_FREE else None


def address_of(remote: str | None, headers: Mapping[str, str]) -> str | None:
    """Whose address that is: one of IPv4, a network of IPv6, of which one household has 2^64. None for a proxy, which
    speaks for many; what it says of them anybody could have written."""
    try:
        address = ipaddress.ip_address((remote or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif not address.is_loopback:
            return str(ipaddress.ip_network((address, 64), strict=False))
    return None if address.is_loopback and any(each in headers for each in FORWARDED) else str(address)


def is_loopback(host: str) -> bool:
    """Can only this machine reach that address?"""
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def host_of(headers: Mapping[str, str]) -> str:
    """The name, and the port if any, that the browser asked for; nothing where it is none."""
    named = headers.get("X-Forwarded-Host", headers.get("Host", "")).partition(",")[0].strip().lower()
    return named if _HOST.fullmatch(named) else ""


def is_our_name(headers: Mapping[str, str], alone: bool) -> bool:
    """Was one of our names asked for? `alone`: only this machine can listen."""
    found = _HOST.fullmatch(host_of(headers))
    return found is not None and (not alone or "X-Forwarded-Host" in headers or is_loopback(found[1]))


def is_our_page(headers: Mapping[str, str]) -> bool:
    """Does a page of this very site ask? Programs, which are no browser, send no Origin."""
    if "Origin" not in headers:
        return True
    scheme, _, asking = headers["Origin"].lower().partition("://")
    host = host_of(headers)
    left_out = _PORTS.get(scheme)
    return left_out is not None and host != "" and asking.removesuffix(left_out) == host.removesuffix(left_out)
