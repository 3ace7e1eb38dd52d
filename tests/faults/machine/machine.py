"""Everybody acts on one onboarding over HTTP, queues move when chance says so, and after each step all agrees with the model.

The model hears of what is asked at once, and of what waits in a queue when it is worked off. The clock, the mails and
the messages that lie in the queues are seen from outside, as an operator sees them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.faults.beginnings import furnished
from tests.faults.cloud.port import PORT
from tests.faults.crashes.telling import ADA, GRACE, IVO, deal
from tests.faults.invariants import audit
from tests.faults.machine.model import BY_CUSTOMER, TASKS, Model
from tests.faults.outside import RUNTIME, Browser, command, request, send, signed_deal, upload_form
from tests.faults.runtime import BATCHES, World
from tests.integration.http_browser import Page
from tests.unit.inspection.pdfs import pdf

ID = "onb-jf54s633fceweoyl"
SIGNED = 1_795_422_600.0  # 2026-11-23T08:30:00Z
COLLEAGUES = ("piet@acme.example", "olga@acme.example")
RESULTS = ("NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED")
FILES = {True: pdf(), False: b"GIF89a not a document"}
SETTLING = frozenset({"answer", "approve", "decline"})  # the forms of a task page that the model knows
TYPED = {"answer.vat_id": "DE136695976"}
PAUSES = tuple(60.0 * minutes for minutes in (1, 7, 29, 31, 200, 900, 3000))
SOURCES = {"relay": RUNTIME._relay, **{name: RUNTIME._queue(name) for name in BATCHES}}
anything = st.integers(0, 99)  # picks one of what there is


class Golive(RuleBasedStateMachine):
    """One onboarding, from before its opening to after its end."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World = furnished()
        self.world.cloud.tells = frozenset({"Send", "Delivery"})  # scans have a rule of their own
        PORT.world = self.world
        self.model = Model(signed=SIGNED)
        self.said: dict[float, tuple[str, list[str], Any]] = {}  # webhooks by the instant they tell of
        self.links: list[dict[str, Any]] = []
        self.sessions: list[dict[str, Any]] = []
        self.forms: list[dict[str, Any]] = []
        self.uploads: list[dict[str, str]] = []
        self.files: dict[tuple[str, str], bool] = {}  # key and version: whether its content is good
        self.mails = self.keys = 0

    @initialize(depth=st.sampled_from((5, 1, 2, 3, 4, 0)))
    def begins(self, depth: int) -> None:
        """Begin somewhere on the way: at nothing, opened, accepted, with files and forms on their way, given, set up."""
        if depth > 0:
            self.webhook("won", 15, False)
            self.everything_works()
            self.open_link(0, True)
        if depth > 1:
            self.settle_task("accept_handoff", "ApproveTask")
            self.load_page(0, "registration")
            self.load_page(0, "contacts_and_billing")
        if depth > 2:
            self.upload(0, True, True, 0)
        if depth > 3:
            self.scan(0, "NO_THREATS_FOUND")
            self.send_form(0)
            self.time_passes(60.0)
            self.everything_works()
        if depth > 4:
            self.settle_task("inputs_verified", "CompleteTask")
            self.everything_works()
            self.settle_task("check_setup", "CompleteTask")
            self.load_page(0, "sign_off")

    # ---- the CRM

    @rule(
        kind=st.sampled_from(("won", "won", "updated", "lost")), minute=st.integers(0, 59), more=st.booleans()
    )
    def webhook(self, kind: str, minute: int, more: bool) -> None:
        """A webhook comes, in any order of the instants that it tells of."""
        at = SIGNED - 1800.0 + 60.0 * minute + len(self.said)  # no two tell of the same instant
        body = deal(kind, at=datetime.fromtimestamp(at, UTC).isoformat())
        people = [GRACE]
        if more:
            body["data"]["contacts"].append(
                {"name": "Olga Berg", "email": COLLEAGUES[1], "role": "technical"}
            )
            people.append(COLLEAGUES[1])
        self.said[at] = (kind, people, body)
        self._hear(at)

    @precondition(lambda self: self.said)
    @rule(which=anything)
    def webhook_again(self, which: int) -> None:
        """The CRM sends a delivery again, which it believes unheard."""
        self._hear(_pick(list(self.said), which))

    def _hear(self, at: float) -> None:
        page = send(self.world, signed_deal(self.said[at][2], message=f"msg-{at}", at=self.world.now))
        assert page.status == 200, page.text

    # ---- AWS: each function when chance says so

    @precondition(lambda self: self.said)
    @rule(name=st.sampled_from(tuple(SOURCES)))
    def function(self, name: str) -> None:
        """One function is given what waits for it."""
        self._run(name)

    @rule()
    def everything_works(self) -> None:
        """All functions run, again and again, until nothing can run now."""
        while any(self._run(name) for name in SOURCES):
            pass

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes(self, pause: float) -> None:
        self.world.now += pause

    @rule()
    def sweep(self) -> None:
        RUNTIME.sweep(self.world)

    def _run(self, name: str) -> bool:
        PORT.world = self.world
        waiting = self._commands()
        ran = bool(SOURCES[name](self.world))
        if name == "commands":
            left = self._commands()
            for number, message in waiting.items():
                if number not in left:
                    self._happened(json.loads(message.body))
        self._read_mails()
        return ran

    def _commands(self) -> dict[int, Any]:
        return dict(self.world.cloud.queues["commands"].messages)

    def _happened(self, body: dict[str, Any]) -> None:
        """Let the model hear what a command of the queue has said; a desk's tick says nothing of the onboarding."""
        if "command" not in body:
            return
        asked, now, model = body["command"], self.world.now, self.model
        match asked["type"]:
            case "RecordDeal":
                at = datetime.fromisoformat(asked["deal"]["modified_at"]).timestamp()
                kind, people, _ = self.said[at]
                model.told(kind, at, people, now=now)
            case "RecordVerdict":
                document = self._heard(asked["key"], asked["version_id"])
                model.checked(document, asked["contact"], asked["epoch"], now=now)
            case "RecordScan":
                model.scanned(self._heard(asked["key"], asked["version_id"]), asked["result"], now=now)
            case "RecordProvisioning" if model.tasks[asked["task"]] == "open":
                model.settled(asked["task"], now=now)
            case "RecordMailTrouble" if asked["trouble"] == "bounced" and asked["to"].startswith("contact:"):
                contact = model.contacts[int(asked["to"].rpartition("-")[2]) - 1]
                if contact[1] == "active":
                    contact[1] = "unreachable"
            case "PassTime":
                model.time_passed(now)

    def _heard(self, key: str, version: str, by: str | None = None) -> dict[str, Any]:
        return self.model.heard_of(key, version, good=self.files[key, version], now=self.world.now, by=by)

    def _read_mails(self) -> None:
        """Find the links in the mails that have come; a mail's link is of the epoch in which it was written."""
        for mail in self.world.cloud.post.mails[self.mails :]:
            address = mail.to[0]
            text = mail.message.get_body(("plain",)).get_content()
            numbers = [n for n, (known, _) in enumerate(self.model.contacts) if known == address]
            if numbers and "/p/" in text:
                path = "/p/" + text.split("/p/")[1].split()[0].split("/")[0]
                self.links.append({"path": path, "contact": numbers[-1], "epoch": self.model.epoch})
        self.mails = len(self.world.cloud.post.mails)

    # ---- the customer

    @precondition(lambda self: self.links)
    @rule(which=anything, press=st.booleans())
    def open_link(self, which: int, press: bool) -> None:
        """Follow a link, old or new; the button begins a session."""
        link, browser = _pick(self.links, which), Browser(self.world)
        opens = self.model.link_opens(link, self.world.now)
        assert browser.get(link["path"]).status == (200 if opens else 404)
        if press:
            page = browser.post(link["path"], {})
            assert page.status == (303 if opens else 404), page.text
            if opens:
                seen = {"browser": browser, "begun": self.world.now, "seen": self.world.now}
                self.sessions.append({**link, **seen})

    @precondition(lambda self: self.sessions)
    @rule(which=st.integers(0, 3), task=st.sampled_from(sorted(BY_CUSTOMER)))
    def load_page(self, which: int, task: str) -> None:
        """Load a task's page: it offers exactly what may be done; its forms stay open in the browser."""
        session = _pick(self.sessions, which)
        lives = self.model.session_lives(session, self.world.now)
        page = session["browser"].get(f"/portal/tasks/{task}")
        if self._answered(page, session, lives=lives, well=200):
            self._offers(page, session, task)

    def _offers(self, page: Page, session: dict[str, Any], task: str) -> None:
        may = self.model.may(task)
        uploads = [form["fields"] for form in page.forms() if "key" in form["fields"]]
        acts = {form["fields"].get("act"): form for form in page.forms()}
        acts = {act: form for act, form in acts.items() if act in SETTLING}
        wanted = {"contacts_and_billing": {"answer"}, "sign_off": {"approve", "decline"}}.get(task, set())
        assert bool(uploads) == (may and task == "registration"), page.text
        assert acts.keys() == (wanted if may else set()), page.text
        self.uploads += [upload_form(page)] if uploads else []
        for act, form in acts.items():
            self.forms.append({"act": act, "task": task, "form": form, "session": session, "done": False})

    @precondition(lambda self: self.sessions)
    @rule(which=anything, path=st.sampled_from(("/portal", "/portal/history", "/portal/colleagues")))
    def look(self, which: int, path: str) -> None:
        session = _pick(self.sessions, which)
        lives = self.model.session_lives(session, self.world.now)
        self._answered(session["browser"].get(path), session, lives=lives, well=200)

    @precondition(lambda self: self.forms)
    @rule(which=anything)
    def send_form(self, which: int) -> None:
        """Send a form that was loaded at some time: sent twice it counts once, too late it says so."""
        kept = _pick(self.forms, which)
        session, form, act = kept["session"], kept["form"], kept["act"]
        fields = {name: value or TYPED.get(name, "it@acme.example") for name, value in form["fields"].items()}
        typed = {"agree": "yes", "name": "Grace Lind"} if act == "approve" else {"reason": "It fails."}
        may = self.model.may(kept["task"]) or kept["done"]
        lives = self.model.session_lives(session, self.world.now)
        path = form["action"].partition(".example")[2] or form["action"]
        page = session["browser"].post(path, {**fields, **({} if act == "answer" else typed)})
        if self._answered(page, session, lives=lives, well=303 if may else 409) and may:
            if act != "decline" and not kept["done"]:
                self.model.settled(kept["task"], now=self.world.now)
            kept["done"] = True

    @precondition(lambda self: self.uploads)
    @rule(which=anything, good=st.booleans(), told=st.booleans(), who=anything)
    def upload(self, which: int, good: bool, told: bool, who: int) -> None:
        """Send a file by a form that was loaded at some time; by one used before it is a new version."""
        fields = _pick(self.uploads, which)
        version = self.world.cloud.upload(fields, FILES[good], "registration.pdf", now=self.world.now)
        self.files[fields["key"], version] = good
        session = _pick(self.sessions, who)
        if told:
            lives = self.model.session_lives(session, self.world.now)
            page = session["browser"].get(f"/portal/tasks/registration/uploaded?key={fields['key']}")
            if self._answered(page, session, lives=lives, well=200):
                self._heard(fields["key"], version, by=f"contact-{session['contact'] + 1}")

    @precondition(lambda self: self.files)
    @rule(which=anything, result=st.sampled_from(RESULTS))
    def scan(self, which: int, result: str) -> None:
        """The scanner tells of any version: at any time, in any order, more than once."""
        key, version = _pick(list(self.files), which)
        self.world.cloud.scanned(key, version, result, now=self.world.now)

    @precondition(lambda self: self.sessions)
    @rule(which=anything, email=st.sampled_from(COLLEAGUES))
    def invite(self, which: int, email: str) -> None:
        session = _pick(self.sessions, which)
        browser, now = session["browser"], self.world.now
        lives, may = self.model.session_lives(session, now), self.model.may_invite(email)
        page = browser.get("/portal/colleagues")
        if not self._answered(page, session, lives=lives, well=200):
            return
        form = next((f for f in page.forms() if "email" in f["fields"]), None)
        if form is None:
            assert not may, page.text
            return
        typed = {**form["fields"], "name": "Somebody", "email": email}
        page = browser.post("/portal/colleagues", typed)
        if self._answered(page, session, lives=True, well=303 if may else 409) and may:
            self.model.contacts.append([email, "active"])

    @precondition(lambda self: self.links)
    @rule(which=st.integers(5, 99))
    def leave(self, which: int) -> None:
        """Say "I have left"; saying it again changes nothing."""
        link = _pick(self.links, which)
        contact = self.model.contacts[link["contact"]]
        left = contact[1] == "left" and link["epoch"] == self.model.epoch
        opens = self.model.link_opens(link, self.world.now) or left
        page = Browser(self.world).post(f"{link['path']}/leave", {"reason": "left"})
        assert page.status == (200 if opens else 404), page.text
        if opens:
            contact[1] = "left"

    @precondition(lambda self: self.links)
    @rule(which=anything)
    def bounce(self, which: int) -> None:
        """A mail to the customer comes back."""
        mails = [mail for mail in self.world.cloud.post.mails if mail.to[0] in {GRACE, *COLLEAGUES}]
        self.world.cloud.tell(_pick(mails, which), "Bounce", now=self.world.now, bounceType="Permanent")

    def _answered(self, page: Page, session: dict[str, Any], *, lives: bool, well: int) -> bool:
        assert page.status == (well if lives else 401), f"{page.status}: {page.text}"
        if lives and "set-cookie" in page.headers:
            session["seen"] = self.world.now
        return lives

    # ---- the team

    @rule(
        task=st.sampled_from(sorted(TASKS)),
        type_=st.sampled_from(("CompleteTask", "ApproveTask", "WaiveTask")),
    )
    def settle_task(self, task: str, type_: str) -> None:
        more = {"ApproveTask": {"name": "Ada Park"}, "WaiveTask": {"reason": "Not needed."}}.get(type_, {})
        status, kind = self.model.tasks.get(task), TASKS[task][1]
        wanted = 200
        if not status:
            wanted = 404
        elif type_ == "WaiveTask":
            wanted = 409 if status in {"done", "waived"} or self.model.ended else 200
        elif status in {"done", "waived"} or self.model.ended:
            wanted = 409
        elif type_ == "CompleteTask":
            wanted = 422 if kind != "internal" else 409 if status == "waiting" else 200
        elif status == "waiting":
            wanted = 409
        else:
            wanted = 403 if kind == "customer's sign-off" else 422 if kind != "sign-off" else 200
        self._team(type_, wanted, by=IVO if "setup" in task else ADA, task=task, **more)
        if wanted == 200:
            self.model.settled(task, "waived" if type_ == "WaiveTask" else "done", now=self.world.now)

    @rule(
        type_=st.sampled_from(
            (*("HoldOnboarding", "ReleaseOnboarding", "RevokeLinks") * 3, "CancelOnboarding")
        )
    )
    def steer(self, type_: str) -> None:
        status = self.model.status
        refused = {
            "HoldOnboarding": self.model.ended or status == "on_hold",
            "ReleaseOnboarding": status != "on_hold",
            "CancelOnboarding": self.model.ended,
            "RevokeLinks": False,
        }[type_]
        reason = {} if type_ in {"ReleaseOnboarding", "RevokeLinks"} else {"reason": "So it is."}
        self._team(type_, 404 if not status else 409 if refused else 200, **reason)
        if status and not refused:
            if type_ == "RevokeLinks":
                self.model.epoch += 1
            else:
                after = {"HoldOnboarding": "on_hold", "ReleaseOnboarding": "active"}.get(type_, "cancelled")
                self.model.moved(after, now=self.world.now)

    @precondition(lambda self: self.model.documents)
    @rule(which=anything, accept=st.booleans())
    def review(self, which: int, accept: bool) -> None:
        document = _pick(self.model.documents, which)
        (shown,) = [one for one in self._shown()["tasks"] if one["id"] == "registration"]
        known = next(
            one for one in shown["documents"] if one["version"] == self.model.documents.index(document) + 1
        )
        may = document["status"] == "needs_person" and not (accept and document["scan"] == "THREATS_FOUND")
        note = {} if accept else {"note": "Page 2 is missing."}
        self._team("ReviewDocument", 200 if may else 409, document=known["id"], accept=accept, **note)
        if may:
            self.model.reviewed(document, accept=accept, now=self.world.now)

    def _team(self, type_: str, wanted: int, *, by: str = ADA, **fields: Any) -> None:
        self.keys += 1
        page = send(self.world, command(ID, type_, by=by, key=f"key-{self.keys}", **fields))
        assert page.status == wanted, f"{page.status}: {page.text}"

    # ---- what must hold

    def _shown(self) -> dict[str, Any]:
        headers = {"Authorization": "Bearer local-admin-token"}
        page = send(self.world, request("GET", f"/api/onboardings/{ID}", headers=headers))
        assert page.status == (200 if self.model.status else 404), page.text
        return dict(json.loads(page.html)) if self.model.status else {}

    @invariant()
    def pages_and_model_agree(self) -> None:
        shown, model = self._shown(), self.model
        if not shown:
            return
        words = {"received": "pending", "checking": "pending"}
        documents = sorted(
            (one["version"], one["status"]) for task in shown["tasks"] for one in task["documents"]
        )
        _same("status", shown["status"], model.status)
        _same("tasks", {task["id"]: task["status"] for task in shown["tasks"]}, model.tasks)
        _same(
            "documents",
            [words.get(status, status) for _, status in documents],
            [document["status"] for document in model.documents],
        )
        _same("contacts", [[each["email"], each["status"]] for each in shown["contacts"]], model.contacts)

    def teardown(self) -> None:
        """Let everything come to rest, and audit what is stored."""
        RUNTIME.rest(self.world)
        wrong = audit(self.world).wrong
        assert not wrong, "\n".join(wrong)


def _pick(among: list[Any], which: int) -> Any:
    return among[
        -1 - which % len(among)
    ]  # the newest first: what is simplest for Hypothesis is what people do


def _same(what: str, found: Any, wanted: Any) -> None:
    if isinstance(found, dict) and isinstance(wanted, dict):
        odd = [name for name in {**found, **wanted} if found.get(name) != wanted.get(name)]
        found, wanted = ({name: each.get(name) for name in odd} for each in (found, wanted))
    assert found == wanted, f"{what}: {found} instead of {wanted}"
