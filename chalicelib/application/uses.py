"""From where a link was used, as coarsely as it still helps to say "that was me": browser, system, network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, ip_address

_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone or iPad", r"iPhone|iPad"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh"),
    ("Chrome OS", r"CrOS"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A session that was begun with a link. `browser` and `network` are empty where they could not be told."""

    at: datetime
    browser: str
    system: str
    network: str

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Use":
        """Read what `data` writes."""
        return cls(
            at=datetime.fromisoformat(data["at"]),
            browser=data["browser"],
            system=data["system"],
            network=data["network"],
        )


def seen(*, agent: str, address: str, at: datetime) -> Use:
    """Return what is kept of a visit: the families of browser and system, and the network without its last part."""
    return Use(
        at=at,
        browser=_family(_BROWSERS, agent[:400]),
        system=_family(_SYSTEMS, agent[:400]),
        network=network(address),
    )


def network(address: str) -> str:
    """Return an address without what tells one device from its neighbours: ``203.0.113.x``, ``2001:db8:1::x``."""
    try:
        known = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(known, IPv4Address):
        return f"{str(known).rpartition('.')[0]}.x"
    return ":".join(part.lstrip("0") or "0" for part in known.exploded.split(":")[:3]) + "::x"


def _family(families: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, sign in families if re.search(sign, agent)), "")
