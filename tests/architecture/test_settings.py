"""Documentation as a test: a setting that nobody wrote down fails the build."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def read_by_the_code() -> set[str]:
    tree = ast.parse((ROOT / "chalicelib/settings.py").read_text())
    names = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {name for name in names if re.fullmatch(r"[A-Z][A-Z0-9_]+", name)}


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    documented = set(
        re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    )
    assert documented == read_by_the_code()


def test_only_settings_reads_the_environment() -> None:
    for path in (ROOT / "chalicelib").rglob("*.py"):
        if path.name in {
            "settings.py",
            "bounded.py",
        }:  # the second hands the loader's paths to the parser's process
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                assert ast.unparse(node.value) != "os", f"{path}: line {node.lineno}"
