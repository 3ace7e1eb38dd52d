"""What the customer's pages show: pure functions from state to values; the templates only lay them out."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.circumstances import Circumstances, Someone, role_words, someone
from chalicelib.application.personal import Names
from chalicelib.application.portal.colleagues import AskView, ask_view
from chalicelib.application.portal.tasks import TaskLine, task_line
from chalicelib.application.portal.way_on import asked_by_name, next_line, to_do_lines
from chalicelib.application.words import wording
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain.onboarding import SETTLED, Contact, Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """A step of the way. `until` is set only once a date may be promised.

    Of a step still to come, `given` says that the customer's part of it is done already, `begun` that it can be done now.
    """

    title: str
    status: str
    since: When | None
    until: When | None
    left: When | None
    given: bool
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """What we owe: the steps of a stage that are ours, without their inside names."""

    title: str
    owner: str
    done_count: int
    all_count: int
    until: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalView:
    """The overview. Lists are in the order in which they should be read; `next` is the first of `yours` that is for the reader.

    Counts are of the whole way (`done_count` of `all_count`) and of the customer's own steps (`own_done` of `own_all`).
    `asked`: the reader is a colleague who was asked for certain things, and does nothing but those.
    `days` is how many days it took from the signature to live, where both are known.
    """

    account: str
    status: str
    greeting: str
    stages: tuple[StageLine, ...]
    done_count: int
    all_count: int
    own_done: int
    own_all: int
    target: When | None
    next: TaskLine | None
    yours: tuple[TaskLine, ...]
    checking: tuple[TaskLine, ...]
    ours: tuple[WorkLine, ...]
    later: tuple[TaskLine, ...]
    done: tuple[TaskLine, ...]
    owner: Someone
    stage_owner: Someone | None
    contacts: tuple[Someone, ...]
    live_at: When | None
    days: int | None
    zone: str
    ended: bool
    ask: AskView
    asked: bool

    @property
    def gave(self) -> bool:
        """Say whether the customer has given us anything yet."""
        return bool(self.own_done or self.checking)

    @property
    def part_done(self) -> bool:
        """Say whether the reader is a colleague who was asked for certain things, and none of them is open any more."""
        return self.asked and not any(line.yours for line in self.yours)


def portal_view(
    onboarding: Onboarding,
    playbook: Playbook,
    directory: Directory,
    names: Names,
    now: datetime,
    contact_id: str | None,
) -> PortalView:
    """Return what the overview shows to a contact, or to the team looking on (`contact_id` None)."""
    about = Circumstances(
        onboarding=onboarding,
        playbook=playbook,
        directory=directory,
        names=names,
        now=now,
        contact=onboarding.contact(contact_id),
    )
    own = tuple(task for task in onboarding.tasks if task.by_customer)
    lines = tuple(task_line(about, task) for task in own)
    going_on = () if onboarding.ended else lines
    all_tasks = tuple(task for task in onboarding.tasks if playbook.task(task.id))
    local = local_time(about.zone, now)
    return PortalView(
        account=onboarding.deal.account.name,
        status=onboarding.status,
        greeting=names.reveal(about.contact.name) if about.contact else "",
        stages=_stages(about),
        done_count=sum(task.status in SETTLED for task in all_tasks),
        all_count=len(all_tasks),
        own_done=sum(task.status in SETTLED for task in all_tasks if task.by_customer),
        own_all=sum(task.by_customer for task in all_tasks),
        target=local.when(onboarding.target_at) if promised(about) else None,
        next=next_line(about),
        yours=to_do_lines(about),
        checking=tuple(line for line in going_on if line.state == "checking"),
        ours=() if onboarding.ended else _work(about),
        later=tuple(line for line in going_on if line.state == "later"),
        done=tuple(line for line, task in zip(lines, own, strict=True) if task.settled),
        owner=someone(directory, onboarding.owner),
        stage_owner=_stage_owner(about),
        contacts=tuple(_contact(about, contact) for contact in onboarding.contacts),
        live_at=local.when(onboarding.milestones.live),
        days=_days(onboarding),
        zone=local.place,
        ended=onboarding.ended,
        ask=ask_view(about),
        asked=asked_by_name(about),
    )


def _days(onboarding: Onboarding) -> int | None:
    signed, live = onboarding.milestones.signed, onboarding.milestones.live
    return (live - signed).days if signed and live and live > signed else None


def promised(about: Circumstances) -> bool:
    """Say whether a date of ours may be told: only once the playbook's commitment gate has passed."""
    rule = about.playbook.gate("commitment")
    gates = about.onboarding.gates
    return rule is not None and any(gate.id == rule.id and gate.passed_at is not None for gate in gates)


def _stages(about: Circumstances) -> tuple[StageLine, ...]:
    local, may_promise = local_time(about.zone, about.now), promised(about)
    titles = {rule.id: rule.customer_title for rule in about.playbook.stages}
    return tuple(
        StageLine(
            title=titles.get(stage.id, stage.id),
            status=stage.status,
            since=local.when(stage.entered_at),
            until=local.when(stage.due_at) if may_promise and stage.status == "active" else None,
            left=local.when(stage.left_at),
            given=stage.status == "waiting" and _given(about.onboarding, stage.id),
            begun=stage.status == "waiting"
            and not about.onboarding.ended
            and _begun(about.onboarding, stage.id),
        )
        for stage in about.onboarding.stages
    )


def _given(onboarding: Onboarding, stage: str) -> bool:
    asked = [task for task in onboarding.tasks if task.stage == stage and task.by_customer]
    return bool(asked) and all(task.status in SETTLED for task in asked)


def _begun(onboarding: Onboarding, stage: str) -> bool:
    asked = [task for task in onboarding.tasks if task.stage == stage and task.by_customer]
    return any(task.status not in {*SETTLED, "waiting"} for task in asked)


def _work(about: Circumstances) -> tuple[WorkLine, ...]:
    local, may_promise = local_time(about.zone, about.now), promised(about)
    titles = {rule.id: rule.customer_title for rule in about.playbook.stages}
    found = []
    for stage in about.onboarding.stages:
        ours = [t for t in about.onboarding.tasks if t.stage == stage.id and not t.by_customer]
        ours = [task for task in ours if about.playbook.task(task.id)]
        if stage.status == "active" and any(task.status not in SETTLED for task in ours):
            line = WorkLine(
                title=titles.get(stage.id, stage.id),
                owner=someone(about.directory, stage.owner).name,
                done_count=sum(task.status in SETTLED for task in ours),
                all_count=len(ours),
                until=local.when(stage.due_at) if may_promise else None,
            )
            found.append(line)
    return tuple(found)


def _stage_owner(about: Circumstances) -> Someone | None:
    stage = about.onboarding.stage
    if stage is None or stage.owner == about.onboarding.owner:
        return None
    return someone(about.directory, stage.owner)


def _contact(about: Circumstances, contact: Contact) -> Someone:
    return Someone(
        name=about.names.reveal(contact.name),
        email=about.names.reveal(contact.email),
        role=contact.role.casefold() if contact.role.casefold() in wording.ROLES else "",
        title=role_words(contact),
        note=wording.CONTACT_STATES[contact.status],
        you=about.contact is not None and contact.id == about.contact.id,
        id=contact.id,
        first=about.onboarding.reachable()[:1] == (contact,),
    )
