"""The versioned policy of a tier: stages, tasks, gates, clocks, reminders, ladder. Pure data.

Durations are whole working hours by the playbook's own calendar, unless a name says otherwise.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from chalicelib.domain.codes import CodeRules
from chalicelib.domain.values import PlaybookRef

TaskKind = Literal["internal", "customer", "approval"]
FieldType = Literal["text", "long_text", "email", "number", "date", "choice", "yes_no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """Working time: local hours ``"HH:MM"``, weekend as ISO weekdays (Monday is 1), public holidays by country.

    `company_days` are further days off, `half_days` say when a day closes earlier; both by ``"MM-DD"``, which is every
    year, or ``"YYYY-MM-DD"``.
    """

    country: str
    time_zone: str
    opens: str = "09:00"
    closes: str = "17:00"
    weekend: tuple[int, ...] = (6, 7)
    region: str | None = None
    company_days: tuple[str, ...] = ()
    half_days: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """A step with one accountable role; `hours` is how long it may take before somebody is told."""

    id: str
    title: str
    role: str
    hours: int
    customer_title: str
    milestone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """What a customer task takes as files. `max_bytes` is the largest accepted file."""

    types: tuple[str, ...] = ("pdf",)
    max_bytes: int = 10_000_000
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One question of a form."""

    id: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    max_length: int = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRule:
    """A piece of work.

    Attributes
    ----------
    role
        Who does it (internal), who answers for it (customer), or who signs off (approval; ``customer`` for a
        sign-off by the customer).
    opens
        ``opening``: at once; ``stage``: when its stage starts. `after` names tasks that must be done before.
    hours
        Working hours from its opening to its due instant.
    provision
        The downstream call that does this task: ``accounts``, ``tickets``, ``billing`` or ``access``.
    milestone
        The milestone that its completion reaches.
    waive
        Who may do without it: ``anyone`` of the team with a reason, or only a ``second_person`` whom somebody asked.
    """

    id: str
    stage: str
    kind: TaskKind
    title: str
    role: str
    hours: int
    help: str = ""
    opens: Literal["opening", "stage"] = "stage"
    after: tuple[str, ...] = ()
    documents: DocumentRule | None = None
    fields: tuple[FieldRule, ...] = ()
    statement: str = ""
    provision: str | None = None
    milestone: str | None = None
    waive: Literal["anyone", "second_person"] = "anyone"

    @property
    def by_customer(self) -> bool:
        """Say whether the customer does this task."""
        return self.kind == "customer" or self.role == "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """Conditions that hold something back until there is proof.

    `opens` is ``stage:<id>``, ``commitment`` (a date told to the customer) or ``live``. `requires` lists
    ``task:<id>`` (done or waived), ``stage:<id>`` (complete) and ``promises`` (each kept or let go).
    """

    id: str
    title: str
    opens: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """When an outstanding customer is reminded: working hours after the last ask or reminder, and how often at most."""

    every: tuple[int, ...] = (16, 16, 16, 24, 24)

    @property
    def most(self) -> int:
        """Return the largest number of reminders."""
        return len(self.every)


@dataclass(frozen=True, kw_only=True)  # no slots: the rules by id are kept beside the fields
class Playbook:
    """One published version of a policy."""

    name: str
    version: int
    title: str
    target_days: int
    calendar: CalendarRule
    stages: tuple[StageRule, ...]
    tasks: tuple[TaskRule, ...]
    gates: tuple[GateRule, ...]
    reminders: ReminderRule = field(default_factory=ReminderRule)
    rung_hours: tuple[int, ...] = (4, 8)
    warn_days: int = 2
    codes: CodeRules = field(default_factory=CodeRules)

    @property
    def ref(self) -> PlaybookRef:
        """Return name and version."""
        return PlaybookRef(name=self.name, version=self.version)

    def stage(self, stage_id: str) -> StageRule:
        """Return the rule of a stage."""
        return next(rule for rule in self.stages if rule.id == stage_id)

    def task(self, task_id: str) -> TaskRule | None:
        """Return the rule of a task; None for a task that was added by hand or at the handoff."""
        return self._tasks.get(task_id)

    def gate(self, opens: str) -> GateRule | None:
        """Return the gate in front of `opens`, if there is one."""
        return next((rule for rule in self.gates if rule.opens == opens), None)

    @cached_property
    def _tasks(self) -> dict[str, TaskRule]:
        return {rule.id: rule for rule in reversed(self.tasks)}
