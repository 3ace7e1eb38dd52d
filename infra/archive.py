"""The zips that Lambda runs: stripped, precompiled, the same bytes for the same input.

Chalice's own zip is not used: it holds every dependency for every function, and no compiled code. An import from
precompiled code (hashes unchecked) takes about 0.6 of the time.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import chalice

LEFT_OUT = ("boto3", "chalice")  # Lambda brings boto3; of Chalice only what runs is taken, below
PARSERS = (
    "pikepdf",
    "pillow",
    "openpyxl",
    "asn1crypto",
    "cryptography",
)  # judge uploads; only intake's zip has them
INSPECTION = "chalicelib/adapters/inspection"  # what works with them
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")  # Amazon Linux 2023
TOLD = (  # the API says what stands in their documentation
    "chalicelib/domain/commands",
    "chalicelib/domain/codes.py",
    "chalicelib/domain/migration/difference.py",
    "chalicelib/domain/people.py",
    "chalicelib/domain/playbook",
    "chalicelib/domain/values.py",
    "chalicelib/domain/why.py",
    "chalicelib/application/api/shapes",
    "chalicelib/entrypoints",
)
GRAMMARS = ("rule_engine/parser",)  # its documentation is the grammar
BUNDLE = "modules.zip"
_EPOCH = (1980, 1, 1, 0, 0, 0)
KEPT_METADATA = ("Metadata-Version:", "Name:", "Version:")
ALIKE = (
    "chalicelib/application",  # many small rooms, as in the domain; a webhook needs none of them
    "chalicelib/domain",
    "holidays/calendars",
    "holidays/countries",
    "holidays/groups",
    "rule_engine",
)  # small modules, much alike
UNREAD = ("*.dist-info/*", "bin", "__pycache__", "*.pyi", "*.po", "*.md", "py.typed")
UNUSED = (  # parts of packages that nothing here imports
    "aws_lambda_powertools/event_handler",
    "babel/languages.py",  # and its data: infra/locales.py
    "babel/locale-data/LICENSE*",
    "babel/messages",  # catalogues are made before; the standard library reads them
    "babel/support.py",
    "babel/units.py",
    "babel/util.py",
    "aws_lambda_powertools/utilities/[!_jt]*",  # all but what Logger and Metrics read: jmespath_utils, typing
    "holidays/financial",
    "holidays/locale/[!e]*",  # the names of holidays are said in English
    "holidays/locale/e[!n]*",
    "holidays/locale/en_[!U]*",
    "jinja2/meta.py",
    "jinja2/nativetypes.py",
    "jinja2/sandbox.py",
    "pydantic/color.py",
    "pydantic/deprecated",
    "pydantic/experimental",
    "pydantic/mypy.py",
    "pydantic/v1",
    "rule_engine/debug_*.py",
    "stdnum/??",  # the numbers of each country; bank numbers are the same everywhere
    "stdnum/[!i]*.dat",
    "stdnum/i[ms]*.dat",
    "stdnum/[cdfgmv]*.py",
    "stdnum/im*.py",
    "stdnum/is[!o]*",
    "tzdata/zoneinfo/*.tab",
    "tzdata/zoneinfo/tzdata.zi",
    "urllib3/contrib/emscripten",
    "urllib3/contrib/pyopenssl.py",
    "urllib3/contrib/socks.py",
    "yaml/*.so",  # PyYAML falls back to Python, and only playbooks are YAML
    "dateutil",  # this and the two below come with Lambda's boto3
    "jmespath",
    "six.py",
)


def requirements(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of requirements.txt as (for every function, for intake alone)."""
    lines = [line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    named = [(line.split("==")[0].lower(), line) for line in lines if line]
    shared = tuple(line for name, line in named if name not in LEFT_OUT + PARSERS)
    return shared, tuple(line for name, line in named if name in PARSERS)


def install(wanted: Sequence[str], into: Path, *, for_lambda: bool) -> None:
    """Install packages into a folder, for Lambda's platform or for this machine's."""
    foreign = [f"--platform={name}" for name in PLATFORMS] if for_lambda else []
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "--no-compile",
    ]
    command += ["--only-binary=:all:", f"--target={into}", *foreign, *wanted]
    subprocess.run(command, check=True)


def copy_chalice(into: Path) -> None:
    """Copy the part of Chalice that runs; the rest is its command line."""
    (into / "chalice").mkdir(parents=True, exist_ok=True)
    for name in ("__init__.py", "app.py"):
        shutil.copy(Path(chalice.__file__).with_name(name), into / "chalice" / name)


def copy_app(root: Path, into: Path, *, parsers: Path) -> None:
    """Copy app.py and chalicelib/; what works with the parsers goes to them, what only tests and simulations use nowhere."""
    unread = shutil.ignore_patterns(*UNREAD, "in_memory")
    shutil.copytree(root / "chalicelib", into / "chalicelib", ignore=unread)
    shutil.copy(root / "app.py", into)
    (parsers / INSPECTION).parent.mkdir(parents=True)
    shutil.move(into / INSPECTION, parsers / INSPECTION)


def strip(tree: Path) -> None:
    """Remove what no function reads; of a package's metadata its name and version stay, which some packages ask for."""
    for about in tree.glob("*.dist-info/METADATA"):
        kept = [line for line in about.read_text("utf-8").splitlines()[:9] if line.startswith(KEPT_METADATA)]
        about.write_text("\n".join(kept) + "\n", "utf-8")
    for pattern in (*(f"**/{name}" for name in UNREAD), *UNUSED):
        for path in sorted(tree.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "METADATA":
                path.unlink(missing_ok=True)


def compile_tree(tree: Path) -> None:
    """Replace every module by its compiled form, as if it stood where Lambda puts it.

    Sources would be half of the weight; tracebacks name files and lines without them. Documentation goes, too, except
    where it is what a package works by, and where requests and answers are described by it.
    """
    _open_bundles(tree)
    for name in (*GRAMMARS, *TOLD):
        if (tree / name).exists():
            _compile(tree, tree / name, documented=True)
    _compile(tree, tree, documented=False)
    _bundle(tree)


def _compile(tree: Path, part: Path, *, documented: bool) -> None:
    # Columns, which tracebacks would underline in sources, are a fifth of compiled code.
    command = [sys.executable, "-X", "no_debug_ranges", "-m", "compileall", "-q", "-b"]
    command += ["--invalidation-mode=unchecked-hash"]
    command += ["-o", "0" if documented else "2", "-s", str(tree), "-p", "/var/task", str(part)]
    # Sets of names are stored in hash order: a fixed seed makes the same bytes every time.
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "0"})
    for source in [part] if part.is_file() else list(part.rglob("*.py")):
        source.unlink()


def _bundle(tree: Path) -> None:
    """Put alike modules, compiled already, into one file that Python imports from.

    A zip compresses each of its files alone; of such a file, whose own entries are not compressed, it compresses the
    whole, and what the modules have in common is stored once. That is two thirds of their weight.
    """
    for name in ALIKE:
        package = tree / name
        modules = sorted(path for path in package.rglob("*.pyc") if path != package / "__init__.pyc")
        if not modules:
            continue
        with zipfile.ZipFile(package / BUNDLE, "w", zipfile.ZIP_STORED) as archive:
            for module in modules:
                entry = zipfile.ZipInfo(module.relative_to(package).as_posix(), _EPOCH)
                archive.writestr(entry, module.read_bytes())
        for module in modules:
            module.unlink()


def _open_bundles(tree: Path) -> None:
    """Let the packages that `_bundle` is about look for their modules where those will be."""
    for name in ALIKE:
        init = tree / name / "__init__.py"
        if init.exists():
            init.write_text(f"__path__ = [__path__[0] + '/{BUNDLE}']\n{init.read_text('utf-8')}", "utf-8")


def write_zip(trees: Sequence[Path], target: Path) -> None:
    """Zip trees into one file; same content, same bytes."""
    files = {
        path.relative_to(tree).as_posix(): path
        for tree in trees
        for path in tree.rglob("*")
        if path.is_file()
    }
    with zipfile.ZipFile(target, "w") as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
