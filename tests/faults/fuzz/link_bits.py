"""Every bit of what lets people in, turned over one by one: refused, and nothing is changed.

Portal tokens, session cookies, form tokens, sign-in links, links to one act, and the API's token. The one rule for bits
that cannot matter is `same_signature`: the last character of a signature carries two bits that mean nothing. And the
word ``Bearer`` may be written in any case (RFC 9110).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from tests.faults.fuzz.bits import bits, flipped_text, same_signature
from tests.faults.fuzz.door import API_TOKEN
from tests.faults.fuzz.house import House, opened
from tests.faults.fuzz.target import Attempt, Target

NONCE = "a-nonce-of-a-page"
REFUSED = {400, 401, 403, 404, 409, 410, 422}


class Proofs:
    """What lets people in, and every request that asks for it."""

    def __init__(self, house: House) -> None:
        self.house = house
        onboarding = house.onboarding(house.id)
        customer, member = house.visitor(onboarding), house.member()
        (self.portal,), (self.team,) = customer.cookies.values(), member.cookies.values()
        self._csrf, self._team_csrf = (
            _token_on(customer.get("/portal/colleagues")),
            _token_on(member.get("/console/needs-you")),
        )
        task = next(task for task in onboarding.tasks if task.status == "open" and task.owner == "ada")
        sign_in = house.sign_in_address("ada", nonce="not-used-up").rpartition("/")[2]
        act = house.act_address(onboarding, "ada", "task", task.id).rpartition("/")[2]
        self.values: dict[str, str] = {
            "portal token": house.token(onboarding, "contact-1"),
            "portal cookie": self.portal,
            "team cookie": self.team,
            "portal form token": self._csrf,
            "team form token": self._team_csrf,
            "sign-in link": sign_in,
            "act link": act,
            "api token": f"Bearer {API_TOKEN}",
        }
        self.act, self.task = (task.id, "complete"), task.id

    def requests(self) -> dict[str, tuple[Callable[[str], Any], ...]]:
        """Return, by proof, what sends it in each way there is."""
        house, form = self.house, {"nonce": NONCE}
        post = lambda path, fields, cookie="": house.send(  # noqa: E731
            "POST", path, urlencode(fields).encode(), {"cookie": cookie} if cookie else {}
        )
        at = lambda text: quote(text, safe="")  # noqa: E731
        case = f"/console/onboardings/{house.id}"
        invited = {**form, "name": "Ann Lee", "email": "ann@acme.example"}
        done = {**form, "act": "complete", "subject": self.task, "text": ""}
        held = {**form, "act": "hold", "subject": "", "text": "Because."}
        return {
            "portal token": (
                lambda t: house.send("GET", f"/p/{at(t)}"),
                lambda t: house.send("GET", f"/p/{at(t)}/leave"),
                lambda t: post(f"/p/{at(t)}", {}),
                lambda t: post(f"/p/{at(t)}/leave", {"reason": "left"}),
            ),
            "portal cookie": (
                lambda t: house.send("GET", "/portal", headers={"cookie": f"golive={t}"}),
                lambda t: post("/portal/colleagues", {**invited, "csrf": self._csrf}, f"golive={t}"),
            ),
            "team cookie": (
                lambda t: house.send("GET", "/console/needs-you", headers={"cookie": f"golive-team={t}"}),
                lambda t: post(case, {**held, "csrf": self._team_csrf}, f"golive-team={t}"),
            ),
            "portal form token": (
                lambda t: post("/portal/colleagues", {**invited, "csrf": t}, f"golive={self.portal}"),
                lambda t: post("/portal/sign-out", {"csrf": t}, f"golive={self.portal}"),
            ),
            "team form token": (
                lambda t: post(case, {**held, "csrf": t}, f"golive-team={self.team}"),
                lambda t: post("/console/sign-out", {"csrf": t}, f"golive-team={self.team}"),
            ),
            "sign-in link": (
                lambda t: house.send("GET", f"/console/sign-in/{at(t)}"),
                lambda t: post(f"/console/sign-in/{at(t)}", {}),
            ),
            "act link": (
                lambda t: house.send("GET", f"/console/act/{at(t)}"),
                lambda t: post(f"/console/act/{at(t)}", done),
            ),
            "api token": (
                lambda t: house.send("GET", "/api/onboardings", headers={"authorization": t}),
                lambda t: house.send(
                    "POST",
                    f"/api/onboardings/{house.id}/commands",
                    b'{"type": "RevokeLinks"}',
                    {"authorization": t, "content-type": "application/json"},
                ),
            ),
        }


@cache
def every() -> list[list[Any]]:
    """Return [proof, way, bit] for every bit there is."""
    with opened() as house:
        proofs = Proofs(house)
        return [
            [name, way, bit]
            for name, ways in proofs.requests().items()
            for way in range(len(ways))
            for bit in bits(proofs.values[name])
        ]


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what tries one flipped bit; at the end every proof is shown to have been good."""
    with opened() as house:
        proofs = Proofs(house)
        requests = proofs.requests()
        stood = house.stands()
        yield lambda tried: _try(proofs, requests, stood, *tried)
        # Changes come last: by then nothing needs the house to stand as it did.
        for name, ways in requests.items():
            status = ways[0](proofs.values[name]).status
            assert status in {200, 303}, f"the {name} was never good: {status}"
        status = requests["sign-in link"][1](proofs.values["sign-in link"]).status
        assert status == 303, f"the sign-in link was used up: {status}"


def _try(proofs: Proofs, requests: Any, stood: Any, name: str, way: int, bit: int) -> None:
    good = proofs.values[name]
    if bit >= 8 * len(good):
        return  # cookies are compressed: the one whose bits were counted was a character longer
    spoilt = flipped_text(good, bit)
    if _means_the_same(name, good, spoilt):
        return
    answer = requests[name][way](spoilt)
    assert answer.status in REFUSED, f"a spoilt {name} is answered {answer.status}"
    assert "set-cookie" not in answer.headers, f"a spoilt {name} begins or keeps a session"
    assert proofs.house.stands() == stood, f"a spoilt {name} has changed something"


def _means_the_same(name: str, good: str, spoilt: str) -> bool:
    if name in {"portal cookie", "team cookie", "sign-in link", "act link"}:
        return same_signature(good, spoilt)
    if name == "api token":
        (scheme, token), (word, _, other) = good.split(" "), spoilt.partition(" ")
        return word.lower() == scheme.lower() and token == other
    return False


def _token_on(page: Any) -> str:
    return str(next(form["fields"]["csrf"] for form in page.forms() if "csrf" in form["fields"]))


TARGETS = (Target(name="link-bits", world=world, every=every),)
