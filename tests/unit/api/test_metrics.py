"""What onboardings wait for is counted by reason code."""

from tests.unit.api.conftest import Api


def waits(api: Api) -> dict[str, dict[tuple[str, str], int]]:
    answer = api.get("/api/metrics")
    assert answer.status == 200
    return {
        playbook["name"]: {(wait["group"], wait["code"]): wait["count"] for wait in playbook["waits"]}
        for playbook in answer.json["playbooks"]
    }


def test_holds_blocks_delays_and_cancellations_are_counted_by_playbook_group_and_code(api: Api) -> None:
    first, second, third, fourth = (
        api.open(n, tier=t) for n, t in enumerate(("simple", "simple", "simple", "smb"))
    )
    api.command(first, "HoldOnboarding", code="legal")
    api.command(second, "HoldOnboarding", code="legal")
    for task in ("registration", "contacts_and_billing"):
        assert api.command(third, "BlockTask", task=task, code="third_party").status == 200
    api.command(fourth, "CancelOnboarding", code="duplicate")
    assert waits(api) == {
        "simple": {("hold", "legal"): 2, ("blocked", "third_party"): 2},
        "smb": {("cancel", "duplicate"): 1},
    }
    api.command(first, "ReleaseOnboarding")
    api.command(third, "UnblockTask", task="registration")
    assert waits(api)["simple"] == {("hold", "legal"): 1, ("blocked", "third_party"): 1}


def test_who_waits_for_the_customer_alone_is_counted(api: Api) -> None:
    onboarding = api.open()
    assert waits(api)["simple"] == {}
    api.command(onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by="ada@vendor.example")
    assert waits(api)["simple"] == {("customer", "answer"): 1}


def test_titles_and_numbers_by_status_stand_beside_the_codes(api: Api) -> None:
    api.command(api.open(1), "HoldOnboarding", code="payment")
    (playbook,) = api.get("/api/metrics").json["playbooks"]
    assert playbook["onboardings"] == {"opening": 0, "active": 0, "on_hold": 1, "live": 0, "cancelled": 0}
    assert playbook["waits"][0]["title"] == "Payment is not settled"


def test_a_parameter_that_is_not_known_is_refused(api: Api) -> None:
    assert api.get("/api/metrics?since=yesterday").status == 422
