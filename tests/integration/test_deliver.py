"""From a committed decision to the mail that leaves and the call that is made, over the real adapters."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib import bootstrap
from chalicelib.adapters.provisioning import HttpProvisioner
from chalicelib.application.handle import Envelope
from chalicelib.application.outbox import NotSentError
from chalicelib.application.personal import Sealer
from chalicelib.application.sign_in import request_sign_in
from chalicelib.domain.commands import HoldOnboarding, RecordDeal
from chalicelib.domain.deal import DealContact
from chalicelib.entrypoints import functions
from tests import builders as b
from tests.integration.aws import Aws, aws, records


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Aws]:
    with aws(monkeypatch, CLOCK_FILE=str(tmp_path / "clock")) as account:
        directory = b.a_directory()
        for person in directory.people:
            bootstrap.people().put(person, fallback=person.id == directory.fallback)
        bootstrap.playbooks().publish(b.a_playbook())
        yield account


def advance(tmp_path: Any, span: timedelta) -> None:
    (tmp_path / "clock").write_text(str(span.total_seconds()))


@pytest.fixture
def onboarding(account: Aws) -> str:
    sealer = Sealer("deal")
    contact = DealContact(
        name=sealer.seal("Grace Lind"), email=sealer.seal("grace@acme.example"), role="champion"
    )
    now = bootstrap.clock().now()
    deal = replace(
        b.an_onboarding().deal,
        name=sealer.seal("Acme: annual plan"),
        contacts=(contact,),
        promises=(),
        handoff=replace(b.an_onboarding().deal.handoff, goals=(), scope=(), risks=(), history=None),
        modified_at=now,
        signed_at=now,
        committed=(now + timedelta(days=40)).date(),
    )
    envelope = Envelope(
        onboarding=deal.ref.onboarding_id(),
        id="deal",
        actor="crm:deals",
        command=RecordDeal(deal=deal),
        vault=sealer.vault,
    )
    outcome = bootstrap.handle(envelope)
    assert outcome.onboarding is not None
    return outcome.onboarding.id


def keys(account: Aws, onboarding: str) -> dict[str, str]:
    """Return the effects' keys by name."""
    found = [item["sk"]["S"][2:] for item in account.effects(f"ONB#{onboarding}")]
    return {key.split(":")[2]: key for key in found}


def deliver(key: str) -> dict[str, Any]:
    owner = f"ONB#{key.partition(':')[0]}"
    return functions.deliver(records({"pk": owner, "sk": f"X#{key}"}))


def test_an_opening_mails_owner_and_customer_once(account: Aws, onboarding: str) -> None:
    effects = keys(account, onboarding)
    assert {"assigned", "welcome"} <= set(effects)
    for key in (effects["assigned"], effects["welcome"], effects["welcome"]):
        assert deliver(key) == {"batchItemFailures": []}
    receivers = [mail["To"] for mail in account.mails()]
    assert receivers == ["ada@vendor.example", "grace@acme.example"]
    item = account.effect(effects["welcome"])
    assert item["status"] == "done"
    assert item["message_id"]
    assert "rest_pk" not in item


def test_the_link_in_the_mail_is_the_one_that_the_table_knows(account: Aws, onboarding: str) -> None:
    deliver(keys(account, onboarding)["welcome"])
    text = account.mails()[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    token = text.split("/p/")[1].split()[0].partition("/")[0]
    link = bootstrap.links().find(bootstrap.link_minter().hash(token))
    assert link is not None
    assert (link.onboarding, link.purpose) == (onboarding, "portal")


def test_no_token_is_stored_with_an_effect(account: Aws, onboarding: str) -> None:
    deliver(keys(account, onboarding)["welcome"])
    assert "/p/" in account.mails()[0].as_string()
    assert "/p/" not in json.dumps(account.effects(f"ONB#{onboarding}"))


def test_a_mail_to_a_held_onboarding_is_dropped(account: Aws, onboarding: str) -> None:
    sealer = Sealer("hold")
    command = HoldOnboarding(reason=sealer.seal("wait"))
    bootstrap.handle(
        Envelope(onboarding=onboarding, id="hold", actor="person:ada", command=command, vault=sealer.vault)
    )
    key = keys(account, onboarding)["welcome"]
    deliver(key)
    assert account.mails() == []
    assert account.effect(key)["note"] == "not needed: the onboarding is on hold"


def test_a_mail_without_an_answer_is_sent_once_more_after_a_quarter_of_an_hour_and_journaled(
    account: Aws, onboarding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    key = keys(account, onboarding)["welcome"]
    with monkeypatch.context() as broken:
        broken.setattr(bootstrap.mail_client(), "send_email", _raising(ReadTimeoutError(endpoint_url="ses")))
        deliver(key)
    assert account.effect(key)["status"] == "doubtful"
    advance(tmp_path, timedelta(minutes=15, seconds=5))
    deliver(key)
    assert (account.effect(key)["status"], len(account.mails())) == ("done", 1)
    (record,) = account.take("commands.fifo")
    assert functions.commands({"Records": [record]}) == {"batchItemFailures": []}
    types = [event["type"] for event in _journal(onboarding)]
    assert types[-1] == "MailTroubled"


def test_the_sweep_sends_what_was_forgotten_back_to_delivery(
    account: Aws, onboarding: str, tmp_path: Any
) -> None:
    advance(tmp_path, timedelta(minutes=3))
    assert functions.sweep({})["resting"] == len(keys(account, onboarding))
    bodies = [json.loads(record["body"]) for record in account.take("deliver")]
    assert {body["sk"] for body in bodies} == {f"X#{key}" for key in keys(account, onboarding).values()}


def test_a_table_that_does_not_answer_sends_the_message_back(
    account: Aws, onboarding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = keys(account, onboarding)["welcome"]
    error = ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "GetItem")
    monkeypatch.setattr(bootstrap.client("dynamodb"), "get_item", _raising(error))
    assert deliver(key) == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_a_sign_in_link_goes_to_the_person_and_expires(account: Aws, tmp_path: Any) -> None:
    ask = {"outbox": bootstrap.outbox(), "clock": bootstrap.clock()}
    assert request_sign_in("ada", nonce="n" * 9000, **ask)  # type: ignore[arg-type]
    assert not request_sign_in("ada", nonce="n" * 9000, **ask)  # type: ignore[arg-type]
    (first,) = account.effects("PERSON#ada")
    functions.deliver(records({"pk": "PERSON#ada", "sk": first["sk"]["S"]}))
    assert request_sign_in("ada", nonce="other", **ask)  # type: ignore[arg-type]
    advance(tmp_path, timedelta(minutes=16))
    (second,) = [item for item in account.effects("PERSON#ada") if item["sk"] != first["sk"]]
    functions.deliver(records({"pk": "PERSON#ada", "sk": second["sk"]["S"]}))
    assert [mail["To"] for mail in account.mails()] == ["ada@vendor.example"]
    assert account.effect(second["sk"]["S"][2:])["note"] == "not needed: the link would have expired"


# ---- downstream calls, against a real server


class Downstream(BaseHTTPRequestHandler):
    """Answers as told and remembers what it was asked."""

    script: list[tuple[int, bytes]]
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
        status, answer = self.script.pop(0) if self.script else (201, b'{"id": "acc-7"}')
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def downstream() -> Iterator[tuple[str, type[Downstream]]]:
    handler = type("Handler", (Downstream,), {"script": [], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api", handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_call_carries_its_key_and_returns_the_reference(downstream: Any) -> None:
    address, handler = downstream
    answer = HttpProvisioner(address, "secret").call("accounts", key="onb-a:1:p", body={"task": "accounts"})
    assert (answer.succeeded, answer.reference) == (True, "acc-7")
    (asked,) = handler.asked
    assert asked["path"] == "/api/accounts"
    assert asked["headers"]["Idempotency-Key"] == "onb-a:1:p"
    assert asked["headers"]["Authorization"] == "Bearer secret"
    assert asked["body"] == {"task": "accounts"}


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_an_answer_for_the_moment_may_be_asked_again(downstream: Any, status: int) -> None:
    address, handler = downstream
    handler.script.append((status, b"<html>"))
    with pytest.raises(NotSentError):
        HttpProvisioner(address, "").call("accounts", key="k", body={})
    assert len(handler.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "detail"),
    [
        (422, b'{"title": "no such plan"}', "422 no such plan"),
        (400, b"[]", "400"),
        (302, b"", "302"),
        (404, b"\xff\xfe", "404"),
    ],
)
def test_a_refusal_is_told_in_a_line(downstream: Any, status: int, body: bytes, detail: str) -> None:
    address, handler = downstream
    handler.script.append((status, body))
    answer = HttpProvisioner(address, "").call("accounts", key="k", body={})
    assert (answer.succeeded, answer.detail) == (False, detail)


def test_an_answer_without_an_id_is_a_success_without_a_reference(downstream: Any) -> None:
    address, handler = downstream
    handler.script.append((200, b"ok"))
    assert HttpProvisioner(address, "").call("accounts", key="k", body={}).reference is None


def test_nobody_there_may_be_asked_again() -> None:
    with pytest.raises(NotSentError):
        HttpProvisioner("http://127.0.0.1:9", "").call("accounts", key="k", body={})


def test_without_downstream_systems_a_call_is_refused_with_the_settings_name() -> None:
    answer = HttpProvisioner("", "").call("accounts", key="k", body={})
    assert not answer.succeeded
    assert "PROVISIONING_API" in (answer.detail or "")


def test_the_mail_client_never_repeats_a_request_by_itself(account: Aws) -> None:
    assert bootstrap.mail_client().meta.config.retries["total_max_attempts"] == 1


def _raising(error: Exception) -> Any:
    def fail(**_: Any) -> None:
        raise error

    return fail


def _journal(onboarding: str) -> Any:
    return bootstrap.store().journal(onboarding)
