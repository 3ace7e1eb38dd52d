"""Random sequences of requests over few keys are answered alike by the light table and by strict moto."""

import itertools
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from infra.local.harness import LocalCloud
from tests.faults.cloud.conformance.doors import TABLE, Door, Emulator, Light, item, key, told, values

pytestmark = pytest.mark.xdist_group("conformance")
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
NUMBERS = itertools.count(1)
Request = tuple[str, dict[str, Any]]

SKS = st.sampled_from(("A#1", "A#2", "B#1", "B"))
FEW = st.integers(0, 3)
NAMES = st.sampled_from(("x", "y", "z"))
CONDITIONS = st.one_of(
    st.just({}),
    st.just({"ConditionExpression": "attribute_not_exists(pk)"}),
    st.just({"ConditionExpression": "attribute_exists(due_pk)"}),
    FEW.map(lambda n: {"ConditionExpression": "n = :n", "ExpressionAttributeValues": values(n=n)}),
    FEW.map(
        lambda n: {
            "ConditionExpression": "attribute_not_exists(n) OR n < :n",
            "ExpressionAttributeValues": values(n=n),
        }
    ),
    st.tuples(FEW, NAMES).map(
        lambda both: {
            "ConditionExpression": "attribute_exists(pk) AND NOT (n >= :n OR note <> :note)",
            "ExpressionAttributeValues": values(n=both[0], note=both[1]),
        }
    ),
)


@st.composite
def puts(draw: st.DrawFn) -> dict[str, Any]:
    attributes: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "n": FEW,
                "note": NAMES,
                "marks": st.sets(NAMES, min_size=1),
                "due_pk": st.just("PK#due"),
            },
        )
    )
    if "due_pk" in attributes:
        attributes["due_sk"] = draw(NAMES)
    return {"TableName": TABLE, "Item": item(draw(SKS), **attributes), **draw(CONDITIONS)}


CHANGES = st.one_of(
    FEW.map(lambda n: ("SET n = if_not_exists(n, :a) + :b", {"a": 0, "b": n})),
    FEW.map(lambda n: ("ADD n :a", {"a": n - 1})),
    NAMES.map(lambda name: ("SET due_pk = :a, due_sk = :b", {"a": "PK#due", "b": name})),
    NAMES.map(lambda name: ("SET note = if_not_exists(note, :a)", {"a": name})),
    st.just(("REMOVE due_pk, due_sk", {})),
    st.just(("REMOVE note, n", {})),
    st.sets(NAMES, min_size=1).map(lambda names: ("ADD marks :a", {"a": names})),
    st.sets(NAMES, min_size=1).map(lambda names: ("DELETE marks :a", {"a": names})),
)


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    (text, given), condition = draw(CHANGES), draw(CONDITIONS)
    both = {**values(**given), **condition.get("ExpressionAttributeValues", {})}
    request = {"TableName": TABLE, "Key": key(draw(SKS)), "UpdateExpression": text, **condition}
    return request | ({"ExpressionAttributeValues": both} if both else {})


DELETES = st.tuples(SKS, CONDITIONS).map(lambda both: {"TableName": TABLE, "Key": key(both[0]), **both[1]})
CHECKS = st.tuples(SKS, CONDITIONS.filter(bool)).map(
    lambda both: {"TableName": TABLE, "Key": key(both[0]), **both[1]}
)
RETURNS = st.sampled_from(({}, {"ReturnValues": "ALL_OLD"}))
ACTIONS = st.one_of(
    puts().map(lambda one: {"Put": one}),
    changes().map(lambda one: {"Update": one}),
    DELETES.map(lambda one: {"Delete": one}),
    CHECKS.map(lambda one: {"ConditionCheck": one}),
)


@st.composite
def queries(draw: st.DrawFn) -> dict[str, Any]:
    asked: dict[str, Any] = {"TableName": TABLE, "ScanIndexForward": draw(st.booleans())}
    if draw(st.booleans()):
        asked["Limit"] = draw(st.integers(1, 3))
    if draw(st.booleans()):
        asked |= {"FilterExpression": "n > :least"}
    given: dict[str, Any] = {"least": 1} if "FilterExpression" in asked else {}
    if draw(st.booleans()):
        text = draw(st.sampled_from(("", " AND due_sk > :x", " AND due_sk <= :x")))
        asked |= {"IndexName": "due", "KeyConditionExpression": f"due_pk = :pk{text}"}
        asked.pop("FilterExpression", None)
        given = {"pk": "PK#due", **({"x": "x"} if text else {})}
    else:
        text = draw(st.sampled_from(("", " AND begins_with(sk, :x)", " AND sk >= :x", " AND sk < :x")))
        asked |= {"KeyConditionExpression": f"pk = :pk{text}"}
        given |= {"pk": "PK", **({"x": "B"} if text else {})}
    return asked | {"ExpressionAttributeValues": values(**given)}


REQUESTS = st.one_of(
    st.tuples(st.just("PutItem"), st.tuples(puts(), RETURNS).map(lambda both: both[0] | both[1])),
    st.tuples(
        st.just("UpdateItem"), st.tuples(changes(), st.sampled_from(({}, {"ReturnValues": "ALL_NEW"})))
        .map(lambda both: both[0] | both[1]),
    ),
    st.tuples(st.just("DeleteItem"), st.tuples(DELETES, RETURNS).map(lambda both: both[0] | both[1])),
    st.tuples(
        st.just("TransactWriteItems"),
        st.lists(ACTIONS, min_size=1, max_size=4).map(lambda actions: {"TransactItems": actions}),
    ),
    *(st.tuples(st.just("Query"), queries()) for _ in range(3)),
)  # fmt: skip
EVERYTHING: Request = (
    "Query",
    {
        "TableName": TABLE,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": values(pk="PK"),
    },
)


@pytest.fixture(scope="module")
def doors(local_cloud: LocalCloud) -> tuple[Door, Door]:
    return Light(), Emulator("moto", local_cloud.client("dynamodb"))


@settings(
    max_examples=2000 if NIGHTLY else 40,
    derandomize=not NIGHTLY,
    deadline=None,
    database=None,
    phases=(*((Phase.shrink,) if NIGHTLY else ()), Phase.explicit, Phase.generate),  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(requests=st.lists(REQUESTS, min_size=8, max_size=20))
def test_whatever_is_asked_they_answer_alike(doors: tuple[Door, Door], requests: list[Request]) -> None:
    pk = f"random-{next(NUMBERS):05}"
    for operation, request in (*requests, EVERYTHING):
        light, moto = (_pages(door, operation, told(request, "PK", pk)) for door in doors)
        assert light == moto


def _pages(door: Door, operation: str, request: dict[str, Any]) -> list[Any]:
    """Answer a request; a Query page by page, to its end."""
    answers = [door.call(operation, request)]
    while operation == "Query" and "LastEvaluatedKey" in answers[-1]:
        assert len(answers) < 50, "It does not come to an end."
        start = answers[-1]["LastEvaluatedKey"]
        answers.append(door.call(operation, {**request, "ExclusiveStartKey": start}))
    return answers
