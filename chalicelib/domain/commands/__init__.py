"""What can be asked of an onboarding: imperative, frozen, complete."""

from chalicelib.domain.commands.changes import (
    AddTask,
    ApproveWaiver,
    BlockTask,
    DropTask,
    MigrateOnboarding,
    ReopenOnboarding,
    ReopenTask,
    RequestWaiver,
    SetTarget,
    UnblockTask,
    UndoMigration,
)
from chalicelib.domain.commands.colleagues import (
    AnswerQuestion,
    AskQuestion,
    AssignTask,
    PassPrimary,
    ReportStuck,
    SetRole,
    TakeBackTask,
)
from chalicelib.domain.commands.customer import (
    ApproveTask,
    DateDocument,
    DeclineTask,
    GiveFeedback,
    InviteContact,
    LeaveContact,
    MailCode,
    RecordScan,
    RecordUpload,
    RecordVerdict,
    RenewLink,
    SubmitAnswers,
    SwitchLanguage,
    SwitchReminders,
    TryCode,
    WithdrawDocument,
)
from chalicelib.domain.commands.deal import PassTime, RecordDeal
from chalicelib.domain.commands.meetings import CancelMeeting, ChooseTime, DeclineTimes, ProposeTimes
from chalicelib.domain.commands.team import (
    AcknowledgeEscalation,
    ApproveOverride,
    AskSecretAgain,
    CancelOnboarding,
    CompleteTask,
    CorrectContact,
    HoldOnboarding,
    Reassign,
    ReleaseOnboarding,
    RequestOverride,
    ResolveEscalation,
    RetryProvisioning,
    RevealSecret,
    ReviewDocument,
    RevokeLinks,
    SettlePromise,
    SnoozeEscalation,
    WaiveTask,
)
from chalicelib.domain.commands.world import RecordMailTrouble, RecordProvisioning, RecordReading

Command = (
    RecordDeal
    | PassTime
    | RecordUpload
    | RecordVerdict
    | RecordScan
    | WithdrawDocument
    | DateDocument
    | SubmitAnswers
    | ApproveTask
    | DeclineTask
    | InviteContact
    | LeaveContact
    | RenewLink
    | GiveFeedback
    | ProposeTimes
    | ChooseTime
    | DeclineTimes
    | CancelMeeting
    | MailCode
    | TryCode
    | SwitchReminders
    | SwitchLanguage
    | CorrectContact
    | CompleteTask
    | WaiveTask
    | ReviewDocument
    | SettlePromise
    | AcknowledgeEscalation
    | SnoozeEscalation
    | ResolveEscalation
    | Reassign
    | HoldOnboarding
    | ReleaseOnboarding
    | CancelOnboarding
    | RevokeLinks
    | RequestOverride
    | ApproveOverride
    | RecordProvisioning
    | RecordReading
    | RetryProvisioning
    | RecordMailTrouble
    | ReopenTask
    | RequestWaiver
    | ApproveWaiver
    | BlockTask
    | UnblockTask
    | SetTarget
    | ReopenOnboarding
    | AddTask
    | DropTask
    | RevealSecret
    | AskSecretAgain
    | MigrateOnboarding
    | UndoMigration
    | AnswerQuestion
    | AskQuestion
    | AssignTask
    | PassPrimary
    | ReportStuck
    | SetRole
    | TakeBackTask
)
