"""Who asks: the address of a client, also behind a reverse proxy.

A forwarding header counts only when the connection comes from a configured proxy; anyone can write
one. It is read from the right: the last address that is not a proxy of ours is the client.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and networks of a setting.

    Raises:
        ValueError: one is neither.
    """
    return tuple(ip_network(text) for text in texts)


def within(address: Address | None, wanted: Sequence[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    return address is not None and any(address in network for network in wanted)


def parse(text: str) -> Address | None:
    """An address as it stands in a header or a connection, with or without port and brackets."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def address(scope: Scope, trusted: Sequence[Network], header: str) -> Address | None:
    """The address of the client.

    Args:
        scope: of the request.
        trusted: the proxies of this installation.
        header: the one header those proxies set, `x-forwarded-for` or `forwarded`.

    Returns:
        None when the connection has no address (a socket file).
    """
    peer = parse((scope.get("client") or ("", 0))[0])
    if not within(peer, trusted):
        return peer
    told = [value.decode("latin-1") for name, value in scope["headers"] if name == header.encode()]
    found = peer
    for part in reversed(",".join(told).split(",")):
        hop = parse(_for(part) if header == "forwarded" else part)
        if hop is None:
            break
        found = hop
        if not within(hop, trusted):
            break
    return found


def _for(element: str) -> str:
    """The `for` of one element of Forwarded (RFC 7239)."""
    for pair in element.split(";"):
        name, _, value = pair.partition("=")
        if name.strip().lower() == "for":
            return value
    return ""


def group(found: Address | None) -> str:
    """What is counted as one client: an IPv4 address, or the /64 of an IPv6 one."""
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, 64), strict=False))
    return str(found)
