"""A value that cannot be, in whichever CRM it stands, is a task for a named person with the exact words; a fixed one ends it."""

import copy
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.application.handle import Envelope, handle
from chalicelib.domain import commands as c
from tests.contract.crm.conftest import event
from tests.contract.crm.test_every_crm import (
    HUBSPOT,
    SALESFORCE,
    hubspot_answers,
    pipedrive_answers,
    salesforce_answers,
)
from tests.properties.world import MONDAY, World

OPPORTUNITY = f"{SALESFORCE}/sobjects/Opportunity/0065g00000AbCdEAAV"
ACCOUNT = f"{SALESFORCE}/sobjects/Account/0015g00000XyZaBAAV"
USER = f"{SALESFORCE}/sobjects/User/0055g00000OwNeRAAV"
DEAL = f"{HUBSPOT}/deals/21346988012"
FIELDS = {
    "hubspot": {
        "committed": (DEAL, "properties", "golive_live_date"),
        "time_zone": (DEAL, "properties", "golive_time_zone"),
        "country": (f"{HUBSPOT}/companies/901", "properties", "country"),
        "tier": (DEAL, "properties", "golive_tier"),
        "owner": ("/crm/v3/owners/52530071", "email"),
        "contact": (f"{HUBSPOT}/contacts/501", "properties", "email"),
    },
    "salesforce": {
        "committed": (OPPORTUNITY, "Golive_Live_Date__c"),
        "time_zone": (OPPORTUNITY, "Golive_Time_Zone__c"),
        "country": (ACCOUNT, "BillingCountry"),
        "tier": (OPPORTUNITY, "Golive_Tier__c"),
        "owner": (USER, "Email"),
        "contact": (f"{SALESFORCE}/query", "records", 0, "Contact", "Email"),
    },
    "pipedrive": {
        "committed": ("body", "data", "custom_fields", "golive_live_date", "value"),
        "time_zone": ("body", "data", "custom_fields", "golive_time_zone"),
        "country": ("/v1/organizations/5", "data", "address_country"),
        "tier": ("body", "data", "custom_fields", "golive_tier", "value"),
        "owner": ("/v1/users/11", "data", "email"),
        "contact": ("/v1/persons/8", "data", "email"),
    },
    "deals": {
        "committed": ("body", "data", "committed_live_date"),
        "time_zone": ("body", "data", "account", "time_zone"),
        "country": ("body", "data", "account", "country"),
        "tier": ("body", "data", "account", "tier"),
        "owner": ("body", "data", "owner", "email"),
        "contact": ("body", "data", "contacts", 0, "email"),
    },
}
BODIES = {
    "hubspot": ("hubspot/batch.json", hubspot_answers),
    "salesforce": ("salesforce/won.xml", salesforce_answers),
    "pipedrive": ("pipedrive/v2_won.json", pipedrive_answers),
    "deals": ("deals/won.json", dict),
}
# which value, what stands there, its task, how its title begins, who answers for it
BAD = [
    (
        "committed",
        "2026-02-31",
        "handoff-date",
        "Agree a go-live date: the CRM gives a day that there is not",
        "sara",
    ),
    (
        "committed",
        "2026-11-19",
        "handoff-date",
        "Agree a go-live date: the CRM's lies before the signing",
        "sara",
    ),
    ("committed", "2026-11-22", "handoff-date", "Agree a go-live date: the CRM's had passed already", "sara"),
    ("time_zone", "Mars/Olympus", "handoff-problem-time_zone", "Correct the customer's time zone", "sara"),
    ("country", "Atlantis", "handoff-problem-country", "Correct the customer's country", "sara"),
    ("tier", "Platinum Plus", "handoff-tier", "Confirm the tier: there is no playbook", "sara"),
    (
        "owner",
        "new@vendor.example",
        "handoff-owner",
        "Settle who owns this account: the CRM's owner is not",
        "ada",
    ),
    (
        "contact",
        "grace(at)acme",
        "handoff-contact",
        "Say whom to write to at Acme GmbH: the CRM gives no address",
        "sara",
    ),
]
every_source = pytest.mark.parametrize("source", list(FIELDS))
every_value = pytest.mark.parametrize(
    ("name", "value", "task", "title", "owner"), BAD, ids=[f"{n} {v}" for n, v, *_ in BAD]
)


def spoilt(source, **values):
    """Return what a source sends and answers, with these values in place of its own."""
    path, answers = BODIES[source]
    said = {**answers(), "body": event(path)}
    if source == "hubspot":  # its second contact has no address: that is another test's
        del said[DEAL]["associations"]["contacts"]["results"][1]
    said = copy.deepcopy(said)
    for name, value in values.items():
        place, *steps, last = FIELDS[source][name]
        at = said[place]
        for step in steps:
            at = at[step]
        at[last] = value
    return said.pop("body"), said


def told(world, read, number, *, later=0):
    """Let an onboarding hear of a deal as it was read."""
    deal = replace(read.deal, modified_at=MONDAY + timedelta(hours=later))
    envelope = Envelope(
        onboarding=deal.ref.onboarding_id(),
        id=f"deal-{number}",
        actor="crm:test",
        command=c.RecordDeal(deal=deal),
        vault=read.vault,
    )
    world.ref = deal.ref
    return handle(envelope, world.ports).events


@every_source
@every_value
def test_it_is_a_task_for_a_named_person_with_the_exact_words(
    source, name, value, task, title, owner, follow
):
    world, (body, answers) = World(), spoilt(source, **{name: value})
    read = follow(source, body, answers)
    told(world, read, 1)
    found = world.state.task(task)
    assert found is not None, [each.id for each in world.state.tasks]
    assert found.title.startswith(title)
    assert (found.owner, found.status, bool(found.due_at)) == (owner, "open", True)
    assert value in read.clear(found.quote)
    others = {each.id for each in world.state.tasks if each.id.startswith("handoff-")} - {task}
    assert not others & {
        f"handoff-problem-{name}",
        "handoff-problem-committed_live_date",
        "handoff-problem-contact",
    }
    assert world.state.status == "active"


@every_source
@every_value
def test_a_fixed_value_settles_it_by_itself(source, name, value, task, title, owner, follow):
    world, (body, answers) = World(), spoilt(source, **{name: value})
    told(world, follow(source, body, answers), 1)
    assert world.state.task(task).status == "open"
    body, answers = spoilt(source)
    told(world, follow(source, body, answers), 2, later=1)
    assert world.state.task(task).status == "done"
    assert world.state.task(task).proof.by == "crm:test"


@every_source
@every_value
def test_what_becomes_wrong_later_is_told_then_and_stops_nothing(
    source, name, value, task, title, owner, follow
):
    world, (body, answers) = World(), spoilt(source)
    told(world, follow(source, body, answers), 1)
    before = world.state
    body, answers = spoilt(source, **{name: value})
    events = told(world, follow(source, body, answers), 2, later=1)
    after = world.state
    assert after.task(task).status == "open"
    assert after.task(task).title.startswith(title)
    assert {mail.to for mail in world.mails("task") if task in mail.tasks} == {f"person:{owner}"}
    assert (after.owner, after.contacts) == (before.owner, before.contacts)
    assert (after.status, after.target_at, after.playbook) == ("active", before.target_at, before.playbook)
    assert events


def test_another_wrong_value_is_told_in_place_of_the_first(follow):
    world = World()
    for number, value in enumerate(("Mars/Olympus", "Moon/Base"), 1):
        body, answers = spoilt("deals", time_zone=value)
        read = follow("deals", body, answers)
        told(world, read, number, later=number)
        task = world.state.task("handoff-problem-time_zone")
        assert value == read.clear(task.quote)
    assert [each.id for each in world.state.tasks].count("handoff-problem-time_zone") == 1


def test_what_was_settled_by_hand_stays_settled_until_the_value_is_another(follow):
    world = World()
    for number, (value, status) in enumerate((("Mars/X", "open"), ("Mars/X", "done"), ("Moon/Y", "open")), 1):
        body, answers = spoilt("deals", time_zone=value)
        read = follow("deals", body, answers)
        told(world, read, number, later=number)
        assert world.state.task("handoff-problem-time_zone").status == status
        if number == 1:
            world.do(c.CompleteTask(task="handoff-problem-time_zone"))


def test_a_promise_that_no_day_is_left_for_keeps_its_words_and_loses_its_day(follow):
    body = event("deals/won.json")
    body["data"]["handoff"]["promises"] = [
        {"text": "SSO before go-live", "due": "2026-11-02"},
        {"text": "A phone number", "due": "2026-12-05"},
        {"text": "A visit", "due": "2026-02-31"},
    ]
    world, read = World(), follow("deals", body)
    told(world, read, 1)
    assert [promise.due and promise.due.isoformat() for promise in world.state.promises] == [
        None,
        "2026-12-05",
        None,
    ]
    passed, unreadable = (world.state.task(f"handoff-{n}") for n in ("promise_dates", "problem-promise_due"))
    assert "SSO before go-live: 2026-11-02" in read.clear(passed.quote)
    assert read.clear(unreadable.quote) == "2026-02-31"
    assert (passed.owner, unreadable.owner) == ("sara", "sara")


def test_a_committed_date_that_passes_while_it_runs_is_late_and_not_impossible(follow):
    world, body = World(), event("deals/won.json")
    told(world, follow("deals", body), 1)
    world.wait(days=25)
    body["data"]["deal"]["amount"] = "50000.00"
    told(world, follow("deals", json.loads(json.dumps(body))), 2, later=24 * 25)
    assert world.state.deal.committed is not None
    assert world.state.task("handoff-date") is None


def test_who_has_an_address_is_asked_though_another_has_none(follow):
    body = event("deals/won.json")
    body["data"]["contacts"].append({"name": "Piet Maas", "email": "piet at acme"})
    body["data"]["contacts"].append({"email": None, "role": "CFO"})
    world, read = World(), follow("deals", body)
    told(world, read, 1)
    task = world.state.task("handoff-problem-contact")
    assert read.clear(task.quote) == "Piet Maas: piet at acme; contact 3: no address"
    assert world.state.task("handoff-contact") is None
    assert [mail.to for mail in world.mails("welcome")] == ["contact:contact-1"]


@pytest.mark.parametrize(("value", "words"), [("-5", "-5"), (True, "true"), ([7], "[7]")])
def test_an_amount_that_cannot_be_is_quoted_as_it_stands(value, words, follow):
    world, (body, answers) = World(), spoilt("deals")
    body["data"]["deal"]["amount"] = value
    read = follow("deals", body, answers)
    told(world, read, 1)
    found = world.state.task("handoff-problem-amount")
    assert found is not None
    assert read.clear(found.quote) == words
    assert world.state.deal.amount is None
