"""The customer's people over the API: tasks handed on, roles, answers; and how often the customer was asked."""

import json

from chalicelib.application.api.metrics import asked
from tests.unit.api.conftest import Answer, Api

LINUS = {"name": "Linus Berg", "email": "linus@acme.example"}


def test_a_task_is_given_to_somebody_of_the_customer_and_taken_back(api: Api) -> None:
    onboarding = api.open()
    answer = api.command(onboarding, "AssignTask", task="registration", **LINUS)
    assert answer.json["events"][:2] == ["ContactAdded", "TaskAssigned"]
    shown = api.get(f"/api/onboardings/{onboarding}").json
    task = next(task for task in shown["tasks"] if task["id"] == "registration")
    linus = shown["contacts"][-1]
    assert (task["handed"]["contact"], linus["name"], linus["first"]) == (linus["id"], "Linus Berg", False)
    assert api.command(onboarding, "TakeBackTask", task="registration").json["events"][0] == "TaskTakenBack"


def test_who_is_asked_first_and_who_signs_are_the_teams_to_say(api: Api) -> None:
    onboarding = api.open()
    api.command(onboarding, "AssignTask", task="registration", **LINUS)
    api.command(onboarding, "SetRole", contact="contact-2", role="approver")
    api.command(onboarding, "PassPrimary", contact="contact-2")
    first = api.get(f"/api/onboardings/{onboarding}").json["contacts"][0]
    assert (first["id"], first["role"], first["first"]) == ("contact-2", "approver", True)
    assert api.command(onboarding, "SetRole", contact="contact-2", role="king").status == 422


def test_nobody_asks_or_is_stuck_in_the_customers_name(api: Api) -> None:
    onboarding = api.open()
    for kind in ("AskQuestion", "ReportStuck"):
        assert api.command(onboarding, kind, contact="contact-1", text="Why?").status == 422
    assert api.command(onboarding, "AnswerQuestion", question="question-1", text="Because.").status == 404


def add(api: Api, onboarding: str, **more: str) -> Answer:
    task = {"title": "company registration document", "stage": "collection", "kind": "customer"}
    body = {"type": "AddTask", "documents": {}, **task, **more}
    return api.send("POST", f"/api/onboardings/{onboarding}/commands", body=json.dumps(body).encode())


def test_what_is_there_is_not_asked_for_again_without_a_reason(api: Api) -> None:
    onboarding = api.open()
    refused = add(api, onboarding)
    assert (refused.status, refused.json["type"].rpartition(":")[2]) == (409, "asked-already")
    assert add(api, onboarding, again="It is too old.").status == 200
    asks = api.get(f"/api/onboardings/{onboarding}").json["asks"]
    assert (asks["things"], asks["asked_once_percent"], asks["repeated"]) == (3, 67, 1)
    (playbook,) = api.get("/api/metrics").json["playbooks"]
    assert playbook["asks"] == asks


def test_asks_are_added_up_over_onboardings() -> None:
    found = asked(["4:3:6:2", "0:0:0:0", "4:4:4:0"])
    assert (found.things, found.asked_once_percent, found.requests, found.repeated) == (8, 88, 10, 2)
    assert asked(["0:0:0:0"]).asked_once_percent is None


def test_whoever_is_named_over_the_api_is_named_as_on_the_pages(api: Api) -> None:
    onboarding = api.open()
    for wrong in ({"language": "xx"}, {"name": "Linus\u202eBerg"}, {"email": "linus.@acme.example"}):
        answer = api.command(onboarding, "AssignTask", task="registration", **(LINUS | wrong))
        assert (answer.status, [item["field"] for item in answer.json["errors"]]) == (422, [*wrong])
