"""The ways in which one call can go wrong: what happens before it, whether it takes effect, what the caller sees."""

from __future__ import annotations

from dataclasses import dataclass

READS = frozenset(
    {
        "GetItem",
        "Query",
        "HeadObject",
        "GetObject",
        "GetObject.Body",
        "GetSecretValue",
        "GET",
        "AnalyzeDocument",
    }
)
END = "End"  # not a call: a function has answered, and its trigger may not have heard


class Died(BaseException):
    """The process is gone: no handler of ours may catch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """A way in which a call goes wrong.

    Attributes
    ----------
    done
        Whether the request takes effect all the same.
    ends
        The process ends there: ``died``, or ``timed out``, which takes the rest of the function's time.
    answer
        What the caller sees, if the process goes on: throttled, unanswered, conflict, half, paged.
    lasts
        Seconds for which the same place goes wrong again and again.
    """

    name: str
    done: bool = False
    ends: str = ""
    answer: str = ""
    lasts: float = 0.0


DIES_BEFORE = Mode(name="dies before", ends="died")
DIES_AFTER = Mode(name="dies after", ends="died", done=True)
TIMES_OUT = Mode(name="times out", ends="timed out", done=True)
THROTTLED = Mode(name="throttled", answer="throttled")
THROTTLED_LONG = Mode(name="throttled long", answer="throttled", lasts=2400.0)
UNANSWERED = Mode(name="unanswered", answer="unanswered")
UNANSWERED_DONE = Mode(name="unanswered, done", answer="unanswered", done=True)
CONFLICT = Mode(name="conflict", answer="conflict")
HALF = Mode(name="half", answer="half", done=True)
PAGED = Mode(name="paged", answer="paged", done=True)
UNHEARD = Mode(name="unheard", ends="unheard", done=True)

_READ = (DIES_BEFORE, THROTTLED, THROTTLED_LONG, UNANSWERED, TIMES_OUT)
_WRITE = (DIES_BEFORE, DIES_AFTER, THROTTLED, THROTTLED_LONG, UNANSWERED, UNANSWERED_DONE, TIMES_OUT)
_MORE = {
    "Query": (PAGED,),
    "TransactWriteItems": (CONFLICT,),
    "PutItem": (CONFLICT,),
    "UpdateItem": (CONFLICT,),
    "SendMessageBatch": (HALF,),
}
BY_NAME = {mode.name: mode for mode in (*_WRITE, CONFLICT, HALF, PAGED, UNHEARD)}


def modes(operation: str) -> tuple[Mode, ...]:
    """Return every way in which a call of an operation can go wrong."""
    if operation == END:
        return (UNHEARD,)
    return (*(_READ if operation in READS else _WRITE), *_MORE.get(operation, ()))


_SAME = {TIMES_OUT: DIES_AFTER, UNANSWERED: THROTTLED, THROTTLED_LONG: THROTTLED}


def distinct(operation: str) -> tuple[Mode, ...]:
    """Return the ways that leave different things behind: what pairs are made of.

    A function that times out leaves what one that dies leaves, later; a request without answer and effect leaves what a
    throttled one leaves. Where the caller tells them apart (mail, queues, files, other systems), both are kept.
    """
    told_apart = operation in {"SendEmail", "POST"}
    kept = [mode for mode in modes(operation) if mode not in _SAME or (told_apart and mode is UNANSWERED)]
    return tuple(mode for mode in kept if operation not in READS or mode is not PAGED)
