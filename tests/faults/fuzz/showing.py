"""Whatever was taken in must be shown: pages of the team and of the customer, the API's answer, every mail on the wire."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.mail.links import PublicLinks
from chalicelib.adapters.mail.message import wire
from chalicelib.adapters.mail.rendering import Brand
from chalicelib.adapters.mail.writer import MailWriter
from chalicelib.application.outbox import Letter
from chalicelib.application.ports import Outgoing
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.outbox import Entry
from tests.faults.fuzz.door import API_TOKEN
from tests.faults.fuzz.house import House
from tests.integration.http_browser import PUBLIC_URL
from tests.unit.mail.mornings import summaries

_BRAND = Brand(name="Golive", color="#1f6feb")


class Show:
    """Looks at the onboardings of any store through the pages of a house."""

    def __init__(self, house: House) -> None:
        self._house, self._member, self.minter = house, house.member(), house.minter

    def everything(self, onboarding: Onboarding, journey: Any) -> None:
        """Load the pages of an onboarding and write its mails."""
        house = self._house
        house.store, house.people, house.playbooks = journey.store, journey.people, journey.ports.playbooks
        record = f"/console/onboardings/{onboarding.id}"
        for path in (
            "/console/needs-you",
            "/console/onboardings",
            f"{record}?journal=all",
            f"{record}/portal",
        ):
            page = self._member.get(path)
            assert page.status == 200, f"{path} answers {page.status}"
        for path in ("", f"/{onboarding.id}", f"/{onboarding.id}/journal"):
            answer = house.send(
                "GET", f"/api/onboardings{path}", headers={"authorization": f"Bearer {API_TOKEN}"}
            )
            assert answer.status == 200, f"/api/onboardings{path} answers {answer.status}"
        for contact in onboarding.contacts[:1]:
            visitor = house.visitor(onboarding, contact.id)
            tasks = [task for task in onboarding.tasks if task.by_customer][:1]
            for path in (
                "/portal",
                "/portal/history",
                *(f"/portal/tasks/{quote(task.id)}" for task in tasks),
            ):
                page = visitor.get(path)
                assert page.status in {200, 401}, f"{path} answers {page.status}"
        self._mails(onboarding, journey.store.effects, journey)

    def _mails(self, onboarding: Onboarding, effects: Iterable[Outgoing], journey: Any) -> None:
        writer = MailWriter(
            store=journey.store,
            playbooks=journey.ports.playbooks,
            people=journey.people,
            clock=journey.clock,
            links=PublicLinks(public_url=PUBLIC_URL, minter=journey.ports.links, session_key=b"s" * 32),
            desks=InMemoryDesks(InMemoryOutbox()),
            drafts=InMemoryDrafts(),
            doors=journey.store,
            minter=journey.ports.links,
            summaries=summaries(journey.store, journey.ports.playbooks),
            brand=_BRAND,
        )
        for outgoing in effects:
            if isinstance(outgoing.effect, SendMail) and outgoing.key.startswith(onboarding.id):
                entry = Entry(owner=f"ONB#{onboarding.id}", key=outgoing.key, effect=outgoing.effect)
                letter = writer.write(entry, outgoing.effect)
                if isinstance(letter, Letter):
                    raw = wire(letter, sender="golive@vendor.example", brand="Golive")
                    assert raw.isascii(), "a mail that not every server takes"
                    assert b"\nBcc:" not in raw.partition(b"\r\n\r\n")[0], "a header that nobody wrote"
