"""What decisions go by: playbooks, their conditions, their calendars."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.application.ports.secrets import Secret
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deal import Deal
from chalicelib.domain.playbook import CalendarRule, Playbook
from chalicelib.domain.values import PlaybookRef
from chalicelib.domain.variants import Judged


class Playbooks(Protocol):
    """Published playbook versions."""

    def get(self, ref: PlaybookRef) -> Playbook:
        """Return a published version; it never changes.

        Raises
        ------
        NotFoundError
            There is no such version.
        PlaybookUnreadableError
            It cannot be read.
        """
        ...

    def latest(self, name: str) -> Playbook:
        """Return the newest published version.

        Raises
        ------
        NotFoundError
            No playbook of this name is published.
        PlaybookUnreadableError
            Its newest version cannot be read.
        """
        ...

    def names(self) -> tuple[str, ...]:
        """Return the names of all that are published, sorted."""
        ...

    def versions(self, name: str) -> tuple[int, ...]:
        """Return the published versions of a playbook, the oldest first; none for one that is not published."""
        ...

    def newest_readable(self, name: str) -> Playbook:
        """Return the newest version that can be read; raises PlaybookUnreadableError where there is none."""
        ...

    def publish(self, playbook: Playbook) -> None:
        """Publish a version; publishing the same content again does nothing.

        Raises
        ------
        PlaybookError
            Another content is already published under this version.
        """
        ...


class Conditions(Protocol):
    """Evaluates the conditions of playbooks."""

    def judge(self, playbook: Playbook, deal: Deal, personal: Mapping[str, Secret]) -> tuple[Judged, ...]:
        """Return what becomes of each condition of a playbook for a deal, in the playbook's order.

        `personal` holds the values that the deal refers to.
        """
        ...


class Calendars(Protocol):
    """Working calendars with their public holidays."""

    def of(self, rule: CalendarRule) -> Calendar:
        """Return the calendar of a rule."""
        ...

    def elsewhere(
        self, rule: CalendarRule, *, country: str | None, region: str | None, time_zone: str | None
    ) -> Calendar:
        """Return the calendar of a rule's hours at another place; what is not known of the place stays the rule's."""
        ...
