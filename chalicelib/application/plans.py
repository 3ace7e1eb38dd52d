"""The one place where an onboarding gets its playbook: the published version, reduced to what its plan holds."""

from collections.abc import Mapping

from chalicelib.application.ports import Conditions, Playbooks, Secret, Vault
from chalicelib.domain.deal import Deal
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.variants import Judged, conditions, planned, variant


def plan_of(onboarding: Onboarding, playbooks: Playbooks) -> Playbook:
    """Return what an onboarding runs by."""
    return planned(playbooks.get(onboarding.playbook), onboarding)


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
