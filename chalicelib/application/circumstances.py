"""What the pages of an onboarding are made from, and how people are named on them."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.personal import ERASED, Names
from chalicelib.application.words import wording
from chalicelib.application.words.plain import name_of as plain_name
from chalicelib.application.words.plain import plain
from chalicelib.application.words.said import About
from chalicelib.domain.languages import ENGLISH, tag_of
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What every page of the customer is made from; `contact` is None when the team looks.

    `proven` says that the contact has shown lately, by a code, that they read their mail.
    """

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names
    now: datetime
    contact: Contact | None = None
    proven: bool = False

    def hides(self, task_id: str) -> bool:
        """Say whether what stands in the files of a task is kept from this reader until they have typed a code."""
        rule = self.playbook.task(task_id)
        sensitive = bool(rule and rule.documents and rule.documents.sensitive)
        return sensitive and self.contact is not None and not self.proven

    @property
    def zone(self) -> str:
        """Return the time zone of the reader: the contact's, else the account's, else the playbook's."""
        account = self.onboarding.deal.account.time_zone
        return (self.contact.time_zone if self.contact else account) or self.playbook.calendar.time_zone

    @property
    def tag(self) -> str:
        """Return the language of the reader, with the region whose formats they know: the team reads English."""
        return tag_for(self.onboarding, self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person to show; `note` is a status worth telling.

    Of the customer's: `title` is the role in words, `first` who is asked first.
    """

    name: str
    email: str
    role: str = ""
    note: str = ""
    you: bool = False
    id: str = ""
    first: bool = False
    title: str = ""


def tag_for(onboarding: Onboarding, contact: Contact | None) -> str:
    """Return the language of a contact, with the region whose formats they know; the team, None, reads English."""
    return tag_of(contact.language, onboarding.deal.account.country) if contact else ENGLISH


def called(about: About) -> str:
    """Return how an onboarding is called: its account, and its deal where that has another name."""
    deal = about.onboarding.deal
    account, name = plain(deal.account.name), name_of_deal(about)
    if not name or name.casefold() == account.casefold():
        return account
    return name if name.casefold().startswith(account.casefold()) else f"{account} ({name})"


def name_of_deal(about: About) -> str:
    """Return the name of a deal; empty where it is erased, or a mail program would turn it into a link."""
    revealed = about.names.reveal(about.onboarding.deal.name)
    return "" if revealed == ERASED else plain_name(revealed)


def someone(directory: Directory, person_id: str) -> Someone:
    """Return a person of the team by name and address."""
    person = directory.get(person_id) or directory.get(directory.fallback)
    return Someone(name=person.name, email=person.email) if person else Someone(name="", email="")


def role_of(contact: Contact) -> str:
    """Return a contact's role; empty where it says no more than that they are one."""
    return "" if contact.role == "contact" else contact.role


def role_words(contact: Contact) -> str:
    """Return a contact's role as the customer reads it; empty for what is only a CRM's word for them, and says nothing."""
    role = " ".join(contact.role.replace("_", " ").replace("-", " ").casefold().split())
    if role == "contact":
        return ""
    return wording.ROLES.get(role) or wording.ROLES_OF_CRMS.get(role, "")


def name_of(about: Circumstances, actor: str) -> str:
    """Return the name behind an actor: ``person:…``, ``contact:…``; other actors have none."""
    kind, _, key = actor.partition(":")
    if kind == "person":
        return someone(about.directory, key).name
    contact = about.onboarding.contact(key) if kind == "contact" else None
    return about.names.reveal(contact.name) if contact else ""
