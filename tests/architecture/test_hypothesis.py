"""No test fails because the machine is busy: examples of Hypothesis have no time limit of their own."""

from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_generated_examples_have_no_deadline() -> None:
    """Hypothesis allows an example 200 ms unless told otherwise; tests/properties tells it in its conftest."""
    bare = [
        path.relative_to(TESTS).as_posix()
        for path in sorted(TESTS.rglob("test_*.py"))
        if path.parent.name != "properties"
        and "\n@given(" in (text := path.read_text())
        and "deadline=None" not in text
    ]
    assert bare == []
