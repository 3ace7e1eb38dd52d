"""Writes a mail: loads what it is about, asks whether it is still wanted, shows it, renders it."""

from dataclasses import dataclass

from chalicelib.adapters.mail.rendering import Brand, render
from chalicelib.application.mail_values import MailLinks, Scene
from chalicelib.application.mail_view import handover_view, mail_view, sign_in_view
from chalicelib.application.outbox import CannotWriteError, Letter
from chalicelib.application.personal import ERASED, Names
from chalicelib.application.plans import plan_of
from chalicelib.application.ports import Clock, OnboardingStore, People, Playbooks
from chalicelib.application.sign_in import expiry, nonce_of
from chalicelib.domain.effects import SendMail
from chalicelib.domain.occasions import not_needed
from chalicelib.domain.outbox import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWriter:
    """Where a mail's content comes from."""

    store: OnboardingStore
    playbooks: Playbooks
    people: People
    clock: Clock
    links: MailLinks
    brand: Brand

    def write(self, entry: Entry, mail: SendMail) -> Letter | str:
        """Return the mail, or the reason why it is not needed any more."""
        if mail.mail == "sign_in":
            return self._sign_in(entry, mail)
        if mail.mail == "handover":
            return self._handover(entry, mail)
        stored = self.store.load(entry.onboarding or "")
        if stored is None:
            raise CannotWriteError("there is no such onboarding")
        onboarding = stored.onboarding
        if reason := not_needed(onboarding, mail):
            return reason
        scene = Scene(
            onboarding=onboarding,
            playbook=plan_of(onboarding, self.playbooks),
            directory=self.people.directory(),
            names=Names(self.store.personal(onboarding.id)),
            links=self.links,
            now=self.clock.now(),
        )
        view = mail_view(mail, scene)
        if view.to == ERASED:
            return "the address was erased"
        return render(view, key=entry.key, brand=self.brand)

    def _sign_in(self, entry: Entry, mail: SendMail) -> Letter | str:
        now, expires_at = self.clock.now(), expiry(entry)
        person = self.people.directory().get(mail.to.partition(":")[2])
        if person is None or not person.active:
            return "the person does not work here any more"
        if now >= expires_at:
            return "the link would have expired"
        view = sign_in_view(person, nonce=nonce_of(mail), expires_at=expires_at, links=self.links, now=now)
        return render(view, key=entry.key, brand=self.brand)

    def _handover(self, entry: Entry, mail: SendMail) -> Letter | str:
        directory = self.people.directory()
        person = directory.get(mail.to.partition(":")[2])
        if person is None or not person.active:
            return "the person does not work here any more"
        view = handover_view(person, mail, directory=directory, links=self.links)
        return render(view, key=entry.key, brand=self.brand)
