"""Where onboardings live: whole commits, in order, once each."""

from dataclasses import replace

import pytest

from chalicelib.adapters import journal
from chalicelib.application.ports import Done, Link, Outgoing, RepeatedCommandError, Secret, Vault
from chalicelib.domain.effects import SendMail
from chalicelib.domain.errors import InvalidError, VersionConflictError
from chalicelib.domain.events import EscalationRaised, TaskDropped
from chalicelib.domain.evolve import fold
from tests.builders import NOW, an_escalation, personal
from tests.contract.stores.commits import following, happening, opening, ref
from tests.contract.stores.conftest import Stores

ID = ref().onboarding_id()


def test_an_onboarding_that_was_never_opened_is_not_there(stores: Stores) -> None:
    assert stores.onboardings.load(ID) is None
    assert stores.onboardings.journal(ID) == ()
    assert stores.onboardings.personal(ID) == {}


def test_what_was_saved_is_loaded_item_for_item(stores: Stores) -> None:
    saved = stores.onboardings.save(opening())
    assert stores.onboardings.load(ID) == saved
    assert saved.onboarding == opening().after
    assert saved.version == 1


def test_a_change_is_loaded_and_counted(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    second = stores.onboardings.save(following(first))
    assert stores.onboardings.load(ID) == second
    assert (second.version, second.onboarding.owner) == (2, "lee")


def test_a_second_opening_of_the_same_deal_is_a_conflict(stores: Stores) -> None:
    stores.onboardings.save(opening())
    with pytest.raises(VersionConflictError):
        stores.onboardings.save(replace(opening(), command_id="another"))


def test_who_decided_on_an_old_state_is_refused_and_changes_nothing(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    second = stores.onboardings.save(following(first))
    late = following(
        first, id="late", person="tom", vault=Vault(id="P#9", values={"0": Secret(salt="s", value="v")})
    )
    with pytest.raises(VersionConflictError):
        stores.onboardings.save(late)
    assert stores.onboardings.load(ID) == second
    assert stores.onboardings.done(ID, "late") is None
    assert "P#9.0" not in stores.onboardings.personal(ID)
    assert len(stores.onboardings.journal(ID)) == 2


def test_a_repeated_command_is_told_as_such_even_where_the_version_is_old_too(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    second = stores.onboardings.save(following(first))
    for before in (first, second):
        with pytest.raises(RepeatedCommandError):
            stores.onboardings.save(following(before))
    with pytest.raises(RepeatedCommandError):
        stores.onboardings.save(opening())
    assert stores.onboardings.load(ID) == second


def test_a_command_that_was_saved_is_known_with_its_result(stores: Stores) -> None:
    stores.onboardings.save(opening())
    assert stores.onboardings.done(ID, "deal-1") == Done(fingerprint="RecordDeal:1", sequence=1)
    assert stores.onboardings.done(ID, "never") is None


def test_the_journal_is_whole_in_order_and_replays_to_the_state(stores: Stores) -> None:
    stored = stores.onboardings.save(opening())
    for number in range(12):
        stored = stores.onboardings.save(following(stored, id=f"c{number}", person=f"p{number}"))
    chain = stores.onboardings.journal(ID)
    assert [entry["sequence"] for entry in chain] == list(range(1, 14))
    assert journal.broken_at(chain) is None
    assert chain[-1]["hash"] == stored.hash
    assert fold(journal.event_of(entry) for entry in chain) == stored.onboarding
    assert chain[3]["cause"] == "c2"


def test_the_journal_is_read_in_parts(stores: Stores) -> None:
    stored = stores.onboardings.save(opening())
    for number in range(5):
        stored = stores.onboardings.save(following(stored, id=f"c{number}"))
    part = stores.onboardings.journal(ID, after=2, limit=3)
    assert [entry["sequence"] for entry in part] == [3, 4, 5]
    assert stores.onboardings.journal(ID, after=6) == ()


def test_several_events_of_one_commit_are_entries_of_their_own(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    event = following(first).events[0]
    stored = stores.onboardings.save(happening(first, (event, event, event)))
    assert [entry["sequence"] for entry in stores.onboardings.journal(ID)] == [1, 2, 3, 4]
    assert stored.version == 2


def test_personal_values_come_back_by_their_reference(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    vault = Vault(id="P#2", values={"0": Secret(salt="a", value="Ünï"), "1": Secret(salt="b", value="")})
    stores.onboardings.save(following(first, vault=vault))
    assert stores.onboardings.personal(ID) == {
        "P#1.0": Secret(salt="salt", value="Grace Lind"),
        "P#2.0": Secret(salt="a", value="Ünï"),
        "P#2.1": Secret(salt="b", value=""),
    }


def test_a_link_is_found_by_the_hash_of_its_token(stores: Stores) -> None:
    stores.onboardings.save(opening())
    expected = Link(hash="hash-1", purpose="portal", onboarding=ID, contact="c1", epoch=1)
    assert stores.links.find("hash-1") == expected
    assert stores.links.find("hash-2") is None


def test_a_commit_of_a_hundred_items_is_kept(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    stored = stores.onboardings.save(_with_mails(first, 96))  # and head, command id, journal, new owner
    assert stores.onboardings.load(ID) == stored


def test_a_commit_of_more_than_a_hundred_items_is_refused_whole(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    with pytest.raises(InvalidError, match="writes 101 items at once; 100 is the most"):
        stores.onboardings.save(_with_mails(first, 97))
    assert stores.onboardings.load(ID) == first


def test_what_did_not_change_is_not_written_again(stores: Stores) -> None:
    first = stores.onboardings.save(opening())
    raised = tuple(EscalationRaised(at=NOW, escalation=an_escalation(f"e{n}")) for n in range(90))
    second = stores.onboardings.save(happening(first, raised))
    third = stores.onboardings.save(_with_mails(second, 96, id="command-3"))
    assert stores.onboardings.load(ID) == third
    assert len(third.onboarding.escalations) == 90


def _with_mails(stored: object, count: int, *, id: str = "command-2") -> object:  # noqa: A002
    mail = SendMail(name="held", mail="held", to="person:ada")
    effects = tuple(Outgoing(key=f"{ID}:2:{n}", effect=mail) for n in range(count))
    return following(stored, id=id, effects=effects)  # type: ignore[arg-type]


def test_what_a_state_no_longer_has_is_not_read_back(stores: Stores) -> None:
    stored = stores.onboardings.save(opening())
    dropped = TaskDropped(at=NOW, task="sign_off", title="Sign off", reason=personal("no need"))
    after = stores.onboardings.save(happening(stored, (dropped,)))
    read = stores.onboardings.load(after.onboarding.id)
    assert read is not None
    assert read.onboarding == after.onboarding
    assert read.onboarding.task("sign_off") is None
    again = stores.onboardings.save(following(read, id="command-3"))
    assert stores.onboardings.load(again.onboarding.id).onboarding == again.onboarding  # type: ignore[union-attr]
