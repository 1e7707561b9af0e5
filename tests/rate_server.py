"""The central bank on loopback: its file under /rates, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube><Cube time="2026-11-24"><Cube currency="USD" rate="1.1600"/><Cube currency="CNY" rate="8.2000"/></Cube>
<Cube time="2026-11-23"><Cube currency="USD" rate="1.1500"/><Cube currency="JPY" rate="180.00"/></Cube></Cube>
</gesmes:Envelope>"""


@contextmanager
def rate_server() -> Iterator[str]:
    """Serve until left; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/rates" else 404)
            self.end_headers()
            self.wfile.write(FILE if self.path == "/rates" else b"")

        def log_message(self, *_: object) -> None:
            """Nothing: a test is quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
