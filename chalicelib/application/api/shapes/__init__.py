"""The shapes of the JSON API's answers, which its OpenAPI document is made from. docs/api.md explains them."""

from chalicelib.application.api.shapes.course import (
    ActivityView,
    ClockView,
    ForecastView,
    HoldView,
    StageView,
    WaitingView,
)
from chalicelib.application.api.shapes.customer import (
    AsksView,
    ContactView,
    MeetingView,
    OpinionView,
    QuestionView,
)
from chalicelib.application.api.shapes.escalations import (
    EscalationView,
    NeedsYouItemView,
    NeedsYouView,
    StandInView,
    WhyView,
)
from chalicelib.application.api.shapes.lists import AccountView, ListedView, ListView, PersonView
from chalicelib.application.api.shapes.metrics import (
    EscalationLagView,
    MetricsView,
    PlaybookMetricsView,
    ScoreView,
    WaitCountView,
)
from chalicelib.application.api.shapes.onboardings import (
    AcceptedView,
    DealView,
    JournalEntryView,
    JournalView,
    OnboardingView,
)
from chalicelib.application.api.shapes.people import (
    ChangeView,
    HandoverView,
    MembersView,
    MemberView,
    MemberWholeView,
    MoveView,
    PieceView,
    WorkView,
)
from chalicelib.application.api.shapes.playbooks import (
    MigrationsView,
    MigrationView,
    PlaybookLineView,
    PlaybooksView,
)
from chalicelib.application.api.shapes.proof import GateView, PromiseView, ProofView
from chalicelib.application.api.shapes.tasks import AnswerView, BlockView, DocumentView, HandedView, TaskView

__all__ = [
    "AcceptedView",
    "AccountView",
    "ActivityView",
    "AnswerView",
    "AsksView",
    "BlockView",
    "ChangeView",
    "ClockView",
    "ContactView",
    "DealView",
    "DocumentView",
    "EscalationLagView",
    "EscalationView",
    "ForecastView",
    "GateView",
    "HandedView",
    "HandoverView",
    "HoldView",
    "JournalEntryView",
    "JournalView",
    "ListView",
    "ListedView",
    "MeetingView",
    "MemberView",
    "MemberWholeView",
    "MembersView",
    "MetricsView",
    "MigrationView",
    "MigrationsView",
    "MoveView",
    "NeedsYouItemView",
    "NeedsYouView",
    "OnboardingView",
    "OpinionView",
    "PersonView",
    "PieceView",
    "PlaybookLineView",
    "PlaybookMetricsView",
    "PlaybooksView",
    "PromiseView",
    "ProofView",
    "QuestionView",
    "ScoreView",
    "StageView",
    "StandInView",
    "TaskView",
    "WaitCountView",
    "WaitingView",
    "WhyView",
    "WorkView",
]
