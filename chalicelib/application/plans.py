"""The one place where an onboarding gets its playbook: the published version, reduced to what its plan holds."""

from chalicelib.application.ports import Conditions, Playbooks, Vault
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
    if not conditions(playbook):
        return playbook, ()
    personal = {f"{vault.id}.{name}": secret for name, secret in vault.values.items()} if vault else {}
    judged = judges.judge(playbook, deal, personal)
    return variant(playbook, {one.text for one in judged if one.holds}), judged
