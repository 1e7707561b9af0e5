"""The socket of the page: told at once where it cannot be had, and without waits between the parts of an answer."""

from __future__ import annotations

import socket

import pytest

from query.listening import PortInUseError, listen


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=str(port)):
            listen("127.0.0.1", port)


def test_the_socket_says_that_it_is_tcp() -> None:
    """asyncio sends without delay only then."""
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
