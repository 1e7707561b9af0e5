"""Answers kept as fixtures, and the way to crawl from them: every host answered by one server, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

_KEPT_HEADERS = ("content-type", "etag", "last-modified", "location", "retry-after")


class Keeper:
    """Writes each answer into ``CHUHAI_SAVE``: bytes (uncompressed) to a file, address and headers to index.json."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: list[dict[str, Any]] = []

    @classmethod
    def from_crawler(cls, crawler: Any) -> Keeper:
        """Made by Scrapy."""
        return cls(Path(crawler.settings["CHUHAI_SAVE"]))

    def process_response(self, request: Any, response: Any) -> Any:
        """Keep what came, whatever its status."""
        name = f"{len(self.index):02d}{_suffix(response)}"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(response.body)
        headers = {
            key.decode().lower(): b", ".join(values).decode("latin-1") for key, values in response.headers.items()
        }
        self.index.append(
            {
                "url": request.url,
                "method": request.method,
                "status": response.status,
                "headers": {key: value for key, value in headers.items() if key in _KEPT_HEADERS},
                "file": name,
            }
        )
        text = json.dumps(self.index, ensure_ascii=False, indent=1)
        (self.folder / "index.json").write_text(text + "\n", encoding="utf-8")
        return response


class Through(HTTP11DownloadHandler):
    """Asks the server at ``CHUHAI_THROUGH`` for any address; the rest of the crawl sees the address itself."""

    async def download_request(self, request: Any) -> Any:
        """The answer of the one server, under the address that was asked for."""
        server = self._crawler.settings["CHUHAI_THROUGH"]
        asked = request.replace(url=f"{server}/{quote(request.url, safe='')}")
        response = await super().download_request(asked)
        request.meta["download_latency"] = asked.meta.get("download_latency")
        return response.replace(url=request.url)


def _suffix(response: Any) -> str:
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    for word, suffix in (("json", ".json"), ("xml", ".xml"), ("pdf", ".pdf"), ("html", ".html"), ("plain", ".txt")):
        if word in kind:
            return suffix
    return ".bin"
