"""From a failure that Scrapy reports to the problem's name."""

from __future__ import annotations

import re
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawlers.guard import NoRobotsError, StoppedError, UnsafeAddressError
from crawlers.records import ProblemCode

_BLOCKED = (401, 403, 405, 412, 451)
_CHALLENGES = (
    "acw_sc__v2", "wappoc_appmsgcaptcha", "环境异常", "完成验证后即可继续访问", "FSSBBIl1UgzbN7N80", "Request Rejected",
    "cf-browser-verification", "challenge-platform", "Just a moment...", "访问过于频繁", "请输入验证码", "滑动验证",
    "人机验证",     "安全验证</title>",
)  # fmt: skip
_BY_CLASS: tuple[tuple[type[BaseException], ProblemCode], ...] = (
    (UnsafeAddressError, "unsafe_address"),
    (UnsupportedURLSchemeError, "unsafe_address"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "truncated"),
    (CannotResolveHostError, "unreachable"),
    (DownloadConnectionRefusedError, "unreachable"),
    (DownloadFailedError, "unreachable"),
)


def challenge_in(text: str) -> str:
    """The sign of a challenge page in a short answer; a long one is an article that may well speak of captchas."""
    if len(text) > 30_000:
        return ""
    found = next((sign for sign in _CHALLENGES if sign in text), "")
    # A real article about "frequent access" has paragraphs; a challenge has none.
    return found if found and len(re.findall(r"<p[\s>]", text)) < 6 else ""


def name_failure(failure: Any) -> tuple[ProblemCode | None, str]:
    """The problem's code and message; None for a request that was held back because its source was stopped."""
    error = failure.value
    if isinstance(error, HttpError):
        return _by_status(error.response.status), f"HTTP {error.response.status}"
    if isinstance(error, StoppedError):
        return None, ""
    if isinstance(error, NoRobotsError):
        error = error.cause
    for kind, code in _BY_CLASS:
        if isinstance(error, kind):
            return code, str(error)
    if isinstance(error, IgnoreRequest):
        text = str(error)
        if "robots" in text:
            return "robots_closed", "robots.txt does not allow it, or could not be read"
        if "redirect" in text.lower():
            return "redirect_loop", text
        if "exceed" in text.lower() or "size" in text.lower():
            return "too_large", text
        return "http_error", text
    cause = getattr(error, "reasons", None)
    return "unreachable", f"{type(error).__name__}: {cause or error}"[:300]


def _by_status(status: int) -> ProblemCode:
    if status in (404, 410):
        return "not_found"
    if status in _BLOCKED:
        return "blocked"
    if status == 429:
        return "rate_limited"
    if 300 <= status < 400:
        return "redirect_loop"
    return "http_error"
