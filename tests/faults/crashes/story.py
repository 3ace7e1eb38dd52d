"""The scenarios: one onboarding from its webhook to live and past it, and everything that may happen beside its way.

The modules called ``…_scenes`` hold them by topic.
"""

from __future__ import annotations

from functools import cache

from tests.faults.beginnings import furnished
from tests.faults.crashes.explorer import Scenario
from tests.faults.crashes.telling import ADA, EVA, GRACE, IVO, LEE, Stimulus, Story, deal, onboarding, state

__all__ = [
    "ADA",
    "EVA",
    "GRACE",
    "IVO",
    "LEE",
    "Stimulus",
    "Story",
    "deal",
    "onboarding",
    "scenarios",
    "state",
]


@cache
def scenarios() -> dict[str, Scenario]:
    """Return every scenario by name; made once a process."""
    from tests.faults.crashes import (
        change_scenes,
        colleague_scenes,
        course_scenes,
        customer_scenes,
        deal_scenes,
        document_scenes,
        door_scenes,
        opening_scenes,
        page_scenes,
        people_scenes,
        secret_scenes,
        sender_scenes,
        tier_scenes,
    )

    story = Story(furnished())
    for scenes in (
        deal_scenes,
        opening_scenes,
        course_scenes,
        sender_scenes,
        page_scenes,
        people_scenes,
        tier_scenes,
        change_scenes,
        customer_scenes,
        door_scenes,
        document_scenes,
        colleague_scenes,
        secret_scenes,
    ):
        scenes.play(story)
    for name, of in _DELIVERIES.items():
        only = "provision.set_up_billing" if "downstream" in name else ""
        story.delivery(name, of=of, only=only, alone="downstream" in name)
    return story.scenarios


_DELIVERIES = {
    "mail to owner and customer": "a deal is won",
    "an escalation is laid on a desk": "nobody accepts the handoff in time",
    "mail about an escalation": "a desk mails what it has gathered",
    "mail of receipts": "receipts go out together",
    "mail with a sign-in link": "a sign-in link is asked for",
    "a downstream call": "the inputs are verified",
    "a downstream call that is refused": "provisioning is refused",
}
