"""What the customer does besides giving: files taken back and dated, links renewed, codes tried, feedback."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.onboarding import Onboarding
from tests.properties.world import sealed

Draw = Callable[[st.SearchStrategy[Any]], Any]
Make = Callable[[Sealer], c.Command]
_TIMES = tuple(datetime(2026, 11, day, 13, tzinfo=UTC) for day in (20, 25, 26, 27, 28))


def withdraw(draw: Draw, state: Onboarding) -> Make:
    """Draw a file that is taken back, or the day that stands in it."""
    document, contact = _document(draw, state), _contact(draw, state)
    if draw(st.booleans()):
        return lambda s: c.WithdrawDocument(document=document, contact=contact)
    day = draw(st.dates(date(2026, 11, 1), date(2027, 6, 1)))
    return lambda s: c.DateDocument(document=document, day=day, contact=contact)


def renew(draw: Draw, state: Onboarding) -> Make:
    """Draw who wants another link."""
    command = c.RenewLink(contact=_contact(draw, state))
    return lambda s: command


def code(draw: Draw, state: Onboarding) -> Make:
    """Draw a code that is asked for, or tried."""
    where = {"contact": _contact(draw, state), "challenge": "c" * 16, "visit": "v" * 16}
    if draw(st.booleans()):
        return lambda s: c.MailCode(**where)
    right = draw(st.booleans())
    return lambda s: c.TryCode(**where, right=right)


def feedback(draw: Draw, state: Onboarding) -> Make:
    """Draw how a milestone went."""
    contact, score = _contact(draw, state), draw(st.integers(0, 6))
    milestone, told = draw(st.sampled_from(("live", "handed_off", "nonsense"))), draw(st.booleans())
    return lambda s: c.GiveFeedback(
        contact=contact, milestone=milestone, score=score, comment=sealed(s) if told else None
    )


def meeting(draw: Draw, state: Onboarding) -> Make:
    """Draw times that are proposed, chosen or declined, or a meeting that is taken back."""
    task, contact, at = _task(draw, state), _contact(draw, state), draw(st.sampled_from(_TIMES))
    what = draw(st.sampled_from(("propose", "choose", "decline", "cancel")))
    if what == "propose":
        return lambda s: c.ProposeTimes(task=task, times=(at, at + timedelta(hours=1)))
    if what == "choose":
        return lambda s: c.ChooseTime(task=task, contact=contact, time=at)
    if what == "decline":
        return lambda s: c.DeclineTimes(task=task, contact=contact, wish=sealed(s))
    return lambda s: c.CancelMeeting(task=task)


def reading(draw: Draw, state: Onboarding) -> Make:
    """Draw what a service has read, or that it could not."""
    document, something = _document(draw, state), draw(st.booleans())
    return lambda s: c.RecordReading(document=document, values=sealed(s) if something else None)


def _task(draw: Draw, state: Onboarding) -> str:
    return str(draw(st.sampled_from((*(task.id for task in state.tasks), "nonsense"))))


def _document(draw: Draw, state: Onboarding) -> str:
    return str(draw(st.sampled_from((*(document.id for document in state.documents), "nonsense"))))


def _contact(draw: Draw, state: Onboarding) -> str:
    return str(draw(st.sampled_from((*(contact.id for contact in state.contacts), "nobody"))))
