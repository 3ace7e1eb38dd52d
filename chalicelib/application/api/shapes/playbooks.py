"""Published playbooks, and what their versions would change."""

from dataclasses import dataclass

from chalicelib.domain.migration.difference import Difference
from chalicelib.domain.values import PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationView:
    """What a version would change of one onboarding: `text` says each item; send `digest` to do exactly this."""

    onboarding: str
    account: str
    before: PlaybookRef
    after: PlaybookRef
    digest: str
    items: tuple[Difference, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationsView:
    """A page of previews (`preview` true), or the onboardings that a migration was sent for."""

    version: int
    preview: bool
    items: tuple[MigrationView, ...]
    sent: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookLineView:
    """A playbook and its published versions, the oldest first; new deals of this tier run by the newest."""

    name: str
    title: str
    versions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybooksView:
    """Every published playbook."""

    items: tuple[PlaybookLineView, ...]
