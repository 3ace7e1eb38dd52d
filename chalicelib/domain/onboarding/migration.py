"""What a migration to another version of the playbook leaves behind, so that it can be undone."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.onboarding.course import Stage
from chalicelib.domain.onboarding.proof import Gate
from chalicelib.domain.onboarding.tasks import Task
from chalicelib.domain.playbook import StageRule, TaskRule
from chalicelib.domain.values import PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What a migration has changed, kept so that it can be undone.

    `stages`, `tasks` and `gates` are those that it changed or dropped, as they were. `order` names all that there were
    (``stage:…``, ``task:…``, ``gate:…``), `dropped` those that it dropped. `target_at` is the date as it was, `moved_to`
    as the migration set it.
    """

    at: datetime
    before: PlaybookRef
    after: PlaybookRef
    order: tuple[str, ...]
    dropped: tuple[str, ...]
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    added: tuple[TaskRule, ...]
    kept_stages: tuple[StageRule, ...]
    target_at: datetime
    warn_at: datetime | None
    moved_to: datetime
