"""Addresses: which two are the same page, and which may be followed at all."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

#: Query fields that say where a reader came from, never which article it is.
_TRACKING = re.compile(
    r"^(?:utm_\w+|spm|scm|from|from_source|source_from|share_?\w*|isappinstalled|wfr|fr|gclid|fbclid|mc_cid|mc_eid"
    r"|chksm|scene|sharer_\w+|clicktime|enterid|tc|tt_from|vd_source|nsukey|module)$",
    re.IGNORECASE,
)

#: Mobile and former hosts of an article whose path is the same on the main host.
_SAME_HOST = {
    "m.10jqka.com.cn": "news.10jqka.com.cn",
    "m.thepaper.cn": "www.thepaper.cn",
    "m.cnpharm.com": "www.cnpharm.com",
    "m.jiemian.com": "www.jiemian.com",
    "m.cls.cn": "www.cls.cn",
    "m.yicai.com": "www.yicai.com",
    "m.nbd.com.cn": "www.nbd.com.cn",
    "m.21jingji.com": "www.21jingji.com",
    "m.gelonghui.com": "www.gelonghui.com",
    "m.zhitongcaijing.com": "www.zhitongcaijing.com",
    "mobile.zhitongcaijing.com": "www.zhitongcaijing.com",
    "www1.hkexnews.hk": "www1.hkexnews.hk",
    "www.hkexnews.hk": "www1.hkexnews.hk",
    "endpts.com": "endpoints.news",
}
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(url: str, base: str = "") -> str:
    """The one address of a page: absolute, host in lower case, no tracking fields, no fragment unless it is a route.

    An empty string where ``url`` cannot be an http(s) address.
    """
    try:
        # Some lists have spaces and line breaks inside href.
        parts = urlsplit(urljoin(base, re.sub(r"\s+", "", url)))
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _DEFAULT_PORT or not host:
        return ""
    host = _SAME_HOST.get(host, host)
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORT[parts.scheme]:
        host = f"{host}:{port}"
    query = parts.query
    fields = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in fields if not _TRACKING.match(key)]
    if len(kept) != len(fields):
        query = urlencode(kept)
    # A single-page site keeps the article's number after "#/".
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, host, path, quote(query, safe="%=&+/:?@!$'()*,;~-._[]{}\""), fragment))


def url_key(url: str) -> str:
    """What makes two addresses the same article: the canonical one without its scheme."""
    return canonical_url(url).partition("://")[2]


def is_public_address(host: str) -> bool:
    """Whether an IP address as text is of the public internet; a name is judged only when it is resolved."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return True
    # An IPv4 address inside an IPv6 one is what the connection would go to.
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (inner or address).is_global and not address.is_multicast


def next_page_of(url: str, link: str) -> bool:
    """Whether ``link`` is a later part of the same article: same host and stem with a page suffix."""
    here, there = urlsplit(url), urlsplit(link)
    if here.netloc != there.netloc or url == link:
        return False
    stem, suffix = _stem(here.path)
    stem_there, suffix_there = _stem(there.path)
    if suffix_there and stem == stem_there and here.query == there.query:
        return int(suffix_there) > int(suffix or 1)
    if here.path == there.path:
        page = dict(parse_qsl(there.query)).get("page", "")
        now = dict(parse_qsl(here.query)).get("page", "1")
        return page.isdigit() and now.isdigit() and int(page) > int(now)
    return False


def _stem(path: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)(?:[_-](\d{1,2}))?(\.\w{3,5})?", path)
    if match is None:
        return path, ""
    return match[1] + (match[3] or ""), match[2] or ""
