"""What must hold whenever the product has come to rest, whatever went wrong on the way: DESIGN's promises, as checks.

Each check yields sentences about what is wrong; `violations` collects them all. The checks read what is stored, as an
auditor would, and rebuild what they can from the journal. `known` holds what a world began with, so that only what is
new is read again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chalicelib.adapters import journal
from chalicelib.adapters.codec import EFFECTS, load, secrets_of, unnamed
from chalicelib.adapters.indexes import head_index
from chalicelib.adapters.items import HEAD, from_parts
from chalicelib.adapters.mail.tags import TAG, key_of
from chalicelib.application.personal import commitment
from chalicelib.domain.effects import CallProvisioning, Notify, SendMail, effect_key
from chalicelib.domain.evolve import evolve
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.react import react
from chalicelib.domain.values import PlaybookRef
from chalicelib.domain.variants import planned
from tests.faults import desks
from tests.faults.runtime import World, due, resting

ALLOWED = {  # status: those that may follow it
    "opening": {"active", "on_hold", "cancelled"},
    "active": {"on_hold", "live", "cancelled"},
    "on_hold": {"active", "live", "cancelled", "opening"},
    "live": {"closed", "on_hold", "cancelled"},
    "closed": {"live"},
    "cancelled": {"opening", "active", "live"},
}


@dataclass(frozen=True, slots=True)
class Record:
    """One onboarding as it is stored: its state, its journal, its effects by key, its head item."""

    id: str
    state: Onboarding
    entries: tuple[dict[str, Any], ...]
    effects: dict[str, Any]
    head: dict[str, Any]
    sealed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """How far an onboarding had come: what its journal rebuilds, how many entries, the last hash, the effects so far."""

    state: Onboarding | None = None
    sequence: int = 0
    hash: str = journal.START
    effects: frozenset[str] = frozenset()


@dataclass(slots=True)
class Findings:
    """What an audit of a world found: sentences about what is wrong, and what is known of each onboarding now."""

    wrong: list[str] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)


def audit(world: World, known: dict[str, Known] | None = None) -> Findings:
    """Check everything that is stored; `known` is what an earlier audit of the same world's past has found."""
    findings = Findings()
    sent = Counter(key_of(mail.tags[TAG]) for mail in world.cloud.post.mails)
    ours, links = set[str](), _opening(world)
    notices, said = dict[str, Notify](), Counter[tuple[str, str]]()
    for record in records(world):
        before = (known or {}).get(record.id, Known())
        findings.known[record.id] = _replayed(record, before, findings.wrong)
        ours |= record.effects.keys()
        findings.wrong += _personal(record, before)
        findings.wrong += _links(record, links)
        findings.wrong += _indexes(record)
        findings.wrong += _effects(record, sent, delivered=world.delivers)
        findings.wrong += _invited(record, sent)
        findings.wrong += _gates(record, world)
        findings.wrong += _documents(record, world)
        findings.wrong += _owners(record)
        notices |= _laid(record)
        said |= _troubles(record)
    findings.wrong += desks.violations(world, notices, said)
    findings.wrong += _rest(world)
    findings.wrong += [
        f"a mail was sent that no effect asked for: {key}"
        for key in sent
        if key.startswith("onb-") and key not in ours
    ]
    return findings


def on_the_way(world: World, known: dict[str, Known]) -> Findings:
    """Check what holds after every commit, at rest or not; `known` as in `audit`."""
    findings = Findings()
    for record in records(world):
        findings.known[record.id] = _replayed(record, known.get(record.id, Known()), findings.wrong)
        findings.wrong += _indexes(record)
        findings.wrong += _gates(record, world)
        findings.wrong += _owners(record)
    return findings


def violations(world: World, known: dict[str, Known] | None = None) -> list[str]:
    """Return what is wrong with a world at rest, as sentences."""
    return audit(world, known).wrong


def records(world: World) -> Iterator[Record]:
    """Yield every onboarding as it is stored."""
    table = world.cloud.table
    for pk in table.partitions():
        if pk.startswith("ONB#"):
            items = {item["sk"]["S"]: item for item in table.of(pk)}
            parts = {sk: item["data"]["S"] for sk, item in items.items() if sk.startswith("S#")}
            if HEAD in parts:
                lines = (json.loads(item["data"]["S"]) for sk, item in items.items() if sk.startswith("J#"))
                yield Record(
                    id=pk.removeprefix("ONB#"),
                    state=_state(tuple(parts.items())),
                    entries=tuple(entry for line in lines for entry in line),
                    effects={sk[2:]: item for sk, item in items.items() if sk.startswith("X#")},
                    head=items[HEAD],
                    sealed={sk: item["data"]["S"] for sk, item in items.items() if sk.startswith("P#")},
                )


@lru_cache(maxsize=512)
def _state(parts: tuple[tuple[str, str], ...]) -> Onboarding:
    return from_parts({sk: json.loads(data) for sk, data in parts})


def _replayed(record: Record, before: Known, wrong: list[str]) -> Known:
    """Replay what the journal has gained: chain, state, allowed moves, and exactly the effects that follow from it."""
    state, previous, sequence = before.state, before.hash, before.sequence
    asked: set[str] = set(before.effects)
    for entry in record.entries[before.sequence :]:
        sequence += 1
        if entry["sequence"] != sequence or entry["previous_hash"] != previous or not _whole(entry):
            wrong.append(f"{record.id}: entry {sequence} does not fit the journal's chain")
            break
        previous = entry["hash"]
        event = _event(json.dumps(entry))
        after = evolve(state, event)
        if state is not None and after.status != state.status and after.status not in ALLOWED[state.status]:
            wrong.append(f"{record.id}: went from {state.status} to {after.status}")
        if state is not None and entry["type"] == "OnboardingOpened":
            wrong.append(f"{record.id}: opened twice")
        state = after
        asked |= {effect_key(record.id, sequence, effect) for effect in react(state, event)}
    if state != record.state:
        wrong.append(f"{record.id}: the journal rebuilds another state than is stored")
    if record.effects.keys() != asked:
        odd = sorted(record.effects.keys() ^ asked)
        wrong.append(f"{record.id}: effects and journal differ: {', '.join(odd)}")
    return Known(state, sequence, previous, frozenset(record.effects))


def _personal(record: Record, before: Known) -> Iterator[str]:
    """Every personal value that the journal refers to is kept, and is the one that it has committed to."""
    kept = {f"{sk}.{field}": c for sk, text in record.sealed.items() for field, c in _commitments(text)}
    for entry in record.entries[before.sequence :]:
        for p, c in _references(json.dumps(entry["data"])):
            if kept.get(p) != c:
                yield f"{record.id}: entry {entry['sequence']} refers to {p}, which is not kept"


@lru_cache(maxsize=4096)
def _commitments(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((field, commitment(secret)) for field, secret in secrets_of(json.loads(text)).items())


@lru_cache(maxsize=4096)
def _references(text: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []

    def take(value: dict[str, Any]) -> dict[str, Any]:
        if value.keys() == {"p", "c"}:
            found.append((value["p"], value["c"]))
        return value

    json.loads(text, object_hook=take)
    return tuple(found)


def _opening(world: World) -> set[tuple[str, str, int]]:
    """Return onboarding, contact and epoch of every link that is kept."""
    table = world.cloud.table
    texts = (
        item["data"]["S"] for pk in table.partitions() if pk.startswith("LINK#") for item in table.of(pk)
    )
    return {(link["onboarding"], link["contact"], link["epoch"]) for link in map(json.loads, texts)}


def _links(record: Record, links: set[tuple[str, str, int]]) -> Iterator[str]:
    """Every contact's mail leads somewhere; who has left gets none, and no new link."""
    for contact in record.state.contacts:
        if contact.status != "left" and (record.id, contact.id, record.state.epoch_of(contact)) not in links:
            yield f"{record.id}: the link of {contact.id} opens nothing"


@lru_cache(maxsize=4096)
def _event(text: str) -> Any:
    return journal.event_of(json.loads(text))


def _whole(entry: dict[str, Any]) -> bool:
    return bool(journal.entry_hash(entry) == entry["hash"])


def _indexes(record: Record) -> Iterator[str]:
    """The lists show what is so, and each commit raised the version by one."""
    expected = head_index(record.state)
    for name in ("due_pk", "due_sk", "board_pk", "board_sk", "status", "stage", "owner"):
        stored = record.head.get(name, {}).get("S")
        if stored != expected.get(name):
            yield f"{record.id}: the index says {name}={stored}, the state {expected.get(name)}"
    commits = len({entry["cause"] for entry in record.entries})
    if int(record.head["version"]["N"]) != commits:
        yield f"{record.id}: version {record.head['version']['N']} after {commits} commits"


def _effects(record: Record, sent: Counter[str], *, delivered: bool) -> Iterator[str]:
    """Every effect is done, given up with its reason, or in front of a person; no mail is repeated without a word of it."""
    said = _troubles(record)
    for key, item in record.effects.items():
        status, note = item["status"]["S"], item.get("note", {}).get("S", "")
        effect = _effect(item["data"]["S"])
        if (delivered and status in {"pending", "claimed"}) or (status == "doubtful" and "asked" not in item):
            yield f"{key}: at rest as {status}"
        if status == "failed" and isinstance(effect, SendMail) and not said[key, "failed"]:
            yield f"{key}: given up, and the journal does not say so"
        if not isinstance(effect, SendMail):
            continue
        if sent[key] > 1 + said[key, "sent_again"]:
            yield f"{key}: mailed {sent[key]} times, journaled as sent again {said[key, 'sent_again']} times"
        if status == "done" and not sent[key] and not note.startswith("not needed"):
            yield f"{key}: done, and never mailed"


def _invited(record: Record, sent: Counter[str]) -> Iterator[str]:
    """Everybody who was invited has had some mail with their link, unless they, or the onboarding, had gone by then."""
    invited = {
        f"contact:{c.id}": c.id for c in record.state.contacts if c.invited_by and c.status == "active"
    }
    if record.state.ended:
        return
    for key, item in record.effects.items() if invited else ():
        effect = _effect(item["data"]["S"])
        note = item.get("note", {}).get("S", "")
        gone = any(why in note for why in ("the contact", "the address", "has ended"))
        if isinstance(effect, SendMail) and (item["status"]["S"] != "done" or sent[key] or gone):
            invited.pop(effect.to, None)
    for contact in invited.values():
        yield f"{record.id}: {contact} was invited and never heard of it"


def _troubles(record: Record) -> Counter[tuple[str, str]]:
    """Return how often the journal tells of a mail's trouble, by the mail's key and the trouble."""
    return Counter(
        (e["data"]["effect"], e["data"]["trouble"]) for e in record.entries if e["type"] == "MailTroubled"
    )


def _laid(record: Record) -> dict[str, Notify]:
    """Return what is done of the effects that lay something on a desk."""
    effects = {key: (_effect(item["data"]["S"]), item["status"]["S"]) for key, item in record.effects.items()}
    return {
        key: one for key, (one, status) in effects.items() if isinstance(one, Notify) and status == "done"
    }


@lru_cache(maxsize=4096)
def _effect(text: str) -> Any:
    return unnamed(EFFECTS, json.loads(text))


def _published(world: World, ref: PlaybookRef) -> Playbook:
    """Return a playbook's version as it is published in this world."""
    items = {item["sk"]["S"]: item for item in world.cloud.table.of(f"PLAYBOOK#{ref.name}")}
    return _playbook(items[f"V#{ref.version:06d}"]["data"]["S"])


@lru_cache(maxsize=64)
def _playbook(text: str) -> Playbook:
    return load(Playbook, json.loads(text))


def _gates(record: Record, world: World) -> Iterator[str]:
    """Nothing is provisioned, nothing goes live before its gate holds with its proof; one key makes one thing."""
    state = record.state
    playbook = planned(_published(world, state.playbook), state)
    passed = {gate.id for gate in state.gates if gate.proof}
    for stage in state.stages:
        gate = playbook.gate(f"stage:{stage.id}")
        if gate is not None and stage.status != "waiting" and gate.id not in passed:
            yield f"{record.id}: stage {stage.id} began before its gate {gate.id}"
    live = playbook.gate("live")
    if state.milestones.live and live is not None and live.id not in passed:
        yield f"{record.id}: live before its gate"
    for gate_ in state.gates:
        if (gate_.passed_at is None) != (gate_.proof is None):
            yield f"{record.id}: gate {gate_.id} without its proof"
    for asked in world.cloud.downstream.requests:
        if asked.method == "POST" and asked.key is not None and asked.key.startswith(f"{record.id}:"):
            item = record.effects.get(asked.key)
            effect = _effect(item["data"]["S"]) if item else None
            task = state.task(effect.task) if isinstance(effect, CallProvisioning) else None
            gate = playbook.gate(f"stage:{task.stage}") if task else None
            if task is None or (gate is not None and gate.id not in passed):
                yield f"{record.id}: {asked.path} was called without its gate"


def _documents(record: Record, world: World) -> Iterator[str]:
    """Every version that arrived ends accepted, rejected or in front of a person, and none is accepted unseen."""
    state = record.state
    for document in state.documents:
        if document.status in {"received", "checking"} and document.check_by.timestamp() <= world.now:
            yield f"{record.id}: {document.id} is still {document.status}, nobody looks"
        by_person = any(
            entry["type"] == "DocumentAccepted"
            and entry["data"]["document"] == document.id
            and entry["data"]["by"].startswith("person:")
            for entry in record.entries
        )
        seen = document.verdict == "accepted" and document.scan in {"NO_THREATS_FOUND", "not_required"}
        if document.status == "accepted" and not by_person and not seen:
            yield f"{record.id}: {document.id} is accepted unseen ({document.verdict}, {document.scan})"
        if document.status == "rejected" and not document.reasons and document.note is None:
            yield f"{record.id}: {document.id} is rejected without a reason"
        raised = any(one.subject == f"document:{document.id}" for one in state.raised())
        if document.status == "needs_person" and not raised and not state.ended:
            yield f"{record.id}: {document.id} waits for a person, and nobody is told"
    if not state.ended and state.status != "on_hold":
        known = {(document.key, document.version_id) for document in state.documents}
        closed = {document.key for document in state.documents if document.outside}  # each brings one file
        for key, versions in world.cloud.bucket.objects.items():
            if key.startswith(f"q/{record.id}/") and key not in closed:
                yield from (
                    f"{record.id}: {key} {version.id} has arrived and is forgotten"
                    for version in versions
                    if (key, version.id) not in known
                    and (task := state.task(key.split("/")[2]))
                    and not task.settled
                )


def _owners(record: Record) -> Iterator[str]:
    """No active stage and nothing open is without an owner."""
    state = record.state
    for stage in state.stages:
        if stage.status == "active" and not stage.owner:
            yield f"{record.id}: stage {stage.id} has no owner"
    for task in state.tasks:
        if task.status == "open" and not (task.owner and task.due_at):
            yield f"{record.id}: task {task.id} has no owner or no date"
    if not state.owner:
        yield f"{record.id}: nobody owns it"


def _rest(world: World) -> Iterator[str]:
    """Queues, stream and outboxes are empty; every webhook that was kept is worked off; nothing due is left."""
    for name, queue in world.cloud.queues.items():
        for message in queue.messages.values() if world.delivers or name != "deliver" else ():
            yield f"the {name} queue still holds {message.body[:120]}"
        for message in queue.dead:
            yield f"a dead letter of the {name} queue: {message.body[:200]}"
    for record in world.relay_dead:
        yield f"relay gave up {record.keys}"
    if resting(world):
        yield f"{len(resting(world))} entries are at rest and nobody works on them"
    for onboarding in due(world, world.now):
        yield f"{onboarding} is due and nobody looks"
