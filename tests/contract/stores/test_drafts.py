"""Drafts of forms, in memory and in the table."""

from dataclasses import replace
from typing import Any

from chalicelib.application.drafts import Draft
from chalicelib.application.drafts import over as over_with
from tests.builders import an_onboarding, with_task
from tests.contract.stores.commits import following, opening
from tests.properties.world import MONDAY

DRAFT = Draft(task="billing", by="contact-1", at=MONDAY, base="b", values={"name": "Acme"}, version="one")
SEEN = 1


def test_a_draft_is_read_as_it_was_kept_and_by_nobody_else(stores: Any) -> None:
    assert stores.drafts.keep("onb-1", DRAFT, over="", seen=SEEN)
    assert stores.drafts.read("onb-1", "billing") == DRAFT
    assert stores.drafts.read("onb-2", "billing") is None
    assert stores.drafts.read("onb-1", "other") is None


def test_a_draft_takes_the_place_of_the_one_that_its_writer_has_seen_only(stores: Any) -> None:
    stores.drafts.keep("onb-1", DRAFT, over="", seen=SEEN)
    second = replace(DRAFT, version="two", values={"name": "Beta"})
    assert not stores.drafts.keep("onb-1", second, over="", seen=SEEN)
    assert stores.drafts.keep("onb-1", second, over="one", seen=SEEN)
    assert stores.drafts.keep("onb-1", second, over="one", seen=SEEN)  # the same form sent twice
    assert stores.drafts.read("onb-1", "billing") == second


def test_a_dropped_draft_is_gone_and_makes_room(stores: Any) -> None:
    stores.drafts.keep("onb-1", DRAFT, over="", seen=SEEN)
    stores.drafts.drop("onb-1", replace(DRAFT, version="another"))
    assert stores.drafts.read("onb-1", "billing") == DRAFT
    stores.drafts.drop("onb-1", DRAFT)
    stores.drafts.drop("onb-1", DRAFT)
    assert stores.drafts.read("onb-1", "billing") is None
    assert stores.drafts.keep("onb-1", DRAFT, over="", seen=SEEN)


def test_the_commit_that_settles_a_task_empties_its_draft(stores: Any) -> None:
    first = stores.onboardings.save(opening())
    onboarding = first.onboarding.id
    for task in ("billing", "registration"):
        stores.drafts.keep(onboarding, replace(DRAFT, task=task), over="", seen=SEEN)
    stores.onboardings.save(following(first, drafts=("billing", "tax")))
    assert stores.drafts.read(onboarding, "billing") is None
    assert stores.drafts.read(onboarding, "registration") is not None


def test_who_has_not_seen_the_commit_that_emptied_a_draft_keeps_nothing(stores: Any) -> None:
    first = stores.onboardings.save(opening())
    onboarding, before = first.onboarding.id, first.onboarding.sequence
    stores.drafts.keep(onboarding, DRAFT, over="", seen=before)
    second = stores.onboardings.save(following(first, drafts=("billing", "tax")))
    for late in (DRAFT, replace(DRAFT, version="two"), replace(DRAFT, task="tax")):
        for over in ("", DRAFT.version):
            assert not stores.drafts.keep(onboarding, late, over=over, seen=before)
    stores.drafts.drop(onboarding, DRAFT)
    assert not stores.drafts.keep(onboarding, DRAFT, over="", seen=before)
    assert stores.drafts.read(onboarding, "billing") is None
    assert stores.drafts.keep(onboarding, DRAFT, over="", seen=second.onboarding.sequence)
    assert stores.drafts.read(onboarding, "billing") == DRAFT


def test_drafts_are_over_with_their_task_and_all_with_the_onboarding() -> None:
    before = an_onboarding()
    asked = [task.id for task in before.tasks if task.by_customer and not task.settled]
    done = with_task(before, "billing", status="done")
    without = replace(before, tasks=tuple(task for task in before.tasks if task.id != "billing"))
    closed = replace(before, status="cancelled", ended_at=MONDAY)
    assert "billing" in asked
    assert (over_with(None, before), over_with(before, before), over_with(done, done)) == ((), (), ())
    assert over_with(before, done) == over_with(before, without) == ("billing",)
    assert set(over_with(before, closed)) >= set(asked)
    assert over_with(closed, closed) == ()
