"""The shapes of the JSON API's answers, which its OpenAPI document is made from. docs/api.md explains them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.domain.documents import SignatureState
from chalicelib.domain.metrics import Health
from chalicelib.domain.migrated import Difference
from chalicelib.domain.onboarding import ContactStatus, DocumentStatus, Status, TaskStatus
from chalicelib.domain.people import Absence, Quiet
from chalicelib.domain.playbook import TaskKind
from chalicelib.domain.values import PlaybookRef
from chalicelib.domain.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Somebody of the team; only the id is left when the directory does not know them any more."""

    id: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """The customer's company."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedView:
    """An onboarding as lists show it. Dates are those of the playbook's time zone; health is that of the last change."""

    id: str
    account: AccountView
    tier: str
    status: Status
    stage: str | None
    owner: PersonView
    health: Health
    target_date: date | None
    forecast_date: date | None
    open_escalations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of onboardings, newest first."""

    items: tuple[ListedView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealView:
    """Which deal of which CRM account."""

    source: str
    tenant: str
    id: str
    name: str
    url: str | None
    amount: str | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """Who or what settled something, when, and by which documents.

    Of a sign-off by the customer: `shown` is the SHA-256 of the text on their page, in `language`, and `digest` that of text
    and documents together.
    """

    by: str
    at: datetime
    hashes: tuple[str, ...]
    note: str | None
    reference: str | None
    asked_by: str | None
    shown: str | None
    language: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """What a task waits for: reason code and title, since when, who said so."""

    code: str
    title: str
    since: datetime
    by: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """Why it is on hold: how it came to that, the reason code and title of who did it, when its owner is reminded."""

    how: str
    code: str | None
    title: str | None
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingView:
    """Since when the customer is waited for, for which tasks, who was asked, and by which of our messages."""

    since: datetime
    tasks: tuple[str, ...]
    contact: str
    request: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """Working minutes by the playbook's calendar, without holds: `net` is what `total` leaves after `waited`."""

    total_minutes: int
    waited_minutes: int
    net_minutes: int
    waiting: WaitingView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastView:
    """When it will be live; `path` is the longest way there. At `slips_at` the target is lost if nothing is done."""

    live_at: datetime
    late: bool
    slips_at: datetime | None
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """The last thing that counted as activity: which event, when, and by whom where the event says so."""

    what: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A step with its accountable owner and its clock."""

    id: str
    title: str
    status: str
    owner: PersonView
    entered_at: datetime | None
    due_at: datetime | None
    left_at: datetime | None
    clock: ClockView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """An uploaded file version.

    `rows` and `wrong_rows` are counted where the task asks for a table; `signature` says how a PDF's digital signatures are.
    """

    id: str
    version: int
    name: str
    status: DocumentStatus
    reasons: tuple[str, ...]
    sha256: str | None
    received_at: datetime
    rows: int | None
    wrong_rows: int | None
    signature: SignatureState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer of the customer."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedView:
    """Which contact has a task of the customer, since when, and by whose wish."""

    contact: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting with the customer: the times that are proposed, the one that was chosen, and what they wish for."""

    task: str
    minutes: int
    times: tuple[datetime, ...]
    chosen: datetime | None
    contact: str | None
    wish: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """What a contact was asked about a milestone, and what they said: `score` from 1 (bad) to 5 (very good), or null."""

    milestone: str
    contact: str
    asked_at: datetime
    score: int | None
    comment: str | None
    given_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of the customer; `stuck` is a reason code where a task cannot go on."""

    id: str
    contact: str
    at: datetime
    text: str | None
    task: str | None
    stuck: str | None
    open: bool
    answer_by: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A piece of work.

    `handed` is which contact has it, `stuck` says that the customer cannot go on, `requests` how often we have asked for it,
    `asked_again` that it was asked for though it was there.

    `provision` names the downstream call that does it, where one does; `waiver_asked_by` who wants to do without it;
    `quote` is the exact value of the CRM that could not be used, where it is about one.
    """

    id: str
    stage: str
    kind: TaskKind
    title: str
    status: TaskStatus
    by_customer: bool
    provision: str | None
    owner: PersonView
    opened_at: datetime | None
    due_at: datetime | None
    quote: str | None
    reminders_sent: int
    next_reminder_at: datetime | None
    documents: tuple[DocumentView, ...]
    answers: tuple[AnswerView, ...]
    proof: ProofView | None
    blocked: BlockView | None
    waiver_asked_by: str | None
    handed: HandedView | None
    stuck: bool
    requests: int
    asked_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A gate; closed while `passed_at` is null. `requires` is what it waits for."""

    id: str
    title: str
    opens: str
    requires: tuple[str, ...]
    passed_at: datetime | None
    proof: tuple[ProofView, ...]
    override_requested_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A person of the customer; `reminders` says whether they want any, `first` whether they are asked first."""

    id: str
    name: str | None
    email: str | None
    role: str
    language: str
    time_zone: str
    status: ContactStatus
    reminders: bool
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """A commitment made during the sale."""

    id: str
    text: str
    made_by: str | None
    due: date | None
    owner: PersonView | None
    settled: ProofView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView(Why):
    """The reason of an automatic act; `text` tells it to a person."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationView:
    """An exception raised to a person, with its why."""

    id: str
    rung: int
    rule: str
    subject: str
    owner: PersonView
    since: datetime
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_after_minutes: int | None
    snoozed_until: datetime | None
    resolved_at: datetime | None
    resolved_after_minutes: int | None
    code: str | None
    why: WhyView


@dataclass(frozen=True, slots=True, kw_only=True)
class AsksView:
    """How often the customer was asked for `things`: by how many `requests`, of which `repeated` asked once more.

    `asked_once_percent` of the things were asked for exactly once; null where nothing was.
    """

    things: int
    asked_once_percent: int | None
    requests: int
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingView(ListedView):
    """Everything about one onboarding."""

    deal: DealView
    playbook: PlaybookRef
    opened_at: datetime
    hold: HoldView | None
    cancelled_code: str | None
    clocks: ClockView
    forecast: ForecastView | None
    last_activity: ActivityView | None
    requests: int
    milestones: dict[str, datetime | None]
    contacts: tuple[ContactView, ...]
    promises: tuple[PromiseView, ...]
    stages: tuple[StageView, ...]
    tasks: tuple[TaskView, ...]
    gates: tuple[GateView, ...]
    escalations: tuple[EscalationView, ...]
    questions: tuple[QuestionView, ...]
    asks: AsksView
    feedback: tuple[OpinionView, ...]
    meetings: tuple[MeetingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntryView:
    """One event. Its hash is SHA-256 over the RFC 8785 form of the nine fields from `sequence` to `previous_hash`.

    `because` tells its `why` to a person.
    """

    sequence: int
    type: str
    v: int
    at: datetime
    actor: str
    data: dict[str, Any]
    why: dict[str, Any] | None
    cause: str
    previous_hash: str
    hash: str
    resolved: dict[str, str]
    because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalView:
    """Journal entries, oldest first; `next` continues after the last."""

    items: tuple[JournalEntryView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInView:
    """For whom something is in front of somebody else: away until a day, or gone (`until` is null)."""

    id: str
    name: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsYouItemView:
    """Something in front of a person; `title` is the task's title or the escalation's rule.

    `kind` is ``task``, ``escalation``, or ``handover``: somebody has left and what they own waits for an owner; `id` is
    theirs then, and `onboarding` empty. `stands_in_for` is set on what is somebody else's, who is away or gone.
    """

    onboarding: str
    account: str
    kind: str
    id: str
    title: str
    due_at: str | None
    stands_in_for: StandInView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsYouView:
    """Everything in front of a person, the oldest first."""

    items: tuple[NeedsYouItemView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedView:
    """What a command came to: the types of the events that it caused, none for a repetition."""

    onboarding: str
    status: Status
    stage: str | None
    sequence: int
    events: tuple[str, ...]
    repeated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCountView:
    """How many holds, blocked tasks, late escalations or cancellations have this reason now."""

    group: str
    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationLagView:
    """How long the escalations of a rule take from when it became true, in minutes of calendar time.

    Attributes
    ----------
    acknowledged_median
        Until somebody took it up, or put it off; null where nobody has.
    resolved_median
        Until it was settled; null where none is.
    """

    rule: str
    count: int
    acknowledged_median: int | None
    resolved_median: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """What customers thought of a milestone.

    Attributes
    ----------
    mean
        Of all scores from 1 (bad) to 5 (very good), as decimal text with two digits: money and means are no floats.
    scores
        How many gave each score, from 1 to 5.
    """

    milestone: str
    count: int
    mean: str
    scores: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookMetricsView:
    """The counts of one playbook: onboardings by status, what they wait for, how fast escalations are seen to, how often
    customers were asked, and what they thought.
    """

    name: str
    onboardings: dict[str, int]
    waits: tuple[WaitCountView, ...]
    escalations: tuple[EscalationLagView, ...]
    asks: AsksView
    feedback: tuple[ScoreView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsView:
    """What is counted over all onboardings that are under way or were cancelled."""

    playbooks: tuple[PlaybookMetricsView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody of the team, with everything that the directory keeps of them.

    Attributes
    ----------
    available
        Whether they work here and are not away now.
    seen_by
        Who sees what is in front of them, while they are away or once they are gone.
    fallback
        Whether they own what nobody else can.
    """

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    lead: str | None
    sponsor: str | None
    delegate: str | None
    time_zone: str
    country: str | None
    region: str | None
    away: tuple[Absence, ...]
    active: bool
    quiet: Quiet | None
    digest: bool
    available: bool
    seen_by: str | None
    fallback: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersView:
    """Everybody, by name."""

    items: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What was changed about somebody, the new values by field; of name and address only that they were."""

    at: datetime
    actor: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWholeView(MemberView):
    """Somebody of the team, what was changed about them, the newest first, and what they left behind.

    `still_owns` counts the onboardings in which somebody who has left still owns something: hand it over. Until then
    `seen_by` sees it. `leads` are those who name them as their lead: somebody who leaves needs a successor there.
    """

    changes: tuple[ChangeView, ...]
    still_owns: int
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """Something that a person owns; `subject` as `Reassign` takes it."""

    onboarding: str
    account: str
    subject: str
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """What a person owns and that is not over, an onboarding after the other."""

    items: tuple[PieceView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView(PieceView):
    """Something and who gets it; `how`: ``asked``, ``role``, ``delegate``, ``lead`` or ``fallback``."""

    to: PersonView
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """What would go to whom; once it is sent (`preview` is false), what was."""

    preview: bool
    items: tuple[MoveView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationView:
    """What a version would change of one onboarding: `text` says each item; send `digest` to do exactly this."""

    onboarding: str
    account: str
    before: PlaybookRef
    after: PlaybookRef
    digest: str
    items: tuple[Difference, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationsView:
    """A page of previews (`preview` true), or the onboardings that a migration was sent for."""

    version: int
    preview: bool
    items: tuple[MigrationView, ...]
    sent: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookLineView:
    """A playbook and its published versions, the oldest first; new deals of this tier run by the newest."""

    name: str
    title: str
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybooksView:
    """Every published playbook."""

    items: tuple[PlaybookLineView, ...]
