"""The one place where an onboarding gets its playbook: the published version, reduced to what its plan holds."""

from collections.abc import Mapping

from chalicelib.application.ports import Conditions, Playbooks, Secret, Vault
from chalicelib.domain.deal import Deal
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.troubles import bare
from chalicelib.domain.variants import Judged, conditions, planned, variant


def plan_of(onboarding: Onboarding, playbooks: Playbooks) -> Playbook:
    """Return what an onboarding runs by.

    Raises
    ------
    PlaybookUnreadableError
        Its version cannot be read, or is not there.
    """
    try:
        return planned(playbooks.get(onboarding.playbook), onboarding)
    except NotFoundError as error:
        raise PlaybookUnreadableError(str(error)) from error


def plan_to_show(onboarding: Onboarding, playbooks: Playbooks) -> Playbook:
    """Return what the team is shown of a plan: where its version cannot be read, the names that the state itself has."""
    try:
        return plan_of(onboarding, playbooks)
    except PlaybookUnreadableError:
        return bare(onboarding)


def zone_of(name: str, playbooks: Playbooks) -> str:
    """Return the time zone of a playbook, to show days in; UTC where its newest version cannot be read."""
    try:
        return playbooks.latest(name).calendar.time_zone
    except (NotFoundError, PlaybookUnreadableError):
        return "UTC"


def plan_for(
    playbook: Playbook, deal: Deal, vault: Vault | None, judges: Conditions
) -> tuple[Playbook, tuple[Judged, ...]]:
    """Return what a deal that arrives with `vault` would run by, and what became of the playbook's conditions."""
    personal = {f"{vault.id}.{name}": secret for name, secret in vault.values.items()} if vault else {}
    return plan_with(playbook, deal, personal, judges)


def plan_with(
    playbook: Playbook, deal: Deal, personal: Mapping[str, Secret], judges: Conditions
) -> tuple[Playbook, tuple[Judged, ...]]:
    """Return what a deal whose values are kept in `personal` would run by, and what became of the conditions."""
    if not conditions(playbook):
        return playbook, ()
    judged = judges.judge(playbook, deal, personal)
    return variant(playbook, {one.text for one in judged if one.holds}), judged
