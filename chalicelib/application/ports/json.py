"""JSON, as ports pass it on."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]
