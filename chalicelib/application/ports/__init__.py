"""What the use cases need of the world. Adapters implement these; `adapters.in_memory` beside the real ones."""

from chalicelib.application.ports.json import Json
from chalicelib.application.ports.links import Link, LinkMinter, Links
from chalicelib.application.ports.lists import Listings, Openings, Page
from chalicelib.application.ports.onboardings import (
    Commit,
    Done,
    OnboardingStore,
    Outgoing,
    RepeatedCommandError,
    Stored,
)
from chalicelib.application.ports.people import Change, People
from chalicelib.application.ports.policy import Calendars, Conditions, Playbooks
from chalicelib.application.ports.runs import Clock, Queue
from chalicelib.application.ports.secrets import Locked, Secret, SecretKeeper, Vault

__all__ = [
    "Calendars",
    "Change",
    "Clock",
    "Commit",
    "Conditions",
    "Done",
    "Json",
    "Link",
    "LinkMinter",
    "Links",
    "Listings",
    "Locked",
    "OnboardingStore",
    "Openings",
    "Outgoing",
    "Page",
    "People",
    "Playbooks",
    "Queue",
    "RepeatedCommandError",
    "Secret",
    "SecretKeeper",
    "Stored",
    "Vault",
]
