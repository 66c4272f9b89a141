"""Which addresses of the network belong to the world, and which an operator allows besides."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

type Address = IPv4Address | IPv6Address

UNICAST = IPv6Network("2000::/3")
# IPv4 addresses in IPv6 ones: what a translator in the own network makes of the last four bytes.
TRANSLATED = IPv6Network("64:ff9b::/96")
# Relays between the two that are nobody's server.
RELAYS = ip_network("192.88.99.0/24")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the world: not this machine, its network, or nobody."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in RELAYS
    if address.scope_id:
        return False
    if inner := _inside(address):
        return is_public(inner)
    return address in UNICAST and address.is_global and not address.is_multicast


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is meant by an IPv6 one."""
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_listed(address: Address) -> bool:
    """Whether OUTBOUND_ALLOWED has a network with an address in it."""
    networks = [one for one in settings.OUTBOUND_ALLOWED if not isinstance(one, str)]
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    return any(one in network for one in (address, inner) if one for network in networks)


def is_listed_name(host: str) -> bool:
    """Whether OUTBOUND_ALLOWED has a name, or, with a dot before it, one that it is below."""
    host = host.rstrip(".").lower()
    names = [one for one in settings.OUTBOUND_ALLOWED if isinstance(one, str)]
    return any(host == name or (name[0] == "." and host.endswith(name)) for name in names)


def is_listed_proxy(url: str) -> bool:
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
        return is_listed_name(host) or is_listed(ip_address(host))
    except ValueError:
        return False
