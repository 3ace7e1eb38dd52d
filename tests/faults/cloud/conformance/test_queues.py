"""Queues behave alike in the light cloud, in strict moto and, where no time must pass, in MiniStack.

Developer guide of SQS: visibility timeout, delay queues, dead-letter queues, FIFO delivery logic, exactly-once processing.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.cloud.conformance.doors import No
from tests.faults.cloud.conformance.queue_doors import EmulatedQueue, LightQueue, QueueDoor

pytestmark = pytest.mark.xdist_group("conformance")
Make = Callable[..., QueueDoor]


@pytest.fixture(params=("light", "moto", "ministack"))
def any_cloud(request: pytest.FixtureRequest) -> Make:
    """Make a queue in each of the three."""
    if request.param == "ministack":
        sqs = request.getfixturevalue("ministack").client("sqs")
        return lambda **how: EmulatedQueue("ministack", sqs, **{"fifo": False, "most_receives": 5, **how})
    return _timed(request)


@pytest.fixture(params=("light", "moto"))
def timed(request: pytest.FixtureRequest) -> Make:
    """Make a queue in those clouds in which time can be moved."""
    return _timed(request)


def _timed(request: pytest.FixtureRequest) -> Make:
    if request.param == "light":
        return lambda **how: LightQueue(**{"fifo": False, "most_receives": 5, **how})
    cloud = request.getfixturevalue("local_cloud")
    return lambda **how: EmulatedQueue(
        "moto", cloud.client("sqs"), cloud=cloud, **{"fifo": False, "most_receives": 5, **how}
    )


def send(queue: QueueDoor, group: str, *bodies: str) -> None:
    for body in bodies:
        assert isinstance(queue.send(body, {"group": group, "deduplication": body}), str)


def test_a_message_that_was_taken_hides_for_its_visibility_and_is_counted(timed: Make) -> None:
    queue = timed()
    queue.send("a", {})
    assert queue.take(10) == [("a", 1)]
    assert queue.take(10) == []
    queue.later(28)
    assert queue.take(10) == []
    queue.later(3)
    assert queue.take(10) == [("a", 2)]


def test_a_deleted_message_does_not_come_again(timed: Make) -> None:
    queue = timed()
    queue.send("a", {})
    queue.take(1)
    queue.delete("a")
    queue.delete("a")
    queue.later(31)
    assert queue.take(10) == []


def test_a_delayed_message_waits(timed: Make) -> None:
    queue = timed()
    queue.send("late", {"delay": 60})
    queue.send("now", {})
    assert queue.take(10) == [("now", 1)]
    queue.delete("now")
    queue.later(58)
    assert queue.take(10) == []
    queue.later(3)
    assert queue.take(10) == [("late", 1)]


def test_a_message_taken_too_often_lies_in_the_dead_letters(timed: Make) -> None:
    queue = timed(most_receives=2)
    queue.send("poison", {})
    for count in (1, 2):
        assert queue.take(10) == [("poison", count)]
        assert queue.dead() == []
        queue.later(31)
    assert queue.take(10) == []
    assert queue.dead() == ["poison"]


def test_no_more_than_ten_are_taken_and_each_once(any_cloud: Make) -> None:
    queue = any_cloud()
    sent = [f"{number:02}" for number in range(12)]
    for body in sent:
        queue.send(body, {})
    first, second = queue.take(10), queue.take(10)
    assert len(first) == 10
    assert sorted(body for body, _ in first + second) == sent


def test_a_group_waits_for_its_first_and_others_go_on(any_cloud: Make) -> None:
    queue = any_cloud(fifo=True)
    send(queue, "a", "a1", "a2")
    send(queue, "b", "b1")
    assert queue.take(1) == [("a1", 1)]
    assert queue.take(10) == [("b1", 1)]
    queue.delete("a1")
    assert queue.take(10) == [("a2", 1)]


def test_one_batch_may_hold_several_of_a_group_in_order(any_cloud: Make) -> None:
    queue = any_cloud(fifo=True)
    send(queue, "a", "a1", "a2", "a3")
    assert queue.take(2) == [("a1", 1), ("a2", 1)]
    assert queue.take(10) == []
    queue.delete("a1")
    assert queue.take(10) == []
    queue.delete("a2")
    assert queue.take(10) == [("a3", 1)]


def test_a_group_begins_again_with_what_failed(timed: Make) -> None:
    queue = timed(fifo=True)
    send(queue, "a", "a1", "a2", "a3")
    assert queue.take(2) == [("a1", 1), ("a2", 1)]
    queue.delete("a1")
    queue.later(31)
    assert queue.take(10) == [("a2", 2), ("a3", 1)]


def test_a_group_goes_on_when_its_poison_is_with_the_dead_letters(timed: Make) -> None:
    queue = timed(fifo=True, most_receives=1)
    send(queue, "a", "poison", "a2")
    assert queue.take(1) == [("poison", 1)]
    queue.later(31)
    assert queue.take(1) == [("a2", 1)]
    assert queue.dead() == ["poison"]


def test_a_repetition_is_answered_with_the_first_ones_id_and_forgotten(any_cloud: Make) -> None:
    queue = any_cloud(fifo=True)
    first = queue.send("a", {"group": "g", "deduplication": "once"})
    assert queue.send("b", {"group": "g", "deduplication": "once"}) == first
    assert queue.take(10) == [("a", 1)]
    queue.delete("a")
    queue.send("c", {"group": "g", "deduplication": "once"})
    assert queue.take(10) == []


def test_a_deduplication_id_is_known_for_five_minutes(timed: Make) -> None:
    queue = timed(fifo=True)
    once = {"group": "g", "deduplication": "once"}
    queue.send("a", once)
    queue.take(1)
    queue.delete("a")
    queue.later(298)
    queue.send("b", once)
    assert queue.take(10) == []
    queue.later(3)
    queue.send("c", once)
    assert queue.take(10) == [("c", 1)]


def test_each_group_knows_its_own_deduplication_ids(any_cloud: Make) -> None:
    queue = any_cloud(fifo=True)  # DeduplicationScope: messageGroup
    queue.send("a", {"group": "g", "deduplication": "same"})
    queue.send("b", {"group": "h", "deduplication": "same"})
    assert queue.take(10) == [("a", 1), ("b", 1)]


WRONG = No("InvalidParameterValue")
TAKEN = "taken"  # by an emulator that does not look


@pytest.mark.parametrize(
    ("fifo", "body", "how", "answer", "says"),
    [
        (False, "a", {"delay": 901}, WRONG, {"ministack": TAKEN}),
        (False, "a", {"delay": -1}, WRONG, {"moto": TAKEN, "ministack": TAKEN}),
        (False, "", {}, WRONG, {"moto": TAKEN, "ministack": No("MissingParameter")}),
        (True, "a", {"deduplication": "a"}, No("MissingParameter"), {}),
        (True, "a", {"group": "g"}, WRONG, {}),
        (True, "a", {"group": "g", "deduplication": "a", "delay": 5}, WRONG, {}),
    ],
)
def test_what_a_queue_does_not_take(
    any_cloud: Make, fifo: bool, body: str, how: Any, answer: No, says: dict[str, Any]
) -> None:
    queue = any_cloud(fifo=fifo)
    found = queue.send(body, how)
    assert (TAKEN if isinstance(found, str) else found) == says.get(queue.name, answer)
