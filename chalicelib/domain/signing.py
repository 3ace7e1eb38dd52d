"""What exactly is signed by the customer, and which of their people may sign it."""

import hashlib
import json

from chalicelib.domain.onboarding import Contact, Document, Onboarding
from chalicelib.domain.playbook import Playbook, TaskRule

APPROVER = "approver"


def subject(state: Onboarding) -> tuple[Document, ...]:
    """Return the documents that a sign-off rests on: all that were accepted."""
    return tuple(document for document in state.documents if document.status == "accepted")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def statement(playbook: Playbook, rule: TaskRule, language: str) -> str:
    """Return the exact text that is shown in a language: the playbook's translation, else its own words."""
    return playbook.translations.get(language, {}).get(rule.statement, rule.statement)


def digest(state: Onboarding, *, shown: str, language: str) -> str:
    """Return the SHA-256 of what is signed together: the text as it is shown, and every document.

    It is taken over JSON with sorted keys and no spaces, in UTF-8, of ``{"documents": [{"document", "sha256", "size"}],
    "language", "shown"}``; documents in the order in which they arrived.
    """
    documents = [{"document": each.id, "sha256": each.sha256, "size": each.size} for each in subject(state)]
    signed = {"documents": documents, "language": language, "shown": shown}
    written = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text_hash(written)


def by_approver(rule: TaskRule | None) -> bool:
    """Say whether only an approver of the customer may sign."""
    return rule is not None and rule.kind == "approval" and rule.by_customer and rule.signer == APPROVER


def approvers(state: Onboarding) -> tuple[Contact, ...]:
    """Return the contacts who sign for the customer, the first named first.

    Whose mail comes back is one of them still: otherwise whoever likes could take their place by making it come back.
    """
    return tuple(contact for contact in state.contacts if contact.status != "left" and is_approver(contact))


def is_approver(contact: Contact | None) -> bool:
    """Say whether a contact signs for the customer."""
    return contact is not None and contact.role.casefold() == APPROVER


def may_sign(rule: TaskRule, contact: Contact | None) -> bool:
    """Say whether a contact may sign."""
    return not by_approver(rule) or is_approver(contact)
