"""What DESIGN says of one onboarding on the `simple` playbook, in plain dicts: it knows nothing of the product's code."""

from __future__ import annotations

from typing import Any

STAGES = ("handoff", "collection", "setup", "go_live")
TASKS = {  # task: its stage, who does it, what comes before it
    "accept_handoff": ("handoff", "sign-off", ()),
    "registration": ("collection", "customer", ()),
    "contacts_and_billing": ("collection", "customer", ()),
    "inputs_verified": ("collection", "internal", ("registration", "contacts_and_billing")),
    "create_account": ("setup", "internal", ()),
    "set_up_billing": ("setup", "internal", ("create_account",)),
    "check_setup": ("setup", "internal", ("create_account", "set_up_billing")),
    "sign_off": ("go_live", "customer's sign-off", ()),
    "customer_told": ("go_live", "internal", ("sign_off",)),
    "ownership_handed_over": ("go_live", "internal", ("sign_off",)),
}
BY_CUSTOMER = {"registration", "contacts_and_billing", "sign_off"}
FOR_SETUP = {"accept_handoff", "registration", "contacts_and_billing", "inputs_verified"}
FOR_LIVE = {"sign_off", "customer_told", "ownership_handed_over"}
DAY = 86_400.0
CHECKED_WITHIN, IDLE, ABSOLUTE, AFTER_THE_END, OLD = 1800.0, 1800.0, 8 * 3600.0, 30 * DAY, 30 * DAY


class Model:
    """The onboarding as it must be. Instants are seconds; every method is something that has happened."""

    def __init__(self, *, signed: float) -> None:
        self.signed, self.status, self.epoch = signed, "", 1
        self.deal: dict[str, Any] = {"state": "", "at": 0.0}
        self.lost_at = 0.0  # of a loss that came before the onboarding
        self.contacts: list[list[str]] = []  # address and status (active, left, unreachable) in order
        self.tasks: dict[str, str] = {}  # task: waiting, open, submitted, in_review, done, waived
        self.stages: dict[str, str] = {}
        self.documents: list[dict[str, Any]] = []  # in the order in which they were first heard of
        self.ended_at: float | None = None

    @property
    def ended(self) -> bool:
        return self.status in {"closed", "cancelled"}

    def told(self, kind: str, at: float, contacts: list[str], *, now: float) -> None:
        """A webhook about the deal was worked off: the newest state counts."""
        state = "lost" if kind == "lost" else "won"
        if not self.status:
            if state == "lost":
                self.lost_at = max(self.lost_at, at)
            elif kind == "won":
                self._opened(at, contacts, now=now)
        elif not self.ended and at > self.deal["at"]:
            if state == "lost" and self.deal["state"] == "won":
                self.status = "on_hold"
            self.deal = {"state": state, "at": at}
            if state == "won":
                known = {address for address, _ in self.contacts}
                self.contacts += [[address, "active"] for address in contacts if address not in known]
        self._follow(now)

    def _opened(self, at: float, contacts: list[str], *, now: float) -> None:
        lost = self.lost_at > at
        self.deal = {"state": "lost", "at": self.lost_at} if lost else {"state": "won", "at": at}
        self.status = "on_hold" if lost or now - self.signed > OLD else "active"
        self.contacts = [[address, "active"] for address in contacts]
        self.tasks, self.stages = dict.fromkeys(TASKS, "waiting"), dict.fromkeys(STAGES, "waiting")

    # ---- what the customer may do

    def link_opens(self, link: dict[str, Any], now: float) -> bool:
        """Not revoked, not left, at most 30 days after the end."""
        late = self.ended_at is not None and now >= self.ended_at + AFTER_THE_END
        left = self.contacts[link["contact"]][1] == "left"
        return link["epoch"] == self.epoch and not left and not late

    def session_lives(self, session: dict[str, Any], now: float) -> bool:
        """30 minutes after the last page, 8 hours after the first, and only as long as its link."""
        alive = now < session["seen"] + IDLE and now < session["begun"] + ABSOLUTE
        return alive and self.link_opens(session, now)

    def may(self, task: str) -> bool:
        """The customer may do what is open."""
        return not self.ended and self.tasks.get(task) == "open"

    def may_invite(self, email: str) -> bool:
        running = self.status not in {"on_hold", "closed", "cancelled"}
        return running and [email, "active"] not in self.contacts

    # ---- what happened

    def settled(self, task: str, how: str = "done", *, now: float) -> None:
        self.tasks[task] = how
        self._follow(now)

    def _closed(self, sender: str | None, epoch: int | None) -> bool:
        """The page behind a form ends with its link."""
        left = any(f"contact-{n}" == sender and of[1] == "left" for n, of in enumerate(self.contacts, 1))
        return left or (epoch is not None and epoch != self.epoch)

    def heard_of(
        self, key: str, version: str, *, good: bool, now: float, by: str | None = None
    ) -> dict[str, Any]:
        """A file version has arrived; one that is known is the same."""
        for document in self.documents:
            if (document["key"], document["version"]) == (key, version):
                return document
        if any(document["key"] == key and document.get("gone") for document in self.documents):
            return {
                "status": "refused",
                "checked": True,
                "scan": None,
            }  # one file by each form of a closed page
        self.documents.append(
            {"key": key, "version": version, "good": good, "checked": False, "scan": None,
             "status": "pending", "since": now, "unasked": self._given(), "by": by, "epoch": None}
        )  # fmt: skip
        self._follow(now)
        return self.documents[-1]

    def checked(self, document: dict[str, Any], sender: str | None, epoch: int | None, *, now: float) -> None:
        """The content check counts once, until somebody has judged; it takes the file from the person who waits for it."""
        if document["status"] not in {"accepted", "rejected"} and not document["checked"]:
            gone = self._closed(sender, epoch)
            document |= {"checked": True, "status": "pending", "gone": gone}
            if document["by"] in (None, sender):
                document |= {"by": sender, "epoch": epoch}
        self._judge(document)
        self._follow(now)

    def scanned(self, document: dict[str, Any], result: str, *, now: float) -> None:
        """Once clean, only a threat changes it; a threat is rejected even after the acceptance, and asked for again."""
        if document["scan"] == "NO_THREATS_FOUND" and result != "THREATS_FOUND":
            return
        document["scan"] = result
        if result == "THREATS_FOUND" and document["status"] in {"accepted", "needs_person"}:
            if document["status"] == "accepted" and self.tasks["registration"] == "done" and not self.ended:
                self.tasks["registration"] = "open"
            document["status"] = "rejected"
        self._judge(document)
        self._follow(now)

    def _judge(self, document: dict[str, Any]) -> None:
        """Rejected for its content or a threat; in front of a person where the scan says neither, or unasked; accepted for both."""
        if document["status"] != "pending":
            return
        if (document["checked"] and not document["good"]) or document["scan"] == "THREATS_FOUND":
            document["status"] = "rejected"
        elif document["scan"] not in {None, "NO_THREATS_FOUND"} or document.get("gone"):
            document["status"] = "needs_person"
        elif document["checked"] and document["scan"]:
            late = document["unasked"] and self._given()
            closed = self._closed(document["by"], document["epoch"])
            document["status"] = "needs_person" if late or closed else "accepted"
            document["left"] = closed

    def _given(self) -> bool:
        """Nothing is asked for any more: what comes all the same is for a person."""
        return self.tasks["registration"] in {"done", "waived"}

    def reviewed(self, document: dict[str, Any], *, accept: bool, now: float) -> None:
        document["status"] = "accepted" if accept else "rejected"
        self._follow(now)

    def time_passed(self, now: float) -> None:
        """What nobody has judged within 30 minutes is in front of a person."""
        for document in self.documents:
            if document["status"] == "pending" and now >= document["since"] + CHECKED_WITHIN:
                document["status"] = "needs_person"
        self._follow(now)

    def moved(self, status: str, *, now: float) -> None:
        """Somebody has held, released or cancelled it."""
        self.status = status
        self.ended_at = now if self.ended else None
        self._follow(now)

    # ---- what follows

    def _follow(self, now: float) -> None:
        before = None
        while self.tasks and before != (before := (dict(self.tasks), dict(self.stages), self.status)):
            self._files()
            if self.status == "active":
                self._stages()
                self._open()
                done = {task for task, status in self.tasks.items() if status in {"done", "waived"}}
                if self.stages["setup"] == "done" and done >= FOR_LIVE:
                    self.status, self.ended_at = "closed", now

    def _files(self) -> None:
        aside = [
            d for d in self.documents if d["status"] == "needs_person" and (d.get("gone") or d.get("left"))
        ]
        statuses = {document["status"] for document in self.documents if document not in aside}
        if self.tasks["registration"] in {"open", "submitted", "in_review"}:
            order = {"accepted": "done", "needs_person": "in_review", "pending": "submitted"}
            found = next((status for kind, status in order.items() if kind in statuses), "open")
            self.tasks["registration"] = found

    def _stages(self) -> None:
        done = {task for task, status in self.tasks.items() if status in {"done", "waived"}}
        for place, stage in enumerate(STAGES):
            earlier = all(self.stages[one] == "done" for one in STAGES[:place])
            may = done >= FOR_SETUP if stage == "setup" else earlier
            if self.stages[stage] == "active" and done >= {
                t for t, about in TASKS.items() if about[0] == stage
            }:
                self.stages[stage] = "done"
            elif self.stages[stage] == "waiting" and may:
                self.stages[stage] = "active"

    def _open(self) -> None:
        done = {task for task, status in self.tasks.items() if status in {"done", "waived"}}
        for task, (stage, _, after) in TASKS.items():
            begun = self.stages[stage] != "waiting" or task in {"registration", "contacts_and_billing"}
            reachable = task not in BY_CUSTOMER or any(status == "active" for _, status in self.contacts)
            if self.tasks[task] == "waiting" and begun and reachable and done >= set(after):
                self.tasks[task] = "open"
