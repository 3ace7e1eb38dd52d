"""What must hold in a simulated world: at any moment, and once everything has come to rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chalicelib.adapters.mail.tags import TAG, key_of
from chalicelib.domain.outbox import owner_of
from tests.faults.cloud.port import PORT
from tests.faults.invariants import audit, records
from tests.faults.invariants import on_the_way as _on_the_way
from tests.faults.outside import request, send
from tests.faults.simulation.deals import MARK

if TYPE_CHECKING:
    from tests.faults.simulation.simulation import Simulation


def on_the_way(simulation: Simulation) -> list[str]:
    """Return what is wrong already: journals that do not replay, gates and owners, indexes."""
    found = _on_the_way(simulation.world, simulation.known)
    simulation.known = found.known
    return found.wrong


def after_the_end(simulation: Simulation) -> list[str]:
    """Return what is wrong at rest."""
    PORT.world = simulation.world
    wrong = audit(simulation.world, simulation.known).wrong
    wrong += _deals(simulation)
    wrong += _partitions(simulation)
    wrong += _mails(simulation)
    wrong += _links(simulation)
    return wrong


def _deals(simulation: Simulation) -> Iterator[str]:
    """Every deal that was told of has its one onboarding, which knows the newest of it."""
    wanted = {deal.onboarding: deal for deal in simulation.deals}
    found = {record.id: record.state for record in records(simulation.world)}
    for odd in sorted(found.keys() - wanted.keys()):
        yield f"{odd}: no deal was won that it could be about"
    for onboarding, deal in wanted.items():
        told, state = simulation.told[deal.number], found.get(onboarding)
        if told.taken < told.sent:
            continue
        if state is None:
            if not told.lost:
                yield f"{deal.mark}: {deal.source} told of it, and nothing was opened"
        elif not state.ended:
            amount = int(state.deal.amount.amount) if state.deal.amount else None
            if deal.state == "won" and amount != deal.amount:  # of a lost deal only that is taken
                yield f"{deal.mark}: its amount is {amount}, {deal.source} said {deal.amount} last"
            if state.deal.state != deal.state:
                yield f"{deal.mark}: it is {state.deal.state}, {deal.source} said {deal.state} last"


def _partitions(simulation: Simulation) -> Iterator[str]:
    """A customer's partition holds no traces of another."""
    numbers = {f"ONB#{deal.onboarding}": deal.number for deal in simulation.deals}
    table = simulation.world.cloud.table
    for pk, number in numbers.items():
        for item in table.of(pk):
            text = item.get("data", {}).get("S", "")  # what a thrown away draft leaves holds none
            shown = {int(found) for found in MARK.findall(text)} - {number}
            if shown:
                yield f"{pk} {item['sk']['S']} holds traces of {sorted(shown)}"


def _mails(simulation: Simulation) -> Iterator[str]:
    """A mail is about one customer, and goes to that one or to the team."""
    numbers = {f"ONB#{deal.onboarding}": deal.number for deal in simulation.deals}
    for mail, shown in simulation.post.marks:
        about = numbers.get(owner_of(key_of(mail.tags[TAG])))
        to = {int(found) for found in MARK.findall(" ".join(mail.to))}
        if about is not None and (shown | to) - {about}:
            yield f"{mail.id} about {about} to {mail.to} holds traces of {sorted(shown | to)}"


def _links(simulation: Simulation) -> Iterator[str]:
    """Links open for who is a contact now, under the newest epoch, and for nobody else."""
    from chalicelib import bootstrap

    world, minter = simulation.world, bootstrap.link_minter()
    for record in records(world):
        state = record.state
        for contact in state.contacts:
            for epoch in range(1, state.link_epoch + 1):
                token = minter.token(onboarding=state.id, contact=contact.id, epoch=epoch)
                status = send(world, request("POST", f"/p/{token}")).status
                opens = epoch == state.link_epoch and contact.status != "left"
                if (status == 303) != opens:
                    yield f"{state.id}: the link of {contact.id}, epoch {epoch}, answers {status}"
