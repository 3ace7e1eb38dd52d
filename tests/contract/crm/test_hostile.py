"""Whatever a CRM sends or answers, it becomes a deal or counts as unreadable; nothing else."""

import copy
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.codec import envelope_from_json, envelope_to_json
from chalicelib.adapters.crm.deal import shape
from chalicelib.adapters.crm.hubspot import HubspotCrm
from chalicelib.adapters.crm.pipedrive import PipedriveCrm
from chalicelib.adapters.crm.raw import UnreadableError
from chalicelib.adapters.crm.salesforce import SalesforceCrm
from chalicelib.adapters.crm.standard import StandardCrm
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.domain.commands import RecordDeal
from chalicelib.domain.errors import UnavailableError
from tests.builders import a_directory
from tests.contract.crm.conftest import RECEIVED, Canned, arrive, event
from tests.contract.crm.test_every_crm import CASES

bounded = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=30)
    | st.sampled_from(["won", "true", "2026-11-20"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
path = st.lists(st.integers(0, 40), max_size=6)
CRMS = {"hubspot": HubspotCrm, "salesforce": SalesforceCrm, "pipedrive": PipedriveCrm}
JSON_CASES = [case for case in CASES.values() if case[1].endswith(".json")]


def spoil(value, at, junk):
    """Put junk at a place of a JSON value, chosen by the numbers of `at`."""
    if not at or not isinstance(value, list | dict) or not value:
        return junk
    keys = sorted(value) if isinstance(value, dict) else list(range(len(value)))
    changed = copy.copy(value)
    key = keys[at[0] % len(keys)]
    changed[key] = spoil(value[key], at[1:], junk)
    return changed


def told(hint, reading):
    sealer = Sealer("test")
    deal = shape(reading, hint.ref, sealer=sealer, directory=a_directory())
    envelope = Envelope(
        onboarding=hint.ref.onboarding_id(),
        id="test",
        actor="crm:test",
        command=RecordDeal(deal=deal, opens=hint.opens),
        vault=sealer.vault,
    )
    return envelope_from_json(json.dumps(envelope_to_json(envelope))).command.deal


@bounded
@given(which=st.sampled_from(JSON_CASES), at=path, junk=anything)
def test_a_spoilt_webhook_becomes_a_deal_all_the_same(which, at, junk):
    source, file, answers = which
    try:
        arrived = arrive(source, spoil(event(file), at, junk))
    except UnreadableError:
        return
    if arrived.body is None:
        return
    crm = CRMS[source](Canned(answers())) if source in CRMS else StandardCrm()
    for hint in crm.hints(arrived)[0]:
        deal = told(hint, crm.read(hint, RECEIVED))
        assert deal.ref == hint.ref


@bounded
@given(
    which=st.sampled_from([case for case in CASES.values() if case[0] in CRMS]),
    number=st.integers(0, 9),
    at=path,
    junk=anything,
)
def test_a_spoilt_answer_becomes_a_deal_or_counts_as_unreadable(which, number, at, junk):
    source, file, answers = which
    canned = answers()
    key = sorted(canned)[number % len(canned)]
    canned[key] = spoil(canned[key], at, junk)
    crm = CRMS[source](Canned(canned))
    for hint in crm.hints(arrive(source, event(file)))[0]:
        try:
            reading = crm.read(hint, RECEIVED)
        except UnavailableError:
            continue
        assert told(hint, reading).ref == hint.ref
