"""A small part of the state machine; `python -m tests.faults machine` tries more, `GOLIVE_EXAMPLES` says how many."""

from tests.faults.machine import run


def test_whatever_people_and_queues_do_pages_and_answers_agree_with_the_model() -> None:
    report = run("seed:1", examples=12, steps=30)
    assert report.violations == ()
    assert report.worlds >= 12
