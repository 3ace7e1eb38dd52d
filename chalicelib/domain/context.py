"""What a decision may know besides state and command: time, people, policy and calendar come in here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.variants import Judged, planned

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something wrong with the policy that a decision could do without; `says` quotes what it was told."""

    rule: str
    subject: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The circumstances of one decision.

    Attributes
    ----------
    now
        The product clock, UTC, whole milliseconds.
    actor
        Who asks: ``person:<id>``, ``contact:<id>``, ``crm:<source>`` or ``system:<function>``.
    playbook
        What the onboarding runs by: its own version, reduced to the stages and tasks that it has; at an opening the
        newest of its tier, reduced by its conditions.
    calendar
        The playbook's: the house's. Stages run by it.
    calendars
        The calendars of others, by ``customer`` and ``person:<id>``; without it everybody keeps the house's.
    conditions
        At an opening: what became of the playbook's conditions.
    tier_known
        When a deal was read: whether there is a playbook for the tier that it names.
    published
        The version as it was published, to plan anew by when the plan changes.
    candidate
        At a migration: the same circumstances by the other version, with the stages and tasks that it has for this deal.
    troubles
        What is wrong with playbook or calendar and was done without.
    within_limit
        At an opening: whether it is among those that this hour may open at once.
    lost_at
        At an opening: when the CRM said that the deal is lost, if that came first.
    scanning
        Whether uploads are scanned for malware; then acceptance waits for the scan.
    reading
        Whether a service reads scans, for questions whose answer may stand in one.
    """

    now: datetime
    actor: str
    playbook: Playbook
    calendar: Calendar
    directory: Directory
    within_limit: bool = True
    lost_at: datetime | None = None
    scanning: bool = True
    reading: bool = False
    calendars: Callable[[str], Calendar] | None = None
    conditions: tuple[Judged, ...] = ()
    tier_known: bool = True
    troubles: tuple[Trouble, ...] = ()
    published: Playbook | None = None
    candidate: "Context | None" = None

    def planned(self, state: Onboarding) -> "Context":
        """Return the circumstances for a plan that has just changed: by the version that the state names now."""
        then = self.candidate if self.candidate and self.candidate.playbook.ref == state.playbook else self
        if self.playbook.ref == state.playbook and self.published:
            then = self
        return replace(then, playbook=planned(then.published or then.playbook, state), candidate=None)

    @property
    def person(self) -> str | None:
        """Return the directory id of the person who asks, if a person of the team does."""
        kind, _, person = self.actor.partition(":")
        return person if kind == "person" else None

    def calendar_for(self, whose: str) -> Calendar:
        """Return the calendar of ``customer`` or ``person:<id>``: whose work it is decides which days count."""
        return self.calendars(whose) if self.calendars else self.calendar
