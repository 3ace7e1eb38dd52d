"""What the mail service tells of each mail, and what people find in theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from tests.faults.cloud.port import PUBLIC_URL
from tests.faults.cloud.post import Mail
from tests.faults.simulation.deals import MARK

if TYPE_CHECKING:
    from tests.faults.simulation.simulation import Simulation

_LINK = re.compile(re.escape(PUBLIC_URL) + r"(/[A-Za-z0-9/._-]+)")
_MOMENT, _HOURS = 2.0, 20_000.0


@dataclass(slots=True)
class Post:
    """Everybody's newest links, by address: to the customer's pages, to one act, to sign in."""

    read: int = 0
    links: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, str] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    marks: list[tuple[Mail, frozenset[int]]] = field(default_factory=list)

    def arrives(self, simulation: Simulation) -> None:
        """Take the mails that are new, and let the mail service tell of them, in its way."""
        mails = simulation.world.cloud.post.mails
        while self.read < len(mails):
            mail = mails[self.read]
            self.read += 1
            self._opened(mail)
            _told(mail, simulation)

    def _opened(self, mail: Mail) -> None:
        text = _text(mail)
        self.marks.append((mail, frozenset(map(int, MARK.findall(text)))))
        for path in _LINK.findall(text):
            for start, kept in (
                ("/p/", self.links),
                ("/console/act/", self.buttons),
                ("/console/sign-in/", self.sign_ins),
            ):
                if path.startswith(start):
                    kept[mail.to[0]] = path.removesuffix("/leave").partition("/to/")[0].rstrip(".")
                    self.tokens.add(kept[mail.to[0]].removeprefix(start))


def _text(mail: Mail) -> str:
    """Return subject and words of a mail; every mail is read, so this is not the thorough way."""
    message = message_from_bytes(mail.raw)
    parts = [str(make_header(decode_header(message["subject"])))]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            parts.append(payload.decode())
    return "\n".join(parts)


def _told(mail: Mail, simulation: Simulation) -> None:
    chance, climate = simulation.chance, simulation.climate
    kinds = ["Send", "Delivery"]
    if chance.random() < climate.bounces:
        kinds = ["Send", "Bounce"]
    elif chance.random() < climate.complains:
        kinds = ["Send", "Delivery", "Complaint"]
    permanent = chance.random() < 0.6
    for kind in kinds:
        if chance.random() < climate.lost:
            continue
        about = {"bounceType": "Permanent" if permanent else "Transient"} if kind == "Bounce" else {}
        for _ in range(2 if chance.random() < climate.again else 1):
            late = _HOURS if chance.random() < climate.late else _MOMENT
            simulation.later(chance.random() * late, _Told(mail, kind, about))


@dataclass(frozen=True, slots=True)
class _Told:
    """One event of the mail service, at its time."""

    mail: Mail
    kind: str
    about: dict[str, str]

    def __call__(self, simulation: Simulation) -> None:
        world = simulation.world
        world.cloud.tell(self.mail, self.kind, now=world.now, **self.about)
