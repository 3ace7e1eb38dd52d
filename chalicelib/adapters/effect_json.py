"""The stored form of an effect: JSON with its class's name as ``type``."""

import json

from pydantic import TypeAdapter

from chalicelib.domain.effects import CallProvisioning, Effect, SendMail

_ADAPTERS: dict[str, TypeAdapter[Effect]] = {
    kind.__name__: TypeAdapter(kind) for kind in (SendMail, CallProvisioning)
}


def effect_to_json(effect: Effect) -> str:
    """Write an effect; what is empty is left out."""
    kind = type(effect).__name__
    fields = _ADAPTERS[kind].dump_python(effect, mode="json", exclude_defaults=True)
    return json.dumps({"type": kind, **fields}, separators=(",", ":"), ensure_ascii=False)


def effect_from_json(text: str) -> Effect:
    """Read an effect."""
    fields = json.loads(text)
    return _ADAPTERS[fields.pop("type")].validate_python(fields)
