"""Why an onboarding is on hold, in words."""

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime


def held_because(about: Circumstances, local: LocalTime) -> str:
    """Return what stands behind "on hold because …": the reason that was chosen, or how it came on hold by itself."""
    onboarding = about.onboarding
    if onboarding.held_code in (None, "other"):
        return wording.HELD.get(onboarding.held or "", "")
    title = about.playbook.codes.title("hold", onboarding.held_code or "")
    until = local.when(onboarding.held_until)
    return title[:1].lower() + title[1:] + (f", until {until.day}" if until else "")
