"""The versioned policy of a tier: stages, tasks, gates, clocks, reminders, ladder. Pure data.

Durations are whole working hours by the playbook's own calendar, unless a name says otherwise.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from chalicelib.domain.codes import CodeRules
from chalicelib.domain.values import PlaybookRef

TaskKind = Literal["internal", "customer", "approval"]
FieldType = Literal[
    "text",
    "long_text",
    "email",
    "number",
    "date",
    "choice",
    "choices",
    "yes_no",
    "url",
    "domain",
    "phone",
    "country",
    "time_zone",
    "vat_id",
    "iban",
    "bic",
    "secret",
]
Known = Literal["", "account.name", "account.country", "account.domain", "account.time_zone"]
Way = tuple[tuple[tuple[str, str], tuple[tuple[str, str], ...]], ...]
AttributeType = Literal["text", "number", "yes_no"]
ColumnType = Literal["text", "number", "date", "email", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """Working time.

    Attributes
    ----------
    country
        Whose public holidays are kept: an ISO 3166 code. Quote ``"NO"``: YAML takes it for *false*.
    time_zone
        An IANA name, such as ``Europe/Berlin``.
    opens
        When work begins, local time, quoted: ``"09:00"``.
    closes
        When work ends, local time, quoted: ``"17:00"``.
    weekend
        ISO weekdays on which nobody works; Monday is 1.
    region
        Whose regional holidays are kept, too: the ISO 3166 code of a part of the country.
    company_days
        Further days off: ``"MM-DD"``, which is every year, or ``"YYYY-MM-DD"``.
    half_days
        When a day closes earlier: ``"MM-DD"`` or ``"YYYY-MM-DD"``, and until when: ``"13:00"``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """A step with one accountable owner.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    title
        What the team reads.
    customer_title
        What the customer reads.
    role
        Who owns it: ``sales``, ``onboarding``, ``implementation`` or ``success``.
    hours
        Working hours that it may take before somebody is told.
    milestone
        The milestone that its end reaches.
    after
        The stages that must be done before it begins. Left out: every stage before it, or its gate where it has one.
        Stages that name the same one run side by side; ``[]`` begins at once. A gate in front of it must hold as well.
    when
        A condition on the deal. Where it does not hold at the opening, the stage and its tasks are left out.
    """

    id: str
    title: str
    role: str
    hours: int
    customer_title: str
    milestone: str | None = None
    after: tuple[str, ...] | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRule:
    """One column of a table that the customer fills in.

    Attributes
    ----------
    name
        What stands above it. Upper and lower case, spaces around it and a ``*`` behind it do not matter.
    type
        What each cell holds: ``text``, ``number``, ``date``, ``email`` or ``choice``.
    required
        Whether the column must be there, with something in each row.
    unique
        Whether no two rows may hold the same.
    choices
        For ``choice``: what can stand there, at least two.
    """

    name: str
    type: ColumnType = "text"
    required: bool = True
    unique: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule:
    """What the rows of a CSV or Excel file must hold. Every wrong row is told with its number, its column and what to do.

    Attributes
    ----------
    columns
        The columns that are asked for; others may be there and are not looked at.
    most_rows
        The largest number of rows beneath the header, up to 10,000.
    forbid_formulas
        Whether cells that begin as a formula does (``=``, ``+``, ``-``, ``@``) are told as wrong. A number may have its sign.
    """

    columns: tuple[ColumnRule, ...] = ()
    most_rows: int = 10_000
    forbid_formulas: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidRule:
    """How long a document is valid. With `days` alone it counts from the day on which the file arrives.

    Attributes
    ----------
    days
        Days that it is valid for; with `asks_date` from the day on which it was signed, which the customer is asked for.
    asks_date
        Whether the customer is asked for a date: without `days` it is the last day on which the document is valid.
    renew_days
        Days before its end on which the customer is asked for a newer one.
    """

    days: int | None = None
    asks_date: bool = False
    renew_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """What a customer task takes as files.

    Attributes
    ----------
    types
        Any of ``pdf``, ``png``, ``jpeg``, ``docx``, ``xlsx``, ``pptx``, ``odt``, ``ods``, ``odp``, ``csv``; ``office``
        stands for all six that Word, Excel, PowerPoint and LibreOffice save.
    max_bytes
        The largest accepted file.
    count
        How many files are needed.
    table
        What the rows must hold; for ``csv`` and ``xlsx`` only.
    signed
        Whether it must be signed. A PDF with a whole digital signature is taken at once; for everything else a person looks
        for the signature.
    kind
        What it is, in a word, so that nothing is asked for twice; left out: the task's title.
    sensitive
        Whether it must not be seen by whoever merely has the link (identity, tax, bank): the customer types a code from a
        fresh mail before they look at such a file.
    valid
        How long it is valid, where that ends: before it does, the customer is asked for a newer one.
    """

    types: tuple[str, ...] = ("pdf",)
    max_bytes: int = 10_000_000
    count: int = 1
    table: TableRule | None = None
    signed: bool = False
    kind: str = ""
    sensitive: bool = False
    valid: ValidRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWhen:
    """Asks a question only after certain answers to another one of the same form.

    Attributes
    ----------
    field
        The other question, which stands before this one: ``choice``, ``choices`` or ``yes_no``.
    one_of
        The answers after which it is asked, quoted: ``["Okta", "Google Workspace"]``, ``["Yes"]``.
    """

    field: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromDocument:
    """Where an answer may stand already: what was read from such a file is offered to be confirmed.

    Attributes
    ----------
    task
        The task that the file is given for; it may be the question's own.
    names
        How the field is called in the file: the name or label of a PDF form's field, or a table's column.
    """

    task: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One question of a form.

    Attributes
    ----------
    id
        Letters, digits, ``_``.
    label
        The question.
    type
        What is answered; each is checked, and kept in one form: ``text`` (one line), ``long_text``, ``email``,
        ``number``, ``date``, ``choice`` (one of `choices`), ``choices`` (some of them), ``yes_no``, ``url``, ``domain``,
        ``phone`` (with its country code), ``country``, ``time_zone``, ``vat_id``, ``iban``, ``bic``, and ``secret``:
        a password or key, encrypted, shown once to who does the task.
    required
        Whether it must be answered, where it is asked.
    choices
        For ``choice`` and ``choices``: what can be chosen, at least two.
    hint
        Stands beneath the question.
    max_length
        The most characters of an answer.
    subject
        What is asked, in a word, so that nothing is asked for twice; left out: the question itself.
    when
        After which answers to another question it is asked. Left out: always.
    whole
        For ``number``: whether it must be a whole one.
    min
        For ``number``: the smallest that is taken, a whole number.
    max
        For ``number``: the largest that is taken, a whole number.
    earliest
        For ``date``: the first day that is taken, quoted: ``"2026-12-01"`` or ``today``.
    latest
        For ``date``: the last day that is taken, quoted: ``"2026-12-31"`` or ``today``.
    autocomplete
        What browsers may fill in, where the question is about whoever answers: a name of the HTML standard, such as
        ``organization`` or ``tel``.
    known
        What the order says of it, offered to be confirmed: ``account.name``, ``account.country``, ``account.domain`` or
        ``account.time_zone``.
    from_document
        The file in which the answer may stand already.
    """

    id: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    max_length: int = 2000
    subject: str = ""
    when: FieldWhen | None = None
    whole: bool = False
    min: int | None = None
    max: int | None = None
    earliest: str = ""
    latest: str = ""
    autocomplete: str = ""
    known: Known = ""
    from_document: FromDocument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When a task is due, where that does not count from its own opening. Either `days` or `hours`.

    While its anchor is not known yet, or where the date had passed when the task opened, the task's `hours` count.

    Attributes
    ----------
    anchor
        ``opening`` of the onboarding, ``target`` (the go-live date) or a milestone. The date moves with it.
    days
        Working days after the anchor, to the end of that day's work; negative before it.
    hours
        Working hours after the anchor; negative before it.
    """

    anchor: str
    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule:
    """A meeting with the customer: times are proposed to them, and they choose one.

    Attributes
    ----------
    minutes
        How long it takes.
    propose
        How many times are worked out from both calendars, each on another day.
    """

    minutes: int = 45
    propose: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRule:
    """A piece of work.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    stage
        The stage that it belongs to.
    kind
        ``internal``: the team does it; ``customer``: the customer gives something; ``approval``: somebody signs off
        by name.
    title
        What is to be done.
    role
        Who does it (internal), who answers for it (customer), or who signs off (approval; ``customer`` for a
        sign-off by the customer).
    hours
        Working hours from its opening to its due instant.
    help
        One or two plain sentences for whoever does it.
    opens
        ``opening``: at once; ``stage``: when its stage starts. What the customer must give is open from the first
        minute: a gate never stops them from giving.
    after
        Tasks that must be done or waived before, and gates that must have passed: ``gate:<id>``.
    documents
        The files that the customer gives.
    fields
        The questions that the customer answers.
    statement
        Exactly what is confirmed or signed.
    provision
        The downstream call that does this task when it opens: ``accounts``, ``tickets``, ``billing`` or ``access``.
        Internal, in a stage behind a gate.
    milestone
        The milestone that its completion reaches.
    waive
        Who may do without it: ``anyone`` of the team with a reason, or only a ``second_person`` whom somebody asked.
    when
        A condition on the deal. Where it does not hold at the opening, the task is left out.
    due
        When it is due, where that counts from something else than its own opening.
    remind
        How the customer is reminded of just this; without it as the playbook's `reminders` say.
    signer
        Who signs a sign-off by the customer: ``anyone`` of them, or only an ``approver``, whom they name if there is none.
    meeting
        Of internal work that is done in a meeting with the customer: they choose its time, and it is due when it ends.
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
    when: str = ""
    due: DueRule | None = None
    remind: "ReminderRule | None" = None
    signer: Literal["anyone", "approver"] = "anyone"
    meeting: MeetingRule | None = None

    @property
    def by_customer(self) -> bool:
        """Say whether the customer does this task."""
        return self.kind == "customer" or self.role == "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """Conditions that hold something back until there is proof.

    It passes the moment all that it requires holds, and keeps the proof: what, by whom, when, which documents by hash.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    title
        What it proves.
    opens
        ``stage:<id>``; ``commitment``: from now on the customer may be told a date; ``live``.
    requires
        Any of ``task:<id>`` (done or waived), ``stage:<id>`` (complete) and ``promises`` (each kept, or let go).
    """

    id: str
    title: str
    opens: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """When the customer is reminded of what is still open.

    Attributes
    ----------
    every
        Working hours from the request, or the reminder before, to each reminder; at most five.
    text
        Stands in the mail in front of what is still open, or beside the one task whose rule this is.
    """

    every: tuple[int, ...] = (16, 16, 16, 24, 24)
    text: str = ""

    @property
    def most(self) -> int:
        """Return the largest number of reminders."""
        return len(self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class StallRule:
    """After how many working hours without what is waited for somebody is told, before it is overdue.

    Attributes
    ----------
    approvals
        An internal approval that nobody has given.
    provisioning
        A downstream call that has not been answered.
    silence
        An onboarding, not live yet, in which nothing has happened that counts as activity.
    answers
        A question of the customer that nobody has answered: then the lead hears of it.
    """

    approvals: int = 8
    provisioning: int = 2
    silence: int = 24
    answers: int = 8


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
