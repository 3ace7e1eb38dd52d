"""The directory, and what its people own and hand over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.application.api.shapes.lists import PersonView
from chalicelib.domain.people import Absence, Quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody of the team, with everything that the directory keeps of them.

    Attributes
    ----------
    available
        Whether they work here and are not away now.
    seen_by
        Who sees what is in front of them, while they are away or once they are gone.
    fallback
        Whether they own what nobody else can.
    """

    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    lead: str | None
    sponsor: str | None
    delegate: str | None
    time_zone: str
    country: str | None
    region: str | None
    away: tuple[Absence, ...]
    active: bool
    quiet: Quiet | None
    digest: bool
    available: bool
    seen_by: str | None
    fallback: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersView:
    """Everybody, by name."""

    items: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """What was changed about somebody, the new values by field; of name and address only that they were."""

    at: datetime
    actor: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWholeView(MemberView):
    """Somebody of the team, what was changed about them, the newest first, and what they left behind.

    `still_owns` counts the onboardings in which somebody who has left still owns something: hand it over. Until then
    `seen_by` sees it. `leads` are those who name them as their lead: somebody who leaves needs a successor there.
    """

    changes: tuple[ChangeView, ...]
    still_owns: int
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """Something that a person owns; `subject` as `Reassign` takes it."""

    onboarding: str
    account: str
    subject: str
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """What a person owns and that is not over, an onboarding after the other."""

    items: tuple[PieceView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView(PieceView):
    """Something and who gets it; `how`: ``asked``, ``role``, ``delegate``, ``lead`` or ``fallback``."""

    to: PersonView
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """What would go to whom; once it is sent (`preview` is false), what was."""

    preview: bool
    items: tuple[MoveView, ...]
