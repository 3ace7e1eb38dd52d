"""Writes a mail: loads what it is about, asks whether it is still wanted, shows it, renders it."""

from dataclasses import dataclass, replace
from functools import cache

from chalicelib.adapters.mail.rendering import Brand, render
from chalicelib.application.desks import Desks, gathered, most_urgent
from chalicelib.application.drafts import Draft, Drafts
from chalicelib.application.lost_link import doors
from chalicelib.application.mail.summaries import Summaries
from chalicelib.application.mail.team import (
    folded,
    handover_view,
    meant_for,
    sign_in_view,
    stands_in_for,
    summary_view,
)
from chalicelib.application.mail.values import MailLinks, MailView, Scene
from chalicelib.application.mail.view import lost_link_view, mail_view
from chalicelib.application.mornings import day_of
from chalicelib.application.outbox import CannotWriteError, Letter
from chalicelib.application.personal import ERASED, Names
from chalicelib.application.plans import plan_of, plan_to_show
from chalicelib.application.ports import Clock, LinkMinter, Links, OnboardingStore, People, Playbooks
from chalicelib.application.sign_in import expiry, nonce_of
from chalicelib.application.words.dates import local_time
from chalicelib.domain.effects import SendMail
from chalicelib.domain.escalations import find
from chalicelib.domain.occasions import not_needed
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.outbox import Entry

MOST_SHOWN = 25  # of a storm: what nobody reads to the end need not be loaded either


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWriter:
    """Where a mail's content comes from."""

    store: OnboardingStore
    desks: Desks
    playbooks: Playbooks
    people: People
    clock: Clock
    links: MailLinks
    drafts: Drafts
    doors: Links
    minter: LinkMinter
    summaries: Summaries
    brand: Brand

    def write(self, entry: Entry, mail: SendMail) -> Letter | str:
        """Return the mail, or the reason why it is not needed any more."""
        if mail.mail == "sign_in":
            return self._sign_in(entry, mail)
        if mail.mail == "lost_link":
            return self._lost_link(entry, mail)
        if mail.mail == "handover":
            return self._handover(entry, mail)
        if mail.mail in {"digest", "weekly"}:
            return self._summary(entry, mail)
        if mail.window is not None:
            return self._folded(entry, mail, mail.window)
        onboarding = self._onboarding(entry.onboarding or "")
        if reason := not_needed(onboarding, mail):
            return reason
        scene = self._scene(onboarding, whole=mail.to.startswith("contact:"))
        if mail.mail == "reminder":
            scene = replace(scene, drafts=self._drafts_of(mail, scene))
        view = mail_view(mail, scene)
        if view.to == ERASED:
            return "the address was erased"
        return render(view, key=entry.key, brand=self.brand)

    def _folded(self, entry: Entry, mail: SendMail, window: int) -> Letter | str:
        """Write one mail about everything that a window of a desk has gathered and that is still raised."""
        reader = self.people.directory().get(mail.to.partition(":")[2])
        if reader is None or not reader.active:
            raise CannotWriteError(f"{mail.to} is nobody whom we can write to")
        slips = most_urgent(gathered(self.desks, reader.id, window))
        onboarding = cache(self._onboarding)
        scene = cache(lambda name: self._scene(onboarding(name)))
        views: list[MailView] = []
        for read, (whose, slip) in enumerate(slips):
            if len(views) == MOST_SHOWN:
                return render(folded(reader, views, more=len(slips) - read), key=entry.key, brand=self.brand)
            single = SendMail(name=mail.name, mail="escalation", to=mail.to, escalation=slip.escalation)
            if not_needed(onboarding(slip.onboarding), single) is None:
                views.append(self._item(single, scene(slip.onboarding), whose=whose, rung=slip.rung))
        if not views:
            return "everything in it is settled"
        return render(folded(reader, views), key=entry.key, brand=self.brand)

    def _item(self, mail: SendMail, scene: Scene, *, whose: str, rung: int) -> MailView:
        """Return what one of several escalations shows: as it came to this reader, at the rung that it had then."""
        view = replace(mail_view(mail, scene), rung=rung)
        reader, directory = mail.to.partition(":")[2], scene.directory
        meant: str | None = whose
        if whose == reader:
            meant = meant_for(find(scene.onboarding, mail.escalation or ""), rung, scene)
        if meant in {None, reader}:
            return view
        known = directory.get(reader)
        local = local_time(known.time_zone if known else "UTC", scene.now)
        return replace(view, meant_for=stands_in_for(directory.get(meant), local))

    def _onboarding(self, onboarding_id: str) -> Onboarding:
        stored = self.store.load(onboarding_id)
        if stored is None:
            raise CannotWriteError("there is no such onboarding")
        return stored.onboarding

    def _scene(self, onboarding: Onboarding, *, whole: bool = False) -> Scene:
        """Return what a mail is made from; to a customer it must be `whole`, with all that they need to know."""
        return Scene(
            onboarding=onboarding,
            playbook=(plan_of if whole else plan_to_show)(onboarding, self.playbooks),
            directory=self.people.directory(),
            names=Names(self.store.personal(onboarding.id)),
            links=self.links,
            now=self.clock.now(),
        )

    def _drafts_of(self, mail: SendMail, scene: Scene) -> dict[str, Draft]:
        """Return what was saved and not sent for the tasks that a mail reminds of."""
        rules = (rule for rule in map(scene.playbook.task, mail.tasks) if rule and rule.fields)
        found = (self.drafts.read(scene.onboarding.id, rule.id) for rule in rules)
        return {draft.task: draft for draft in found if draft}

    def _sign_in(self, entry: Entry, mail: SendMail) -> Letter | str:
        now, expires_at = self.clock.now(), expiry(entry)
        person = self.people.directory().get(mail.to.partition(":")[2])
        if person is None or not person.active:
            return "the person does not work here any more"
        if now >= expires_at:
            return "the link would have expired"
        view = sign_in_view(person, nonce=nonce_of(mail), expires_at=expires_at, links=self.links, now=now)
        return render(view, key=entry.key, brand=self.brand)

    def _lost_link(self, entry: Entry, mail: SendMail) -> Letter | str:
        """Write the links of an address to it, if it is one that we know."""
        found = doors(
            mail.to.partition(":")[2],
            links=self.doors,
            store=self.store,
            minter=self.minter,
            now=self.clock.now(),
        )
        known = tuple(found)
        if not known:
            return "there is nothing behind this address"
        view = lost_link_view(
            known, directory=self.people.directory(), links=self.links, now=self.clock.now()
        )
        return render(view, key=entry.key, brand=self.brand)

    def _handover(self, entry: Entry, mail: SendMail) -> Letter | str:
        directory = self.people.directory()
        person = directory.get(mail.to.partition(":")[2])
        if person is None or not person.active:
            return "the person does not work here any more"
        view = handover_view(person, mail, directory=directory, links=self.links)
        return render(view, key=entry.key, brand=self.brand)

    def _summary(self, entry: Entry, mail: SendMail) -> Letter | str:
        """Write the summary of a morning, of what is true now."""
        now, directory = self.clock.now(), self.people.directory()
        person = directory.get(mail.to.partition(":")[2])
        if person is None or not person.available(now) or not person.digest:
            return "the person is not here, or wants none"
        told = self.summaries.told(person, mail, directory=directory, now=now)
        if not told:
            return "there is nothing to say"
        view = summary_view(person, mail, told, day=day_of(mail), links=self.links, now=now)
        return render(view, key=entry.key, brand=self.brand)
