"""The addresses that mails point to."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.adapters.sessions import mailed_code
from chalicelib.adapters.signed_links import act_link, feedback_link, sign_in_link, unsubscribe_link
from chalicelib.application.ports import LinkMinter
from chalicelib.domain.onboarding import Contact, Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLinks:
    """Links below the product's public address, which has no slash at its end."""

    public_url: str
    minter: LinkMinter
    session_key: bytes

    def portal(self, onboarding: Onboarding, contact: Contact, *, task: str = "") -> str:
        """Return the customer's link; with a task, it leads to the page of that task."""
        token = self.minter.token(
            onboarding=onboarding.id, contact=contact.id, epoch=onboarding.epoch_of(contact)
        )
        return f"{self.public_url}/p/{token}" + (f"/to/{task}" if task else "")

    def leave(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the address of "this is not me"."""
        return self.portal(onboarding, contact) + "/leave"

    def unsubscribe(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the address where a contact switches reminders off and on."""
        key, url = self.session_key, self.public_url
        mailed = contact.email.c if contact.email else ""
        return unsubscribe_link(key, url, onboarding=onboarding.id, contact=contact.id, mailed=mailed)

    def code(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the code that a contact asked for last, in two groups; empty where it has done its work."""
        asked = contact.code
        if asked is None:
            return ""
        digits = mailed_code(
            self.session_key,
            onboarding=onboarding.id,
            contact=contact.id,
            challenge=asked.challenge,
            visit=asked.visit,
        )
        return f"{digits[:3]} {digits[3:]}"

    def feedback(self, onboarding: Onboarding, contact: Contact, milestone: str) -> str:
        """Return the address where a contact says how a milestone went."""
        key, url = self.session_key, self.public_url
        epoch = onboarding.epoch_of(contact)
        return feedback_link(
            key, url, onboarding=onboarding.id, contact=contact.id, milestone=milestone, epoch=epoch
        )

    def act(self, *, onboarding: str, person: str, kind: str, subject: str) -> str:
        """Return the page where a person settles one thing."""
        key, url = self.session_key, self.public_url
        return act_link(key, url, onboarding=onboarding, person=person, kind=kind, subject=subject)

    def record(self, onboarding: str) -> str:
        """Return the console's page of an onboarding."""
        return f"{self.public_url}/console/onboardings/{onboarding}"

    def team(self, person: str = "") -> str:
        """Return the console's page of the team, or of one of them."""
        return f"{self.public_url}/console/team" + (f"/{person}" if person else "")

    def needs_you(self) -> str:
        """Return the console's page of what is in front of whoever opens it."""
        return f"{self.public_url}/console/needs-you"

    def sign_in(self, *, person: str, nonce: str, expires_at: datetime) -> str:
        """Return a sign-in link."""
        key, url = self.session_key, self.public_url
        return sign_in_link(key, url, person=person, nonce=nonce, expires_at=expires_at)
