"""One published version of a playbook, whole."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from chalicelib.domain.codes import CodeRules
from chalicelib.domain.playbook.stages import GateRule, StageRule
from chalicelib.domain.playbook.tasks import TaskRule
from chalicelib.domain.playbook.time import CalendarRule, ReminderRule, StallRule
from chalicelib.domain.values import PlaybookRef

Way = tuple[tuple[tuple[str, str], tuple[tuple[str, str], ...]], ...]
AttributeType = Literal["text", "number", "yes_no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRule:
    """An attribute of the deal that conditions may read, as ``attributes.<id>``.

    Attributes
    ----------
    id
        Its name in the deal's ``attributes``.
    type
        What it holds: ``text``, ``number`` or ``yes_no``.
    """

    id: str
    type: AttributeType = "text"


@dataclass(frozen=True, kw_only=True)  # no slots: the rules by id are kept beside the fields
class Playbook:
    """One published version of a policy.

    Attributes
    ----------
    name
        The tier's name: small letters, digits, ``_``.
    version
        A whole number from 1; raise it with every change.
    title
        What the team reads.
    target_days
        Working days from opening to live, where the deal names no date.
    calendar
        Working time.
    stages
        The steps, in order.
    tasks
        The pieces of work.
    gates
        What holds something back until there is proof.
    reminders
        When the customer is reminded.
    rung_hours
        Working hours until the lead, and then until the sponsor, hears of an escalation that nobody has taken up.
    most_snooze_hours
        Working hours for which an entry of the list may be put off at most.
    warn_days
        How many working days before the target somebody is warned that it might not hold.
    stall
        After how long without an answer, or without anything, somebody is told.
    feedback
        The milestones (``live``, or one that a stage or task reaches) at which the customer is asked how it went: one mail,
        five answers, a comment.
    codes
        The reasons that people may choose from.
    attributes
        The attributes of the deal that conditions may read.
    translations
        What customers read in other languages (``de``, ``fr``, ``es``): a language, the text as it stands above, and its
        translation.
    """

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
    most_snooze_hours: int = 40
    stall: StallRule = field(default_factory=StallRule)
    feedback: tuple[str, ...] = ()
    codes: CodeRules = field(default_factory=CodeRules)
    attributes: tuple[AttributeRule, ...] = ()
    translations: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)

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

    def reminders_of(self, task_id: str) -> ReminderRule:
        """Return how the customer is reminded of a task."""
        rule = self.task(task_id)
        return rule.remind if rule and rule.remind else self.reminders

    def gate(self, opens: str) -> GateRule | None:
        """Return the gate in front of `opens`, if there is one."""
        return next((rule for rule in self.gates if rule.opens == opens), None)

    @cached_property
    def way_to_live(self) -> Way:
        """Return all that the go-live waits for, in an order in which it can be done: worked out once."""
        from chalicelib.domain.reachability import way

        return way(self)

    @cached_property
    def _tasks(self) -> dict[str, TaskRule]:
        return {rule.id: rule for rule in reversed(self.tasks)}
