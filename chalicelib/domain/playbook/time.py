"""The rules about time: when somebody works, and after how long somebody is told."""

from dataclasses import dataclass, field


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
