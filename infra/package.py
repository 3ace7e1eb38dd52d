"""`make package`: the template and the zips that `make deploy` sends.

Chalice writes the template of its functions from app.py; infra/template.py merges ours into it, infra/archive.py
makes the zips. `build(…, for_lambda=False)` makes the same for this machine and interpreter, for tests that boot it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from infra import archive, locales, template

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = (3, 13)
CHALICE = "import sys; from chalice.cli import main; sys.argv[0] = 'chalice'; sys.exit(main())"


def build(out: Path, *, root: Path = ROOT, for_lambda: bool = True) -> None:
    """Write template.json, deployment.zip and intake.zip into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        stage = Path(scratch)
        written = chalice_template(root, stage / "project")
        whole = template.compose(
            written,
            template.load(ROOT / "infra/resources.yaml"),
            template.load(ROOT / "infra/functions.yaml"),
        )
        (out / "template.json").write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", "utf-8")
        trees = {name: stage / name for name in ("app", "shared", "parsers")}
        shared, parsers = archive.requirements(ROOT / "requirements.txt")
        archive.install(shared, trees["shared"], for_lambda=for_lambda)
        archive.install(parsers, trees["parsers"], for_lambda=for_lambda)
        archive.copy_chalice(trees["shared"])
        archive.copy_app(root, trees["app"], parsers=trees["parsers"])
        for tree in trees.values():
            archive.strip(tree)
            locales.prune(tree)
            archive.compile_tree(tree)
        archive.write_zip([trees["shared"], trees["app"]], out / "deployment.zip")
        archive.write_zip([trees["parsers"], trees["shared"], trees["app"]], out / "intake.zip")


def chalice_template(root: Path, project: Path) -> template.Template:
    """Return the template that `chalice package` writes, from a copy without dependencies: those are ours to zip."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "chalicelib", project / "chalicelib", ignore=ignore)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    shutil.copy(root / "app.py", project)
    (project / "requirements.txt").touch()
    command = [sys.executable, "-c", CHALICE, "package", "--stage", "package", "out"]
    env = os.environ | {"AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=project, check=True, env=env, stdout=subprocess.DEVNULL)
    return json.loads((project / "out/sam.json").read_text("utf-8"))  # type: ignore[no-any-return]


def main() -> None:
    """Build for production, and say what came of it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build")
    out: Path = parser.parse_args().out
    if sys.version_info[:2] != RUNTIME:
        wanted = ".".join(map(str, RUNTIME))
        sys.exit(
            f"Lambda will run Python {wanted}, so Python {wanted} has to build the package, and this is "
            f"{sys.version.split()[0]}. Name one: make package PYTHON=/path/to/python{wanted}"
        )
    build(out)
    for name in ("template.json", "deployment.zip", "intake.zip"):
        print(f"{out / name}  {(out / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
