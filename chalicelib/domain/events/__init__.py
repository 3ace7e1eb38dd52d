"""What happened: past tense, frozen, carrying results so that replay needs no policy, clock or calendar.

Each class has a schema version `v`; when its fields change, raise it and teach the journal's reader the old form.
"""

from chalicelib.domain.events.answers import (
    AnswersRecorded,
    ApprovalDeclined,
    SecretAskedAgain,
    SecretGiven,
    SecretRevealed,
)
from chalicelib.domain.events.changes import (
    MigrationUndone,
    OnboardingMigrated,
    OnboardingReopened,
    TargetSet,
    TaskAdded,
    TaskBlocked,
    TaskDropped,
    TaskReopened,
    TaskUnblocked,
    WaiverRequested,
)
from chalicelib.domain.events.colleagues import (
    PrimaryPassed,
    QuestionAnswered,
    QuestionAsked,
    RoleSet,
    TaskAssigned,
    TaskTakenBack,
)
from chalicelib.domain.events.contacts import (
    CodeMailed,
    CodeTried,
    ContactAdded,
    ContactChanged,
    ContactCorrected,
    LanguageSwitched,
    LinkRenewed,
    LinksRevoked,
    RemindersSwitched,
)
from chalicelib.domain.events.course import (
    OnboardingCancelled,
    OnboardingClosed,
    OnboardingHeld,
    OnboardingReleased,
    WentLive,
)
from chalicelib.domain.events.customer import (
    CustomerAsked,
    CustomerReminded,
    FeedbackAsked,
    FeedbackGiven,
    ReceiptMailed,
    ReceiptQueued,
    RemindersMoved,
)
from chalicelib.domain.events.deal import (
    DealChanged,
    DealLost,
    GapFound,
    OnboardingOpened,
    PromiseAdded,
    PromiseSettled,
)
from chalicelib.domain.events.documents import (
    DocumentAccepted,
    DocumentChecked,
    DocumentDated,
    DocumentExpiring,
    DocumentNeedsPerson,
    DocumentRead,
    DocumentReceived,
    DocumentRejected,
    DocumentReplaced,
    DocumentScanned,
    DocumentWithdrawn,
)
from chalicelib.domain.events.meetings import MeetingCancelled, TimeChosen, TimesDeclined, TimesProposed
from chalicelib.domain.events.people import (
    EscalationAcknowledged,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    EscalationSnoozed,
    MailTroubled,
    Reassigned,
)
from chalicelib.domain.events.time import ClockPaused, ClockResumed, ForecastChanged
from chalicelib.domain.events.work import (
    DatesMoved,
    GatePassed,
    MilestoneReached,
    OverrideRequested,
    ProvisioningFailed,
    ProvisioningRetried,
    StageCompleted,
    StageEntered,
    TaskCompleted,
    TaskOpened,
    TaskReviewed,
    TaskWaived,
)

Event = (
    OnboardingOpened
    | DealChanged
    | DealLost
    | GapFound
    | CustomerAsked
    | CustomerReminded
    | RemindersMoved
    | RemindersSwitched
    | StageEntered
    | StageCompleted
    | GatePassed
    | TaskOpened
    | DatesMoved
    | TaskCompleted
    | TaskWaived
    | TaskReviewed
    | AnswersRecorded
    | SecretGiven
    | SecretRevealed
    | SecretAskedAgain
    | ApprovalDeclined
    | DocumentReceived
    | DocumentChecked
    | DocumentScanned
    | DocumentAccepted
    | DocumentRejected
    | DocumentNeedsPerson
    | DocumentReplaced
    | DocumentWithdrawn
    | DocumentDated
    | DocumentExpiring
    | DocumentRead
    | ReceiptQueued
    | ReceiptMailed
    | ContactAdded
    | ContactChanged
    | ContactCorrected
    | LinkRenewed
    | CodeMailed
    | CodeTried
    | LanguageSwitched
    | FeedbackAsked
    | FeedbackGiven
    | TimesProposed
    | TimeChosen
    | TimesDeclined
    | MeetingCancelled
    | LinksRevoked
    | PromiseAdded
    | PromiseSettled
    | EscalationRaised
    | EscalationAcknowledged
    | EscalationSnoozed
    | EscalationReturned
    | EscalationResolved
    | Reassigned
    | OnboardingHeld
    | OnboardingReleased
    | OnboardingCancelled
    | OverrideRequested
    | MilestoneReached
    | WentLive
    | OnboardingClosed
    | ProvisioningFailed
    | ProvisioningRetried
    | MailTroubled
    | ClockPaused
    | ClockResumed
    | ForecastChanged
    | TaskReopened
    | WaiverRequested
    | TaskBlocked
    | TaskUnblocked
    | TargetSet
    | OnboardingReopened
    | TaskAdded
    | TaskDropped
    | OnboardingMigrated
    | MigrationUndone
    | PrimaryPassed
    | QuestionAnswered
    | QuestionAsked
    | RoleSet
    | TaskAssigned
    | TaskTakenBack
)
