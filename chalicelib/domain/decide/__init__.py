"""What happens when something is asked: pure, complete, or refused with a domain error.

A decision has three parts: what the command itself brings about, everything that follows from that
(`consequences.follow`), and the receipt lines for what the customer has given or is told.
"""

from chalicelib.domain import commands as c
from chalicelib.domain import reading
from chalicelib.domain.consequences import follow
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import fire
from chalicelib.domain.decide import (
    answers,
    changes,
    codes,
    colleagues,
    contacts,
    control,
    deals,
    documents,
    leaving,
    meetings,
    migrate,
    opinions,
    plan,
    questions,
    reopening,
    restart,
    secrets,
    snoozes,
    team,
    uploads,
    waivers,
    world,
)
from chalicelib.domain.decide.receipts import receipts
from chalicelib.domain.errors import InvalidError, NotFoundError
from chalicelib.domain.events import Event
from chalicelib.domain.events.changes import PlanChanged, TaskAdded, TaskDropped
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding

MOST_AT_ONCE = 20
_CHANGE_THE_PLAN = (TaskAdded, TaskDropped, PlanChanged)


def decide(state: Onboarding | None, command: c.Command, context: Context) -> tuple[Event, ...]:
    """Return what happens, in order; nothing at all when there is nothing to do.

    Raises
    ------
    DomainError
        The command is refused.
    """
    if isinstance(command, c.RecordDeal):
        first = deals.record(state, command, context)
    elif state is None:
        raise NotFoundError("There is no such onboarding.")
    elif isinstance(command, c.PassTime):
        return _pass_time(state, context)
    else:
        first = _act(state, command, context)
    return _complete(state, first, context)[0] if first else ()


def _complete(
    state: Onboarding | None, first: tuple[Event, ...], context: Context
) -> tuple[tuple[Event, ...], Onboarding | None]:
    """Return what happens with all that follows, and the state after it: each event is applied once."""
    after = fold(first, state)
    if after is None:
        return (), None
    if any(isinstance(event, _CHANGE_THE_PLAN) for event in first):
        context = context.planned(after)
    following, after = follow(after, context)
    events = (*first, *following)
    told = tuple(receipts(after, events, context))
    return (*events, *told), fold(told, after)


def _pass_time(state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Bring about what is due, as much as one commit can hold; the next sweep finds the rest."""
    happened: tuple[Event, ...] = ()
    for _ in range(MOST_AT_ONCE):
        fired = fire(state, context)
        if not fired:
            break
        fresh, after = _complete(state, fired, context)
        happened += fresh
        state = after or state
    return happened


def _act(state: Onboarding, command: c.Command, context: Context) -> tuple[Event, ...]:
    act = _ACTS.get(type(command))
    if act is None:
        raise InvalidError(f"{type(command).__name__} is not a command for an onboarding.")
    return act(state, command, context)  # type: ignore[operator, no-any-return]


_ACTS: dict[type, object] = {
    c.RecordUpload: uploads.received,
    c.RecordVerdict: uploads.checked,
    c.RecordScan: uploads.scanned,
    c.ReviewDocument: documents.reviewed,
    c.WithdrawDocument: documents.withdraw,
    c.DateDocument: documents.date_of,
    c.RecordReading: reading.read,
    c.SubmitAnswers: answers.submit,
    c.ApproveTask: answers.approve,
    c.DeclineTask: answers.decline,
    c.InviteContact: contacts.invite,
    c.LeaveContact: leaving.leave,
    c.SwitchLanguage: contacts.switch_language,
    c.RenewLink: contacts.renew_link,
    c.MailCode: codes.mail,
    c.TryCode: codes.attempt,
    c.GiveFeedback: opinions.give,
    c.ProposeTimes: meetings.propose,
    c.ChooseTime: meetings.choose,
    c.DeclineTimes: meetings.decline,
    c.CancelMeeting: meetings.cancel,
    c.SwitchReminders: contacts.switch_reminders,
    c.CorrectContact: contacts.correct,
    c.CompleteTask: team.complete,
    c.WaiveTask: team.waive,
    c.SettlePromise: team.settle_promise,
    c.AcknowledgeEscalation: team.acknowledge,
    c.ResolveEscalation: team.resolve,
    c.SnoozeEscalation: snoozes.snooze,
    c.Reassign: team.reassign,
    c.HoldOnboarding: control.hold,
    c.ReleaseOnboarding: restart.release,
    c.CancelOnboarding: control.cancel,
    c.RevokeLinks: control.revoke_links,
    c.RequestOverride: control.request_override,
    c.ApproveOverride: control.approve_override,
    c.RecordProvisioning: world.provisioned,
    c.RetryProvisioning: world.retry_provisioning,
    c.RecordMailTrouble: world.mail_troubled,
    c.ReopenTask: reopening.reopen,
    c.RequestWaiver: waivers.request,
    c.ApproveWaiver: waivers.approve,
    c.BlockTask: changes.block,
    c.UnblockTask: changes.unblock,
    c.SetTarget: changes.set_target,
    c.ReopenOnboarding: restart.reopen,
    c.AddTask: plan.add,
    c.DropTask: plan.drop,
    c.RevealSecret: secrets.reveal,
    c.AskSecretAgain: secrets.ask_again,
    c.MigrateOnboarding: migrate.migrate,
    c.UndoMigration: migrate.undo,
    c.AssignTask: colleagues.assign,
    c.TakeBackTask: colleagues.take_back,
    c.SetRole: colleagues.set_role,
    c.PassPrimary: colleagues.pass_primary,
    c.ReportStuck: questions.stuck,
    c.AskQuestion: questions.ask,
    c.AnswerQuestion: questions.answer,
}
