"""Every error of the API is a problem with a sentence, whoever noticed it."""

import pytest

from chalicelib import bootstrap
from chalicelib.domain.errors import UnavailableError
from tests.unit.api.conftest import Api

PATHS = ["/api/onboardings", "/api/onboardings/onb-x", "/api/onboardings/onb-x/journal", "/api/needs-you"]
PATHS += ["/api/people", "/api/people/ada", "/api/people/ada/work"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic local-admin-token",
        "local-admin-token",
        "Bearer \xe9\udcff",
    ],
)
def test_without_a_known_token_nothing_is_shown(api: Api, path: str, authorization: str | None) -> None:
    answer = api.get(path, Authorization=authorization)
    assert (answer.status, answer.json["type"]) == (401, "urn:golive:problem:unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_the_wrong_method_is_a_problem_that_names_the_right_one(api: Api) -> None:
    answer = api.send("DELETE", "/api/onboardings")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")
    assert answer.json["type"] == "urn:golive:problem:method-not-allowed"


def test_another_content_type_is_a_problem(api: Api) -> None:
    answer = api.send("POST", "/api/onboardings/onb-x/commands", body=b"<a/>", Content_Type="text/xml")
    assert answer.status == 415
    assert "application/json" in answer.json["detail"]


def test_what_cannot_be_reached_now_is_a_problem_that_says_so(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise UnavailableError("The table cannot be read now. Try again in a minute.")

    monkeypatch.setattr(bootstrap, "store", down)
    answer = api.get("/api/onboardings/onb-x")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


def test_a_bug_is_a_problem_that_tells_nothing_of_the_inside(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(bootstrap, "store", broken)
    answer = api.get("/api/onboardings/onb-x")
    assert (answer.status, answer.json["type"]) == (500, "urn:golive:problem:internal-server-error")
    assert "secret" not in str(answer.json)


def test_answers_are_not_kept_by_caches(api: Api) -> None:
    for answer in (api.get("/api/onboardings"), api.get("/api/onboardings", Authorization=None)):
        assert answer.headers["Cache-Control"] == "no-store"
