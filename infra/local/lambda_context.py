"""The context object that Lambda hands to a function."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from infra.local.environment import REGION


@dataclass(slots=True, kw_only=True)
class LambdaContext:
    """What a function may ask of its invocation.

    Parameters
    ----------
    seconds
        The function's timeout.
    """

    function: str
    request_id: str
    seconds: float
    _started: float = field(default_factory=time.monotonic)
    memory_limit_in_mb: int = 512
    function_version: str = "$LATEST"
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    @property
    def function_name(self) -> str:
        """Its name, as deployed."""
        return f"golive-local-{self.function}"

    @property
    def aws_request_id(self) -> str:
        """The id of this invocation."""
        return self.request_id

    @property
    def log_group_name(self) -> str:
        """Where its log would go."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def invoked_function_arn(self) -> str:
        """Its name in full."""
        return f"arn:aws:lambda:{REGION}:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """How long until it is stopped."""
        return max(0, int((self.seconds - (time.monotonic() - self._started)) * 1000))
