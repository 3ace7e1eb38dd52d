"""Blueprints for tests: Chalice uses up the registrations of a blueprint, so each app gets a copy of its own."""

import importlib.util
from types import ModuleType


def copy_of(name: str) -> ModuleType:
    """Return a copy of the module `name`, whose `routes` nobody has registered yet."""
    spec = importlib.util.find_spec(name)
    assert spec is not None, name
    assert spec.loader is not None, name
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
