"""The directory over the API: reading, changing, what somebody owns, handing it over."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.adapters.codec import envelope_from_json
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.world import InMemoryQueue
from chalicelib.application.handle import handle
from chalicelib.domain.people import Absence
from tests.builders import NOW
from tests.unit.api.conftest import Answer, Api

LEE = "lee@vendor.example"


class Team:
    """The API with a queue whose messages are carried out when `settle` is called."""

    def __init__(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        self.api, self.queue, self.outbox = api, InMemoryQueue(), InMemoryOutbox()
        monkeypatch.setattr(bootstrap, "queue", lambda _: self.queue)
        monkeypatch.setattr(bootstrap, "outbox", lambda: self.outbox)

    def put(self, person: str, *, by: str | None = LEE, **fields: Any) -> Answer:
        headers: dict[str, str | None] = {"Golive_Actor": by} if by else {}
        return self.api.send("PUT", f"/api/people/{person}", body=json.dumps(fields).encode(), **headers)

    def change(self, person: str, **fields: Any) -> Answer:
        """Change somebody, everything else as it is."""
        now = self.api.get(f"/api/people/{person}").json
        kept = (
            "name",
            "email",
            "roles",
            "lead",
            "sponsor",
            "delegate",
            "time_zone",
            "away",
            "quiet",
            "digest",
        )
        return self.put(person, **{name: now[name] for name in kept} | fields)

    def handover(self, person: str, *, key: str = "k1", by: str = LEE, **body: Any) -> Answer:
        return self.api.send(
            "POST",
            f"/api/people/{person}/handover",
            body=json.dumps(body).encode(),
            Golive_Actor=by,
            Idempotency_Key=key,
        )

    def settle(self) -> None:
        """Carry out what was sent."""
        sent, self.queue.sent = self.queue.sent, []
        for body, *_ in sent:
            handle(envelope_from_json(dict(body)), self.api.ports)

    def work(self, person: str) -> list[dict[str, Any]]:
        return list(self.api.get(f"/api/people/{person}/work").json["items"])

    def owned(self, person: str) -> set[tuple[str, str]]:
        return {(item["onboarding"], item["subject"]) for item in self.work(person)}


@pytest.fixture
def team(api: Api, monkeypatch: pytest.MonkeyPatch) -> Team:
    return Team(api, monkeypatch)


def test_the_directory_is_listed_by_name_with_who_sees_whose_work(team: Team) -> None:
    items = team.api.get("/api/people").json["items"]
    assert [item["name"] for item in items] == sorted(item["name"] for item in items)
    found = {item["id"]: item for item in items}
    assert found["ada"]["quiet"] == {"begins": "20:00", "ends": "07:00"}
    assert (found["ada"]["available"], found["ada"]["seen_by"]) == (True, None)
    assert (found["gone"]["available"], found["gone"]["seen_by"]) == (False, "lee")
    assert found["fallback"]["fallback"]


def test_somebody_is_found_by_id_and_by_address(team: Team) -> None:
    assert team.api.get("/api/people/ada").json == team.api.get("/api/people/ada@vendor.example").json
    answer = team.api.get("/api/people/nobody")
    assert (answer.status, answer.json["detail"]) == (404, "'nobody' is nobody in the directory.")


def test_somebody_new_is_created_and_the_actor_stands_in_the_record(team: Team) -> None:
    answer = team.put("zoe", name="Zoë Hart", email="zoe@vendor.example", lead=LEE, country="DE", region="BY")
    assert answer.status == 201
    assert answer.json["lead"] == "lee"
    (change,) = answer.json["changes"]
    assert change["actor"] == "person:lee"
    assert (change["fields"]["name"], change["fields"]["country"]) == ("changed", "DE")
    assert team.api.get("/api/people/zoe").json == answer.json


def test_changing_nothing_records_nothing(team: Team) -> None:
    first = team.change("ada", time_zone="Europe/Paris")
    again = team.change("ada")
    assert (first.status, again.status) == (200, 200)
    assert [change["fields"] for change in again.json["changes"]] == [{"time_zone": "Europe/Paris"}]


def test_what_is_left_out_becomes_its_default(team: Team) -> None:
    answer = team.put("ada", name="Ada Park", email="ada@vendor.example")
    assert (answer.json["lead"], answer.json["roles"], answer.json["digest"]) == (None, [], True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"time_zone": "Mars/Base"}, "'Mars/Base'"),
        ({"lead": "x@vendor.example"}, "'x@vendor.example'"),
        ({"away": [{"first": "2026-02-30", "last": "2026-03-01"}]}, "'2026-02-30'"),
        ({"away": [{"first": "2026-03-02", "last": "2026-03-01"}]}, "2026-03-02 to 2026-03-01"),
        ({"country": "Atlantis"}, "'Atlantis'"),
        ({"country": "DE", "region": "XX"}, "'DE-XX'"),
        ({"email": "no address"}, "'no address'"),
        ({"nickname": "Addie"}, "nickname is not a field here"),
        ({"name": None}, "name"),
    ],
)
def test_a_refused_change_quotes_the_value_and_changes_nothing(
    team: Team, fields: dict[str, Any], said: str
) -> None:
    before = team.api.get("/api/people/ada").json
    answer = team.change("ada", **fields)
    assert (answer.status, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert said in answer.json["detail"]
    assert team.api.get("/api/people/ada").json == before


def test_a_body_that_is_no_json_is_said_to_be_none(team: Team) -> None:
    assert team.api.send("PUT", "/api/people/ada", body=b"{").status == 400


def test_the_fallback_owner_leaves_only_when_another_is_named(team: Team) -> None:
    refused = team.change("fallback", active=False)
    assert (refused.status, "'fallback'" in refused.json["detail"]) == (422, True)
    assert team.change("lee", fallback=True).json["fallback"]
    assert team.change("fallback", active=False).status == 200


def test_two_changes_at_the_same_moment_close_no_circle(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    people = team.api.ports.people
    kept, raced = people.change, []

    def change(person: Any, told: Any, **how: Any) -> None:
        if not raced:
            raced.append(True)
            sam = people.directory().get("sam")
            kept(replace(sam, lead="lee"), told, read=people.directory())
        kept(person, told, **how)

    monkeypatch.setattr(people, "change", change)
    answer = team.change("lee", lead="sam")
    assert (answer.status, "circle" in answer.json["detail"]) == (422, True)


def test_somebody_who_leaves_is_told_to_still_own_what_they_own(team: Team) -> None:
    team.api.open(1)
    team.api.open(2)
    answer = team.change("ada", active=False)
    assert (answer.json["still_owns"], answer.json["seen_by"], answer.json["leads"]) == (2, "lee", [])
    assert "ines" in team.api.get("/api/people/lee").json["leads"]
    entries = team.api.get(f"/api/needs-you?person={LEE}").json["items"]
    (leaver,) = [entry for entry in entries if entry["kind"] == "handover"]
    assert leaver["id"] == "ada"
    assert "2 onboardings" in leaver["title"]
    assert {entry["stands_in_for"]["name"] for entry in entries} == {"Ada Park"}


def test_what_is_in_front_of_somebody_away_is_in_front_of_their_delegate_until_they_are_back(
    team: Team,
) -> None:
    team.api.open(1)
    mine = team.api.get("/api/needs-you?person=ada@vendor.example").json["items"]
    today = NOW.date().isoformat()
    team.change("ada", away=[{"first": today, "last": today}])
    seen = team.api.get(f"/api/needs-you?person={LEE}").json["items"]
    assert [entry | {"stands_in_for": None} for entry in seen] == mine
    assert seen[0]["stands_in_for"] == {"id": "ada", "name": "Ada Park", "until": today}
    team.change("ada", away=[])
    assert team.api.get(f"/api/needs-you?person={LEE}").json["items"] == []


def test_work_is_everything_that_somebody_owns_page_by_page(team: Team) -> None:
    ids = sorted(team.api.open(number) for number in range(1, 4))
    whole = team.work("ada")
    assert {item["subject"].partition(":")[0] for item in whole} == {"onboarding", "stage", "task", "promise"}
    assert "Promise: SSO before go-live" in {item["title"] for item in whole}
    cursor, found = "", []
    while cursor is not None:
        page = team.api.get(f"/api/people/ada/work?limit=1&cursor={cursor}").json
        found += page["items"]
        cursor = page["next"]
    assert found == whole
    assert [item["onboarding"] for item in found if item["subject"] == "onboarding"] == ids
    assert team.work("sam") == []


def test_a_stage_alone_is_enough_to_be_found(team: Team) -> None:
    onboarding = team.api.open()
    team.api.command(onboarding, "Reassign", subject="stage:setup", person="sam")
    assert team.owned("sam") == {(onboarding, "stage:setup")}
    team.api.command(onboarding, "Reassign", subject="stage:setup", person="ines")
    assert team.owned("sam") == set()


def test_a_preview_lists_exactly_what_is_then_handed_over_and_changes_nothing(team: Team) -> None:
    for number in range(1, 4):
        team.api.open(number)
    before = team.owned("ada")
    preview = team.handover("ada", to=LEE, preview=True)
    assert (preview.status, preview.json["preview"]) == (200, True)
    assert team.queue.sent == []
    assert {(item["onboarding"], item["subject"]) for item in preview.json["items"]} == before
    sent = team.handover("ada", to=LEE, preview=False)
    assert (sent.status, sent.json["items"]) == (202, preview.json["items"])
    team.settle()
    assert team.owned("ada") == set()
    assert before <= team.owned("lee")


def test_a_handover_is_previewed_where_nothing_else_is_said(team: Team) -> None:
    team.api.open()
    assert team.handover("ada", to="lee").json["preview"]
    assert team.queue.sent == []


def test_all_of_a_handover_has_one_cause_and_its_taker_gets_one_mail(team: Team) -> None:
    onboarding = team.api.open()
    told = len(team.api.store.effects)
    team.handover("ada", to="sam", preview=False)
    team.settle()
    entries = team.api.get(f"/api/onboardings/{onboarding}/journal").json["items"]
    given = [entry for entry in entries if entry["type"] == "Reassigned"]
    assert len({":".join(entry["cause"].split(":")[:2]) for entry in given}) == 1
    assert {entry["actor"] for entry in given} == {"person:lee"}
    assert len(team.api.store.effects) == told
    (mail,) = [kept.entry.effect for kept in team.outbox.kept.values()]
    assert (mail.mail, mail.to, mail.giver, mail.number) == ("handover", "person:sam", "ada", len(given))


def test_whoever_takes_it_over_by_their_own_hand_is_not_mailed(team: Team) -> None:
    team.api.open()
    team.handover("ada", to="lee", preview=False)
    assert team.outbox.kept == {}


def test_the_same_handover_sent_again_moves_and_mails_nothing_twice(team: Team) -> None:
    onboarding = team.api.open()
    for _ in range(2):
        team.handover("ada", to="sam", preview=False)
    ids = [body["id"] for body, *_ in team.queue.sent]
    assert len(ids) == 2 * len(set(ids))
    team.settle()
    entries = team.api.get(f"/api/onboardings/{onboarding}/journal").json["items"]
    given = [entry["data"]["subject"] for entry in entries if entry["type"] == "Reassigned"]
    assert len(given) == len(set(given))
    assert len(team.outbox.kept) == 1


def test_a_handover_that_was_cut_short_is_finished_by_sending_it_again(team: Team) -> None:
    for number in range(1, 4):
        team.api.open(number)
    team.handover("ada", to="sam", preview=False)
    team.queue.sent = team.queue.sent[:5]
    team.settle()
    assert team.owned("ada")
    again = team.handover("ada", to="sam", preview=False)
    assert len(again.json["items"]) == len(team.owned("ada"))
    team.settle()
    assert team.owned("ada") == set()


def test_by_role_each_thing_goes_to_who_does_it_and_nothing_back_to_the_giver(team: Team) -> None:
    team.api.open(tier="smb")
    team.put("ben", name="Ben Ito", email="ben@vendor.example", roles=["onboarding"])
    items = team.handover("ada", to="role").json["items"]
    assert {item["to"]["id"] for item in items} == {"ben"}
    assert {item["how"] for item in items} == {"role"}
    items = team.handover("ines", to="role").json["items"]
    assert {(item["to"]["id"], item["how"]) for item in items} == {("lee", "lead")}


def test_a_handover_can_be_of_some_onboardings_only(team: Team) -> None:
    first, second = team.api.open(1), team.api.open(2)
    items = team.handover("ada", to="lee", onboardings=[second]).json["items"]
    assert {item["onboarding"] for item in items} == {second}
    assert first != second


@pytest.mark.parametrize(
    ("to", "said"), [("nobody", "'nobody' is nobody"), ("gone", "'gone' has left"), ("ada", "has it already")]
)
def test_a_taker_who_cannot_take_it_is_refused_by_name(team: Team, to: str, said: str) -> None:
    answer = team.handover("ada", to=to, preview=False)
    assert (answer.status, said in answer.json["detail"]) == (422, True)
    assert team.queue.sent == []


def test_more_than_one_batch_is_handed_over_whole(team: Team) -> None:
    for number in range(1, 13):
        team.api.open(number, tier="smb")
    sent = team.handover("ada", to="sam", preview=False)
    assert len(sent.json["items"]) > 100
    team.settle()
    assert team.owned("ada") == set()


def test_an_absence_of_the_domain_is_written_as_days(team: Team) -> None:
    people = team.api.ports.people
    ada = people.directory().get("ada")
    people.put(replace(ada, away=(Absence(first=NOW.date(), last=NOW.date()),)))
    day = NOW.date().isoformat()
    assert team.api.get("/api/people/ada").json["away"] == [{"first": day, "last": day}]
