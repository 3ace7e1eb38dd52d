"""What must be true of a cloud at rest after a rush, each breach in a sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from tests.faults.load.burst import Answers
from tests.faults.load.rest import Rest, Stored


def accepted(answers: Answers) -> Iterator[str]:
    """Every webhook was answered 2xx."""
    for status, count in answers.statuses.items():
        if not 200 <= status < 300:
            yield f"{count} webhooks were answered {status}"


def opened_once(rest: Rest, expected: AbstractSet[str]) -> Iterator[str]:
    """Every deal has its onboarding, opened once, and there is no other."""
    listed = Counter(rest.onboardings())
    for onboarding in sorted(expected - listed.keys()):
        yield f"{onboarding} is lost: its webhook was answered 2xx and the board does not list it"
    for onboarding in sorted(listed.keys() - expected):
        yield f"{onboarding} belongs to no deal"
    for onboarding, times in listed.items():
        if times > 1:
            yield f"{onboarding} is listed {times} times"


def told_once(onboardings: Iterable[Stored], mails: Counter[str]) -> Iterator[str]:
    """Every effect is done, every mail was sent once, and none without an effect."""
    wanted: set[str] = set()
    for one in onboardings:
        for effect in one.effects:
            if effect["status"] != "done":
                yield f"{one.id}: {effect['sk']} is {effect['status']}"
        wanted |= one.mails()
    people = {key for key in mails if not key.startswith("onb-")}  # what desks and mornings gather
    for key in sorted(wanted | mails.keys()):
        if mails[key] != 1 or key not in wanted | people:
            yield f"the mail {key} was {'asked for' if key in wanted else 'not asked for'} and sent {mails[key]} times"


def at_rest(rest: Rest) -> Iterator[str]:
    """Nothing is left to do, and nothing was given up."""
    for queue, held in rest.queued().items():
        yield f"{queue} holds {held} messages"
    if left := rest.unfinished():
        yield f"{left} effects and webhooks are not finished"
    for failure in rest.failures():
        yield f"{failure['function']} failed: {failure['error']}"


def journals(onboardings: Iterable[Stored], event: str, times: int = 1) -> Iterator[str]:
    """Each journal is whole and holds an event so often."""
    for one in onboardings:
        if [entry["sequence"] for entry in one.events] != list(range(1, len(one.events) + 1)):
            yield f"{one.id}: the journal has gaps"
        if (found := one.count(event)) != times:
            yield f"{one.id}: {event} stands {found} times in the journal, not {times} times"


def held(onboardings: Iterable[Stored], limit: int) -> Iterator[str]:
    """The first `limit` are active; every other one is on hold, with one mail to its owner and none to anybody else."""
    by_status = Counter(one.status for one in onboardings)
    if by_status["active"] != limit or set(by_status) - {"active", "on_hold"}:
        yield f"{limit} openings an hour are allowed, and these were made: {dict(by_status)}"
    for one in onboardings:
        names = sorted(key.rpartition(":")[2] for key in one.mails())
        if one.status == "on_hold" and names != ["held"]:
            yield f"{one.id} is on hold and sent the mails {names}"
