import random

import pytest

from chalicelib.adapters.crm.hubspot import HubspotCrm
from chalicelib.domain.errors import UnavailableError
from tests.contract.crm.conftest import RECEIVED, Canned, arrive, event
from tests.contract.crm.test_every_crm import HUBSPOT, hubspot_answers

DEAL = f"{HUBSPOT}/deals/21346988012"


def with_deal(**properties):
    answers = hubspot_answers()
    deal = answers[DEAL]
    deal["properties"] = {k: v for k, v in {**deal["properties"], **properties}.items() if v is not ...}
    return answers


def test_a_batch_gives_one_hint_a_deal_whatever_its_order():
    batch = event("hubspot/batch.json")
    for seed in range(20):
        random.Random(seed).shuffle(batch)
        hints, notes = HubspotCrm(Canned({})).hints(arrive("hubspot", batch))
        said = {hint.ref.id: (hint.opens, hint.state, hint.said["deal"].get("amount")) for hint in hints}
        assert said == {"21346988012": (True, "won", "48000"), "21346988099": (False, None, "2000")}
        assert notes == ()


def test_the_newest_event_says_the_state():
    won, later = event("hubspot/batch.json")[1], dict(event("hubspot/batch.json")[1])
    later |= {"occurredAt": won["occurredAt"] + 1, "propertyValue": "closedlost"}
    for batch in ([won, later], [later, won]):
        (hint,), _ = HubspotCrm(Canned({})).hints(arrive("hubspot", batch))
        assert hint.state == "lost"


def test_at_the_same_instant_won_counts():
    won, other = event("hubspot/batch.json")[1], dict(event("hubspot/batch.json")[1])
    other |= {"propertyValue": "contractsent"}
    for batch in ([won, other], [other, won]):
        (hint,), _ = HubspotCrm(Canned({})).hints(arrive("hubspot", batch))
        assert hint.state == "won"


@pytest.mark.parametrize(
    ("properties", "state"),
    [
        ({}, "won"),
        ({"hs_is_closed_won": ..., "hs_is_closed": ...}, "won"),
        ({"hs_is_closed_won": "false", "dealstage": "x", "hs_is_closed": "true"}, "lost"),
        ({"hs_is_closed_won": "false", "dealstage": "x", "hs_is_closed": "false"}, "open"),
        ({"hs_is_closed_won": "true", "dealstage": "1f4f1ec1-9f0c-4b0a-8d3e-2f7f6c1b9a10"}, "won"),
        ({"hs_is_closed_won": ..., "dealstage": "1f4f1ec1-9f0c-4b0a-8d3e-2f7f6c1b9a10"}, "won"),
        ({"hs_is_closed_won": ..., "dealstage": "998"}, "lost"),
        ({"hs_is_closed_won": ..., "dealstage": "contractsent"}, "open"),
        ({"hs_is_closed_won": None, "dealstage": "unheard-of"}, "open"),
        ({"dealstage": "closedlost"}, "lost"),
    ],
)
def test_won_is_told_by_the_deal_by_our_list_or_by_its_pipeline(properties, state, follow):
    assert follow("hubspot", event("hubspot/batch.json"), with_deal(**properties)).state == state


def test_a_deal_that_is_not_won_is_read_no_further(follow):
    deal = follow("hubspot", event("hubspot/batch.json"), with_deal(dealstage="closedlost"))
    assert deal.asked == [DEAL]


def test_a_deal_that_is_gone_is_deleted(follow):
    assert follow("hubspot", event("hubspot/batch.json"), {}).state == "deleted"


def test_the_primary_company_is_the_account_and_a_contact_without_address_is_told(follow):
    deal = follow("hubspot", event("hubspot/batch.json"), hubspot_answers())
    assert f"{HUBSPOT}/companies/901" in deal.asked
    assert f"{HUBSPOT}/companies/900" not in deal.asked
    assert deal.people == [("Grace Lind", "grace@acme.example", "CFO"), ("Bo", "", None)]
    assert deal.problems == {"contact": "Bo: no address"}


def test_our_own_fields_of_the_deal_are_carried_over(follow):
    deal = follow("hubspot", event("hubspot/batch.json"), hubspot_answers())
    assert deal.account.language == "de"
    assert deal.account.time_zone == "Europe/Berlin"
    assert deal.products == ("core", "sso")
    assert [deal.clear(goal) for goal in deal.handoff.goals] == [
        "One place for all invoices",
        "SSO for everybody",
    ]
    assert [deal.clear(promise.text) for promise in deal.promises] == ["SSO before go-live"]
    assert deal.said["region"] == "eu"
    assert deal.url == "https://app.hubspot.com/contacts/62515/record/0-3/21346988012"


def test_merged_deals_are_all_looked_at():
    merge = {
        **event("hubspot/batch.json")[2],
        "subscriptionType": "deal.merge",
        "primaryObjectId": 1,
        "mergedObjectIds": [2, 3],
        "newObjectId": 1,
    }
    hints, _ = HubspotCrm(Canned({})).hints(arrive("hubspot", [merge]))
    assert [hint.ref.id for hint in hints] == ["1", "2", "3"]


def test_a_deletion_says_so_itself():
    gone = {**event("hubspot/batch.json")[2], "subscriptionType": "deal.deletion", "changeFlag": "DELETED"}
    (hint,), _ = HubspotCrm(Canned({})).hints(arrive("hubspot", [gone]))
    assert hint.state == "deleted"


@pytest.mark.parametrize(
    "answer", [[], "gone", {}, {"properties": None}, {"properties": {}}, {"properties": [1]}]
)
def test_an_answer_that_is_no_deal_is_read_again_and_never_taken_for_a_deal_that_is_gone(answer):
    crm = HubspotCrm(Canned({**hubspot_answers(), DEAL: answer}))
    hint = crm.hints(arrive("hubspot", event("hubspot/batch.json")))[0][0]
    with pytest.raises(UnavailableError):
        crm.read(hint, RECEIVED)
