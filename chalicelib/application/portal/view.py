"""The overview as the customer sees it: pure functions from state to values; the templates only lay them out."""

from dataclasses import dataclass, replace

from chalicelib.application.circumstances import Circumstances, Someone, name_of, role_words, someone
from chalicelib.application.portal.colleagues import NO_NAME, AskView, ask_view
from chalicelib.application.portal.stages import StageLine, WorkLine, promised, stage_lines, work_lines
from chalicelib.application.portal.tasks import TaskLine, task_line
from chalicelib.application.portal.way_on import asked_by_name, next_line, to_do_lines
from chalicelib.application.words import wording
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain.onboarding import SETTLED, Contact, Onboarding


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
    def mine(self) -> tuple[TaskLine, ...]:
        """Return what is open and for the reader to do now."""
        return tuple(line for line in self.yours if not line.elsewhere)

    @property
    def others(self) -> tuple[TaskLine, ...]:
        """Return what is open and with others: colleagues, or us."""
        return tuple(line for line in self.yours if line.elsewhere)

    @property
    def part_done(self) -> bool:
        """Say whether the reader is a colleague who was asked for certain things, and none of them is open any more."""
        return self.asked and not any(line.yours for line in self.yours)


def portal_view(about: Circumstances) -> PortalView:
    """Return what the overview shows to a contact, or to the team looking on, for whom the circumstances have none."""
    onboarding, local = about.onboarding, local_time(about.zone, about.now)
    counted = [task for task in onboarding.tasks if about.playbook.task(task.id)]
    theirs = [task for task in counted if task.by_customer]
    lines = [(task, task_line(about, task)) for task in onboarding.tasks if task.by_customer]
    going_on = [] if onboarding.ended else [line for _, line in lines]
    return PortalView(
        account=onboarding.deal.account.name,
        status=onboarding.status,
        greeting=about.names.reveal(about.contact.name) if about.contact else "",
        stages=stage_lines(about),
        done_count=sum(task.status in SETTLED for task in counted),
        all_count=len(counted),
        own_done=sum(task.status in SETTLED for task in theirs),
        own_all=len(theirs),
        target=local.when(onboarding.target_at) if promised(about) else None,
        next=next_line(about),
        yours=_open_lines(about),
        checking=tuple(line for line in going_on if line.state == "checking"),
        ours=work_lines(about),
        later=tuple(line for line in going_on if line.state == "later"),
        done=tuple(line for task, line in lines if task.settled),
        owner=someone(about.directory, onboarding.owner),
        stage_owner=_stage_owner(about),
        contacts=tuple(_contact(about, contact) for contact in onboarding.contacts),
        live_at=local.when(onboarding.milestones.live),
        days=_days(onboarding),
        zone=local.place,
        ended=onboarding.ended,
        ask=ask_view(about),
        asked=asked_by_name(about),
    )


def _open_lines(about: Circumstances) -> tuple[TaskLine, ...]:
    """Return what is open. To a colleague who was asked for certain things the rest is with somebody, and no more than that."""
    lines, first = to_do_lines(about), about.onboarding.reachable()[:1]
    if not first or not asked_by_name(about):
        return lines
    host = name_of(about, f"contact:{first[0].id}") or NO_NAME
    return tuple(line if line.yours else _left_to(line, host) for line in lines)


def _left_to(line: TaskLine, host: str) -> TaskLine:
    whom = line.with_whom if line.elsewhere else host
    return replace(line, with_whom=whom, due=None, late=False, advice=(), note="")


def _days(onboarding: Onboarding) -> int | None:
    signed, live = onboarding.milestones.signed, onboarding.milestones.live
    return (live - signed).days if signed and live and live > signed else None


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
