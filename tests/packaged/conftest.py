"""The package, built once for all workers, for this interpreter and machine; `make package` builds Lambda's."""

import fcntl
import importlib.util
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra import package

BROUGHT_BY_LAMBDA = (
    "awslambdaric", "boto3", "botocore", "dateutil", "jmespath", "runtime_client", "s3transfer", "simplejson", "six",
    "snapshot_restore_py", "urllib3",
)  # fmt: skip


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of template.json, deployment.zip and intake.zip, with both unzipped beside them."""
    base = tmp_path_factory.getbasetemp()
    out = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "package"
    out.mkdir(exist_ok=True)
    with (out / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (out / "ready").exists():
            package.build(out, for_lambda=False)
            for name in ("deployment", "intake"):
                with zipfile.ZipFile(out / f"{name}.zip") as archive:
                    archive.extractall(out / name)
            _lambda_runtime(out / "runtime")
            (out / "ready").touch()
    return out


@pytest.fixture(scope="session")
def template(built: Path) -> dict[str, Any]:
    """Return the merged template."""
    return json.loads((built / "template.json").read_text())  # type: ignore[no-any-return]


def _lambda_runtime(folder: Path) -> None:
    """Link the packages that Lambda's own image brings, and no others."""
    folder.mkdir()
    for name in BROUGHT_BY_LAMBDA:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            continue
        origin = Path(spec.origin)
        source = origin.parent if origin.name.startswith("__init__.") else origin
        (folder / source.name).symlink_to(source)
