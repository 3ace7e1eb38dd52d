"""Every form of the portal and the console, and the queries of their pages, changed.

Whatever is sent: never a 5xx; a refusal is a page with a sentence; and nothing is changed by a request that was refused,
or that did not carry its session's token.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from hypothesis import strategies as st

from chalicelib.entrypoints.console.acts import _ACTS
from tests.faults.fuzz import form_mutations
from tests.faults.fuzz.form_mutations import CONTENT_TYPES, ENCODINGS, FORM, VALUES, Pairs, in_path
from tests.faults.fuzz.house import House, opened
from tests.faults.fuzz.target import Attempt, Target

_ANSWERS = {
    "legal_name": "Acme GmbH",
    "email": "bills@acme.example",
    "address": "Hafen 1\nHamburg",
    "vat": "",
    "seats": "120",
    "start": "2026-12-01",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A request as a page of ours would make it; `token` is the form token that its session asks for."""

    method: str
    path: tuple[str, ...]
    pairs: Pairs
    cookie: str = ""
    token: str = ""


class Sendings:
    """Every request there is, by a name that is the same in every process."""

    def __init__(self, house: House) -> None:
        onboarding = house.onboarding(house.id)
        customer, member = house.visitor(onboarding), house.member()
        portal, console = (f"{n}={v}" for b in (customer, member) for n, v in b.cookies.items())
        tokens = [
            next(f["fields"]["csrf"] for f in page.forms() if "csrf" in f["fields"])
            for page in (customer.get("/portal/colleagues"), member.get("/console/needs-you"))
        ]
        self._hidden = [[("csrf", token), ("nonce", "a-nonce-of-a-page")] for token in tokens]
        self.all: dict[str, Sending] = {}
        self._customers(house, portal, tokens[0])
        self._teams(house, console, tokens[1])
        self._anybodys(house)

    def _customers(self, house: House, cookie: str, token: str) -> None:
        session: dict[str, Any] = {"cookie": cookie, "token": token}
        billing = house.playbook.task("billing")
        assert billing is not None
        answers = [
            (f"answer.{f.id}", f.choices[0] if f.choices else _ANSWERS.get(f.id, "Yes"))
            for f in billing.fields
        ]
        acts: dict[str, tuple[str, Pairs]] = {
            "answer": ("billing", answers),
            "confirm": ("data_region", []),
            "approve": ("sign_off", [("name", "Grace Lind"), ("agree", "yes")]),
            "decline": ("sign_off", [("reason", "The address is wrong.")]),
        }
        for act, (task, pairs) in acts.items():
            self._post(act, ("portal", "tasks", task), [("act", act), *pairs], portal=True, **session)
        colleague = [("name", "Ann Lee"), ("email", "ann@acme.example")]
        self._post("invite", ("portal", "colleagues"), colleague, portal=True, **session)
        upload = ("portal", "tasks", "registration", "uploads")
        self._post("upload", upload, [("name", "plan.pdf")], portal=True, **session)
        self._post("portal sign-out", ("portal", "sign-out"), [], portal=True, **session)
        key = f"q/{house.id}/registration/" + "d" * 32
        query = [("key", key), ("version", house.version), ("looks", "1"), ("bucket", "b"), ("etag", "e")]
        self._get("uploaded", ("portal", "tasks", "registration", "uploaded"), query, cookie)
        for page in ("", "history", "colleagues", "tasks/billing", "tasks/billing/documents"):
            steps = ("portal", *filter(None, page.split("/")))
            self._get(f"portal {page}", steps, [("done", "answered")], cookie)

    def _teams(self, house: House, cookie: str, token: str) -> None:
        case = ("console", "onboardings", house.id)
        for act in (*sorted(_ACTS), "approve"):
            pairs = [("act", act), ("subject", house.subject(act)), ("text", "Because."), ("person", "lee")]
            self._post(f"team {act}", case, pairs, portal=False, cookie=cookie, token=token)
        self._post("console sign-out", ("console", "sign-out"), [], portal=False, cookie=cookie, token=token)
        filters = [
            ("status", "active"),
            ("stage", "setup"),
            ("tier", "smb"),
            ("owner", "ada"),
            ("deal", "deals:1"),
        ]
        self._get("board", ("console", "onboardings"), [*filters, ("cursor", "0")], cookie)
        self._get("record", case, [("journal", "all"), ("done", "hold")], cookie)
        self._get("download", (*case, "documents", "d1"), [], cookie)
        self._get("looking on", (*case, "portal", "tasks", "billing"), [], cookie)

    def _anybodys(self, house: House) -> None:
        onboarding = house.onboarding(house.id)
        token = house.token(onboarding, "contact-1")
        self.all["continue"] = Sending(method="POST", path=("p", token), pairs=[])
        self.all["leave"] = Sending(method="POST", path=("p", token, "leave"), pairs=[("reason", "left")])
        ask = [("email", "ada@vendor.example")]
        self.all["ask for a link"] = Sending(method="POST", path=("console", "sign-in"), pairs=ask)
        signed = house.sign_in_address("ada", nonce="once").rpartition("/")[2]
        self.all["sign in"] = Sending(method="POST", path=("console", "sign-in", signed), pairs=[])
        act = house.act_address(onboarding, "ada", "task", "accept").rpartition("/")[2]
        pairs = [("nonce", "a-nonce-of-a-page"), ("act", "complete"), ("subject", "accept"), ("text", "")]
        self.all["act"] = Sending(method="POST", path=("console", "act", act), pairs=pairs)

    def _post(
        self, name: str, path: tuple[str, ...], pairs: Pairs, *, portal: bool, cookie: str, token: str
    ) -> None:
        hidden = self._hidden[0 if portal else 1]
        self.all[name] = Sending(
            method="POST", path=path, pairs=[*hidden, *pairs], cookie=cookie, token=token
        )

    def _get(self, name: str, path: tuple[str, ...], pairs: Pairs, cookie: str) -> None:
        self.all[name] = Sending(method="GET", path=path, pairs=pairs, cookie=cookie)


@cache
def shapes() -> dict[str, tuple[int, int]]:
    """Return how many fields and how many steps in its address each request has, by name."""
    with opened() as house:
        return {name: (len(one.pairs), len(one.path)) for name, one in Sendings(house).all.items()}


def drawn() -> st.SearchStrategy[dict[str, Any]]:
    """Draw what is changed of a request."""
    junk = st.sampled_from(sorted(VALUES))
    return st.fixed_dictionaries(
        {
            "name": st.deferred(lambda: st.sampled_from(sorted(shapes()))),
            "changes": form_mutations.changes(),
            "encoding": st.sampled_from(ENCODINGS),
            "type": st.sampled_from(CONTENT_TYPES),
            "step": st.one_of(*(st.none(),) * 6, st.tuples(st.integers(0, 5), junk).map(list)),
        }
    )


def every() -> list[dict[str, Any]]:
    """Return every single change: each junk in each field, and each field renamed, dropped, doubled, in each encoding."""
    plain: dict[str, Any] = {"changes": [], "encoding": "form", "type": FORM, "step": None}
    found = []
    for name, (fields, steps) in shapes().items():
        given = {**plain, "name": name}
        for at in range(fields):
            found += [{**given, "changes": [["value", at, junk]]} for junk in sorted(VALUES)]
            others = sorted(set(form_mutations.KINDS) - {"value"})
            found += [{**given, "changes": [[kind, at, "markup"]]} for kind in others]
        found += [{**given, "encoding": encoding} for encoding in sorted(set(ENCODINGS))]
        found += [{**given, "type": kind} for kind in sorted(set(CONTENT_TYPES))]
        found += [{**given, "step": [at, junk]} for at in range(steps) for junk in sorted(VALUES)]
    return found


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what sends one changed request to a house that stands as it was."""
    with opened() as house:
        sendings = Sendings(house)
        house.remember()
        stood = house.stands()
        yield lambda made: _try(house, sendings, stood, made)


def _try(house: House, sendings: Sendings, stood: Any, made: dict[str, Any]) -> None:
    sending = sendings.all[made["name"]]
    pairs, path = sending.pairs, list(sending.path)
    for change in made["changes"]:
        pairs = form_mutations.changed(pairs, change)
    if made["step"]:
        at, junk = made["step"]
        path[at % len(path)] = in_path(VALUES[junk])
    body = form_mutations.bytes_of(pairs, made["encoding"])
    address, headers = "/" + "/".join(path), {"cookie": sending.cookie}
    if sending.method == "GET":
        address, body = f"{address}?{body.decode('latin-1')[:9000]}", b""
    else:
        headers["content-type"] = made["type"]
    answer = house.send(sending.method, address, body, headers)
    assert answer.status < 500, f"{sending.method} {address[:200]} is answered {answer.status}"
    for value in answer.headers.values():
        assert "\r" not in str(value), "a header of two lines"
        assert "\n" not in str(value), "a header of two lines"
    if answer.status >= 400:
        assert made["step"] or _says_why(answer), f"{answer.status} without a sentence: {answer.html[:300]}"
    if house.stands() != stood:
        house.restore()
        assert answer.status in {200, 303}, f"refused with {answer.status}, and something is changed"
        # The store sends the browser back with a GET, and that the file is there is noted then.
        assert sending.method == "POST" or made["name"] == "uploaded", "a GET has changed something"
        if sending.token:
            sent = dict(reversed(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))
            assert sent.get("csrf") == sending.token, "something is changed without the form's token"


def _says_why(answer: Any) -> bool:
    """Say whether a refusal has a sentence. (An address that is none of ours is refused by the gateway, in its words.)"""
    words = re.sub(r"<(style|title|nav|header)\b.*?</\1>|<[^>]+>", " ", answer.html, flags=re.DOTALL)
    return "<h1>" in answer.html and bool(re.search(r"\w+ \w+ [^<]{8,}[.?]", words))


TARGETS = (Target(name="forms", world=world, every=every, drawn=drawn(), most=2),)
