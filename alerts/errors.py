"""AlertsError
├── ChannelError          a channel has no address in the environment, or one that cannot be used
├── SigningError          the DKIM key cannot be used
└── ServerDown            the mail server cannot be reached or does not let us in
"""

from __future__ import annotations

from errors import ChuhaiError


class AlertsError(ChuhaiError):
    """Telling a subscriber failed for a reason that can be named."""


class ChannelError(AlertsError):
    """A channel cannot be used as it stands in the environment."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"channel {name!r}: {why}")


class SigningError(AlertsError):
    """The DKIM key cannot sign."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"DKIM: {why}; put an RSA private key (PEM) into CHUHAI_DKIM_KEY, or clear alerts.dkim_selector"
        )


class ServerDown(AlertsError):
    """No mail can leave now, whoever it is for."""

    def __init__(self, server: str, stage: str, why: str) -> None:
        super().__init__(f"mail server {server}, at {stage}: {why}; mail waits and is tried again")
        self.stage = stage
        self.why = why
