"""Ready-made values for tests: a playbook, the people, an onboarding half-way. Change what matters, keep the rest.

Personal values are remembered here; `names()` reveals them, `secrets()` is what a store would hold.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.application.personal import Names, commitment
from chalicelib.application.ports import Secret
from chalicelib.domain.deal import Account, Deal, DealContact, Handoff
from chalicelib.domain.onboarding import (
    Contact,
    Document,
    Escalation,
    Gate,
    Milestones,
    Onboarding,
    Promise,
    Proof,
    Reminders,
    Stage,
    Task,
)
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import (
    CalendarRule,
    DocumentRule,
    FieldRule,
    GateRule,
    Playbook,
    StageRule,
    TaskRule,
)
from chalicelib.domain.values import DealRef, Money, Personal
from chalicelib.domain.why import why

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPENED = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
_KNOWN: dict[str, Secret] = {}


def personal(value: str) -> Personal:
    """Return a reference to a personal value; the same value always has the same reference."""
    secret = Secret(salt="00" * 16, value=value)
    reference = f"P#{hashlib.sha256(value.encode()).hexdigest()[:16]}.0"
    _KNOWN[reference] = secret
    return Personal(reference, commitment(secret))


def names() -> Names:
    """Return what reveals the values sealed by `personal`."""
    return Names(_KNOWN)


def secrets() -> dict[str, Secret]:
    """Return the personal values as a store holds them."""
    return dict(_KNOWN)


def a_directory() -> Directory:
    """Return the local directory in small."""

    def person(key: str, name: str, *roles: str, **more: Any) -> Person:
        return Person(
            id=key, name=name, email=f"{key}@vendor.example", roles=roles, **({"lead": "lee"} | more)
        )

    return Directory(
        people=(
            person("ada", "Ada Park", "onboarding", sponsor="sam", delegate="lee", time_zone="Europe/Berlin"),
            person("lee", "Lee Osei", "lead", lead=None, sponsor="sam"),
            person("sam", "Sam Roth", "sponsor", lead=None),
            person("ines", "Ines Vale", "implementation"),
            person("tom", "Tom Abara", "success"),
            person("sara", "Sara Quist", "sales"),
            person("fallback", "Onboarding desk", lead=None),
        ),
        fallback="fallback",
    )


def a_playbook(**changes: Any) -> Playbook:
    """Return a playbook of five stages with every kind of task."""
    return replace(_PLAYBOOK, **changes)


def a_contact(key: str = "c1", name: str = "Grace Lind", **changes: Any) -> Contact:
    """Return a contact of the customer."""
    base = Contact(
        id=key,
        name=personal(name),
        email=personal(f"{name.split()[0].lower()}@acme.example"),
        role="champion",
        time_zone="Europe/Berlin",
    )
    return replace(base, **changes)


def a_document(key: str = "d" * 32, task: str = "registration", **changes: Any) -> Document:
    """Return an uploaded file version that is being checked."""
    base = Document(
        id=key,
        task=task,
        number=1,
        key=f"q/onb-acme/{task}/{key}",
        version_id="v1",
        name=personal("Handelsregister Acme.pdf"),
        status="checking",
        received_at=NOW - timedelta(minutes=2),
        check_by=NOW + timedelta(minutes=28),
        contact="c1",
        size=182_044,
        sha256=hashlib.sha256(key.encode()).hexdigest(),
    )
    return replace(base, **changes)


def a_task(key: str, **changes: Any) -> Task:
    """Return the task of `a_playbook`'s rule `key`, waiting."""
    rule = _PLAYBOOK.task(key)
    assert rule is not None, key
    base = Task(
        id=key,
        stage=rule.stage,
        kind=rule.kind,
        title=rule.title,
        owner=a_directory().resolve(rule.role, NOW, asked="ada" if rule.by_customer else None).person,
        by_customer=rule.by_customer,
    )
    return replace(base, **changes)


def an_escalation(key: str = "e1", **changes: Any) -> Escalation:
    """Return a raised escalation about a late customer task."""
    base = Escalation(
        id=key,
        rule="task.overdue",
        subject="task:registration",
        owner="ada",
        rung=1,
        raised_at=NOW - timedelta(hours=5),
        why=why(
            "task.overdue",
            _PLAYBOOK.ref,
            told=("ada",),
            task="Upload your company registration",
            opened="2026-11-20T16:30:00.000Z",
            allowed="24 working hours",
            due="2026-11-23T08:00:00.000Z",
        ),
        next_rung_at=NOW + timedelta(hours=3),
    )
    return replace(base, **changes)


def an_onboarding(**changes: Any) -> Onboarding:
    """Return Acme's onboarding: handed off, kickoff done, the collection of inputs under way."""
    return replace(_onboarding(), **changes)


def with_task(onboarding: Onboarding, key: str, **changes: Any) -> Onboarding:
    """Return `onboarding` with one task changed."""
    tasks = tuple(replace(task, **changes) if task.id == key else task for task in onboarding.tasks)
    return replace(onboarding, tasks=tasks)


def _onboarding() -> Onboarding:
    ref = DealRef(source="deals", tenant="local", id="D-1001")
    return Onboarding(
        id="onb-acme",
        sequence=14,
        status="active",
        deal=_deal(ref),
        tier="smb",
        playbook=_PLAYBOOK.ref,
        owner="ada",
        opened_at=OPENED,
        target_at=datetime(2026, 12, 11, 16, 0, tzinfo=UTC),
        warn_at=datetime(2026, 12, 9, 8, 0, tzinfo=UTC),
        stages=_stages(),
        tasks=_tasks(),
        gates=(
            Gate(id="inputs"),
            Gate(id="date"),
            Gate(id="live"),
        ),
        contacts=(
            a_contact(),
            a_contact("c2", "Piet Maas", role="technical", invited_by="c1"),
        ),
        documents=(a_document(),),
        promises=(
            Promise(
                id="p1",
                text=personal("SSO before go-live"),
                made_by=personal("sara@vendor.example"),
                due=date(2026, 12, 5),
                owner="ada",
            ),
        ),
        escalations=(an_escalation(),),
        reminders=Reminders(requests=1, sent=0, next_at=NOW + timedelta(hours=8)),
        milestones=Milestones(signed=OPENED - timedelta(hours=2), handed_off=OPENED + timedelta(hours=1)),
    )


def _deal(ref: DealRef) -> Deal:
    return Deal(
        ref=ref,
        name=personal("Acme: annual plan"),
        account=Account(
            name="Acme GmbH",
            domain="acme.example",
            country="DE",
            time_zone="Europe/Berlin",
            language="en",
        ),
        state="won",
        modified_at=OPENED,
        amount=Money(amount=Decimal("48000.00"), currency="EUR"),
        signed_at=OPENED - timedelta(hours=2),
        url="https://crm.example/d/1001",
        products=("core", "sso"),
        tier="smb",
        owner="ada",
        contacts=(
            DealContact(name=personal("Grace Lind"), email=personal("grace@acme.example"), role="champion"),
        ),
        committed=date(2026, 12, 11),
        handoff=Handoff(
            goals=(personal("First invoice sent by the new system before the year ends"),),
            scope=(personal("Finance team in Germany, 120 seats"),),
            history=personal("Evaluated two others; chose us for SSO and the API."),
        ),
    )


def _stages() -> tuple[Stage, ...]:
    return (
        Stage(
            id="handoff",
            owner="ada",
            status="done",
            entered_at=OPENED,
            due_at=OPENED + timedelta(days=3),
            left_at=OPENED + timedelta(hours=1),
        ),
        Stage(
            id="collection",
            owner="ada",
            status="active",
            entered_at=OPENED + timedelta(hours=1),
            due_at=datetime(2026, 11, 30, 16, 0, tzinfo=UTC),
        ),
        Stage(id="setup", owner="ines"),
        Stage(id="go_live", owner="ada"),
        Stage(id="transition", owner="tom"),
    )


def _tasks() -> tuple[Task, ...]:
    due = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    opened = {"status": "open", "opened_at": OPENED, "due_at": due}
    done = Proof(by="person:ada", at=OPENED + timedelta(hours=1))
    return (
        a_task("accept", status="done", opened_at=OPENED, due_at=due, proof=done),
        a_task("registration", **opened),
        a_task("contract", **opened),
        a_task("billing", **opened),
        a_task("data_region", **opened),
        a_task("security_review", **opened),
        a_task("accounts"),
        a_task("sign_off"),
        a_task("tell_customer"),
        a_task("hand_over"),
    )


_PLAYBOOK = Playbook(
    name="smb",
    version=1,
    title="Small and medium business",
    target_days=15,
    calendar=CalendarRule(country="DE", time_zone="Europe/Berlin"),
    stages=(
        StageRule(
            id="handoff", title="Handoff", role="onboarding", hours=8, customer_title="Getting to know you"
        ),
        StageRule(
            id="collection",
            title="Collection",
            role="onboarding",
            hours=40,
            customer_title="What we need from you",
        ),
        StageRule(id="setup", title="Setup", role="implementation", hours=24, customer_title="We set you up"),
        StageRule(id="go_live", title="Go-live", role="onboarding", hours=16, customer_title="Going live"),
        StageRule(
            id="transition",
            title="Transition",
            role="success",
            hours=24,
            customer_title="Your long-term contact",
        ),
    ),
    tasks=(
        TaskRule(
            id="accept",
            stage="handoff",
            kind="internal",
            title="Accept the handoff",
            role="onboarding",
            hours=8,
        ),
        TaskRule(
            id="registration",
            stage="collection",
            kind="customer",
            title="Upload your company registration",
            help="An extract from your commercial register, not older than six months. It tells us who may sign.",
            role="onboarding",
            hours=24,
            opens="opening",
            documents=DocumentRule(types=("pdf", "png", "jpeg"), max_bytes=10_000_000),
        ),
        TaskRule(
            id="contract",
            stage="collection",
            kind="customer",
            title="Upload the signed data processing agreement",
            help="Signed by both sides, every page, as one PDF.",
            role="onboarding",
            hours=24,
            opens="opening",
            documents=DocumentRule(types=("pdf",), max_bytes=5_000_000),
        ),
        TaskRule(
            id="billing",
            stage="collection",
            kind="customer",
            title="Tell us where to send the invoices",
            help="We set the billing account up with exactly these details.",
            role="onboarding",
            hours=24,
            opens="opening",
            fields=(
                FieldRule(id="legal_name", label="Legal name of the company"),
                FieldRule(
                    id="email", label="Address for invoices", type="email", hint="A shared mailbox is fine."
                ),
                FieldRule(id="address", label="Postal address", type="long_text", max_length=400),
                FieldRule(id="vat", label="VAT number", required=False, hint="For example DE123456789."),
                FieldRule(id="seats", label="How many people will use it?", type="number"),
                FieldRule(id="start", label="First day of use", type="date"),
                FieldRule(id="plan", label="Billing period", type="choice", choices=("Monthly", "Yearly")),
                FieldRule(id="order", label="Do you need an order number on the invoice?", type="yes_no"),
            ),
        ),
        TaskRule(
            id="data_region",
            stage="collection",
            kind="customer",
            title="Confirm where your data is kept",
            role="onboarding",
            hours=24,
            opens="opening",
            statement="Your data is kept in Frankfurt, Germany, and does not leave the European Union.",
        ),
        TaskRule(
            id="security_review",
            stage="collection",
            kind="approval",
            title="Security review",
            role="implementation",
            hours=16,
            opens="opening",
            statement="The customer's sign-in and network answers fit our standard setup.",
        ),
        TaskRule(
            id="accounts",
            stage="setup",
            kind="internal",
            title="Create your accounts",
            role="implementation",
            hours=8,
            provision="accounts",
            milestone="setup_complete",
        ),
        TaskRule(
            id="sign_off",
            stage="go_live",
            kind="approval",
            title="Sign off the go-live",
            help="Once you sign, we switch you over.",
            role="customer",
            hours=16,
            statement="The setup was shown to us, works as agreed, and may go live.",
        ),
        TaskRule(
            id="tell_customer",
            stage="go_live",
            kind="internal",
            title="Tell the customer that they are live",
            role="onboarding",
            hours=4,
            after=("sign_off",),
        ),
        TaskRule(
            id="hand_over",
            stage="transition",
            kind="internal",
            title="Hand over to your long-term contact",
            role="success",
            hours=16,
            milestone="transitioned",
        ),
    ),
    gates=(
        GateRule(
            id="inputs",
            title="Inputs are complete",
            opens="stage:setup",
            requires=("task:registration", "task:contract", "task:billing", "task:data_region"),
        ),
        GateRule(
            id="date",
            title="A date may be promised",
            opens="commitment",
            requires=("stage:collection",),
        ),
        GateRule(
            id="live",
            title="Live",
            opens="live",
            requires=("task:accounts", "task:tell_customer", "task:sign_off", "promises"),
        ),
    ),
)
