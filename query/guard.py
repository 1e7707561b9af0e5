"""Who may change something through a page: a form of this site, on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import HTTPException, Request


def own_form(request: Request) -> None:
    """Raises 403 where the form was not sent by a page of this site (cross-site request forgery)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in (None, "same-origin", "none") or (origin and urlsplit(origin).netloc != request.headers.get("host")):
        raise HTTPException(403, "this form was not sent by a page of chuhai")


def is_local(request: Request) -> bool:
    """Whether the request comes from this machine itself, not through a proxy."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return request.client.host == "testclient"


def local_form(request: Request) -> None:
    """Raises 403 unless a page of this site sent the form, on this machine."""
    own_form(request)
    if not is_local(request):
        raise HTTPException(403, "reviewing works on this machine only; elsewhere use the API with a token")
