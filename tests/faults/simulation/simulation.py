"""A simulated month: one process, one clock, one chance that decides everything.

The clock jumps from event to event. What people and systems outside do stands in an agenda; what the product does is
run by `Chaos`. After the last day nothing goes wrong any more, and within an hour everything must have come to rest.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random
from typing import Any

import app
from chalicelib import bootstrap
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import TaskRule
from infra.local import gateway
from tests.faults.beginnings import furnished
from tests.faults.cloud.port import PORT, forget
from tests.faults.invariants import Known, _state
from tests.faults.outside import Answer
from tests.faults.runtime import Act, RestlessError, World
from tests.faults.simulation import checks, team
from tests.faults.simulation.chaos import Chaos
from tests.faults.simulation.climate import Weather, climate
from tests.faults.simulation.customers import HOUR, Customer, NotAnsweredError, Visitor
from tests.faults.simulation.deals import MARK, SOURCES, Deal
from tests.faults.simulation.logs import heard, told
from tests.faults.simulation.post import Post
from tests.integration.http_browser import Page

DAY = 24 * HOUR
DAYS = 30
TIERS = ("simple", "simple", "smb", "partner", "enterprise")
CHECK_EVERY = 400  # invocations
READ_LOGS_OF = 4  # of one seed in so many
_BOUNDARY = re.compile(rb"={15}\d+==")  # between the parts of a mail: Python draws it anew in each process
Event = Callable[["Simulation"], None]


@dataclass(frozen=True, slots=True)
class Simulated:
    """How a seed ended."""

    world: World
    violations: tuple[str, ...]
    days: float
    steps: int
    history: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A request on its way, and the customer whom it is about."""

    request: Callable[[float], dict[str, Any]]
    deal: Deal | None

    def __call__(self, now: float) -> dict[str, Any]:
        return self.request(now)


@dataclass(slots=True)
class Told:
    """What the product was told of a deal: how often, and whether all of it was taken."""

    sent: int = 0
    taken: int = 0
    lost: bool = False


@dataclass(slots=True)
class _Agenda:
    events: list[tuple[float, int, Event]] = field(default_factory=list)
    count: int = 0

    def add(self, at: float, event: Event) -> None:
        self.count += 1
        heapq.heappush(self.events, (at, self.count, event))

    @property
    def next_at(self) -> float:
        return self.events[0][0] if self.events else float("inf")


class Simulation:
    """One seed's world, while it goes on."""

    def __init__(self, seed: int, *, deals: int | None = None, days: float = DAYS) -> None:
        self.chance = Random(seed)
        self.climate = climate(self.chance)
        self.tells_mornings = seed % READ_LOGS_OF == 1
        self.world = furnished()
        self.world.cloud.tells = frozenset()
        self.weather = Weather(PORT, self.chance, self.climate)
        self.runtime = Chaos(app, self.chance, self.climate, self.weather)
        self.agenda, self.post = _Agenda(), Post()
        self.deals: list[Deal] = []
        self.told: dict[int, Told] = {}
        self.known: dict[str, Known] = {}
        self.wrong: list[str] = []
        self.pace = self.chance.choice((1.5, 4.0, 12.0))
        self._numbers = 0
        self._began = self.world.now
        self._ends = self.world.now + days * DAY
        self._checked = 0
        count = deals or self.chance.randint(1, 4)
        self.pace /= max(1.0, count / 3)
        for number in range(1, count + 1):
            self.later((number > 1) * self.chance.random() ** 2 * 0.7 * days * DAY, _Won(number))
        for event, hours in ((team.work, 2.0), (team.look, 30.0), (team.come_and_go, 60.0), (_storm, 40.0),
                             (_lag, 20.0), (_operator, 24.0)):  # fmt: skip
            self.later(self.chance.random() * hours * HOUR, event)

    # ---- what others use

    @property
    def day(self) -> float:
        """Return how many days it has gone on."""
        return (self.world.now - self._began) / DAY

    def later(self, seconds: float, event: Event) -> None:
        """Put something on the agenda."""
        self.agenda.add(self.world.now + seconds, event)

    def next_number(self) -> int:
        """Return a number that was not used before."""
        self._numbers += 1
        return self._numbers

    def act(self, event: dict[str, Any], deal: Deal | None, *, wait: float = 0.0) -> None:
        """Let a person send a request after a while, and again until it is answered."""
        self.world.acts.append(Act(request=Sent(lambda _: event, deal), at=self.world.now + wait))

    def hear(self, webhook: Callable[[float], dict[str, Any]], deal: Deal, *, wait: float) -> None:
        """Let a CRM send a webhook after a while, and again until it is answered."""
        self.told[deal.number].sent += 1
        at = self.world.now + wait
        self.world.acts.append(Act(request=Sent(webhook, deal), at=at, who="sender"))

    def ask(self, event: dict[str, Any], deal: Deal | None) -> Page:
        """Send a request now; a page of one customer must not show another's traces."""
        answer = self.runtime.request(event)
        if not isinstance(answer, dict) or answer["statusCode"] >= 500:
            raise NotAnsweredError
        status, headers, body = gateway.read(answer)
        page = Page(Answer(status, dict(headers), body))
        self._only(deal, page.html)
        return page

    def upload(self, fields: dict[str, str], data: bytes, name: str, result: str) -> None:
        """Store a file as the browser does; the scanner tells of it late, twice or never."""
        version = self.world.cloud.upload(fields, data, name, now=self.world.now)
        chance = self.chance
        if chance.random() < self.climate.lost:
            return
        for _ in range(2 if chance.random() < self.climate.again else 1):
            late = 9000.0 if chance.random() < self.climate.late else 4.0
            found = result if chance.random() < 0.98 else "FAILED"
            self.later(chance.random() * late, _Scanned(fields["key"], version, found))

    def state(self, deal: Deal) -> Onboarding | None:
        """Return the state of a deal's onboarding, as it is stored."""
        items = self.world.cloud.table.of(f"ONB#{deal.onboarding}")
        parts = tuple((sk, one["data"]["S"]) for one in items if (sk := one["sk"]["S"]).startswith("S#"))
        return _state(parts) if parts else None

    def rule(self, deal: Deal, task: str) -> TaskRule | None:
        """Return what the playbook says about a task."""
        from chalicelib import bootstrap

        state = self.state(deal)
        return bootstrap.playbooks().get(state.playbook).task(task) if state else None

    def arrives(self, deal: Deal, email: str) -> None:
        """Let a person of the customer begin to look into their mail."""
        patience = self.chance.choice((4.0, 12.0, 30.0))
        browser = Visitor(self.world, simulation=self, deal=deal)
        customer = Customer(deal=deal, email=email, patience=patience, browser=browser)
        self.later(self.chance.random() * 24 * HOUR, customer.visit)

    # ---- how it goes on

    def run(self) -> Simulated:
        """Play the whole month, the calm hour after it, and check what has come of it."""
        PORT.world, PORT.trace, PORT.lasting, PORT.turn = self.world, [], {}, None
        forget()
        if self.tells_mornings:
            bootstrap.mornings().plan(bootstrap.clock().now())
        PORT.faults = self.weather
        try:
            self.until(self._ends)
            self._calm()
        except RestlessError as restless:
            self.wrong.append(str(restless))
        finally:
            PORT.faults, PORT.lasting = {}, {}
        self.wrong += self.runtime.wrong
        self.wrong += checks.after_the_end(self)
        wrong = tuple(dict.fromkeys(self.wrong))
        return Simulated(self.world, wrong, self.day, self.world.steps, history(self.world))

    def until(self, end: float) -> None:
        """Let things happen until an instant."""
        world = self.world
        while True:
            if self.agenda.next_at <= world.now:
                self._next_event()
            elif self.runtime.step(world):
                self._after_step()
            else:
                at, sweeps = self.runtime.next_at(world)
                if min(at, self.agenda.next_at) >= end:
                    world.now = max(world.now, end)
                    return
                world.now = max(world.now, min(at, self.agenda.next_at))
                if sweeps and at <= world.now:
                    self.runtime.sweep(world)

    def _next_event(self) -> None:
        _, _, event = heapq.heappop(self.agenda.events)
        try:
            event(self)
        except NotAnsweredError:
            return
        finally:
            self.post.arrives(self)

    def _after_step(self) -> None:
        self.post.arrives(self)
        for answered in self.world.answered:
            sent = answered.act.request
            assert isinstance(sent, Sent)
            if answered.act.who == "sender" and sent.deal is not None and answered.status == 200:
                self.told[sent.deal.number].taken += 1
            self._only(sent.deal, answered.body)
        self.world.answered.clear()
        if self.world.steps - self._checked > CHECK_EVERY * len(self.deals):
            self._checked = self.world.steps
            self.wrong += checks.on_the_way(self)

    def _only(self, deal: Deal | None, text: str) -> None:
        if deal is not None:
            shown = {int(number) for number in MARK.findall(text)} - {deal.number}
            if shown:
                self.wrong.append(f"a page for {deal.mark} shows traces of {sorted(shown)}")

    def _calm(self) -> None:
        """Stop everything that goes wrong, let everybody repeat what was not answered, and wait for an hour."""
        world = self.world
        self.weather.over, PORT.lasting = True, {}
        self.agenda.events.clear()
        world.cloud.table.catch_up()
        world.acts = [Act(request=act.request, at=world.now, who=act.who) for act in world.acts]
        _redrive(self)
        stopped = world.now
        self.until(stopped + 0.8 * HOUR)
        self.runtime.rest(world, most=20_000)
        self._after_step()
        if world.now > stopped + HOUR:
            self.wrong.append(f"it took {(world.now - stopped) / 60:.0f} minutes to come to rest")


@dataclass(frozen=True, slots=True)
class _Scanned:
    """One word of the scanner, at its time."""

    key: str
    version: str
    result: str

    def __call__(self, simulation: Simulation) -> None:
        world = simulation.world
        world.cloud.scanned(self.key, self.version, self.result, now=world.now)


@dataclass(frozen=True, slots=True)
class _Won:
    """A deal is won."""

    number: int

    def __call__(self, simulation: Simulation) -> None:
        chance, now = simulation.chance, simulation.world.now
        old = 40 * DAY if chance.random() < 0.05 else 0.0
        deal = Deal(
            number=self.number,
            source=chance.choice(SOURCES),
            tier=chance.choice(TIERS),
            owner=team.address(chance.choice(("ada", "ben", "nobody"))),
            signed_at=now - 2 * HOUR - old,
            modified_at=float(int(now)),
            amount=1000 * self.number,
        )
        simulation.deals.append(deal)
        simulation.told[deal.number] = Told()
        _tells(deal, "open", simulation)
        simulation.arrives(deal, deal.email)
        simulation.later(chance.random() ** 2 * 12 * DAY, _Changed(deal))


@dataclass(frozen=True, slots=True)
class _Changed:
    """A deal changes in its CRM: its amount, or it is lost, or won again."""

    deal: Deal

    def __call__(self, simulation: Simulation) -> None:
        chance, deal, was = simulation.chance, self.deal, self.deal.state
        # often another change follows before everything about this one has come
        simulation.later(chance.choice((HOUR, 15 * DAY)) * chance.random() + 60.0, self)
        deal.modified_at = float(int(simulation.world.now))
        if was == "lost":
            deal.state = "won"
        elif chance.random() < 0.2:
            deal.state = "lost"
            simulation.told[deal.number].lost = True
        else:
            deal.amount += 1
        _tells(deal, was, simulation)


def _tells(deal: Deal, was: str, simulation: Simulation) -> None:
    """Let the CRM show the deal as it is now, and tell of it: once or more, now or much later."""
    chance = simulation.chance
    simulation.world.cloud.downstream.records |= deal.records()
    webhook = deal.webhook(was)
    for _ in range(2 if chance.random() < max(simulation.climate.again, 0.1) else 1):
        late = 9000.0 if chance.random() < max(simulation.climate.late, 0.25) else 5.0
        simulation.hear(webhook, deal, wait=chance.random() * late)


def _storm(simulation: Simulation) -> None:
    """Let a storm begin, or end."""
    weather, chance = simulation.weather, simulation.chance
    weather.stormy = not weather.stormy
    simulation.later(chance.uniform(0.1, 3.0 if weather.stormy else 60.0) * HOUR, _storm)


def _lag(simulation: Simulation) -> None:
    """Let the indexes fall behind for some minutes, and catch up bit by bit."""
    simulation.world.cloud.table.lag()
    chance = simulation.chance
    simulation.later(chance.uniform(1.0, 600.0), _catch_up)
    simulation.later(chance.uniform(0.1, 30.0) * HOUR, _lag)


def _catch_up(simulation: Simulation) -> None:
    table, chance = simulation.world.cloud.table, simulation.chance
    if chance.random() < 0.5:
        table.catch_up(chance.randint(1, 20))
        simulation.later(chance.uniform(1.0, 120.0), _catch_up)
    else:
        table.catch_up()


def _operator(simulation: Simulation) -> None:
    """Let the operator answer the alarm of a dead-letter queue."""
    simulation.later(simulation.chance.uniform(1.0, 30.0) * HOUR, _operator)
    _redrive(simulation)


@dataclass(frozen=True, slots=True)
class _Progress:
    """Says once a day how far it has come."""

    tells: Callable[[str], None]

    def __call__(self, simulation: Simulation) -> None:
        simulation.later(DAY, self)
        day, world = simulation.day, simulation.world
        mails = len(world.cloud.post.mails)
        self.tells(
            f"  day {day:.0f}: {len(simulation.deals)} deals, {world.steps} invocations, {mails} mails"
        )


def _redrive(simulation: Simulation) -> None:
    world = simulation.world
    for queue in world.cloud.queues.values():
        queue.redrive(now=world.now)
    world.relay_dead.clear()


def history(world: World) -> str:
    """Return what tells this world's past from any other: a hash over journals, mails and calls."""
    hashed = sha256()
    for pk in world.cloud.table.partitions():
        for item in world.cloud.table.of(pk):
            if item["sk"]["S"].startswith("J#"):
                hashed.update(item["data"]["S"].encode())
    for mail in world.cloud.post.mails:
        hashed.update(f"{mail.to}{sorted(mail.tags.items())}{mail.sent_at}".encode())
        hashed.update(_BOUNDARY.sub(b"", mail.raw))
    for asked in world.cloud.downstream.requests:
        hashed.update(f"{asked.method}{asked.path}{asked.key}".encode() + asked.body)
    return hashed.hexdigest()


def simulate(
    seed: int, *, deals: int | None = None, days: float = DAYS, tells: Callable[[str], None] | None = None
) -> Simulated:
    """Play a seed; the port must be installed. Of every fourth seed the logs are read as well.

    Parameters
    ----------
    deals
        How many are won; a few, as the seed has it, without.
    tells
        Hears once a simulated day how far it has come.
    """
    simulation = Simulation(seed, deals=deals, days=days)
    if tells:
        simulation.later(DAY, _Progress(tells))
    if seed % READ_LOGS_OF or deals:
        return simulation.run()
    with heard() as log:
        simulated = simulation.run()
    wrong = dict.fromkeys(told(log.getvalue(), frozenset(simulation.post.tokens)))
    return replace(simulated, violations=(*simulated.violations, *wrong))
