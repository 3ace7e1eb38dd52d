"""The deployable template: what Chalice writes, plus resources.yaml, plus functions.yaml."""

from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]


class TemplateError(Exception):
    """The parts do not make one template; the message says what to mend."""


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short tags (``!Ref``) as what they stand for (``{"Ref": …}``)."""


def _tag(loader: yaml.Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_scalar(node)  # type: ignore[arg-type]
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _tag)


def load(path: Path) -> Template:
    """Read a CloudFormation template written in YAML."""
    return yaml.load(path.read_text("utf-8"), _Loader)  # type: ignore[no-any-return]


def merge(base: Any, over: Any) -> Any:
    """Return `base` grown by `over`: maps merge, anything else is replaced, intrinsics too."""
    if not (_grows(base) and _grows(over)):
        return over
    return base | {key: merge(base.get(key), value) for key, value in over.items()}


def _grows(value: Any) -> bool:
    return isinstance(value, dict) and not any(key == "Ref" or key.startswith("Fn::") for key in value)


def compose(chalice: Template, resources: Template, functions: Template) -> Template:
    """Return the whole template.

    Raises
    ------
    TemplateError
        functions.yaml adds to a function that app.py does not declare, or a source is still a placeholder.
    """
    for name, resource in functions.get("Resources", {}).items():
        if "Type" not in resource and name not in chalice["Resources"]:
            raise TemplateError(f"functions.yaml speaks of {name}, which app.py does not declare.")
    template: Template = merge(merge(chalice, resources), functions)
    for name, resource in template["Resources"].items():
        for event in resource["Properties"].get("Events", {}).values():
            if "placeholder" in event["Properties"].values():
                raise TemplateError(f"Name the source of {name} in infra/functions.yaml.")
    return template
