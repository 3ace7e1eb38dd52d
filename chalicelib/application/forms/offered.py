"""What a form offers before anybody types: what was saved, else answered, else read from a file, else known from the order."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.prefill import Prefilled, prefilled
from chalicelib.application.forms.reader import reader_of, shown
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

FROM_ORDER = phrase("From your order. Please check it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The values by question, each as its reader types it; of those that nobody typed, where they come from."""

    values: Mapping[str, str]
    read: Mapping[str, Prefilled]
    known: Mapping[str, str]

    def source(self, name: str) -> str:
        """Say where the value of a question comes from: a file has the last word before the order."""
        offer = self.read.get(name)
        if offer and (offer.value or not self.known.get(name)):
            return offer.source
        return FROM_ORDER if self.known.get(name) else ""


def offered(
    about: Circumstances, task: Task, fields: tuple[FieldRule, ...], *, draft: Draft | None
) -> Offered:
    """Return what the form of a task offers. What was saved or answered is from people, and has no source to name."""
    reader = reader_of(about)
    kept = {answer.field: about.names.reveal(answer.value) for answer in task.answers}
    stored = {**kept, **(draft.values if draft else {})}
    known = {} if kept or draft else {each.id: _known(about, each) for each in fields if each.known}
    read = {
        each.id: offer
        for each in fields
        if each.id not in stored and (offer := prefilled(about, each, reader)) is not None
    }
    values = {
        **known,
        **{name: offer.value for name, offer in read.items() if offer.value},
        **{each.id: shown(each, stored[each.id], reader) for each in fields if each.id in stored},
    }
    return Offered(values=values, read=read, known=known)


def _known(about: Circumstances, rule: FieldRule) -> str:
    account = about.onboarding.deal.account
    values = {
        "account.name": account.name,
        "account.country": account.country,
        "account.domain": account.domain,
        "account.time_zone": account.time_zone,
    }
    return values.get(rule.known) or ""
