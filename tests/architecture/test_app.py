"""app.py declares and does nothing else: packaging imports it, and what it did there would run at every cold start."""

import ast
from pathlib import Path

import pytest

TREE = ast.parse((Path(__file__).parents[2] / "app.py").read_text())
HANDLERS = [node for node in TREE.body if isinstance(node, ast.FunctionDef)]
SOURCES = {"on_sqs_message", "on_dynamodb_record", "schedule", "on_cw_event", "lambda_function"}


def test_app_py_holds_imports_the_app_blueprints_and_handlers_only() -> None:
    for node in TREE.body[1:]:
        allowed = isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))
        if isinstance(node, ast.Assign):
            allowed = [target.id for target in node.targets if isinstance(target, ast.Name)] in (
                ["app"],
                ["__version__"],
            )
        if isinstance(node, ast.Expr):
            allowed = ast.unparse(node).startswith(("app.register_blueprint(", "app.api.binary_types"))
        assert allowed, f"line {node.lineno} of app.py: {ast.unparse(node)}"


def test_nothing_is_called_at_import_but_the_app_itself() -> None:
    outside = [node for node in TREE.body if not isinstance(node, ast.FunctionDef)]
    calls = {
        ast.unparse(call.func) for node in outside for call in ast.walk(node) if isinstance(call, ast.Call)
    }
    assert {"Chalice", "app.register_blueprint"} <= calls
    assert calls <= {
        "Chalice",
        "app.register_blueprint",
        "app.api.binary_types.append",
        "app.api.binary_types.extend",
    }


def test_logs_are_written_once_because_chalice_configures_none() -> None:
    (made,) = [
        node.value
        for node in TREE.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Chalice(")
    ]
    assert "configure_logs=False" in ast.unparse(made)


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda node: node.name)
def test_a_handler_is_declared_here_and_hands_over_in_at_most_five_lines(handler: ast.FunctionDef) -> None:
    (decorator,) = handler.decorator_list
    assert isinstance(decorator, ast.Call)
    assert isinstance(decorator.func, ast.Attribute)
    assert decorator.func.attr in SOURCES
    assert handler.end_lineno is not None
    assert handler.end_lineno - handler.lineno <= 5
    branching = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.IfExp, ast.Match)
    assert not any(isinstance(node, branching) for node in ast.walk(handler))


def test_blueprints_declare_routes_only_because_their_other_handlers_would_skip_the_middleware() -> None:
    for path in (Path(__file__).parents[2] / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                used = {ast.unparse(each).split("(")[0].rpartition(".")[2] for each in node.decorator_list}
                assert used & SOURCES == set(), f"{path.name}: declare {node.name} in app.py"
