"""Downstream calls. The receiver knows each by its key, so a call in doubt is simply made again."""

from dataclasses import dataclass

from chalicelib.application.outbox import Answer, NotSentError, Provisioner, Submit
from chalicelib.application.ports import Json, OnboardingStore
from chalicelib.domain.commands import RecordProvisioning
from chalicelib.domain.effects import CallProvisioning
from chalicelib.domain.onboarding import SETTLED, Onboarding
from chalicelib.domain.outbox import CALLS_AT_MOST, EffectStatus, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What became of a call: the status of its entry, and why in a few words."""

    status: EffectStatus
    note: str


def call(entry: Entry, *, store: OnboardingStore, provisioner: Provisioner, submit: Submit) -> Called | None:
    """Make the call of an entry that we have claimed; None when it must be made again later."""
    effect = entry.effect
    stored = store.load(entry.onboarding or "")
    if stored is None or not isinstance(effect, CallProvisioning):
        return Called(status="failed", note="there is no such onboarding")
    onboarding = stored.onboarding
    if reason := _not_needed(onboarding, effect):
        return Called(status="done", note=f"not needed: {reason}")
    try:
        reply = provisioner.call(effect.resource, key=entry.key, body=_body(onboarding, effect))
    except NotSentError as error:
        if entry.tries < CALLS_AT_MOST:
            return None
        reply = Answer(succeeded=False, detail=f"No answer after {entry.tries} tries: {error}")
    outcome = "succeeded" if reply.succeeded else "failed"
    command = RecordProvisioning(
        task=effect.task, succeeded=reply.succeeded, reference=reply.reference, detail=reply.detail
    )
    submit(onboarding.id, f"{entry.key}:{outcome}", command)
    return Called(status="done" if reply.succeeded else "failed", note=outcome)


def _not_needed(onboarding: Onboarding, effect: CallProvisioning) -> str | None:
    task = onboarding.task(effect.task)
    if onboarding.ended:
        return f"the onboarding is {onboarding.status}"
    return "the task is settled" if task is None or task.status in SETTLED else None


def _body(onboarding: Onboarding, effect: CallProvisioning) -> Json:
    return {
        "onboarding": onboarding.id,
        "account": {"name": onboarding.deal.account.name},
        "tier": onboarding.tier,
        "task": effect.task,
    }
