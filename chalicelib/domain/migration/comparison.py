"""An onboarding between its own version of the playbook and another one."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.migration.difference import Change, Difference, Kind
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared, and what was found to differ so far.

    Attributes
    ----------
    old, new
        The circumstances by the onboarding's own version, and by the other one.
    planned
        The other version as it will be planned: what waits for something that is left out waits for less.
    told
        The differences that were found.
    """

    state: Onboarding
    old: Context
    new: Context
    planned: Playbook
    told: list[Difference] = field(default_factory=list)

    def tell(
        self,
        kind: Kind,
        item: str,
        change: Change,
        *,
        title: str,
        what: tuple[str, ...] = (),
        due: tuple[datetime | None, datetime | None] = (None, None),
        note: str = "",
    ) -> None:
        """Take note of a difference. `due` is the item's date before and after; only one that moves is told."""
        before, after = due if due[0] != due[1] else (None, None)
        self.told.append(
            Difference(
                kind=kind,
                id=item,
                title=title,
                change=change,
                what=what,
                due_before=before,
                due_after=after,
                note=note,
            )
        )

    def owner(self, role: str) -> str:
        """Return who takes a role: the onboarding's owner where they hold it or the customer does it."""
        directory, now = self.new.directory, self.new.now
        owner = directory.get(self.state.owner)
        if role == "customer" or owner is None:
            return directory.stand_in(self.state.owner, now)
        return directory.resolve(role, now, asked=owner.id if role in owner.roles else None).person
