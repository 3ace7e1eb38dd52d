"""Commands of the JSON API, their headers, and the parameters of its lists, changed.

Whatever is sent: never a 5xx; a refusal is a problem with a sentence and changes nothing; what was taken was a command,
and can be shown afterwards.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote_plus

from hypothesis import strategies as st

from chalicelib.entrypoints.api.requests.commands import MODELS
from tests.faults.fuzz import json_mutations
from tests.faults.fuzz.door import API_TOKEN
from tests.faults.fuzz.form_mutations import VALUES, in_path
from tests.faults.fuzz.house import House, opened
from tests.faults.fuzz.target import Attempt, Target

_FIELDS = {
    "task": "accept", "reason": "Because.", "note": "Done.", "accept": True, "promise": "promise-1",
    "person": "lee", "subject": "task:accept",
    "name": "Ann Lee", "email": "ann@acme.example", "language": "de", "contact": "contact-1", "kept": True,
}  # fmt: skip
_ABOUT = {"ApproveTask": "security_review", "DeclineTask": "security_review", "RetryProvisioning": "accounts"}
_LISTS = {
    "onboardings": ("stage", "owner", "status", "tier", "deal", "cursor", "limit"),
    "needs-you": ("person",),
    "journal": ("cursor", "limit"),
}
_HEADERS = ("idempotency-key", "golive-actor", "content-type", "authorization", "accept")


@cache
def bodies() -> dict[str, dict[str, Any]]:
    """Return a body for each command, valid in its form and about things that are there."""
    found: dict[str, dict[str, Any]] = {}
    with opened() as house:
        there = {
            "gate": house.subject("request_override"),
            "document": house.subject("accept"),
            "escalation": house.subject("resolve"),
        }
    for name, model in MODELS.items():
        fields = {
            field: (_FIELDS | there).get(field, "text") for field in model.model_fields if field != "type"
        }
        if "reason" in fields and name == "LeaveContact":
            fields["reason"] = "left"
        found[name] = {"type": name, **fields, **({"task": _ABOUT[name]} if name in _ABOUT else {})}
    return found


def drawn() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a changed command, or a changed question."""
    junk = st.sampled_from(sorted(VALUES))
    headers = st.dictionaries(st.sampled_from(_HEADERS), junk, max_size=2)
    seldom = st.one_of(*(st.just({}),) * 2, headers)
    command = {
        "command": st.sampled_from(sorted(MODELS)),
        "changes": json_mutations.changes(4),
        "encoding": st.sampled_from(json_mutations.ENCODINGS),
        "cut": st.one_of(*(st.none(),) * 9, st.integers(0, 1000)),
        "headers": seldom,
        "onboarding": st.one_of(*(st.none(),) * 8, junk),
    }
    question = {
        "list": st.sampled_from(sorted(_LISTS)),
        "query": st.lists(st.tuples(st.integers(0, 7), junk).map(list), max_size=3),
        "headers": seldom,
        "onboarding": st.one_of(*(st.none(),) * 8, junk),
    }
    return st.one_of(*(st.fixed_dictionaries(command),) * 3, st.fixed_dictionaries(question))


def every() -> list[dict[str, Any]]:
    """Return every single change of every command, header and parameter."""
    plain: dict[str, Any] = {
        "changes": [],
        "encoding": "utf-8",
        "cut": None,
        "headers": {},
        "onboarding": None,
    }
    found = [
        {**plain, "command": name, "changes": [change]}
        for name, body in bodies().items()
        for change in json_mutations.singles(body)
    ]
    for junk in sorted(VALUES):
        found += [{**plain, "command": "RevokeLinks", "headers": {name: junk}} for name in _HEADERS]
        found.append({**plain, "command": "RevokeLinks", "onboarding": junk})
        for name, params in _LISTS.items():
            asked = {"list": name, "headers": {}, "onboarding": None}
            found += [{**asked, "query": [[at, junk]]} for at in range(len(params))]
    return found


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what sends one changed request to a house that stands as it was."""
    bodies()  # made in a house of their own
    with opened() as house:
        house.remember()
        stood = house.stands()
        yield lambda made: _try(house, stood, made)


def _try(house: House, stood: Any, made: dict[str, Any]) -> None:
    headers = {"authorization": f"Bearer {API_TOKEN}", "golive-actor": "ada@vendor.example"}
    headers |= {"content-type": "application/json", "idempotency-key": "a-key"}
    headers |= {name: VALUES[junk][:5000] for name, junk in made["headers"].items()}
    onboarding = in_path(VALUES[made["onboarding"]]) if made["onboarding"] else house.id
    if "list" in made:
        answer = house.send("GET", _question(made, onboarding), headers=headers)
        raw = b""
    else:
        body: Any = bodies()[made["command"]]
        for change in made["changes"]:
            body = json_mutations.changed(body, change)
        raw = json_mutations.bytes_of(
            json_mutations.text_of(body), encoding=made["encoding"], cut=made["cut"]
        )
        answer = house.send("POST", f"/api/onboardings/{onboarding}/commands", raw, headers)
    assert answer.status < 500, f"answered {answer.status}: {answer.html[:300]}"
    if answer.status >= 400:
        assert made["onboarding"] or _says_why(answer), (
            f"{answer.status} without a sentence: {answer.html[:300]}"
        )
    if house.stands() != stood:
        _check_change(house, answer, raw)


def _check_change(house: House, answer: Any, raw: bytes) -> None:
    try:
        assert answer.status == 200, f"refused with {answer.status}, and something is changed"
        assert json.loads(raw)["type"] in MODELS, "something is changed by what is no command"
        shown = house.send(
            "GET", f"/api/onboardings/{house.id}", headers={"authorization": f"Bearer {API_TOKEN}"}
        )
        assert shown.status == 200, f"what was taken cannot be shown: {shown.status}"
        page = house.member().get(f"/console/onboardings/{house.id}?journal=all")
        assert page.status == 200, f"what was taken cannot be shown by the console: {page.status}"
    finally:
        house.restore()


def _question(made: dict[str, Any], onboarding: str) -> str:
    name = made["list"]
    pairs = [(_LISTS[name][at % len(_LISTS[name])], VALUES[junk][:3000]) for at, junk in made["query"]]
    query = "&".join(f"{field}={quote_plus(value, errors='surrogatepass')}" for field, value in pairs)
    path = f"onboardings/{onboarding}/journal" if name == "journal" else name
    return f"/api/{path}?{query}"


def _says_why(answer: Any) -> bool:
    problem = json.loads(answer.html)
    return (
        problem["status"] == answer.status and len(problem["detail"]) > 15 and problem["detail"].endswith(".")
    )


TARGETS = (Target(name="api", world=world, every=every, drawn=drawn(), most=2),)
