"""Handing over what a person owns: what that is, what would go to whom, and sending it on its way."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.handle import Envelope
from chalicelib.application.outbox import Outbox
from chalicelib.application.personal import Names
from chalicelib.application.plans import plan_to_show
from chalicelib.application.ports import Clock, Listings, OnboardingStore, Playbooks
from chalicelib.application.words.advice import advise
from chalicelib.application.words.plain import plain
from chalicelib.domain.commands import Reassign
from chalicelib.domain.effects import SendMail, effect_key
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.holdings import holdings, role_of
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.outbox import Entry, owner_of
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import Playbook

BY_ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Where onboardings are found and read."""

    listings: Listings
    store: OnboardingStore
    playbooks: Playbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that a person owns; `subject` as a `Reassign` names it, `role` who does this by the playbook."""

    onboarding: str
    account: str
    subject: str
    title: str
    role: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A piece, and who gets it; `how`: ``asked``, ``role``, ``delegate``, ``lead`` or ``fallback``."""

    piece: Piece
    to: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What is sent: `to` as it was asked, `key` makes it the only one of its kind, `by` is the actor."""

    giver: str
    to: str
    moves: tuple[Move, ...]
    key: str
    by: str


def pieces(person: str, records: Records, *, directory: Directory, among: Sequence[str]) -> Iterator[Piece]:
    """Yield everything of a person in some onboardings, as it is now."""
    for key in among:
        stored = records.store.load(key)
        if stored is None:
            continue
        state, playbook = stored.onboarding, plan_to_show(stored.onboarding, records.playbooks)
        own = [holding.subject for holding in holdings(state) if holding.owner == person]
        spoken = any(subject.startswith(("promise:", "escalation:")) for subject in own)
        words = _Words(state, playbook, directory, Names(records.store.personal(key) if spoken else {}))
        for subject in own:
            yield Piece(
                onboarding=key,
                account=state.deal.account.name,
                subject=subject,
                title=words.of(subject),
                role=role_of(subject, state, playbook),
                due_at=_due(subject, state),
            )


def plan(
    person: Person, to: str, found: Sequence[Piece], *, directory: Directory, now: datetime
) -> tuple[Move, ...]:
    """Return what would go to whom; `to` is an id, an address, or ``role``: whoever does it by the playbook.

    Raises
    ------
    InvalidError
        Nobody of this name can take it.
    """
    if to != BY_ROLE:
        taker = directory.named(to)
        if taker is None:
            raise InvalidError(f"'{to[:200]}' is nobody in the directory. Name a person, or 'role'.")
        if not taker.active:
            raise InvalidError(f"'{to[:200]}' has left. Name somebody who works here, or 'role'.")
        if taker.id == person.id:
            raise InvalidError(f"'{to[:200]}' has it already. Name somebody else, or 'role'.")
        return tuple(Move(piece=piece, to=taker.id, how="asked") for piece in found)
    rest = directory.without(person.id)
    roles = {piece.role: rest.resolve(piece.role, now) for piece in found}
    moves = (Move(piece=p, to=roles[p.role].person, how=roles[p.role].how) for p in found)
    return tuple(move for move in moves if move.to != person.id)


def carry_out(
    handover: Handover, *, send: Callable[[Sequence[Envelope]], None], outbox: Outbox, clock: Clock
) -> None:
    """Send one `Reassign` for each move, under one cause, and one mail to each who gets something.

    Sending the same handover again is harmless, and finishes one that was cut short.
    """
    cause = _cause(handover)
    send(
        [
            Envelope(
                onboarding=move.piece.onboarding,
                id=f"{cause}:{move.piece.subject}",
                actor=handover.by,
                command=Reassign(subject=move.piece.subject, person=move.to, quietly=True),
            )
            for move in handover.moves
        ]
    )
    for taker in dict.fromkeys(move.to for move in handover.moves):
        if handover.by == f"person:{taker}":
            continue
        number = sum(1 for move in handover.moves if move.to == taker)
        mail = SendMail(
            name=cause.replace(":", "."),
            mail="handover",
            to=f"person:{taker}",
            giver=handover.giver,
            number=number,
        )
        key = effect_key(taker, 0, mail)
        outbox.add(Entry(owner=owner_of(key), key=key, effect=mail, written_at=clock.now()))


def _cause(handover: Handover) -> str:
    """Return what all its commands are caused by: the same for the same request, whatever is left to be done."""
    said = f"{handover.by}\n{handover.giver}\n{handover.to}\n{handover.key}"
    return f"handover:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


@dataclass(frozen=True, slots=True)
class _Words:
    """How the parts of an onboarding are called."""

    state: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names

    def of(self, subject: str) -> str:
        kind, _, name = subject.partition(":")
        match kind:
            case "stage":
                found = next((rule.title for rule in self.playbook.stages if rule.id == name), name)
                return f"Stage: {found}"
            case "task":
                task = self.state.task(name)
                return task.title if task else name
            case "promise":
                text = next((p.text for p in self.state.promises if p.id == name), None)
                return f"Promise: {plain(self.names.reveal(text))}"
            case "escalation":
                return f"Escalation: {self._escalation(name)}"
        return "The onboarding as a whole"

    def _escalation(self, name: str) -> str:
        found = next((each for each in self.state.escalations if each.id == name), None)
        if found is None:
            return name
        return advise(
            found,
            onboarding=self.state,
            playbook=self.playbook,
            directory=self.directory,
            names=self.names,
        ).headline


def _due(subject: str, state: Onboarding) -> datetime | None:
    kind, _, name = subject.partition(":")
    if kind == "onboarding":
        return state.target_at
    among = {"stage": state.stages, "task": state.tasks}.get(kind, ())
    return next((part.due_at for part in among if part.id == name), None)  # type: ignore[attr-defined]
