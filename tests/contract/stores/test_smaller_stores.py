"""People, playbooks and the count of openings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.application.ports import Change
from chalicelib.domain.errors import NotFoundError, PlaybookError, VersionConflictError
from chalicelib.domain.people import Absence, Person
from chalicelib.domain.values import PlaybookRef
from tests.builders import a_directory, a_playbook
from tests.contract.stores.conftest import Stores
from tests.properties.world import MONDAY, PLAYBOOKS


def test_the_directory_holds_everybody_whole(stores: Stores) -> None:
    found = stores.people.directory()
    assert {person.id: person for person in found.people} == {p.id: p for p in a_directory().people}
    assert found.fallback == "fallback"


def test_a_person_who_changes_replaces_themselves(stores: Stores) -> None:
    away = (Absence(first=date(2026, 12, 1), last=date(2026, 12, 9)),)
    ada = replace(stores.people.directory().get("ada"), away=away, active=False)
    stores.people.put(ada)
    found = stores.people.directory(fresh=True)
    assert found.get("ada") == ada
    assert len(found.people) == len(a_directory().people)


def test_a_new_person_can_become_the_fallback(stores: Stores) -> None:
    stores.people.put(Person(id="nia", name="Nia", email="nia@vendor.example"), fallback=True)
    assert stores.people.directory(fresh=True).fallback == "nia"


@pytest.mark.parametrize("name", [*PLAYBOOKS, "builder"])
def test_a_published_version_comes_back_as_it_was(stores: Stores, name: str) -> None:
    playbook = PLAYBOOKS.get(name, a_playbook())
    stores.playbooks.publish(playbook)
    assert stores.playbooks.get(playbook.ref) == playbook
    assert stores.playbooks.latest(playbook.name) == playbook


def test_the_latest_version_is_the_highest_and_the_old_one_stays(stores: Stores) -> None:
    versions = [a_playbook(version=number, title=f"v{number}") for number in (9, 10, 2)]
    for playbook in versions:
        stores.playbooks.publish(playbook)
    assert stores.playbooks.latest("smb").version == 10
    assert stores.playbooks.get(PlaybookRef(name="smb", version=2)).title == "v2"


def test_publishing_again_is_nothing_and_another_content_is_refused(stores: Stores) -> None:
    stores.playbooks.publish(a_playbook())
    stores.playbooks.publish(a_playbook())
    with pytest.raises(PlaybookError, match="version"):
        stores.playbooks.publish(a_playbook(title="Something else"))
    assert stores.playbooks.latest("smb") == a_playbook()


def test_what_is_not_published_is_not_found(stores: Stores) -> None:
    with pytest.raises(NotFoundError, match="'none'"):
        stores.playbooks.latest("none")
    with pytest.raises(NotFoundError, match="'smb' version 7"):
        stores.playbooks.get(PlaybookRef(name="smb", version=7))


def test_the_first_openings_of_an_hour_have_a_place_and_keep_it(stores: Stores) -> None:
    def place(number: int) -> bool:
        return stores.openings.place(f"onb-{number}", hour=MONDAY, limit=3)

    assert [place(number) for number in range(5)] == [True, True, True, False, False]
    assert [place(number) for number in (2, 0, 4)] == [True, True, False]


def test_every_hour_counts_for_itself(stores: Stores) -> None:
    assert stores.openings.place("onb-1", hour=MONDAY, limit=1)
    assert not stores.openings.place("onb-2", hour=MONDAY, limit=1)
    assert stores.openings.place("onb-2", hour=MONDAY + timedelta(hours=1), limit=1)


def test_no_opening_has_a_place_where_none_may_open(stores: Stores) -> None:
    assert not stores.openings.place("onb-1", hour=MONDAY, limit=0)


def test_the_latest_loss_of_a_deal_is_remembered(stores: Stores) -> None:
    assert stores.openings.stopped("onb-1") is None
    for hours in (1, 2, 0):
        stores.openings.stop("onb-1", at=MONDAY + timedelta(hours=hours))
    assert stores.openings.stopped("onb-1") == MONDAY + timedelta(hours=2)
    assert stores.openings.stopped("onb-2") is None


def told(actor: str = "person:lee", **fields: object) -> Change:
    return Change(at=MONDAY, actor=actor, fields=fields)


def test_a_change_of_a_person_is_kept_with_who_made_it(stores: Stores) -> None:
    ada = replace(stores.people.directory().get("ada"), time_zone="Europe/Paris", quiet=None)
    for zone in ("Europe/Paris", "Europe/Rome"):
        read = stores.people.directory(fresh=True)
        stores.people.change(replace(ada, time_zone=zone), told(time_zone=zone), read=read)
    found = stores.people.directory(fresh=True)
    assert found.get("ada") == replace(ada, time_zone="Europe/Rome")
    assert (found.version, found.fallback, len(found.people)) == (2, "fallback", len(a_directory().people))
    assert stores.people.changes("ada") == (told(time_zone="Europe/Rome"), told(time_zone="Europe/Paris"))
    assert stores.people.changes("lee") == ()


def test_a_change_of_a_directory_that_somebody_else_has_changed_is_refused_whole(stores: Stores) -> None:
    read = stores.people.directory(fresh=True)
    ada, lee = read.get("ada"), read.get("lee")
    stores.people.change(replace(ada, digest=False), told(), read=read)
    with pytest.raises(VersionConflictError):
        stores.people.change(replace(lee, digest=False), told(), read=read)
    assert stores.people.directory(fresh=True).get("lee") == lee
    assert stores.people.changes("lee") == ()


def test_a_change_can_name_another_fallback(stores: Stores) -> None:
    read = stores.people.directory(fresh=True)
    stores.people.change(read.get("lee"), told(fallback=True), read=read, fallback=True)
    assert stores.people.directory(fresh=True).fallback == "lee"


def test_every_published_version_is_listed_once(
    stores: Stores,
) -> None:
    for version in (1, 2, 10):
        stores.playbooks.publish(a_playbook(version=version))
    stores.playbooks.publish(a_playbook(name="other"))
    stores.playbooks.publish(a_playbook(version=2))
    assert {"other", "smb"} <= set(stores.playbooks.names())
    assert stores.playbooks.versions("smb") == (1, 2, 10)
    assert stores.playbooks.versions("smb_") == ()
