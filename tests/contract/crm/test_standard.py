from datetime import UTC, date, datetime

import pytest

from tests.contract.crm.conftest import RECEIVED, event


def changed(**parts):
    body = event("deals/won.json")
    for path, value in parts.items():
        part, _, name = path.partition("__")
        if name:
            body["data"][part][name] = value
        else:
            body["data"][part] = value
    return body


def test_everything_it_says_is_carried_over(follow):
    deal = follow("deals", event("deals/won.json"))
    assert deal.ref.id == "D-1001"
    assert deal.signed_at == datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert deal.people == [("Grace Lind", "grace@acme.example", "champion")]
    assert [(deal.clear(p.text), deal.clear(p.made_by), p.due) for p in deal.promises] == [
        ("SSO before go-live", "ada@vendor.example", date(2026, 12, 5))
    ]
    assert [deal.clear(x) for x in (*deal.handoff.goals, *deal.handoff.scope, *deal.handoff.risks)] == [
        "All invoices in one place",
        "Two entities",
        "Holidays",
    ]
    assert deal.clear(deal.handoff.history) == "Three calls."
    assert deal.said == {"region": "eu", "seats": "120"}


def test_almost_nothing_is_enough(follow):
    body = {"type": "deal.won", "data": {"deal": {"id": 7, "name": "Acme"}, "account": {"name": "Acme"}}}
    deal = follow("deals", body)
    assert (deal.state, deal.amount, deal.contacts, deal.owner, deal.problems) == ("won", None, (), None, {})


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("deal__amount", "a lot", "a lot"),
        ("deal__amount", "NaN", "NaN"),
        ("deal__amount", "1e999", "1e999"),
        ("deal__amount", [1], "[1]"),
        ("deal__currency", "EURO", "EURO"),
        ("deal__signed_at", "2026-02-30", "2026-02-30"),
        ("deal__url", "javascript:alert(1)", "javascript:alert(1)"),
        ("account__country", "Atlantis", "Atlantis"),
        ("account__time_zone", "Mars/Olympus", "Mars/Olympus"),
        ("account__time_zone", "../../etc/passwd", "../../etc/passwd"),
        ("account__language", "?", "?"),
        ("account__domain", "not a host", "not a host"),
        ("committed_live_date", "31.12.2026", "31.12.2026"),
        ("committed_live_date", {"day": 1}, '{"day": 1}'),
        ("account__country", "x" * 300, "x" * 200),
    ],
)
def test_what_cannot_be_used_is_left_out_and_quoted(path, value, problem, follow):
    deal = follow("deals", changed(**{path: value}))
    name = path.rpartition("__")[2]
    assert deal.state == "won"
    assert deal.problems == {name: problem}


@pytest.mark.parametrize(
    "address",
    ["grace", "grace@", "@acme.example", "a b@acme.example", "grace@acme.example\nBcc: x@y.example", 5, None],
)
def test_a_contact_without_a_usable_address_is_told_with_what_stands_there(address, follow):
    deal = follow("deals", changed(contacts=[{"name": "Grace", "email": address}]))
    assert deal.people == [("Grace", "", None)]
    said = " ".join(str(address).split()) if address is not None else "no address"
    assert deal.problems == {"contact": f"Grace: {said}"}


def test_an_owner_from_outside_the_directory_is_kept_by_address(follow):
    deal = follow("deals", changed(owner={"email": "new@vendor.example"}))
    assert deal.owner is None
    assert deal.clear(deal.owner_email) == "new@vendor.example"


def test_names_lose_line_breaks_and_control_characters(follow):
    deal = follow("deals", changed(deal__name="Acme\r\nBcc: x\u202e\u0000!"))
    assert deal.clear(deal.name) == "Acme Bcc: x!"


def test_an_amount_without_a_currency_is_kept(follow):
    deal = follow("deals", changed(deal__currency=None))
    assert (deal.amount.currency, deal.problems) == ("XXX", {"currency": "none given"})


@pytest.mark.parametrize(
    ("kind", "state", "opens"),
    [
        ("deal.won", "won", True),
        ("deal.updated", "won", False),
        ("deal.lost", "lost", False),
        ("deal.reopened", "open", False),
        ("deal.deleted", "deleted", False),
    ],
)
def test_later_changes_have_their_own_types(kind, state, opens, follow):
    deal = follow("deals", {**event("deals/won.json"), "type": kind})
    assert (deal.state, deal.hint.opens) == (state, opens)


def test_a_timestamp_far_ahead_counts_as_now(follow):
    deal = follow("deals", {**event("deals/won.json"), "timestamp": "2099-01-01T00:00:00Z"})
    assert deal.modified_at == RECEIVED


@pytest.mark.parametrize(
    "written",
    ["2026-12-11", "20261211", "2026-12-11T00:00:00+01:00", "2026-12-11T23:30:00-05:00", "1796947200000"],
)
def test_a_day_is_the_day_that_its_sender_means(written, follow):
    assert follow("deals", changed(committed_live_date=written)).committed == date(2026, 12, 11)


def test_of_more_text_than_one_item_holds_the_first_is_taken_and_the_rest_is_noted(follow):
    lines = [f"{number} " + "界" * 7900 for number in range(20)]
    deal = follow("deals", changed(handoff__goals=lines, handoff__scope=lines[::-1]))
    assert len(deal.handoff.goals) == 5
    assert deal.promises
    assert deal.problems["notes"] == "over 120 KB of text; what came first was taken"
