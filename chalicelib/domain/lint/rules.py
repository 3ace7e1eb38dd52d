"""The linter's checks of one task or stage. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chalicelib.domain.codes import GROUPS, OTHER, CodeRules
from chalicelib.domain.onboarding import Milestones
from chalicelib.domain.playbook import DocumentRule, ReminderRule, StageRule, TableRule, TaskRule, ValidRule
from chalicelib.domain.reasons import TYPE_NAMES
from chalicelib.domain.tables import LARGEST_FORM, MOST_ROWS, TABLE_TYPES, plain_name, written

ID = re.compile(r"[a-z_][a-z0-9_]{0,39}")  # plain ASCII: ids stand in addresses and in the keys of uploads
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
LEAST_BYTES, MOST_BYTES = 10_000, 25_000_000  # a scanned page has more than the least
MOST_VALID_DAYS = 3660
MOST_REMINDERS = 5
ROLES = frozenset({"sales", "onboarding", "implementation", "success"})
PROVISIONED = frozenset({"accounts", "tickets", "billing", "access"})
DOCUMENT_TYPES = frozenset(TYPE_NAMES)
REACHED_BY_RULES = frozenset(Milestones.__dataclass_fields__) - {"signed", "live"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    place: str
    message: str

    def __str__(self) -> str:
        """Return one line for the author."""
        return f"{self.place}: {self.message}"


def of_stage(stage: StageRule, *, has_tasks: bool) -> Iterator[Problem]:
    """Yield what is wrong with a stage."""
    place = f"stage '{stage.id}'"
    if not has_tasks:
        yield Problem(
            place=place, message="has no task, so nothing would ever happen in it; add one or remove it"
        )
    if stage.role not in ROLES:
        yield Problem(
            place=f"{place} role", message=f"needs an owner: the role must be one of {listed(ROLES)}"
        )
    if stage.hours < 1:
        yield Problem(
            place=f"{place} hours", message="must be at least 1; somebody is told when they have passed"
        )
    if not stage.title.strip() or not stage.customer_title.strip():
        yield Problem(place=place, message="needs a title and a customer_title")
    yield from _milestone(place, stage.milestone)


def of_task(task: TaskRule) -> Iterator[Problem]:
    """Yield what is wrong with a task by itself."""
    place, roles = f"task '{task.id}'", ROLES | ({"customer"} if task.kind == "approval" else set())
    asks = task.documents is not None or task.fields or task.statement
    if task.role not in roles:
        yield Problem(
            place=f"{place} role", message=f"needs an owner: the role must be one of {listed(roles)}"
        )
    if task.hours < 1:
        yield Problem(place=f"{place} hours", message="must be at least 1")
    if not task.title.strip():
        yield Problem(place=place, message="needs a title")
    if task.by_customer and not asks:
        yield Problem(
            place=place,
            message="asks the customer for nothing, so nothing could be confirmed; add documents, fields or a statement",
        )
    if task.kind == "internal" and asks:
        yield Problem(place=place, message="internal work has no documents, fields or statement; remove them")
    if task.kind == "approval" and (task.documents or task.fields):
        yield Problem(
            place=place, message="an approval has a statement only; ask for the rest in a task of its own"
        )
    if task.provision and (task.kind != "internal" or task.provision not in PROVISIONED):
        yield Problem(
            place=f"{place} provision",
            message=f"belongs to an internal task and is one of {listed(PROVISIONED)}",
        )
    yield from _milestone(place, task.milestone)
    if task.remind is not None:
        yield from of_reminders(f"{place} remind", task.remind)
        if not task.by_customer:
            yield Problem(place=place, message="only the customer is reminded; remove remind")
    if task.meeting and (
        task.kind != "internal" or not 5 <= task.meeting.minutes <= 480 or not 2 <= task.meeting.propose <= 5
    ):
        yield Problem(
            place=f"{place} meeting",
            message="belongs to internal work; 5 to 480 minutes, 2 to 5 times to propose",
        )
    yield from _documents(place, task.documents)
    yield from _fields(place, task)


def of_reminders(place: str, rule: ReminderRule) -> Iterator[Problem]:
    """Yield what is wrong with the waits of reminders."""
    if len(rule.every) > MOST_REMINDERS or min(rule.every, default=1) < 1:
        yield Problem(place=place, message="name at most five waits in hours, each at least 1")


def _documents(place: str, rule: DocumentRule | None) -> Iterator[Problem]:
    if rule and (not rule.types or not DOCUMENT_TYPES.issuperset(rule.types)):
        yield Problem(place=place, message=f"documents.types must be some of {listed(DOCUMENT_TYPES)}")
    if rule and not (LEAST_BYTES <= rule.max_bytes <= MOST_BYTES and 1 <= rule.count <= 20):
        yield Problem(
            place=place,
            message=f"documents: max_bytes from {LEAST_BYTES} to {MOST_BYTES}, count from 1 to 20",
        )
    if rule and rule.valid:
        yield from _valid(f"{place} documents.valid", rule.valid)
    if rule and rule.table:
        yield from _table(f"{place} documents.table", rule.table, types=rule.types)


def _valid(place: str, rule: ValidRule) -> Iterator[Problem]:
    if rule.days is None and not rule.asks_date:
        yield Problem(
            place=place, message="needs days, or asks_date: true; otherwise nobody knows when it ends"
        )
    days = 1 if rule.days is None else rule.days
    if not 1 <= days <= MOST_VALID_DAYS or not 0 <= rule.renew_days <= 365:
        yield Problem(place=place, message=f"days from 1 to {MOST_VALID_DAYS}, renew_days from 0 to 365")
    if rule.days is not None and rule.renew_days >= rule.days:
        yield Problem(
            place=place, message="renew_days must be fewer than days; otherwise it is asked for at once"
        )


def _table(place: str, table: TableRule, *, types: tuple[str, ...]) -> Iterator[Problem]:
    if not TABLE_TYPES.issuperset(types):
        yield Problem(
            place=place, message="only csv and xlsx have rows; set documents.types to some of these"
        )
    if not table.columns or not any(column.required for column in table.columns):
        yield Problem(place=place, message="needs at least one required column, which its header is found by")
    if not 1 <= table.most_rows <= MOST_ROWS:
        yield Problem(place=place, message=f"most_rows must be from 1 to {MOST_ROWS}")
    names = Counter(plain_name(column.name) for column in table.columns)
    for column in table.columns:
        where = f"{place} column '{column.name[:60]}'"
        if names[plain_name(column.name)] > 1 or not plain_name(column.name) or len(column.name) > 80:
            yield Problem(place=where, message="each column needs its own name of at most 80 characters")
        if (column.type == "choice") != (len(set(column.choices)) > 1):
            yield Problem(
                place=where, message="a choice needs at least two different choices, other types none"
            )
    if len(written(table)) > LARGEST_FORM:
        yield Problem(
            place=place, message="does not fit into an upload's form; use fewer or shorter names and choices"
        )


def _fields(place: str, task: TaskRule) -> Iterator[Problem]:
    names = Counter(rule.id for rule in task.fields)
    for rule in task.fields:
        where = f"{place} field '{rule.id}'"
        if names[rule.id] > 1 or not _FIELD.fullmatch(rule.id):
            yield Problem(place=where, message="each field needs its own id of letters, digits and _")
        if (rule.type in {"choice", "choices"}) != (len(set(rule.choices)) > 1):
            yield Problem(
                place=where, message="a choice needs at least two different choices, other types none"
            )
        if not rule.label.strip() or not 1 <= rule.max_length <= 5000:
            yield Problem(place=where, message="needs a label, and a max_length from 1 to 5000")


def _milestone(place: str, milestone: str | None) -> Iterator[Problem]:
    if milestone is not None and milestone not in REACHED_BY_RULES:
        yield Problem(
            place=f"{place} milestone",
            message=f"must be one of {listed(REACHED_BY_RULES)}; signed and live come by themselves",
        )


def listed(names: Iterable[str]) -> str:
    """Return names as one sorted line."""
    return ", ".join(sorted(names))


def of_codes(codes: CodeRules) -> Iterator[Problem]:
    """Yield what is wrong with the reason codes: each group has some, each its own id, and `other` for the rest."""
    for group in GROUPS:
        rules = getattr(codes, group)
        names = Counter(rule.id for rule in rules)
        if OTHER not in names:
            yield Problem(
                place=f"codes '{group}'",
                message=f"needs the code '{OTHER}', for reasons that nobody has thought of",
            )
        for rule in rules:
            place = f"codes '{group}' '{rule.id[:60]}'"
            if names[rule.id] > 1 or not ID.fullmatch(rule.id):
                yield Problem(
                    place=place, message="each code needs its own id of small letters, digits and _"
                )
            if not rule.title.strip():
                yield Problem(place=place, message="needs a title")
