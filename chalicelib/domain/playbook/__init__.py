"""The versioned policy of a tier: stages, tasks, gates, clocks, reminders, ladder. Pure data.

Durations are whole working hours by the playbook's own calendar, unless a name says otherwise.
"""

from chalicelib.domain.playbook.documents import ColumnRule, ColumnType, DocumentRule, TableRule, ValidRule
from chalicelib.domain.playbook.fields import FieldRule, FieldType, FieldWhen, FromDocument, Known
from chalicelib.domain.playbook.stages import GateRule, StageRule
from chalicelib.domain.playbook.tasks import DueRule, MeetingRule, TaskKind, TaskRule
from chalicelib.domain.playbook.time import CalendarRule, ReminderRule, StallRule
from chalicelib.domain.playbook.whole import AttributeRule, AttributeType, Playbook, Way

__all__ = [
    "AttributeRule",
    "AttributeType",
    "CalendarRule",
    "ColumnRule",
    "ColumnType",
    "DocumentRule",
    "DueRule",
    "FieldRule",
    "FieldType",
    "FieldWhen",
    "FromDocument",
    "GateRule",
    "Known",
    "MeetingRule",
    "Playbook",
    "ReminderRule",
    "StageRule",
    "StallRule",
    "TableRule",
    "TaskKind",
    "TaskRule",
    "ValidRule",
    "Way",
]
