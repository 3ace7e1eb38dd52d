"""A history that nobody lived: any number of deals over a year, the same ones for the same seed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from chalicelib.domain import commands as c
from chalicelib.domain.deal import Account, Deal, DealContact, DealPromise, Handoff
from chalicelib.domain.people import Directory
from chalicelib.domain.values import DealRef, Money, Personal
from infra.simulation.characters import Characters, team, temper
from infra.simulation.deeds import SAID
from infra.simulation.lives import Act, Life
from infra.simulation.sought import Sought, sealed

FIRST_DAY = date(2026, 1, 5)
DAYS = 364
_LONGEST = timedelta(days=200)
_PLACES = (
    ("DE", "Europe/Berlin"),
    ("DE", "Europe/Berlin"),
    ("AT", "Europe/Vienna"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("US", "America/New_York"),
)
_AMOUNTS = {"simple": 3_000, "smb": 12_000, "partner": 30_000, "enterprise": 120_000}
_PRODUCTS = ("sso", "analytics", "api", "support")


@dataclass(frozen=True, kw_only=True)
class Generated:
    """`size` deals of the given tiers, opened one after the other over a year of working days."""

    size: int
    seed: str
    tiers: tuple[str, ...]
    sought: Sought = field(default_factory=Sought)
    team: Directory = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "team", team(self.seed, FIRST_DAY, DAYS + 60))

    def life(self, number: int) -> Life:
        """Return one life; the same one whenever it is asked for."""
        chance = Random(f"{self.seed}/{number}")
        opens_at = _opening(chance, number, self.size)
        tier = chance.choice(self.tiers)
        attributes, known = sealed(self.sought.drawn(chance))
        products = ("core", *(name for name in self._products if chance.random() < 0.3))
        deal = replace(_deal(chance, number, opens_at, tier), attributes=attributes, products=products)
        people = Characters(
            seed=f"{self.seed}/{number}",
            temper=temper(chance),
            pace=chance.choice((0.5, 0.8, 1.0, 1.0, 1.3, 2.5)),
            team=self.team,
        )
        return Life(
            id=deal.ref.onboarding_id(),
            tier=tier,
            deal=deal,
            opens_at=opens_at,
            until=opens_at + _LONGEST,
            people=people,
            acts=tuple(_acts(chance, deal, opens_at)),
            known=known,
        )

    @property
    def _products(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*_PRODUCTS, *self.sought.texts)))


def _opening(chance: Random, number: int, size: int) -> datetime:
    day = FIRST_DAY + timedelta(days=number * DAYS // max(size, 1))
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    minute = chance.randrange(8 * 60, 17 * 60)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)


def _deal(chance: Random, number: int, opens_at: datetime, tier: str) -> Deal:
    country, zone = chance.choice(_PLACES)
    amount = Decimal(int(_AMOUNTS.get(tier, 20_000) * chance.lognormvariate(0.0, 0.5)))
    committed = opens_at.date() + timedelta(days=chance.randint(9, 35)) if chance.random() < 0.6 else None
    return Deal(
        ref=DealRef(source="deals", tenant="generated", id=f"G-{number + 1}"),
        name=SAID,
        account=Account(
            name=f"Customer {number + 1}", country=country, time_zone=zone, domain=f"c{number + 1}.example"
        ),
        state="won",
        modified_at=opens_at - timedelta(minutes=1),
        amount=Money(amount=amount, currency="EUR"),
        signed_at=opens_at - timedelta(minutes=chance.randint(5, 3_000)),
        tier=tier,
        owner=f"onboarding-{chance.randint(1, 8)}",
        contacts=(DealContact(name=SAID, email=Personal("P#simulated.1", "1" * 64), role="champion"),),
        committed=committed,
        handoff=Handoff(goals=(SAID,) if chance.random() < 0.9 else ()),
        promises=(DealPromise(text=SAID),) if chance.random() < 0.3 else (),
    )


def _acts(chance: Random, deal: Deal, opens_at: datetime) -> list[Act]:
    """Return what happens beside the tasks: promises kept, a stop of some days, a deal that is lost."""
    acts, by = [], f"person:{deal.owner}"
    for number in range(1, len(deal.promises) + 1):
        at = opens_at + timedelta(hours=chance.randint(20, 400))
        acts.append(Act(at=at, by=by, deed=c.SettlePromise(promise=f"promise-{number}", note=SAID)))
    if chance.random() < 0.04:
        at = opens_at + timedelta(hours=chance.randint(5, 200))
        acts.append(Act(at=at, by=by, deed=c.HoldOnboarding(reason=SAID)))
        acts.append(Act(at=at + timedelta(days=chance.randint(2, 15)), by=by, deed=c.ReleaseOnboarding()))
    if chance.random() < 0.015:
        at = opens_at + timedelta(hours=chance.randint(30, 300))
        acts.append(Act(at=at, by=by, deed=c.CancelOnboarding(reason=SAID)))
    return acts
