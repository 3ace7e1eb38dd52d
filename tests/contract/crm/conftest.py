import json
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from chalicelib.adapters.crm import arrivals, soap
from chalicelib.adapters.crm.deal import shape
from chalicelib.adapters.crm.hubspot import HubspotCrm
from chalicelib.adapters.crm.pipedrive import PipedriveCrm
from chalicelib.adapters.crm.salesforce import SalesforceCrm
from chalicelib.adapters.crm.standard import StandardCrm
from chalicelib.adapters.dynamodb.inbox import InboxEntry
from chalicelib.application.personal import Names, Sealer
from chalicelib.application.ports import Secret
from chalicelib.domain.errors import UnavailableError
from tests.builders import a_directory

EVENTS = Path(__file__).parents[2] / "events"
_number = count()
RECEIVED = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def event(path):
    """Return a payload file: JSON as values, anything else as bytes."""
    file = EVENTS / path
    return json.loads(file.read_text("utf-8")) if file.suffix == ".json" else file.read_bytes()


class Canned:
    """A CRM that answers from a dictionary; a path it does not hold is a 404, an exception is raised."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def get(self, path, **query):
        self.asked.append(path)
        answer = self.answers.get(path)
        if isinstance(answer, Exception):
            raise answer
        return json.loads(json.dumps(answer), parse_float=str)


def arrive(source, body):
    """Take a body through the door as the webhook does."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    arrival = {
        "hubspot": lambda: arrivals.hubspot(raw, portal="62515"),
        "salesforce": lambda: soap.salesforce(raw, organization="00D000000000001EAA"),
        "pipedrive": lambda: arrivals.pipedrive(raw, company="1001"),
        "deals": lambda: arrivals.deals(raw, tenant="deals", message="msg_1", sent_at=1795250400),
    }[source]()
    return InboxEntry(source=source, delivery=arrival.delivery, received_at=RECEIVED, body=arrival.body)


class Read:
    """A deal as the product gets to know it, its personal values in clear."""

    def __init__(self, deal, sealer):
        vault = sealer.vault
        held = (
            {f"{vault.id}.{n}": Secret(salt=s.salt, value=s.value) for n, s in vault.values.items()}
            if vault
            else {}
        )
        self.deal, self.names, self.vault = deal, Names(held), vault

    def __getattr__(self, name):
        return getattr(self.deal, name)

    def clear(self, reference):
        return self.names.reveal(reference)

    @property
    def people(self):
        return [(self.clear(c.name), self.clear(c.email), c.role) for c in self.deal.contacts]

    @property
    def said(self):
        return {name: self.clear(value) for name, value in self.deal.attributes}

    @property
    def problems(self):
        return {
            name.removeprefix("problem:"): value
            for name, value in self.said.items()
            if name.startswith("problem:")
        }


@pytest.fixture
def follow():
    """Return what follows a webhook up: hint number n of it, read from the canned answers."""

    def follow(source, body, answers=(), n=0):
        crm = {
            "hubspot": HubspotCrm,
            "salesforce": SalesforceCrm,
            "pipedrive": PipedriveCrm,
        }.get(source)
        reader = Canned(dict(answers))
        crm = crm(reader) if crm else StandardCrm()
        hints, _ = crm.hints(arrive(source, body))
        sealer = Sealer(f"test-{next(_number)}")
        reading = crm.read(hints[n], RECEIVED)
        read = Read(shape(reading, hints[n].ref, sealer=sealer, directory=a_directory()), sealer)
        read.asked, read.hint = reader.asked, hints[n]
        return read

    return follow


DOWN = UnavailableError("down")
