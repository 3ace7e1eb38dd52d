"""What `make run` was asked for, and the environment that app and pump get from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REGION = "us-east-1"
ACCESS_KEY = "LOCALACCESSKEY"
SECRET_KEY = "local-secret-key"


class SettingsError(Exception):
    """An environment variable cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was asked for.

    Parameters
    ----------
    run_directory
        Where the processes of this run meet: environment, clock, process ids.
    """

    port: int
    sandbox_port: int
    emulator_port: int
    public_url: str
    state_file: Path | None
    run_directory: Path

    @classmethod
    def read(cls, run_directory: Path) -> Settings:
        """Read `PORT`, `SANDBOX_PORT`, `EMULATOR_PORT`, `PUBLIC_URL` and `GOLIVE_STATE`.

        Raises
        ------
        SettingsError
            A port is no port or stands twice, or the URL is no URL.
        """
        port, sandbox_port = _port("PORT", 8000), _port("SANDBOX_PORT", 8001)
        if port == sandbox_port:
            raise SettingsError(f"PORT and SANDBOX_PORT are both {port}: give each its own.")
        public_url = os.environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}"
        if not public_url.startswith(("http://", "https://")) or public_url.endswith("/"):
            raise SettingsError(
                f"PUBLIC_URL is like http://127.0.0.1:8000/base, without a slash at its end: {public_url}"
            )
        state = os.environ.get("GOLIVE_STATE")
        return cls(
            port=port,
            sandbox_port=sandbox_port,
            emulator_port=_port("EMULATOR_PORT", 0),
            public_url=public_url,
            state_file=_state_file(Path(state)) if state else None,
            run_directory=run_directory,
        )

    @property
    def sandbox_url(self) -> str:
        """Where the sandbox is reached."""
        return f"http://127.0.0.1:{self.sandbox_port}"


def _port(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) > 65535:
        raise SettingsError(f"{name} is a port number up to 65535, not {text}.")
    return int(text)


def _state_file(path: Path) -> Path:
    return (path / "golive.state" if path.is_dir() else path).absolute()


def parameters(settings: Settings) -> dict[str, str]:
    """Answer the local values of the templates' parameters."""
    fake = f"{settings.sandbox_url}/fake"
    return {
        "Stage": "local",
        "PublicUrl": settings.public_url,
        "MalwareScanning": "on",
        "HubspotApi": f"{fake}/hubspot",
        "HubspotPortal": "62515",
        "SalesforceApi": f"{fake}/salesforce",
        "SalesforceOrganization": "00D000000000001EAA",
        "PipedriveApi": f"{fake}/pipedrive",
        "PipedriveCompany": "1001",
        "ProvisioningApi": f"{fake}/provisioning",
    }


def for_app(
    settings: Settings, *, functions: Mapping[str, Any], resolve: Callable[[Any], Any], aws_url: str
) -> dict[str, str]:
    """Answer the environment of the functions, as the template gives it to them, and how AWS is reached."""
    variables = resolve(functions["Globals"]["Function"]["Environment"]["Variables"])
    return {
        **{name: str(value) for name, value in variables.items()},
        "CLOCK_FILE": str(settings.run_directory / "clock"),
        "AWS_ENDPOINT_URL": aws_url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SANDBOX_URL": settings.sandbox_url,
        "POWERTOOLS_LOG_LEVEL": os.environ.get("POWERTOOLS_LOG_LEVEL", "WARNING"),
    }


def inherited() -> dict[str, str]:
    """Answer our own environment without what would lead boto3 to a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
