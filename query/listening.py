"""A socket for the page and the API, bound before anything starts, and the server that answers on it."""

from __future__ import annotations

import gc
import socket

import uvicorn

from errors import UsageError
from nlp.lexicon import load_lexicon
from query.web import create_app
from settings import Settings
from storage.engine import Database


class PortInUseError(UsageError):
    """The web page cannot listen where it should."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host}:{port}: {why}; set another host or port under [query] in chuhai.toml")


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a taken port is told before anything starts; raises PortInUseError."""
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer of two parts waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, proto=socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortInUseError(host, port, error.strerror or str(error)) from None
    return listener


def web_server(settings: Settings, database: Database | None = None) -> uvicorn.Server:
    """The server of the page and the API; what every page needs is loaded before the first is asked for."""
    app = create_app(settings, database)
    load_lexicon()
    # The registry and its indexes stay for good; looking through them for garbage would hold up a page for 100 ms.
    gc.collect()
    gc.freeze()
    return uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
