"""What is generated from the model of playbooks is what `make docs` writes, and says of a file what the linter says."""

import json
from typing import Any

import jsonschema
import pytest
import yaml

from chalicelib.adapters.playbook_files import FOLDER
from chalicelib.domain.playbook import Playbook, TaskRule
from infra import reference

SHIPPED = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(reference.SCHEMA.read_text(encoding="utf-8"))


def test_the_schema_is_what_the_model_says(schema: Any) -> None:
    assert schema == json.loads(json.dumps(reference.schema())), "run `make docs`"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_reference_page_is_what_the_model_says() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run `make docs`"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_playbook_is_valid_and_tells_its_editor_so(schema: Any, file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    jsonschema.validate(yaml.safe_load(text), schema)
    assert text.startswith("# yaml-language-server: $schema=../../docs/playbook.schema.json\n")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("tasks", 0, "hours"), True),
        (("tasks", 0, "hours"), "8"),
        (("tasks", 0, "role"), "boss"),
        (("tasks", 0, "song"), "la"),
        (("stages", 0, "milestone"), "lunch"),
        (("tasks", 0, "due"), {"anchor": "lunch", "days": 1}),
        (("target_days",), None),
    ],
)
def test_an_editor_refuses_what_the_linter_refuses(schema: Any, where: tuple[Any, ...], value: Any) -> None:
    data = yaml.safe_load((FOLDER / "simple.yaml").read_text(encoding="utf-8"))
    part = data
    for step in where[:-1]:
        part = part[step]
    part[where[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_every_field_is_explained() -> None:
    for cls in reference.rules():
        assert [name for name, text in reference.explained(cls) if not text.endswith((".", ":"))] == []
    assert set(reference.rules()) >= {Playbook, TaskRule}
