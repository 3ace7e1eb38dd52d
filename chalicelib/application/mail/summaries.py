"""What the summary of a morning tells: an owner's of their day, a lead's of the week."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.mail.digests import Section, Sources, digest
from chalicelib.application.mail.weekly import weekly
from chalicelib.application.mornings import day_of
from chalicelib.application.ports import Listings, OnboardingStore, Playbooks
from chalicelib.domain.effects import SendMail
from chalicelib.domain.mornings import CalendarOf, previous
from chalicelib.domain.people import Directory, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Summaries:
    """Where summaries are made from."""

    listings: Listings
    store: OnboardingStore
    playbooks: Playbooks
    calendar_of: CalendarOf

    def told(
        self, person: Person, mail: SendMail, *, directory: Directory, now: datetime
    ) -> tuple[Section, ...]:
        """Return what a summary tells a person, of what is true now; nothing where there is nothing to say."""
        sources = Sources(
            listings=self.listings, store=self.store, playbooks=self.playbooks, directory=directory, now=now
        )
        if mail.mail == "weekly":
            return weekly(person, sources)
        since = previous(person, self.calendar_of(person), day_of(mail))
        return digest(person, sources, since=since)
