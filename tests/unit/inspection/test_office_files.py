"""Office files: honest ones are taken, hostile ones refused with the reason."""

import pytest

from tests.unit.inspection import honest_office, hostile_office
from tests.unit.inspection.judging import inspect

pytestmark = pytest.mark.usefixtures("in_this_process")


@pytest.mark.parametrize("case", honest_office.HONEST)
def test_an_honest_office_file_is_taken(case: str) -> None:
    name, data = honest_office.HONEST[case]

    findings = inspect(data, declared_name=name)

    assert (findings.verdict, findings.reasons) == ("accepted", ())


@pytest.mark.parametrize("case", hostile_office.HOSTILE)
def test_a_hostile_office_file_is_refused_with_the_reason(case: str) -> None:
    name, data, reason = hostile_office.HOSTILE[case]

    findings = inspect(data, declared_name=name)

    assert (findings.verdict, findings.reasons) == ("rejected", (reason,))
