"""An onboarding goes on by another version of its playbook, exactly as previewed; and back again."""

from dataclasses import fields
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.errors import WrongStateError
from chalicelib.domain.events import Event, MigrationUndone, OnboardingMigrated
from chalicelib.domain.migration.plan import Plan
from chalicelib.domain.migration.preview import compared
from chalicelib.domain.migration.undoing import undone
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why


def migrate(state: Onboarding, command: c.MigrateOnboarding, context: Context) -> tuple[Event, ...]:
    """Change the plan to what a preview has shown; what has changed since the preview is looked at again first."""
    if state.ended:
        raise WrongStateError("This onboarding has ended; its version stands.")
    found, plan = compared(state, context)
    if found.digest != command.digest:
        raise WrongStateError(
            "What this would change is not what the preview showed. Look at the preview again."
        )
    if not found.items and found.before == found.after:
        return ()
    by, version = context.actor, f"{found.before.version} → {found.after.version}"
    reason = why("onboarding.migrated", found.after, version=version, differences=len(found.items), by=by)
    return (
        OnboardingMigrated(
            at=context.now,
            why=reason,
            before=found.before,
            after=found.after,
            differences=found.items,
            **_whole(plan),
        ),
    )


def undo(state: Onboarding, command: c.UndoMigration, context: Context) -> tuple[Event, ...]:
    """Take the last migration back; what was done meanwhile is kept."""
    if state.ended:
        raise WrongStateError("This onboarding has ended; its version stands.")
    if state.migration is None:
        raise WrongStateError("There is no migration to undo here.")
    before, kept, plan = state.migration.before, *undone(state, state.migration, context)
    version = f"{state.playbook.version} → {before.version}"
    reason = why("migration.undone", before, version=version, kept=len(kept), by=context.actor)
    return (
        MigrationUndone(
            at=context.now,
            why=reason,
            before=state.playbook,
            after=before,
            differences=kept,
            **_whole(plan),
        ),
    )


def _whole(plan: Plan) -> dict[str, Any]:
    """Return a plan by field: an event that changes it carries all of them."""
    return {field.name: getattr(plan, field.name) for field in fields(plan)}
