"""What holds for every test."""

import boto3
import pytest


@pytest.fixture(autouse=True)
def _own_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test sign with what boto3 remembers of another test's account."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
