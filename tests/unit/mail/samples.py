"""One mail of every kind, and of every turn a kind can take, as a customer or colleague would get it.

`python -m tests.unit.mail.samples` writes them all to build/mails/ to be looked at.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from chalicelib.adapters.mail.links import PublicLinks
from chalicelib.adapters.mail.rendering import Brand, render
from chalicelib.adapters.tokens import HmacLinkMinter
from chalicelib.application.drafts import Draft
from chalicelib.application.lost_link import Door
from chalicelib.application.mail.digests import Section
from chalicelib.application.mail.team import folded, handover_view, sign_in_view, summary_view
from chalicelib.application.mail.values import Scene
from chalicelib.application.mail.view import lost_link_view, mail_view
from chalicelib.application.outbox import Letter
from chalicelib.domain.effects import MailKind, SendMail
from chalicelib.domain.given import stamp
from chalicelib.domain.onboarding import (
    Code,
    Decline,
    Document,
    Gate,
    Handed,
    Meeting,
    Milestones,
    Notice,
    Onboarding,
    Proof,
    Question,
    Reminders,
    Stage,
)
from chalicelib.domain.playbook import Playbook, ReminderRule, TaskRule
from chalicelib.domain.why import Fact, Why
from tests import builders as b
from tests.unit.mail.spoken import translations

LINKS = PublicLinks(
    public_url="https://onboarding.vendor.example", minter=HmacLinkMinter(b"k" * 32), session_key=b"s" * 32
)
BRAND = Brand(name="Golive", color="#1d4ed8")
CUSTOMER = ("registration", "contract", "billing", "data_region")
ROOM = "Video call, https://meet.vendor.example/ada"
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def scene(onboarding: Onboarding | None = None) -> Scene:
    return Scene(
        onboarding=_speaking(onboarding or b.an_onboarding()),
        playbook=b.a_playbook(),
        directory=b.a_directory(),
        names=b.names(),
        links=LINKS,
        now=b.NOW,
    )


def letter(
    mail: SendMail,
    onboarding: Onboarding | None = None,
    *,
    playbook: Playbook | None = None,
    brand: Brand = BRAND,
    drafts: Mapping[str, Draft] | None = None,
) -> Letter:
    about = replace(scene(onboarding), drafts=drafts or {})
    plan = replace(playbook or about.playbook, translations=translations())
    view = mail_view(mail, replace(about, playbook=plan))
    return render(view, key=f"onb-acme:7:{mail.name}", brand=brand)


def begun(onboarding: Onboarding) -> Draft:
    """Return three answers of Grace's that she has saved and not sent."""
    task = onboarding.task("billing")
    assert task is not None
    values = {"legal_name": "Acme GmbH", "address": "Hafenstr. 1", "seats": "40", "vat": " "}
    return Draft(task="billing", by="c1", at=b.NOW, base=stamp(task), values=values, version="v1")


def _speaking(onboarding: Onboarding) -> Onboarding:
    """Let every contact speak the language of the samples."""
    spoken = tuple(replace(contact, language=_SPOKEN.get()) for contact in onboarding.contacts)
    return replace(onboarding, contacts=spoken)


def _with_words(tasks: tuple[TaskRule, ...]) -> tuple[TaskRule, ...]:
    words = ReminderRule(every=(16, 40), text="Your bank issues this within a day.")
    return tuple(replace(task, remind=words) if task.id == "registration" else task for task in tasks)


def to_grace(kind: MailKind, **more: object) -> SendMail:
    return SendMail(name=kind, mail=kind, to="contact:c1", **more)  # type: ignore[arg-type]


def to_ada(kind: MailKind, **more: object) -> SendMail:
    return SendMail(name=kind, mail=kind, to="person:ada", **more)  # type: ignore[arg-type]


def escalated(rule: str, subject: str, *, rung: int = 1, **facts: str) -> Letter:
    """Return the mail of an escalation."""
    why = Why(
        rule=rule, playbook=b.a_playbook().ref, facts=_facts(facts), told=("ines", "ada")[: max(rung, 1)]
    )
    escalation = b.an_escalation("e9", rule=rule, subject=subject, rung=rung, why=why)
    return letter(to_ada("escalation", escalation="e9"), b.an_onboarding(escalations=(escalation,)))


def several() -> Letter:
    """Return the mail of a storm: two about customers of Ada's, one for a colleague who is away."""
    one = b.an_escalation(
        "e7", why=Why(rule="task.overdue", playbook=b.a_playbook().ref, facts=_facts(CLOCK))
    )
    two = replace(one, id="e8", rule="stage.stalled", subject="stage:setup", rung=2)
    scenes = scene(b.an_onboarding(escalations=(one, two)))
    views = [mail_view(to_ada("escalation", escalation=each), scenes) for each in ("e8", "e7", "e7")]
    views[2] = replace(views[2], meant_for="Ines Vale, who is away until Fri 4 Dec")
    ada = b.a_directory().people[0]
    return render(folded(ada, views, more=4), key="ada:3:escalations", brand=BRAND)


def _facts(named: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(name=name.replace("_", " "), value=value) for name, value in named.items())


def _by_approver() -> Playbook:
    tasks = b.a_playbook().tasks
    return b.a_playbook(
        tasks=tuple(replace(t, signer="approver") if t.id == "sign_off" else t for t in tasks)
    )


def signed(onboarding: Onboarding, document: Document) -> Letter:
    """Return the mail of a signature that rests on a document."""
    proof = Proof(
        by="contact:c1",
        at=b.NOW,
        hashes=(document.sha256 or "",),
        note=b.personal("Grace Lind"),
        shown="ab" * 32,
        language="en",
        digest="cd" * 32,
    )
    state = replace(b.with_task(onboarding, "sign_off", status="done", proof=proof), documents=(document,))
    return letter(to_grace("signed", tasks=("sign_off",)), state)


def of_colleagues(signing: Onboarding) -> dict[str, Letter]:
    """Return the mails of what the customer's people arrange, ask and sign."""
    base, at = b.an_onboarding(), b.NOW - timedelta(hours=2)
    handed = b.with_task(base, "billing", handed=Handed(contact="c2", by="contact:c1", at=at))
    to_sign = b.with_task(signing, "sign_off", handed=Handed(contact="c2", by="system:playbook", at=at))
    no = Decline(by="contact:c1", at=at, reason=b.personal("The export is missing."), answer_by=b.NOW)
    yes = replace(no, settled_at=b.NOW, note=b.personal("The export is there now."))
    asked_again = b.with_task(signing, "sign_off", declined=yes)
    of_piet = b.with_task(to_sign, "sign_off", declined=no)
    because = _facts({"declined_by": "contact:c1", "declined_because": "sign_off"})
    raised = b.an_escalation(
        "e9",
        rule="approval.declined",
        subject="task:sign_off",
        why=Why(rule="approval.declined", playbook=b.a_playbook().ref, facts=because),
    )
    undecided = replace(of_piet, escalations=(raised,))
    piet = SendMail(name="handed.billing", mail="handed", to="contact:c2", tasks=("billing",))
    first = SendMail(name="primary", mail="handed", to="contact:c2", tasks=CUSTOMER)
    asked = Question(
        id="q1",
        at=at,
        contact="c1",
        text=b.personal("Is last week's extract of the register enough?"),
        answer_by=b.NOW,
        answered_at=b.NOW,
        answered_by="person:ada",
        answer=b.personal("Yes, if nothing in it has changed since."),
    )
    return {
        "request-who-signs": letter(
            to_grace("request", tasks=("sign_off",)), signing, playbook=_by_approver()
        ),
        "handed": letter(piet, handed),
        "handed-again": letter(
            SendMail(name="back.c1", mail="handed", to="contact:c1", tasks=("billing",), giver="c2"), base
        ),
        "receipt-passed-on": letter(
            to_grace("receipt", notices=(Notice(kind="passed_on", task="billing", contact="c1"),)),
            b.with_task(
                handed, "billing", status="done", proof=Proof(by="contact:c2", at=b.NOW, note=None, hashes=())
            ),
        ),
        "handed-to-sign": letter(replace(piet, tasks=("sign_off",)), to_sign),
        "handed-to-sign-declined": letter(replace(piet, tasks=("sign_off",)), undecided),
        "request-sign-again": letter(to_grace("request", tasks=("sign_off",)), asked_again),
        "receipt-declined": letter(
            to_grace("receipt", notices=(Notice(kind="declined", task="sign_off", contact="c1"),)),
            replace(b.with_task(signing, "sign_off", declined=no), escalations=undecided.escalations),
        ),
        "escalation-declined": letter(to_ada("escalation", escalation="e9"), undecided),
        "receipt-settled": letter(
            to_grace("receipt", notices=(Notice(kind="settled", task="sign_off", contact="c1"),)),
            b.with_task(to_sign, "sign_off", declined=yes),
        ),
        "handed-first-contact": letter(first, base),
        "answer": letter(to_grace("answer", question="q1"), replace(base, questions=(asked,))),
        "answer-on-a-task": letter(
            to_grace("answer", question="q1"), replace(base, questions=(replace(asked, task="registration"),))
        ),
        "signed": signed(signing, b.a_document(status="accepted")),
    }


CLOCK = {
    "since": "Thu 19 Nov 2026, 10:00 (Europe/Berlin)",
    "due": "Mon 23 Nov 2026, 10:00 (Europe/Berlin)",
    "working_hours_allowed": "16:00",
    "working_hours_passed": "17:12",
}


def samples(language: str = "en") -> Mapping[str, Letter]:
    """Return every sample by the name of its file; those to customers in a language that we offer."""
    with spoken(language):
        return _samples()


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Let every contact speak a language for as long as this lasts."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def _samples() -> Mapping[str, Letter]:
    base = b.an_onboarding()
    promised = replace(
        base, gates=(Gate(id="inputs"), Gate(id="date", passed_at=b.NOW, proof=()), Gate(id="live"))
    )
    rejected = b.a_document(
        "e" * 32,
        "contract",
        status="rejected",
        reasons=("pdf.encrypted",),
        name=b.personal("DPA signed.pdf"),
        type="pdf",
    )
    accepted = b.a_document(status="accepted")
    with_documents = replace(base, documents=(accepted, rejected))
    nothing_open = base
    for task in CUSTOMER:
        nothing_open = b.with_task(nothing_open, task, status="done")
    signing = b.with_task(
        nothing_open, "sign_off", status="open", opened_at=b.NOW, due_at=b.NOW + timedelta(days=2)
    )
    live = replace(
        nothing_open,
        status="live",
        milestones=Milestones(
            signed=b.OPENED,
            handed_off=b.OPENED + timedelta(hours=1),
            inputs_complete=b.NOW - timedelta(hours=9),
            setup_complete=b.NOW - timedelta(hours=4),
            live=b.NOW,
        ),
        stages=(
            *(replace(stage, status="done") for stage in base.stages[:4]),
            Stage(id="transition", owner="tom", status="active"),
        ),
    )
    setup = replace(
        nothing_open,
        stages=(
            *base.stages[:2],
            Stage(id="setup", owner="ada", status="active", due_at=b.NOW + timedelta(days=3)),
            *base.stages[3:],
        ),
    )
    accounts = b.with_task(setup, "accounts", status="open", owner="ada", due_at=b.NOW + timedelta(days=1))
    checking = replace(accounts.tasks[0], id="check", stage="setup", title="Check the setup", status="open")
    replaced = replace(
        b.with_task(base, "contract", status="done"),
        documents=(
            replace(rejected, id="1" * 32),
            replace(rejected, id="2" * 32, number=2, type="png", reasons=("file.name",)),
            replace(
                rejected,
                id="3" * 32,
                number=3,
                status="accepted",
                reasons=(),
                name=b.personal("DPA good.pdf"),
            ),
        ),
    )
    accepting = b.with_task(base, "accept", status="open", due_at=b.NOW + timedelta(hours=6))
    received = Notice(kind="received", task="registration", document="d" * 32, contact="c1")
    return {
        "welcome": letter(to_grace("welcome", tasks=CUSTOMER)),
        "welcome-with-date": letter(to_grace("welcome", tasks=CUSTOMER[:1]), promised),
        "request-more": letter(to_grace("request", tasks=("billing", "data_region"))),
        "request-sign": letter(to_grace("request", tasks=("sign_off",)), signing),
        "request-sign-begun": letter(
            to_grace("request", tasks=("sign_off",)), _begun_together(signing, "go_live")
        ),
        "request-invited": letter(SendMail(name="invited", mail="request", to="contact:c2", tasks=CUSTOMER)),
        "request-invited-late": letter(
            SendMail(name="invited.billing", mail="handed", to="contact:c2", tasks=("billing",)), nothing_open
        ),
        "request-new-link": letter(SendMail(name="link.c1", mail="request", to="contact:c1")),
        "request-new-link-complete": letter(
            SendMail(name="link.c1", mail="request", to="contact:c1"), nothing_open
        ),
        "new-link": letter(to_grace("new_link")),
        "code": letter(to_grace("code"), _with_code(base)),
        "times": letter(to_grace("times", tasks=("accounts",)), _meeting(accounts)),
        "times-begun": letter(
            to_grace("times", tasks=("accounts",)),
            replace(
                _meeting(accounts),
                stages=tuple(replace(x, entered_at=b.NOW) if x.id == "setup" else x for x in accounts.stages),
            ),
        ),
        "meeting": letter(to_grace("meeting", tasks=("accounts",)), _meeting(accounts, chosen=1)),
        "meeting-owner": letter(to_ada("meeting", tasks=("accounts",)), _meeting(accounts, chosen=1)),
        "meeting-unsaid": letter(
            to_grace("meeting", tasks=("accounts",)), _meeting(accounts, chosen=1, where="")
        ),
        "meeting-owner-unsaid": letter(
            to_ada("meeting", tasks=("accounts",)), _meeting(accounts, chosen=1, where="")
        ),
        "meeting-moved": letter(
            to_grace("meeting", tasks=("accounts",)), _meeting(accounts, chosen=1, number=2)
        ),
        "meeting-off": letter(to_grace("meeting", tasks=("accounts",)), _meeting(accounts, number=2)),
        "feedback": letter(to_grace("feedback", milestone="live"), live),
        "lost-link": _lost(base),
        "lost-link-several": _lost(base, replace(base, id="onb-other")),
        "receipt-one": letter(to_grace("receipt", notices=(received,))),
        "receipt-colleague": letter(
            SendMail(name="receipt.c2", mail="receipt", to="contact:c2", notices=(received,)),
            b.with_task(with_documents, "billing", handed=Handed(contact="c2", by="contact:c1", at=b.NOW)),
        ),
        "receipt-question": letter(to_grace("receipt", notices=(Notice(kind="asked", task=""),))),
        "receipt-several": letter(
            to_grace(
                "receipt",
                notices=(
                    received,
                    replace(received, kind="accepted"),
                    Notice(kind="rejected", task="contract", document="e" * 32),
                    Notice(kind="answered", task="billing"),
                ),
            ),
            with_documents,
        ),
        "receipt-complete": letter(
            to_grace("receipt", notices=(replace(received, kind="accepted"),)), nothing_open
        ),
        "receipt-replaced": letter(to_grace("receipt", notices=_notices(replaced)), replaced),
        "reminder-first": letter(to_grace("reminder", tasks=CUSTOMER, number=1)),
        "reminder-last": letter(
            to_grace("reminder", tasks=CUSTOMER, number=5),
            replace(base, reminders=Reminders(requests=1, sent=5, last_at=b.NOW)),
        ),
        "reminder-one": letter(to_grace("reminder", tasks=CUSTOMER[:1], number=2)),
        "reminder-own-words": letter(
            to_grace("reminder", tasks=CUSTOMER[:2], number=2),
            playbook=replace(
                b.a_playbook(tasks=_with_words(b.a_playbook().tasks)),
                reminders=ReminderRule(text="Everything else is ready; only this is missing."),
            ),
        ),
        "reminder-begun": letter(
            to_grace("reminder", tasks=("contract", "billing"), number=2),
            with_documents,
            drafts={"billing": begun(base)},
        ),
        "progress": letter(
            to_grace("progress", stage="setup"),
            replace(
                setup, stages=(*setup.stages[:2], replace(setup.stages[2], owner="ines"), *setup.stages[3:])
            ),
        ),
        "progress-several": letter(
            to_grace("progress", stage="setup"), _begun_together(setup, "setup", "go_live")
        ),
        "progress-open-list": letter(to_grace("progress", stage="collection"), promised),
        "progress-given": letter(to_grace("progress", stage="collection"), nothing_open),
        "live": letter(to_grace("live"), live),
        **of_colleagues(signing),
        "assigned": letter(to_ada("assigned"), accepting),
        "assigned-passed-on": letter(SendMail(name="passed_on", mail="assigned", to="person:ada"), setup),
        "held": letter(to_ada("held"), replace(base, status="on_hold", held="signed_long_ago")),
        "handoff": letter(
            to_ada("handoff", stage="setup"),
            replace(accounts, tasks=(*accounts.tasks, checking)),
        ),
        "task": letter(to_ada("task", tasks=("accept",)), accepting),
        "escalation-customer": escalated(
            "customer.late",
            "customer:late",
            late_tasks="Company registration, Billing",
            **CLOCK,
            reminders_sent="2",
        ),
        "escalation-stage": escalated(
            "stage.stalled",
            "stage:setup",
            rung=2,
            **CLOCK,
            not_acknowledged_since="Mon 23 Nov 2026, 10:00 (Europe/Berlin)",
        ),
        "escalation-date": escalated(
            "date.at_risk",
            "date:live",
            target="Fri 11 Dec 2026, 17:00 (Europe/Berlin)",
            still_to_do="setup, go_live",
        ),
        "escalation-forecast": escalated(
            "date.forecast",
            "date:live",
            target="Fri 11 Dec 2026, 17:00 (Europe/Berlin)",
            forecast="Tue 15 Dec 2026, 11:00 (Europe/Berlin)",
            path="registration, accounts, sign_off",
            working_hours_needed="48:00",
            working_hours_left="30:30",
            calendar="DE",
        ),
        "escalation-impossible": escalated(
            "date.impossible",
            "date:live",
            target="Fri 11 Dec 2026, 17:00 (Europe/Berlin)",
            forecast="Tue 15 Dec 2026, 11:00 (Europe/Berlin)",
            path="registration, accounts, sign_off",
            working_hours_needed="48:00",
            working_hours_left="30:30",
            calendar="DE",
        ),
        "escalation-silent": escalated(
            "onboarding.silent",
            "onboarding:silent",
            last_activity="DocumentReceived",
            **CLOCK,
        ),
        "escalation-stuck": escalated(
            "customer.stuck",
            "question:q1",
            contact="c1",
            about="task:registration",
            because="We do not have it",
        ),
        "escalation-approval": escalated("approval.stuck", "task:security_review", **CLOCK),
        "escalation-no-answer": escalated("provisioning.stalled", "task:accounts", **CLOCK),
        "escalation-document": escalated(
            "document.needs_person", f"document:{'d' * 32}", reasons="scan.unclear"
        ),
        "escalation-provisioning": escalated(
            "provisioning.failed", "task:accounts", answer="422 no such plan"
        ),
        "escalation-left": escalated(
            "contact.left", "contact:c1", contact="c1", said="I have left", other_contacts="1"
        ),
        "escalation-unreachable": escalated(
            "contact.unreachable", "contact:c1", mail="welcome", to="contact:c1", tried_next="contact:c2"
        ),
        "escalation-nobody-reachable": escalated(
            "customer.unreachable",
            "customer:unreachable",
            mail="request",
            to="contact:c2",
            still_open="Company registration, Billing",
        ),
        "escalation-reminders-used-up": escalated(
            "reminders.used_up",
            "reminders:used_up",
            still_open="Company registration, Billing",
            reminders_sent="5, the last on Tue 24 Nov 2026, 10:00 (Europe/Berlin)",
        ),
        "escalation-reminders-off": escalated(
            "reminders.switched_off",
            "reminders:switched_off",
            still_open="Billing",
            reminders_sent="0",
            contact="c1",
        ),
        "escalation-lost": escalated("deal.lost", "deal:14", deal="lost in hubspot"),
        "escalation-changed": escalated("deal.changed", "deal:14", amount="48000.00 EUR → 52000.00 EUR"),
        "escalation-override": escalated(
            "gate.override", "gate:inputs", gate="inputs", requested_by="person:ines"
        ),
        "escalation-unknown": escalated("rule.of.tomorrow", "onboarding", looked_at="something"),
        "escalation-several": several(),
        "wrapped-up": letter(to_ada("wrapped_up"), live),
        "sign-in": render(
            sign_in_view(
                b.a_directory().people[0],
                nonce="n1",
                expires_at=b.NOW + timedelta(minutes=15),
                links=LINKS,
                now=b.NOW,
            ),
            key="ada:0:sign_in.n1",
            brand=BRAND,
        ),
        "digest": summary(
            "digest",
            Section(
                title="Late, or in need of your word",
                lines=(
                    "Acme GmbH: the customer is late with 2 tasks (since 5 h)",
                    "Borealis Ltd: Accept the handoff (due Fri 20 Nov, for Tom Abara, away until Fri 27 Nov)",
                ),
            ),
            Section(title="Due today", lines=("Acme GmbH: Check the setup (17:00)",)),
            Section(
                title="Who waits for whom",
                lines=(
                    "Acme GmbH: we wait for Grace Lind since Tue 17 Nov: Upload your company registration",
                ),
                more=3,
            ),
            Section(
                title="Dates that moved",
                lines=("Acme GmbH: live on Tue 15 Dec by the forecast, after the date of Fri 11 Dec",),
            ),
            Section(
                title="What happened since",
                lines=("Borealis Ltd: stage “Handoff” complete, 2 files accepted",),
            ),
        ),
        "digest-short": summary(
            "digest", Section(title="Due today", lines=("Acme GmbH: Check the setup (17:00)",))
        ),
        "weekly": summary(
            "weekly",
            Section(
                title="Ines Vale",
                lines=(
                    "3 open, 1 at risk; a part in 4 more",
                    "2 escalations taken up after 3 h 20 min, 1 not taken up yet",
                ),
            ),
            Section(
                title="Tom Abara",
                lines=(
                    "1 open, 1 at risk",
                    "Acme GmbH slips: date Fri 11 Dec, forecast Tue 15 Dec; the customer answers late",
                ),
            ),
        ),
        "handover": render(
            handover_view(
                b.a_directory().people[0],
                to_ada("handover", giver="tom", number=12),
                directory=b.a_directory(),
                links=LINKS,
            ),
            key="ada:0:handover.h1",
            brand=BRAND,
        ),
    }


def _meeting(
    onboarding: Onboarding, *, chosen: int | None = None, number: int = 1, where: str = ROOM
) -> Onboarding:
    times = tuple(b.NOW + timedelta(days=n, hours=1) for n in (1, 2, 3))
    meeting = Meeting(
        task="accounts",
        minutes=45,
        times=times,
        chosen=None if chosen is None else times[chosen],
        contact="c1",
        number=number,
        last=times[0],
        where=b.personal(where) if where else None,
    )
    return replace(onboarding, meetings=(meeting,))


def _begun_together(onboarding: Onboarding, *stages: str) -> Onboarding:
    """Let steps have begun now, and what is asked for with them."""
    begun = tuple(
        replace(stage, status="active", entered_at=b.NOW) if stage.id in stages else stage
        for stage in onboarding.stages
    )
    return replace(b.with_task(onboarding, "sign_off", asked=True), stages=begun)


def _with_code(onboarding: Onboarding) -> Onboarding:
    asked = Code(challenge="c1", visit="v1", at=b.NOW)
    return replace(onboarding, contacts=tuple(replace(c, code=asked) for c in onboarding.contacts))


def _lost(*onboardings: Onboarding) -> Letter:
    spoken = [_speaking(one) for one in onboardings]
    found = [Door(onboarding=one, contact=one.contacts[0], names=b.names()) for one in spoken]
    view = lost_link_view(found, directory=b.a_directory(), links=LINKS, now=b.NOW)
    return render(view, key="@0123:0:lost_link.1", brand=BRAND)


def summary(kind: MailKind, *sections: Section) -> Letter:
    """Return the summary of a morning."""
    mail = SendMail(name=f"{kind}.2026-11-23", mail=kind, to="person:ada")
    ada = b.a_directory().people[0]
    view = summary_view(ada, mail, sections, day=b.NOW.date(), links=LINKS, now=b.NOW)
    return render(view, key=f"ada:0:{mail.name}", brand=BRAND)


def _notices(onboarding: Onboarding) -> tuple[Notice, ...]:
    return tuple(Notice(kind=each.status, task=each.task, document=each.id) for each in onboarding.documents)


def main() -> None:
    """Write the samples."""
    folder = Path("build/mails")
    folder.mkdir(parents=True, exist_ok=True)
    for name, mail in samples().items():
        (folder / f"{name}.html").write_text(mail.html, "utf-8")
        (folder / f"{name}.txt").write_text(
            f"To: {mail.to}\nReply-To: {mail.reply_to}\nSubject: {mail.subject}\n\n{mail.text}", "utf-8"
        )
    print(f"{len(samples())} mails in {folder}/")


if __name__ == "__main__":
    main()
