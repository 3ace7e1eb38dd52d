"""What is left out of the package is nothing that runs: libraries that read their own documentation or catalogues keep them."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from infra import archive, locales


def packed(tree: Path, *names: str) -> Path:
    """Return a tree with installed packages, stripped as for the zip."""
    for name in names:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        shutil.copytree(Path(spec.origin).parent, tree / name, ignore=shutil.ignore_patterns(*archive.UNREAD))
    archive.strip(tree)
    return tree


def said(tree: Path, code: str) -> str:
    """Return what code prints when it finds the packages of a tree first."""
    command = [sys.executable, "-B", "-c", code]  # what it compiles on the way would stand in the tree
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(tree)}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_conditions_are_still_read_when_the_packages_have_lost_their_documentation(tmp_path: Path) -> None:
    tree = packed(tmp_path / "tree", "rule_engine", "itsdangerous")
    archive.compile_tree(tree)
    assert not list(tree.rglob("*.py"))
    code = "import rule_engine as r; print(r.__file__, r.Rule('a > 1 and b == true').matches({'a': 2, 'b': True}))"
    assert said(tree, code) == f"{tree / 'rule_engine' / '__init__.pyc'} True"
    assert said(tree, "import itsdangerous.signer as s; print(s.Signer.__doc__)") == "None"


def test_holidays_have_their_english_names(tmp_path: Path) -> None:
    tree = packed(tmp_path / "tree", "holidays")
    assert {path.name for path in (tree / "holidays" / "locale").iterdir()} == {"en_US"}
    code = "import holidays as h; print(h.country_holidays('DE', language='en_US').get('2026-12-25'))"
    assert said(tree, code) == "Christmas Day"


def test_countries_are_read_out_of_one_file_and_have_their_holidays_all_the_same(tmp_path: Path) -> None:
    tree = packed(tmp_path / "tree", "holidays")
    code = "import holidays as h; print([len(h.country_holidays(c, years=2026)) for c in ('DE', 'JP', 'MX', 'ZA')])"
    whole = said(tree, code)
    archive.compile_tree(tree)
    assert {path.name for path in (tree / "holidays/countries").iterdir()} == {"__init__.pyc", archive.BUNDLE}
    assert said(tree, code) == whole


def test_formats_of_our_languages_are_left_of_babel(tmp_path: Path) -> None:
    tree = packed(tmp_path / "tree", "babel")
    locales.prune(tree)
    code = (
        "from datetime import date; from babel import Locale, dates, lists, numbers; d = date(2026, 1, 8);"
        "print(dates.format_date(d, 'full', locale='de_AT'), lists.format_list(['a', 'b'], 'or', locale='es_MX'),"
        " numbers.format_decimal(1234, locale='de_CH'), Locale('fr').territories['DE'],"
        " Locale('fr').time_zones['Europe/London']['city'])"
    )
    assert said(tree, code) == "Donnerstag, 8. Jänner 2026 a o b 1’234 Allemagne Londres"  # noqa: RUF001
    assert "it.dat" not in {path.name for path in (tree / "babel/locale-data").iterdir()}
