"""Bodies of all four CRMs, changed and then signed, so that they pass the door, with answers of the CRM changed as well.

Whatever is sent: the door answers 200 or 400, ingestion never trips, every command is carried out within what AWS takes,
what is stored replays and can be shown, and an onboarding opens only if the small oracle here finds a won deal with an
id in what was sent and read. For the generic webhook, which says everything itself, the reverse holds too.
"""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.faults.fuzz import json_mutations, oracle, xml_mutations
from tests.faults.fuzz.door import NOW
from tests.faults.fuzz.journey import journeys
from tests.faults.fuzz.target import Attempt, Target
from tests.faults.fuzz.xml_junk import AHEAD
from tests.unit.webhooks import senders

EVENTS = Path(__file__).parents[2] / "events"
BASES = {
    "deals": ("deals/won.json",),
    "hubspot": ("hubspot/batch.json",),
    "pipedrive": ("pipedrive/v1_won.json", "pipedrive/v2_won.json"),
    "salesforce": ("salesforce/won.xml",),
}


@cache
def event(path: str) -> Any:
    """Return an event as its CRM sends it: JSON as values, XML as text."""
    text = (EVENTS / path).read_text("utf-8")
    return json.loads(text) if path.endswith(".json") else text


@cache
def answers(source: str) -> dict[str, Any]:
    """Return what a CRM answers to every read that its events lead to."""
    match source:
        case "hubspot":
            grace, bo = event("hubspot/contacts.json")
            deal = event("hubspot/deal.json")
            return {
                "/crm/v3/objects/deals/21346988012": deal,
                "/crm/v3/objects/deals/21346988099": deal,
                "/crm/v3/objects/companies/901": event("hubspot/company.json"),
                "/crm/v3/objects/contacts/501": grace,
                "/crm/v3/objects/contacts/502": bo,
                "/crm/v3/owners/52530071": event("hubspot/owner.json"),
                "/crm/v3/pipelines/deals": event("hubspot/pipelines.json"),
            }
        case "salesforce":
            records, base = event("salesforce/records.json"), "/services/data/v61.0"
            return {
                f"{base}/sobjects/Opportunity/0065g00000AbCdEAAV": records["opportunity"],
                f"{base}/sobjects/Opportunity/0065g00000FgHiJAAV": records["opportunity"],
                f"{base}/sobjects/Account/0015g00000XyZaBAAV": records["account"],
                f"{base}/sobjects/User/0055g00000OwNeRAAV": records["user"],
                f"{base}/query": records["roles"],
            }
        case "pipedrive":
            records = event("pipedrive/records.json")
            return {
                "/v1/organizations/5": records["organization"],
                "/v1/persons/8": records["person"],
                "/v1/users/11": records["user"],
            }
    return {}


def drawn(source: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what is changed of an event and of the answers that follow it."""
    common = {
        "base": st.sampled_from(BASES[source]),
        "answers": st.one_of(st.just([]), json_mutations.changes(3)),
        "cut": st.one_of(*(st.none(),) * 9, st.integers(0, 1000)),
    }
    if source == "salesforce":
        return st.fixed_dictionaries(
            {
                **common,
                "body": st.one_of(st.just([]), xml_mutations.changes()),
                "ahead": st.one_of(*(st.just(""),) * 5, st.sampled_from(sorted(AHEAD))),
                "declared": st.sampled_from(xml_mutations.DECLARED),
                "encoding": st.sampled_from((*("utf-8",) * 10, "utf-16", "latin-1", "utf-7")),
            }
        )
    encoding = st.sampled_from(json_mutations.ENCODINGS)
    return st.fixed_dictionaries({**common, "body": json_mutations.changes(), "encoding": encoding})


def every(source: str) -> list[dict[str, Any]]:
    """Return every single change of an event, and of the answers that follow it."""
    plain: dict[str, Any] = {"answers": [], "body": [], "cut": None, "encoding": "utf-8"}
    plain |= {"ahead": "", "declared": "UTF-8"} if source == "salesforce" else {}
    mutations: Any = xml_mutations if source == "salesforce" else json_mutations
    found = [
        {**plain, "base": base, "body": [change]}
        for base in BASES[source]
        for change in mutations.singles(event(base))
    ]
    base = BASES[source][0]
    return found + [
        {**plain, "base": base, "answers": [change]} for change in json_mutations.singles(answers(source))
    ]


def sent(source: str, made: dict[str, Any]) -> bytes:
    """Return the body that the changes make."""
    base = event(made["base"])
    if source == "salesforce":
        text = xml_mutations.changed(base, made["body"], ahead=made["ahead"], declared=made["declared"])
    else:
        for change in made["body"]:
            base = json_mutations.changed(base, change)
        text = json_mutations.text_of(base)
    return json_mutations.bytes_of(text, encoding=made["encoding"], cut=made["cut"])


def answered(source: str, made: dict[str, Any]) -> dict[str, str]:
    """Return the CRM's answers as JSON text, by path."""
    given: Any = answers(source)
    for change in made["answers"] if given else []:
        given = json_mutations.changed(given, change)
    if not isinstance(given, dict):
        return {}
    return {path: json_mutations.text_of(answer) for path, answer in given.items()}


@contextmanager
def world(source: str) -> Iterator[Attempt]:
    """Yield what sends one changed body and follows it to its end."""
    with journeys() as begin:
        yield lambda made: _try(begin, source, made)


def _try(begin: Any, source: str, made: dict[str, Any]) -> None:
    raw, replies = sent(source, made), answered(source, made)
    journey = begin(replies)
    sender: Any = getattr(senders, source)
    request = sender(raw, at=NOW.timestamp()) if source in {"deals", "hubspot"} else sender(raw)
    status = journey.travel(request)
    assert status in {200, 400, 413}, f"answered {status}"
    assert status == 200 or not journey.door.inbox.entries, "what was refused is kept"
    opened, may = journey.opened(), oracle.may_open(source, raw, replies)
    assert opened <= may, f"opened from garbage: {opened - may}"
    if source == "deals" and status == 200:
        assert opened == may, f"a won deal was lost: {may - opened}"
    journey.check(shown=zlib.crc32(raw) % 3 == 0)  # pages take longest


TARGETS = tuple(
    Target(
        name=f"{source}-bodies",
        world=lambda source=source: world(source),
        every=lambda source=source: every(source),
        drawn=drawn(source),
        most=1,
    )
    for source in BASES
)
