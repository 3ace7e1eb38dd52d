"""What counts as activity: a listed set of events. Whatever only the product does by itself, or says, does not count.

An onboarding is silent when none of `COUNTS` has happened for long; the last one that did is shown wherever it is.
Whoever adds an event says on which side it stands.
"""

from chalicelib.domain import events as e
from chalicelib.domain.onboarding import Activity

COUNTS: frozenset[type[e.Event]] = frozenset(
    {
        e.OnboardingOpened,
        e.OnboardingReleased,
        e.OnboardingReopened,
        e.DealChanged,
        e.DocumentReceived,
        e.DocumentWithdrawn,
        e.DocumentDated,
        e.AnswersRecorded,
        e.ApprovalDeclined,
        e.SecretGiven,
        e.SecretRevealed,
        e.SecretAskedAgain,
        e.ContactAdded,
        e.ContactCorrected,
        e.TaskCompleted,
        e.TaskWaived,
        e.TaskReopened,
        e.TaskAssigned,
        e.TaskTakenBack,
        e.QuestionAsked,
        e.QuestionAnswered,
        e.TaskAdded,
        e.TaskBlocked,
        e.TaskUnblocked,
        e.TargetSet,
        e.PromiseSettled,
        e.EscalationAcknowledged,
        e.Reassigned,
        e.ProvisioningRetried,
        e.OverrideRequested,
        e.WaiverRequested,
        e.FeedbackGiven,
        e.TimeChosen,
        e.TimesDeclined,
        e.MeetingCancelled,
    }
)
DOES_NOT_COUNT: frozenset[type[e.Event]] = frozenset(
    {
        # what follows by rule from something that counted, or from time alone
        e.StageEntered,
        e.StageCompleted,
        e.GatePassed,
        e.TaskOpened,
        e.TaskReviewed,
        e.DatesMoved,
        e.MilestoneReached,
        e.WentLive,
        e.OnboardingClosed,
        e.ClockPaused,
        e.ClockResumed,
        e.ForecastChanged,
        # what we tell somebody: being reminded is not doing something
        e.CustomerAsked,
        e.CustomerReminded,
        e.RemindersMoved,
        e.ReceiptQueued,
        e.ReceiptMailed,
        e.EscalationRaised,
        e.EscalationSnoozed,  # putting something off is not doing it
        e.EscalationReturned,
        e.EscalationResolved,
        # what machines find and report
        e.GapFound,
        e.DocumentChecked,
        e.DocumentScanned,
        e.DocumentAccepted,
        e.DocumentRejected,
        e.DocumentNeedsPerson,
        e.DocumentRead,
        e.DocumentExpiring,
        e.DocumentReplaced,  # that the other one arrived has counted
        e.ProvisioningFailed,
        e.MailTroubled,
        # what changes the policy of many at once: nobody has done anything about this one
        e.OnboardingMigrated,
        e.MigrationUndone,
        # what takes something away, or changes how we reach each other
        e.TaskDropped,
        e.DealLost,
        e.PromiseAdded,
        e.OnboardingHeld,
        e.OnboardingCancelled,
        e.ContactChanged,
        e.LinksRevoked,
        e.LanguageSwitched,
        e.LinkRenewed,
        e.CodeMailed,
        e.CodeTried,
        e.FeedbackAsked,
        e.TimesProposed,
        e.RemindersSwitched,
        e.RoleSet,
        e.PrimaryPassed,
    }
)


def activity(event: e.Event) -> Activity | None:
    """Return what an event counts for; None for one that does not count."""
    if type(event) not in COUNTS:
        return None
    return Activity(what=type(event).__name__, at=event.at, by=_by(event))


def _by(event: e.Event) -> str:
    """Return who did it, as far as the event itself says so."""
    match event:
        case e.TaskCompleted() | e.TaskWaived():
            return event.proof.by
        case e.PromiseSettled():
            return event.proof.by
        case e.DocumentReceived() if event.document.contact:
            return f"contact:{event.document.contact}"
        case e.QuestionAsked():
            return f"contact:{event.question.contact}"
        case e.AnswersRecorded() | e.DocumentWithdrawn() | e.DocumentDated():
            return f"contact:{event.contact}"
        case e.ContactAdded() if event.contact.invited_by:
            return event.contact.invited_by
        case e.OnboardingOpened() | e.DealChanged():
            return f"crm:{event.deal.ref.source}"
        case (
            e.ApprovalDeclined()
            | e.EscalationAcknowledged()
            | e.OverrideRequested()
            | e.WaiverRequested()
            | e.TaskBlocked()
            | e.TaskAssigned()
            | e.TaskTakenBack()
            | e.QuestionAnswered()
        ):
            return event.by
    return ""
