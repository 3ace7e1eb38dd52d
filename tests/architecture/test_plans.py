"""There is one place where an onboarding gets its playbook: everything else would see stages and tasks that it does not have."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_GOT = re.compile(r"playbooks(?:\(\))?\.get\([a-z_.]*\.playbook\)")
# Handling a command needs both: the plan, and the published version that a plan may be moved back to.
ALLOWED = {"chalicelib/application/plans.py", "chalicelib/application/handle/context.py"}


def test_only_plans_reads_the_published_version_of_an_onboarding() -> None:
    files = sorted((ROOT / "chalicelib").rglob("*.py"))
    found = {str(file.relative_to(ROOT)) for file in files if _GOT.search(file.read_text(encoding="utf-8"))}
    assert found - ALLOWED == set(), (
        "use plan_of (application/plans.py): it leaves out what conditions have left out"
    )
