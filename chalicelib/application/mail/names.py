"""What mails call people and stages."""

from chalicelib.application.mail.values import Scene
from chalicelib.application.personal import ERASED
from chalicelib.application.words.plain import name_of
from chalicelib.domain.onboarding import Onboarding, Stage
from chalicelib.domain.playbook import Playbook


def person_name(person_id: str, scene: Scene) -> str:
    """Return the name of somebody of the team; their id where the directory does not know them any more."""
    person = scene.directory.get(person_id)
    return person.name if person else person_id


def stage_of(stage_id: str | None, onboarding: Onboarding) -> Stage | None:
    """Return a stage by its id."""
    return next((stage for stage in onboarding.stages if stage.id == stage_id), None)


def stage_title(stage: Stage | None, playbook: Playbook, *, customer: bool = False) -> str:
    """Return what the team, or the customer, reads of a stage."""
    rule = next((rule for rule in playbook.stages if stage and rule.id == stage.id), None)
    if rule is None:
        return ""
    return rule.customer_title if customer else rule.title


def contact_name(name: str) -> str:
    """Return the name of a contact as mails use it; empty once it is erased."""
    return "" if name == ERASED else name_of(name)
