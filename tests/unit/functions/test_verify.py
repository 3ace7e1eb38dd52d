"""The daily verification finds what must not be: a forged journal, a state that it does not tell, a stage without owner."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters import journal
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.application.ports import Page, Stored
from chalicelib.application.verify import Journals, verify
from chalicelib.domain.people import Directory
from tests.builders import a_directory
from tests.contract.stores.commits import following, opening

JOURNALS = Journals(event_of=journal.event_of, broken_at=journal.broken_at)


class Store(InMemoryOnboardingStore):
    """A store whose lists have one onboarding a page."""

    def board(self, *, filters: Any, cursor: str | None = None, limit: int = 50) -> Page:
        return super().board(filters=filters, cursor=cursor, limit=1)


@pytest.fixture
def store() -> Store:
    store = Store()
    for number in (1, 2, 3):
        store.save(following(store.save(opening(number))))
    return store


def found(store: Store, directory: Directory | None = None) -> dict[str, list[str]]:
    findings: dict[str, list[str]] = {}
    for finding in verify(store, store, directory or a_directory(), JOURNALS):
        findings.setdefault(finding.onboarding, []).append(finding.check)
    return findings


def test_where_all_is_well_nothing_is_found(store: Store) -> None:
    assert found(store) == {}


def test_a_forged_entry_breaks_the_chain_and_does_not_tell_the_state(store: Store) -> None:
    for entries in store._journals.values():
        entries[1]["data"] = {**entries[1]["data"], "person": "ada"}
    assert found(store) == {key: ["chain", "replay"] for key in store._journals}


def test_a_state_that_its_journal_does_not_tell_is_found(store: Store) -> None:
    for parts in store._parts.values():
        head, index = parts["S#HEAD"]
        parts["S#HEAD"] = ({**head, "link_epoch": 7}, index)
    assert found(store) == {key: ["replay"] for key in store._journals}


def test_an_active_stage_of_somebody_who_has_left_is_found(store: Store) -> None:
    everybody = a_directory()
    gone = replace(everybody, people=tuple(replace(person, active=False) for person in everybody.people))
    assert found(store, gone) == {key: ["owner"] for key in store._journals}


def test_what_is_committed_while_an_onboarding_is_checked_is_not_held_against_it(store: Store) -> None:
    class Busy(Store):
        def load(self, onboarding_id: str) -> Stored | None:
            read = super().load(onboarding_id)
            if read and read.version < 4:
                self.save(following(read, id="meanwhile", person="ada"))
            return read

    busy = Busy()
    busy.__dict__.update(store.__dict__)
    assert found(busy) == {}
