"""The zips: what is in them, what is not, and that they are the same every time."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import archive

ZIP_BUDGET = 5_500_000  # bytes, without the parsers
INTAKE_BUDGET, INTAKE_UNZIPPED = 30_000_000, 125_000_000  # bytes; Lambda takes 50 and 250 million


def contents(path: Path) -> dict[str, bytes]:
    """Return what a zip holds, by name; the modules of a bundle as if they lay beside it."""
    with zipfile.ZipFile(path) as archive_:
        held = {name: archive_.read(name) for name in archive_.namelist()}
    for bundle in [name for name in held if name.endswith(f"/{archive.BUNDLE}")]:
        with zipfile.ZipFile(io.BytesIO(held.pop(bundle))) as modules:
            folder = bundle.removesuffix(archive.BUNDLE)
            held |= {folder + name: modules.read(name) for name in modules.namelist()}
    return held


def names(path: Path) -> set[str]:
    return set(contents(path))


@pytest.fixture(scope="session")
def shared(built: Path) -> set[str]:
    return names(built / "deployment.zip")


def test_the_zip_without_parsers_keeps_its_budget(built: Path) -> None:
    assert (built / "deployment.zip").stat().st_size <= ZIP_BUDGET


def test_what_lambda_brings_and_what_nobody_reads_stays_out(shared: set[str]) -> None:
    tops = {name.split("/")[0] for name in shared}
    assert {"boto3", "botocore", "pip", "tests", "infra"} & tops == set()
    assert not [name for name in shared if "swagger_ui" in name or name.endswith((".pyi", ".md"))]


def test_the_parsers_are_in_intakes_zip_alone(built: Path, shared: set[str]) -> None:
    parsers = {"pikepdf", "PIL", "lxml", "openpyxl", "cryptography", "asn1crypto"}
    assert parsers <= {name.split("/")[0] for name in names(built / "intake.zip")}
    assert parsers & {name.split("/")[0] for name in shared} == set()
    assert not [name for name in shared if name.startswith(archive.INSPECTION)]


def test_intakes_zip_is_far_from_what_lambda_takes(built: Path) -> None:
    with zipfile.ZipFile(built / "intake.zip") as archive_:
        unzipped = sum(each.file_size for each in archive_.infolist())
    assert (built / "intake.zip").stat().st_size <= INTAKE_BUDGET
    assert unzipped <= INTAKE_UNZIPPED


def test_intakes_zip_holds_everything_else_too(built: Path, shared: set[str]) -> None:
    assert shared <= names(built / "intake.zip")


def test_every_module_is_compiled_and_its_hash_unchecked(built: Path, shared: set[str]) -> None:
    assert not [name for name in shared if name.endswith(".py")]
    for name, module in contents(built / "deployment.zip").items():
        if name.endswith(".pyc"):
            flags = int.from_bytes(module[4:8], "little")
            assert flags == 0b01, f"{name} would be checked against its source"


def test_everything_the_app_ships_with_is_there(built: Path) -> None:
    root = Path(__file__).parents[2]
    listed = subprocess.run(
        ["git", "ls-files", "app.py", "chalicelib"], cwd=root, capture_output=True, text=True, check=True
    )
    shipped = names(built / "intake.zip")
    run = [
        name
        for name in listed.stdout.split()
        if not name.endswith((".md", ".po")) and "in_memory" not in name
    ]
    wanted = {re.sub(r"\.py$", ".pyc", name) for name in run}
    assert wanted - shipped == set()


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    zips = []
    for attempt in ("one", "two"):
        tree = tmp_path / attempt
        (tree / "package").mkdir(parents=True)
        (tree / "package/module.py").write_text(
            "NAMES = {'a', 'b', 'c', 'd'}\n\ndef f(x):\n    return x in {'p', 'q'}\n"
        )
        archive.compile_tree(tree)
        archive.write_zip([tree], tmp_path / f"{attempt}.zip")
        zips.append((tmp_path / f"{attempt}.zip").read_bytes())
    assert zips[0] == zips[1]


@pytest.mark.parametrize("zip_name", ["deployment", "intake"])
def test_every_module_of_the_app_finds_what_it_imports(built: Path, zip_name: str) -> None:
    modules = [
        name.removesuffix(".pyc").replace("/", ".")
        for name in sorted(names(built / f"{zip_name}.zip"))
        if name.startswith("chalicelib/") and name.endswith(".pyc")
    ]
    program = (
        f"import importlib\nfor name in {modules!r}: importlib.import_module(name.removesuffix('.__init__'))"
    )
    environment = {
        "PYTHONPATH": f"{built / zip_name}:{built / 'runtime'}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_describes_the_api_as_the_sources_do(built: Path) -> None:
    program = """
import hashlib, json
from chalicelib.entrypoints.api.openapi import document
print(hashlib.sha256(json.dumps(document("https://golive.example"), sort_keys=True).encode()).hexdigest())
"""
    packaged, sources = f"{built / 'deployment'}:{built / 'runtime'}", str(Path(__file__).parents[2])
    digests = {
        subprocess.run(
            [sys.executable, *isolated, "-c", program],
            env={"PYTHONPATH": path, "AWS_DEFAULT_REGION": "us-east-1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for path, isolated in ((packaged, ["-S"]), (sources, []))
    }
    assert len(digests) == 1


def test_packages_that_load_at_first_use_still_work_after_stripping(built: Path) -> None:
    program = """
import babel, holidays, jinja2, pydantic, yaml, zoneinfo
from datetime import date
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
zoneinfo.reset_tzpath(to=[])  # as on Lambda, which has no time zones of its own
assert zoneinfo.ZoneInfo("Europe/Berlin").key
assert len(holidays.country_holidays("DE", subdiv="BY", years=2026)) > 9
assert jinja2.Environment(autoescape=True).from_string("{{ a }}").render(a="<") == "&lt;"
assert pydantic.TypeAdapter(list[int]).validate_python(["1"]) == [1]
assert yaml.safe_load("a: [1]") == {"a": [1]}
assert format_date(date(2026, 1, 27), "full", locale="de_AT") == "Dienstag, 27. Jänner 2026"
assert format_list(["a", "b"], style="or", locale="es_MX") == "a o b"
assert format_decimal(1234, locale="fr") == "1\u202f234"
"""
    path = f"{built / 'deployment'}:{built / 'runtime'}"
    subprocess.run([sys.executable, "-S", "-c", program], env={"PYTHONPATH": path}, check=True)
