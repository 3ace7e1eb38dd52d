"""Commands as the world may send them: sensible, stale, misdirected, hostile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain import signing
from chalicelib.domain.deal import Account, DealContact, DealPromise, Handoff
from chalicelib.domain.documents import Findings
from chalicelib.domain.languages import Language
from chalicelib.domain.onboarding import Answer, Onboarding
from chalicelib.domain.values import Money
from tests.builders import personal
from tests.properties import asked_by_colleagues, asked_by_visitors
from tests.properties.world import (
    ADA,
    GRACE,
    INES,
    LEE,
    MONDAY,
    PLAYBOOKS,
    World,
    a_deal,
    answers_for,
    sealed,
)

Draw = Callable[[st.SearchStrategy[Any]], Any]
HOSTILE = ("", "nonsense", "task:task:task", "../../etc/passwd", "\u202eevil", "stage:", "x" * 300)
ACTORS = (
    ADA,
    LEE,
    INES,
    GRACE,
    "contact:contact-2",
    "token:admin",
    "crm:deals",
    "system:sweep",
    "person:nobody",
)


@dataclass(frozen=True)
class Asked:
    """A command and who sends it."""

    make: Callable[[Sealer], c.Command]
    actor: str


def anything(draw: Draw, world: World) -> Asked:
    """Draw a command of any kind, mostly about things that exist."""
    kind = draw(st.sampled_from(tuple(_MAKERS)))
    actor = draw(st.sampled_from((_USUAL.get(kind, ADA), *ACTORS)))
    if kind is c.MigrateOnboarding and draw(st.booleans()):
        command = c.MigrateOnboarding(version=world.state.playbook.version, digest=world.preview().digest)
        return Asked(make=lambda _: command, actor=actor)
    return Asked(make=_MAKERS[kind](draw, world.state), actor=actor)


def a_deal_state(draw: Draw, world: World) -> Asked:
    """Draw what the CRM might hold, older or newer than what is known."""
    changes: dict[str, Any] = {
        "state": draw(st.sampled_from(("won", "won", "won", "lost", "open", "deleted"))),
        "modified_at": MONDAY + timedelta(hours=draw(st.integers(-30, 200))),
        "complete": draw(st.sampled_from((True, True, False))),
        "owner": draw(st.sampled_from(("ada", "lee", None, "nobody"))),
        "tier": draw(st.sampled_from((*PLAYBOOKS, None, "no-such-tier"))),
        "committed": draw(st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1))),
        "signed_at": draw(st.none() | st.just(MONDAY - timedelta(days=draw(st.integers(0, 60))))),
        "amount": draw(
            st.none() | st.just(Money(amount=Decimal(draw(st.integers(0, 90_000))), currency="EUR"))
        ),
        "attributes": draw(
            st.sampled_from(((), (("seats", personal("9")),), (("problem:date", personal("31.02.2026")),)))
        ),
    }
    return Asked(make=_deal_maker(draw, world, changes), actor="crm:deals")


def _deal_maker(draw: Draw, world: World, changes: dict[str, Any]) -> Callable[[Sealer], c.Command]:
    people = draw(st.lists(st.sampled_from(("grace", "piet", "mia", None)), max_size=4))
    goals, promises = draw(st.booleans()), draw(st.integers(0, 3))
    account = Account(name="Acme GmbH", time_zone=draw(st.sampled_from((None, "Europe/Berlin"))))

    def make(s: Sealer) -> c.Command:
        contacts = tuple(
            DealContact(
                name=sealed(s, who) if who else None, email=sealed(s, f"{who}@acme.example") if who else None
            )
            for who in people
        )
        given = {
            "ref": world.ref,
            "account": account,
            "contacts": contacts,
            "handoff": Handoff(goals=(sealed(s, "goal"),) if goals else ()),
            "promises": tuple(DealPromise(text=sealed(s, f"promise {n}")) for n in range(promises)),
        }
        return c.RecordDeal(deal=a_deal(s, **changes, **given))

    return make


def _task(draw: Draw, state: Onboarding) -> str:
    return _one_of(draw, (task.id for task in state.tasks))


def _one_of(draw: Draw, known: Iterator[str]) -> str:
    return str(draw(st.sampled_from((*known, draw(st.sampled_from(HOSTILE))))))


def _file(draw: Draw, state: Onboarding) -> dict[str, Any]:
    """Return which file version: one that is known, another version under its key, or a new one."""
    takes = [t.id for t in state.tasks if (r := PLAYBOOKS[state.playbook.name].task(t.id)) and r.documents]
    task = draw(st.sampled_from((*takes, *takes, "nonsense")))
    document = draw(st.sampled_from(("a" * 32, "b" * 32, "c" * 32)))
    version = draw(st.sampled_from(("v1", "v1", "v2")))
    key = f"q/{state.id}/{task}/{document}"
    return {"task": task, "document": document, "key": key, "version_id": version}


def _upload(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    file = _file(draw, state)
    return lambda s: c.RecordUpload(**file, name=sealed(s, "file.pdf"))


def _verdict(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    file = _file(draw, state)
    verdict = draw(st.sampled_from(("accepted", "accepted", "rejected", "unchecked")))
    findings = Findings(
        verdict=verdict,
        reasons=() if verdict == "accepted" else ("pdf.encrypted",),
        type=draw(st.sampled_from(("pdf", "pdf", "png", None))),
        size=draw(st.sampled_from((0, 900, 50_000_000))),
        sha256=draw(st.sampled_from(("ab" * 32, "cd" * 32))),
    )
    return lambda s: c.RecordVerdict(**file, name=sealed(s, "file.pdf"), findings=findings)


def _scan(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    results = (
        "NO_THREATS_FOUND",
        "NO_THREATS_FOUND",
        "THREATS_FOUND",
        "UNSUPPORTED",
        "ACCESS_DENIED",
        "FAILED",
        "?",
    )
    command = c.RecordScan(**_file(draw, state), result=draw(st.sampled_from(results)))
    return lambda s: command


def _answers(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, contact = _task(draw, state), _one_of(draw, (contact.id for contact in state.contacts))
    extra, playbook = draw(st.integers(0, 9)) == 0, PLAYBOOKS[state.playbook.name]

    def make(s: Sealer) -> c.Command:
        given = answers_for(playbook, task, s)
        return c.SubmitAnswers(
            task=task,
            contact=contact,
            answers=(*given, Answer(field="nonsense", value=sealed(s))) if extra else given,
        )

    return make


def _approve(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, contact = _task(draw, state), draw(st.sampled_from((None, "contact-1")))
    rule = PLAYBOOKS[state.playbook.name].task(task)
    seen = signing.digest(state, shown=rule.statement, language="en") if rule and contact else None
    return lambda s: c.ApproveTask(task=task, name=sealed(s, "Grace Lind"), contact=contact, seen=seen)


def _decline(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, contact = _task(draw, state), draw(st.sampled_from((None, "contact-1")))
    return lambda s: c.DeclineTask(task=task, reason=sealed(s), contact=contact)


def _invite(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    who, by = draw(st.sampled_from(("mia", "grace", "tove"))), draw(st.sampled_from((None, "contact-1")))
    return lambda s: c.InviteContact(
        name=sealed(s, who), email=sealed(s, f"{who}@acme.example"), invited_by=by
    )


def _leave(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    command = c.LeaveContact(contact=_one_of(draw, (contact.id for contact in state.contacts)))
    return lambda s: command


def _switch(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    contact = _one_of(draw, (contact.id for contact in state.contacts))
    command = c.SwitchReminders(contact=contact, on=draw(st.booleans()))
    return lambda s: command


def _language(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    contact = _one_of(draw, (contact.id for contact in state.contacts))
    command = c.SwitchLanguage(contact=contact, language=draw(st.sampled_from(get_args(Language))))
    return lambda s: command


def _correct(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    contact = _one_of(draw, (contact.id for contact in state.contacts))
    name, email = (draw(st.sampled_from((None, "mia", "grace", "tove"))) for _ in range(2))
    return lambda s: c.CorrectContact(
        contact=contact,
        name=sealed(s, name) if name else None,
        email=sealed(s, f"{email}@acme.example") if email else None,
    )


def _complete(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, note = _task(draw, state), draw(st.booleans())
    return lambda s: c.CompleteTask(task=task, note=sealed(s) if note else None)


def _waive(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task = _task(draw, state)
    return lambda s: c.WaiveTask(task=task, reason=sealed(s))


def _review(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    waiting = (document.id for document in state.documents if document.status == "needs_person")
    document, accept, note = _one_of(draw, waiting), draw(st.booleans()), draw(st.booleans())
    return lambda s: c.ReviewDocument(document=document, accept=accept, note=sealed(s) if note else None)


def _promise(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    promise = _one_of(draw, (promise.id for promise in state.promises))
    return lambda s: c.SettlePromise(promise=promise, note=sealed(s))


def _acknowledge(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    command = c.AcknowledgeEscalation(escalation=_one_of(draw, (e.id for e in state.escalations)))
    return lambda s: command


_NOVEMBER = datetime(2026, 11, 20, tzinfo=UTC)


def _snooze(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    escalation = _one_of(draw, (e.id for e in state.raised()))
    until = _NOVEMBER + draw(st.integers(0, 60 * 24 * 40)) * timedelta(minutes=1)
    return lambda s: c.SnoozeEscalation(escalation=escalation, until=until, note=sealed(s))


def _resolve(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    escalation = _one_of(draw, (e.id for e in state.raised()))
    return lambda s: c.ResolveEscalation(escalation=escalation, note=sealed(s))


def _reassign(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    subjects = [f"stage:{stage.id}" for stage in state.stages] + [f"task:{task.id}" for task in state.tasks]
    subjects += [f"escalation:{e.id}" for e in state.escalations] + [
        f"promise:{p.id}" for p in state.promises
    ]
    subject = _one_of(draw, iter(("onboarding", *subjects)))
    command = c.Reassign(subject=subject, person=draw(st.sampled_from(("ada", "lee", "tom", "nobody"))))
    return lambda s: command


def _hold(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    until = draw(st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1)))
    code = draw(st.sampled_from(("legal", "other", "other", "nonsense")))
    return lambda s: c.HoldOnboarding(code=code, reason=sealed(s), until=until)


def _release(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    return lambda s: c.ReleaseOnboarding()


def _cancel(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    if draw(st.integers(0, 9)):  # an end ends the interesting part
        return _release(draw, state)
    return lambda s: c.CancelOnboarding(reason=sealed(s))


def _revoke(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    return lambda s: c.RevokeLinks()


def _override(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    gate, approve = _one_of(draw, (gate.id for gate in state.gates)), draw(st.booleans())
    return lambda s: (
        c.ApproveOverride(gate=gate) if approve else c.RequestOverride(gate=gate, reason=sealed(s))
    )


def _provisioned(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    command = c.RecordProvisioning(task=_task(draw, state), succeeded=draw(st.booleans()), detail="503")
    return lambda s: command


def _retry(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    command = c.RetryProvisioning(task=_task(draw, state))
    return lambda s: command


def _trouble(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    to = _one_of(draw, iter((*(f"contact:{contact.id}" for contact in state.contacts), "person:ada")))
    trouble = draw(st.sampled_from(("bounced", "complained", "failed", "doubtful", "sent_again")))
    command = c.RecordMailTrouble(effect=f"{state.id}:1:welcome", mail="welcome", to=to, trouble=trouble)
    return lambda s: command


def _reopen(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task = _one_of(draw, (task.id for task in state.tasks if task.settled))
    return lambda s: c.ReopenTask(task=task, reason=sealed(s))


def _secret(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, again = _task(draw, state), draw(st.booleans())
    if again:
        return lambda s: c.AskSecretAgain(task=task, field="key", reason=sealed(s))
    return lambda s: c.RevealSecret(task=task, field="key", number=1, reason=sealed(s))


def _waiver(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, approve = _task(draw, state), draw(st.booleans())
    return lambda s: c.ApproveWaiver(task=task) if approve else c.RequestWaiver(task=task, reason=sealed(s))


def _block(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task, block, note = _task(draw, state), draw(st.booleans()), draw(st.booleans())
    code = draw(st.sampled_from(("third_party", "access", "other", "nonsense")))
    return lambda s: (
        c.BlockTask(task=task, code=code, note=sealed(s) if note else None)
        if block
        else c.UnblockTask(task=task)
    )


def _target(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    day = draw(st.dates(date(2026, 11, 1), date(2027, 6, 1)) | st.just(date.max))
    code = draw(st.sampled_from(("scope_grew", "estimate", "nonsense")))
    return lambda s: c.SetTarget(date=day, code=code)


def _take_back(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    tasks = draw(st.lists(st.sampled_from((*(task.id for task in state.tasks), "nonsense")), max_size=2))
    return lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=tuple(tasks))


def _add(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    kind = draw(st.sampled_from(("internal", "internal", "customer", "approval")))
    command = c.AddTask(
        title="Visit the warehouse",
        stage=_one_of(draw, (stage.id for stage in state.stages)),
        kind=kind,
        role=draw(st.sampled_from((None, "customer", "success"))) if kind == "approval" else None,
        owner=draw(st.sampled_from((None, "ines", "nobody"))),
        after=draw(st.sampled_from(((), (state.tasks[0].id,), ("nonsense",)))),
        due=draw(st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1))),
        statement="" if kind == "internal" else "The dock fits.",
    )
    return lambda s: command


def _drop(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    task = _one_of(draw, (task.id for task in state.tasks if not task.settled))
    return lambda s: c.DropTask(task=task, reason=sealed(s))


def _migrate(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    command = c.MigrateOnboarding(version=draw(st.sampled_from((2, 3, 77))), digest="nonsense")
    return lambda s: command


def _undo(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    return lambda s: c.UndoMigration()


def _time(draw: Draw, state: Onboarding) -> Callable[[Sealer], c.Command]:
    return lambda s: c.PassTime()


_MAKERS: dict[type, Callable[[Draw, Onboarding], Callable[[Sealer], c.Command]]] = {
    c.PassTime: _time,
    c.RecordUpload: _upload,
    c.RecordVerdict: _verdict,
    c.RecordScan: _scan,
    c.SubmitAnswers: _answers,
    c.ApproveTask: _approve,
    c.DeclineTask: _decline,
    c.InviteContact: _invite,
    c.LeaveContact: _leave,
    c.SwitchReminders: _switch,
    c.SwitchLanguage: _language,
    c.CorrectContact: _correct,
    c.CompleteTask: _complete,
    c.WaiveTask: _waive,
    c.ReviewDocument: _review,
    c.SettlePromise: _promise,
    c.AcknowledgeEscalation: _acknowledge,
    c.SnoozeEscalation: _snooze,
    c.ResolveEscalation: _resolve,
    c.Reassign: _reassign,
    c.HoldOnboarding: _hold,
    c.ReleaseOnboarding: _release,
    c.CancelOnboarding: _cancel,
    c.RevokeLinks: _revoke,
    c.RequestOverride: _override,
    c.ApproveOverride: _override,
    c.RecordProvisioning: _provisioned,
    c.RetryProvisioning: _retry,
    c.RecordMailTrouble: _trouble,
    c.ReopenTask: _reopen,
    c.RevealSecret: _secret,
    c.AskSecretAgain: _secret,
    c.RequestWaiver: _waiver,
    c.ApproveWaiver: _waiver,
    c.BlockTask: _block,
    c.UnblockTask: _block,
    c.SetTarget: _target,
    c.ReopenOnboarding: _take_back,
    c.AddTask: _add,
    c.DropTask: _drop,
    c.MigrateOnboarding: _migrate,
    c.UndoMigration: _undo,
    c.AssignTask: asked_by_colleagues.assign,
    c.TakeBackTask: asked_by_colleagues.take_back,
    c.SetRole: asked_by_colleagues.role,
    c.PassPrimary: asked_by_colleagues.role,
    c.ReportStuck: asked_by_colleagues.ask,
    c.AskQuestion: asked_by_colleagues.ask,
    c.AnswerQuestion: asked_by_colleagues.answer,
    c.WithdrawDocument: asked_by_visitors.withdraw,
    c.DateDocument: asked_by_visitors.withdraw,
    c.RenewLink: asked_by_visitors.renew,
    c.MailCode: asked_by_visitors.code,
    c.TryCode: asked_by_visitors.code,
    c.GiveFeedback: asked_by_visitors.feedback,
    c.ProposeTimes: asked_by_visitors.meeting,
    c.ChooseTime: asked_by_visitors.meeting,
    c.DeclineTimes: asked_by_visitors.meeting,
    c.CancelMeeting: asked_by_visitors.meeting,
    c.RecordReading: asked_by_visitors.reading,
}
_USUAL = {
    c.RecordUpload: GRACE,
    c.RecordVerdict: "system:intake",
    c.RecordScan: "system:scan",
    c.SubmitAnswers: GRACE,
    c.AssignTask: GRACE,
    c.ReportStuck: GRACE,
    c.AskQuestion: GRACE,
    c.WithdrawDocument: GRACE,
    c.GiveFeedback: GRACE,
    c.ApproveOverride: LEE,
    c.ApproveWaiver: LEE,
    c.RecordProvisioning: "system:deliver",
}
EVERY_COMMAND = frozenset({*_MAKERS, c.RecordDeal})
