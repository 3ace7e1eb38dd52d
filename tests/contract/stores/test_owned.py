"""Whoever owns a part of an onboarding finds it, for as long as they do."""

from chalicelib.domain.events import OnboardingCancelled, Reassigned
from tests.builders import NOW, personal
from tests.contract.stores.commits import happening, opening, ref
from tests.contract.stores.conftest import Stores

ID = ref().onboarding_id()


def test_everybody_who_owns_a_part_finds_it(stores: Stores) -> None:
    stores.onboardings.save(opening())
    for person in ("ada", "ines", "tom"):
        assert stores.listings.owned(person) == (ID,), person
    assert stores.listings.owned("lee") == ()


def test_who_is_given_a_part_finds_it_and_who_has_none_left_does_not(stores: Stores) -> None:
    stored = stores.onboardings.save(opening())
    given = tuple(
        Reassigned(at=NOW, subject=subject, person="lee") for subject in ("stage:setup", "onboarding")
    )
    stored = stores.onboardings.save(happening(stored, given))
    assert stores.listings.owned("lee") == stores.listings.owned("ada") == (ID,)
    rest = ("task:security_review", "task:accounts")
    back = tuple(Reassigned(at=NOW, subject=subject, person="lee") for subject in rest)
    stored = stores.onboardings.save(happening(stored, back, id="command-3"))
    assert stores.listings.owned("ines") == ()
    again = (Reassigned(at=NOW, subject="stage:setup", person="ines"),)
    stores.onboardings.save(happening(stored, again, id="command-4"))
    assert stores.listings.owned("ines") == (ID,)


def test_nobody_owns_a_part_of_what_has_ended_but_what_is_still_raised(stores: Stores) -> None:
    stored = stores.onboardings.save(opening())
    ended = OnboardingCancelled(at=NOW, reason=personal("They went elsewhere"))
    stores.onboardings.save(happening(stored, (ended,)))
    for person in ("ada", "ines", "tom"):
        assert stores.listings.owned(person) == (), person


def test_several_are_listed_and_stand_on_nobodys_needs_you(stores: Stores) -> None:
    for number in range(1, 4):
        stores.onboardings.save(opening(number))
    ids = {ref(number).onboarding_id() for number in range(1, 4)}
    assert set(stores.listings.owned("tom")) == ids
    assert stores.listings.needs_you("tom") == ()
