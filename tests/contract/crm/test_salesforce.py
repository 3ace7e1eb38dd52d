import pytest

from chalicelib.adapters.crm.salesforce import SalesforceCrm
from chalicelib.domain.errors import UnavailableError
from tests.contract.crm.conftest import RECEIVED, Canned, arrive, event
from tests.contract.crm.test_every_crm import SALESFORCE, salesforce_answers

OPPORTUNITY = f"{SALESFORCE}/sobjects/Opportunity/0065g00000AbCdEAAV"


def message(**fields):
    inner = "".join(f"<sf:{name}>{value}</sf:{name}>" for name, value in fields.items())
    whole = event("salesforce/won.xml").decode()
    start, end = whole.index("<sf:Id>0065g00000AbCdE"), whole.index("</sObject>")
    return (whole[:start] + inner + whole[end:]).encode()


FULL = {
    "Id": "0065g00000AbCdEAAV", "Name": "Acme", "Amount": "5", "CloseDate": "2026-11-20", "IsWon": "true",
    "IsClosed": "true", "OwnerId": "0055g00000OwNeRAAV", "AccountId": "0015g00000XyZaBAAV",
    "LastModifiedDate": "2026-11-20T16:30:01.000Z", "Golive_Tier__c": "smb", "Golive_Live_Date__c": "2026-12-11",
}  # fmt: skip


def test_short_and_long_ids_are_the_same_deal(follow):
    short = follow("salesforce", message(Id="0065g00000AbCdE", IsWon="true"), salesforce_answers())
    long = follow("salesforce", message(**FULL), salesforce_answers())
    assert OPPORTUNITY.removesuffix("AAV") in short.asked
    assert short.ref == long.ref
    assert short.ref.id == "0065g00000AbCdEAAV"


def test_a_message_that_lacks_nothing_is_not_read_again(follow):
    deal = follow("salesforce", message(**FULL), salesforce_answers())
    assert OPPORTUNITY not in deal.asked
    assert deal.tier == "smb"


def test_a_record_that_is_not_for_us_is_known_by_its_message(follow):
    answers = salesforce_answers()
    del answers[OPPORTUNITY]
    deal = follow("salesforce", event("salesforce/won.xml"), answers)
    assert deal.state == "won"
    assert deal.clear(deal.name) == "Acme: Jahresplan"


def test_a_message_without_a_state_about_a_missing_record_means_deleted(follow):
    assert follow("salesforce", event("salesforce/won.xml"), {}, n=1).state == "deleted"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"IsWon": "true"}, "won"),
        ({"IsWon": "false", "IsClosed": "true"}, "lost"),
        ({"IsWon": "false", "IsClosed": "false"}, "open"),
        ({"StageName": "Closed Won"}, "won"),
        ({"StageName": "Closed Lost"}, "lost"),
        ({"StageName": "Pre-Calificación"}, None),
        ({}, None),
    ],
)
def test_what_a_message_says_of_the_state(fields, state, follow):
    answers = {OPPORTUNITY: {"IsDeleted": True}}
    assert follow("salesforce", message(Id="0065g00000AbCdEAAV", **fields), answers).hint.state == state


def test_a_record_in_the_bin_is_deleted(follow):
    answers = salesforce_answers()
    answers[OPPORTUNITY]["IsDeleted"] = True
    assert follow("salesforce", event("salesforce/won.xml"), answers).state == "deleted"


def test_contacts_come_with_their_role(follow):
    deal = follow("salesforce", event("salesforce/won.xml"), salesforce_answers())
    assert deal.people == [("Grace Lind", "grace@acme.example", "Decision Maker")]


def test_an_answer_that_is_no_record_is_read_again():
    crm = SalesforceCrm(Canned({**salesforce_answers(), OPPORTUNITY: [{"errorCode": "?"}]}))
    hint = crm.hints(arrive("salesforce", message(Id="0065g00000AbCdEAAV")))[0][0]
    with pytest.raises(UnavailableError):
        crm.read(hint, RECEIVED)
