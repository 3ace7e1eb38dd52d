"""The same won deal, told by each CRM in its own words, becomes the same deal of ours."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.values import Money
from tests.contract.crm.conftest import DOWN, event

HUBSPOT = "/crm/v3/objects"
SALESFORCE = "/services/data/v61.0"


def hubspot_answers():
    grace, bo = event("hubspot/contacts.json")
    return {
        f"{HUBSPOT}/deals/21346988012": event("hubspot/deal.json"),
        f"{HUBSPOT}/companies/901": event("hubspot/company.json"),
        f"{HUBSPOT}/contacts/501": grace,
        f"{HUBSPOT}/contacts/502": bo,
        "/crm/v3/owners/52530071": event("hubspot/owner.json"),
        "/crm/v3/pipelines/deals": event("hubspot/pipelines.json"),
    }


def salesforce_answers():
    records = event("salesforce/records.json")
    return {
        f"{SALESFORCE}/sobjects/Opportunity/0065g00000AbCdEAAV": records["opportunity"],
        f"{SALESFORCE}/sobjects/Account/0015g00000XyZaBAAV": records["account"],
        f"{SALESFORCE}/sobjects/User/0055g00000OwNeRAAV": records["user"],
        f"{SALESFORCE}/query": records["roles"],
    }


def pipedrive_answers():
    records = event("pipedrive/records.json")
    return {
        "/v1/organizations/5": records["organization"],
        "/v1/persons/8": records["person"],
        "/v1/users/11": records["user"],
    }


CASES = {
    "hubspot": ("hubspot", "hubspot/batch.json", hubspot_answers),
    "salesforce": ("salesforce", "salesforce/won.xml", salesforce_answers),
    "pipedrive v1": ("pipedrive", "pipedrive/v1_won.json", pipedrive_answers),
    "pipedrive v2": ("pipedrive", "pipedrive/v2_won.json", pipedrive_answers),
    "deals": ("deals", "deals/won.json", dict),
}
every_crm = pytest.mark.parametrize(("source", "path", "answers"), CASES.values(), ids=CASES)


@every_crm
def test_a_won_deal_is_read_whole(source, path, answers, follow):
    deal = follow(source, event(path), answers())
    assert (deal.state, deal.complete, deal.hint.opens) == ("won", True, True)
    assert deal.clear(deal.name) in {"Acme: annual plan", "Acme: Jahresplan"}
    assert deal.account.name == "Acme GmbH"
    assert deal.account.domain == "acme.example"
    assert deal.account.country == "DE"
    assert deal.amount in {
        Money(amount=Decimal("48000.5"), currency="EUR"),
        Money(amount=Decimal(48000), currency="EUR"),
    }
    assert deal.signed_at.date() == date(2026, 11, 20)
    assert deal.tier == "enterprise"
    assert deal.committed == date(2026, 12, 11)
    assert deal.owner == "ada"
    assert deal.owner_email is None
    assert deal.people[0][:2] == ("Grace Lind", "grace@acme.example")


@every_crm
def test_the_same_webhook_gives_the_same_deal_again(source, path, answers, follow):
    first, second = (follow(source, event(path), answers()) for _ in range(2))
    assert first.ref == second.ref
    assert first.modified_at == second.modified_at
    assert first.amount == second.amount


@pytest.mark.parametrize("name", ["hubspot", "salesforce", "pipedrive v1", "pipedrive v2"])
def test_a_crm_that_is_down_is_unavailable_wherever_it_breaks(name, follow):
    source, path, answers = CASES[name]
    for broken in answers():
        if broken == "/crm/v3/pipelines/deals":
            continue
        with pytest.raises(UnavailableError):
            follow(source, event(path), {**answers(), broken: DOWN})


@pytest.mark.parametrize("name", ["hubspot", "salesforce", "pipedrive v1", "pipedrive v2"])
def test_what_the_deal_points_to_may_be_gone(name, follow):
    source, path, answers = CASES[name]
    only = {path: answer for path, answer in answers().items() if "deals/" in path or "Opportunity" in path}
    deal = follow(source, event(path), only)
    assert deal.state == "won"
    assert deal.owner is None
    assert deal.contacts == ()
    assert deal.account.name


def test_modified_at_is_the_crms_own(follow):
    for name, expected in {
        "hubspot": datetime(2026, 11, 20, 16, 30, 1, tzinfo=UTC),
        "salesforce": datetime(2026, 11, 20, 16, 31, tzinfo=UTC),
        "pipedrive v1": datetime(2026, 11, 20, 16, 30, 1, tzinfo=UTC),
        "pipedrive v2": datetime(2026, 11, 20, 16, 30, 1, tzinfo=UTC),
        "deals": datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
    }.items():
        source, path, answers = CASES[name]
        assert follow(source, event(path), answers()).modified_at == expected, name
