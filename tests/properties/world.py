"""The whole core on stores in memory: what a property, a promise or a recorded journal drives and looks into."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.adapters.conditions import RuleConditions
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.world import (
    InMemoryOpenings,
    InMemoryPeople,
    InMemoryPlaybooks,
    ManualClock,
)
from chalicelib.adapters.playbook_files import load_all
from chalicelib.adapters.tokens import HmacLinkMinter
from chalicelib.application.calendars import calendars_by
from chalicelib.application.handle import Envelope, Outcome, Ports, handle
from chalicelib.application.handle.context import context_of
from chalicelib.application.personal import Sealer
from chalicelib.application.plans import plan_of
from chalicelib.application.sweep import ticks
from chalicelib.domain import commands as c
from chalicelib.domain import signing
from chalicelib.domain.context import Context
from chalicelib.domain.deal import Account, Deal, DealContact, DealPromise, Handoff
from chalicelib.domain.effects import CallProvisioning, Notify, SendMail
from chalicelib.domain.events import Event
from chalicelib.domain.migration.difference import Differences
from chalicelib.domain.migration.preview import differences
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.values import DealRef, Money
from tests.builders import a_directory

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PLAYBOOKS = {playbook.name: playbook for playbook in load_all()}
REF = DealRef(source="deals", tenant="local", id="D-1001")
CANARY = "planted-personal-value"
ADA, LEE, INES, TOM, SARA = (f"person:{name}" for name in ("ada", "lee", "ines", "tom", "sara"))
GRACE = "contact:contact-1"


def sealed(sealer: Sealer, what: str = "note") -> Any:
    """Return a personal value that must never be seen outside the vault."""
    return sealer.seal(f"{CANARY}: {what}")


def a_deal(sealer: Sealer, **changes: Any) -> Deal:
    """Return a won deal with nothing missing."""
    grace = DealContact(
        name=sealed(sealer, "Grace Lind"), email=sealed(sealer, "grace@acme.example"), role="champion"
    )
    values: dict[str, Any] = {
        "ref": REF,
        "name": sealed(sealer, "Acme: annual plan"),
        "account": Account(name="Acme GmbH", country="DE", time_zone="Europe/Berlin", language="en"),
        "state": "won",
        "modified_at": MONDAY - timedelta(hours=1),
        "amount": Money(amount=Decimal("4800.00"), currency="EUR"),
        "signed_at": MONDAY - timedelta(hours=2),
        "tier": "simple",
        "owner": "ada",
        "contacts": (grace,),
        "committed": date(2026, 12, 11),
        "handoff": Handoff(goals=(sealed(sealer, "goal"),)),
        "promises": (DealPromise(text=sealed(sealer, "SSO before go-live"), due=date(2026, 12, 5)),),
    }
    return Deal(**(values | changes))


@dataclass
class World:
    """Everything in memory, with a clock that stands still until it is moved."""

    store: Any = field(default_factory=InMemoryOnboardingStore)
    clock: ManualClock = field(default_factory=lambda: ManualClock(MONDAY))
    people: InMemoryPeople = field(default_factory=lambda: InMemoryPeople(a_directory()))
    scanning: bool = True
    openings_per_hour: int = 20
    ref: DealRef = REF
    count: int = 0

    def __post_init__(self) -> None:
        self.ports = Ports(
            store=self.store,
            conditions=RuleConditions(),
            playbooks=InMemoryPlaybooks(*PLAYBOOKS.values()),
            people=self.people,
            calendars=HolidayCalendars(),
            openings=InMemoryOpenings(),
            clock=self.clock,
            links=HmacLinkMinter(b"k" * 32),
            openings_per_hour=self.openings_per_hour,
            scanning=self.scanning,
        )

    @property
    def id(self) -> str:
        """Return the onboarding's id."""
        return self.ref.onboarding_id()

    @property
    def state(self) -> Onboarding:
        """Return the onboarding as it is stored."""
        stored = self.store.load(self.id)
        assert stored is not None
        return stored.onboarding  # type: ignore[no-any-return]

    def next_id(self) -> str:
        """Return an id for a command."""
        self.count += 1
        return f"command-{self.count}"

    def sealer(self, command_id: str) -> Sealer:
        """Return what seals the personal values of a command."""
        return Sealer(command_id, known=self.store.personal(self.id))

    def envelope(
        self, make: Callable[[Sealer], c.Command] | c.Command, actor: str, **changes: Any
    ) -> Envelope:
        """Return a command in its envelope; `make` builds one that carries personal values."""
        command_id = changes.pop("id", None) or self.next_id()
        sealer = self.sealer(command_id)
        command = make(sealer) if callable(make) else make
        return Envelope(
            onboarding=self.id, id=command_id, actor=actor, command=command, vault=sealer.vault, **changes
        )

    def do(
        self, make: Callable[[Sealer], c.Command] | c.Command, actor: str = ADA, **changes: Any
    ) -> Outcome:
        """Carry a command out."""
        return handle(self.envelope(make, actor, **changes), self.ports)

    def open(self, **changes: Any) -> Outcome:
        """Open the onboarding."""
        return self.deal(**changes)

    def deal(self, **changes: Any) -> Outcome:
        """Say what the CRM holds."""
        return self.do(lambda s: c.RecordDeal(deal=a_deal(s, ref=self.ref, **changes)), "crm:deals")

    def sweep(self) -> None:
        """Tick whatever is due, as the schedule does every minute."""
        for tick in ticks(self.store.due(self.clock.now()), self.clock.now()):
            handle(tick, self.ports)

    def wait(self, most: int = 200, **by: float) -> None:
        """Let time pass, stopping at each instant at which something is due, and sweep there."""
        end = self.clock.now() + timedelta(**by)
        for _ in range(most):
            due = [at for _, at in self.store.due(end)]
            if not due:
                self.clock.set(max(end, self.clock.now()))
                return
            at = max(self.clock.now(), due[0])
            self.clock.set(at)
            self.sweep()
            if self.store.due(at):
                self.clock.advance(timedelta(minutes=1))
        raise AssertionError("something stays due for ever")

    def upload(self, task: str, document: str = "d" * 32, version: str = "v1", **told: Any) -> Outcome:
        """Say that a file version has arrived."""
        key = f"q/{self.id}/{task}/{document}"
        return self.do(
            lambda s: c.RecordUpload(
                task=task,
                document=document,
                key=key,
                version_id=version,
                name=sealed(s, "file.pdf"),
                size=9,
                **told,
            ),
            GRACE,
        )

    def verdict(
        self,
        task: str,
        document: str = "d" * 32,
        version: str = "v1",
        contact: str | None = None,
        replaces: str | None = None,
        dated: date | None = None,
        epoch: int | None = None,
        **found: Any,
    ) -> Outcome:
        """Say what the content check has found."""
        from chalicelib.domain.documents import Findings

        findings = Findings(**({"verdict": "accepted", "type": "pdf", "size": 9, "sha256": "a" * 64} | found))
        key = f"q/{self.id}/{task}/{document}"
        return self.do(
            lambda s: c.RecordVerdict(
                task=task,
                document=document,
                key=key,
                version_id=version,
                name=sealed(s, "file.pdf"),
                findings=findings,
                contact=contact,
                epoch=epoch,
                replaces=replaces,
                dated=dated,
            ),
            "system:intake",
        )

    def scan(
        self, task: str, document: str = "d" * 32, version: str = "v1", result: str = "NO_THREATS_FOUND"
    ) -> Outcome:
        """Say what the malware scan has found."""
        key = f"q/{self.id}/{task}/{document}"
        return self.do(
            c.RecordScan(task=task, document=document, key=key, version_id=version, result=result),
            "system:scan",
        )

    def journal(self) -> tuple[Any, ...]:
        """Return the whole journal."""
        return self.store.journal(self.id, limit=1_000_000)  # type: ignore[no-any-return]

    def happened(self, kind: str) -> list[Any]:
        """Return the data of all journal entries of one type."""
        return [entry["data"] for entry in self.journal() if entry["type"] == kind]

    def mails(self, kind: str | None = None) -> list[SendMail]:
        """Return the mails that were asked for, oldest first."""
        effects = [outgoing.effect for outgoing in self.store.effects]
        return [e for e in effects if isinstance(e, SendMail) and kind in (None, e.mail)]

    def notices(self) -> list[Notify]:
        """Return what was laid on desks, oldest first."""
        effects = [outgoing.effect for outgoing in self.store.effects]
        return [e for e in effects if isinstance(e, Notify)]

    def calls(self) -> list[CallProvisioning]:
        """Return the downstream calls that were asked for, oldest first."""
        effects = [outgoing.effect for outgoing in self.store.effects]
        return [e for e in effects if isinstance(e, CallProvisioning)]

    def preview(self, version: int | None = None) -> Differences:
        """Return what another version of the playbook (or the same, for the deal as it is now) would change."""
        command = c.MigrateOnboarding(version=version or self.state.playbook.version, digest="")
        envelope = Envelope(onboarding=self.id, id="preview", actor=ADA, command=command)
        return differences(self.state, context_of(envelope, self.state, self.ports))

    def context(self, actor: str = ADA) -> Context:
        """Return the circumstances of a decision now."""
        playbook, directory = plan_of(self.state, self.ports.playbooks), self.people.directory()
        return Context(
            now=self.clock.now(),
            actor=actor,
            playbook=playbook,
            calendar=self.ports.calendars.of(playbook.calendar),
            calendars=calendars_by(
                playbook.calendar,
                account=self.state.deal.account,
                directory=directory,
                calendars=self.ports.calendars,
            ),
            directory=directory,
            scanning=self.scanning,
        )


def answers_for(playbook: Any, task: str, sealer: Sealer) -> tuple[Any, ...]:
    """Return an answer to each question of a task."""
    from chalicelib.domain.onboarding import Answer

    rule = playbook.task(task)
    return (
        tuple(Answer(field=f.id, value=sealed(sealer, f"answer {f.id}")) for f in rule.fields) if rule else ()
    )


def play_to_the_end(world: World) -> list[Event]:
    """Do whatever is open until nothing is, as customer, team and systems would; return what happened."""
    happened: list[Event] = []
    for round_ in range(200):
        task = next((t for t in world.state.tasks if t.status == "open"), None)
        unsettled = next((p for p in world.state.promises if p.settled is None), None)
        if task is None and unsettled is not None:
            happened += settle(world, unsettled.id)
        elif task is None:
            return happened
        else:
            happened += do_task(world, task, number=round_)
        world.clock.advance(timedelta(minutes=20))
        world.sweep()
    raise AssertionError("It never ends.")


def settle(world: World, promise: str) -> tuple[Event, ...]:
    """Settle a promise."""
    return world.do(lambda s: c.SettlePromise(promise=promise, note=sealed(s))).events


def signature(world: World, task: str, contact: str | None) -> Callable[[Sealer], c.Command]:
    """Return what signs a task off; of the customer with what their page shows now."""
    rule = plan_of(world.state, world.ports.playbooks).task(task)
    if contact is None or rule is None:
        return lambda s: c.ApproveTask(task=task, name=sealed(s), contact=contact)
    seen = signing.digest(world.state, shown=rule.statement, language="en")
    return lambda s: c.ApproveTask(task=task, name=sealed(s), contact=contact, seen=seen)


def play_until_meeting(world: World) -> None:
    """Do the team's own tasks until times for a meeting have been proposed."""
    while not world.state.meetings:
        do_task(world, next(t for t in world.state.tasks if t.status == "open" and not t.by_customer))


def do_task(world: World, task: Any, *, number: int = 0) -> list[Event]:
    """Do one open task."""
    plan = plan_of(world.state, world.ports.playbooks)
    rule = plan.task(task.id)
    if task.kind == "approval":
        contact = "contact-1" if task.by_customer else None
        actor = GRACE if task.by_customer else f"person:{task.owner}"
        return [*world.do(signature(world, task.id, contact), actor).events]
    if task.kind == "internal":
        if rule and rule.provision:
            done = c.RecordProvisioning(task=task.id, succeeded=True, reference=f"made-{number}")
            return [*world.do(done, "system:deliver").events]
        return [*world.do(c.CompleteTask(task=task.id)).events]
    happened: list[Event] = []
    if rule and rule.documents:
        document = f"{number:032x}"
        happened += world.upload(task.id, document).events
        happened += world.verdict(task.id, document, type=rule.documents.types[0]).events
        happened += world.scan(task.id, document).events
    if rule and (rule.fields or not rule.documents):
        happened += world.do(
            lambda s: c.SubmitAnswers(
                task=task.id,
                contact="contact-1",
                answers=answers_for(plan, task.id, s),
            ),
            GRACE,
        ).events
    return happened
