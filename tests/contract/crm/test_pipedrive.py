import pytest

from chalicelib.adapters.crm.pipedrive import PipedriveCrm
from chalicelib.domain.errors import UnavailableError
from tests.contract.crm.conftest import RECEIVED, Canned, arrive, event
from tests.contract.crm.test_every_crm import pipedrive_answers


def v2(*, status, before, action="change"):
    body = event("pipedrive/v2_won.json")
    body["meta"]["action"] = action
    body["data"]["status"], body["previous"] = status, before
    return body


@pytest.mark.parametrize(
    ("body", "opens", "state"),
    [
        (v2(status="won", before={"status": "open"}), True, "won"),
        (v2(status="won", before={"status": "lost"}), True, "won"),
        (v2(status="won", before=None, action="create"), True, "won"),
        (v2(status="won", before={"value": 1}), False, "won"),
        (v2(status="lost", before={"status": "won"}), False, "lost"),
        (v2(status="open", before={"status": "won"}), False, "open"),
    ],
)
def test_only_the_change_to_won_opens(body, opens, state, follow):
    deal = follow("pipedrive", body, pipedrive_answers())
    assert (deal.hint.opens, deal.state) == (opens, state)


def test_a_deleted_deal_of_either_version_is_deleted(follow):
    second = {**event("pipedrive/v2_won.json"), "data": None, "previous": {"id": 77, "status": "won"}}
    second["meta"]["action"] = "delete"
    first = {**event("pipedrive/v1_won.json"), "current": None}
    first["meta"]["action"] = "deleted"
    for body in (first, second):
        deal = follow("pipedrive", body)
        assert deal.state == "deleted"
        assert deal.asked == []


def test_both_versions_mean_the_same_onboarding(follow):
    first = follow("pipedrive", event("pipedrive/v1_won.json"), pipedrive_answers())
    second = follow("pipedrive", event("pipedrive/v2_won.json"), pipedrive_answers())
    assert first.ref.onboarding_id() == second.ref.onboarding_id()


def test_embedded_references_are_followed(follow):
    body = event("pipedrive/v1_won.json")
    body["current"] |= {
        "org_id": {"name": "Acme", "value": 5},
        "person_id": {"name": "Grace", "value": 8},
        "user_id": {"id": 11, "email": "ada@vendor.example"},
    }
    deal = follow("pipedrive", body, pipedrive_answers())
    assert deal.asked == ["/v1/organizations/5", "/v1/persons/8", "/v1/users/11"]
    assert deal.people == [("Grace Lind", "grace@acme.example", "CFO")]


@pytest.mark.parametrize("answer", [[], "x", {}, {"success": True, "data": [1]}])
def test_an_answer_that_is_no_record_is_read_again(answer):
    crm = PipedriveCrm(Canned({**pipedrive_answers(), "/v1/persons/8": answer}))
    (hint,), _ = crm.hints(arrive("pipedrive", event("pipedrive/v2_won.json")))
    with pytest.raises(UnavailableError):
        crm.read(hint, RECEIVED)
