"""Bugs of the webhooks' way in: who is believed, what is kept before the answer, what becomes of it behind the queue."""

from tests.faults.bugs.bug import Bug

_SIGNATURES = "chalicelib/adapters/signatures.py"
_INBOX = "chalicelib/adapters/dynamodb/inbox.py"
_INGEST = "chalicelib/application/ingest.py"
_BY_SIGNATURES = "tests/unit/webhooks/test_signatures.py"
_BY_DOORS = "tests/unit/webhooks/test_doors.py"
_BY_INBOX = "tests/integration/test_webhooks_inbox.py"
_BY_INGEST = "tests/unit/webhooks/test_ingest.py"

WEBHOOKS = (
    Bug(
        "a wrong HubSpot signature is taken",
        _SIGNATURES,
        "if not any(_same(given, _base64_hmac(secret.encode(), signed)) for secret in secrets):",
        "if not any(_same(given, _base64_hmac(secret.encode(), signed)) or given for secret in secrets):",
        (f"{_BY_SIGNATURES}::test_every_flipped_bit_of_a_hubspot_request_is_refused",),
    ),
    Bug(
        "the body is not part of what HubSpot has signed",
        _SIGNATURES,
        "hubspot_uri(uri).encode() + body + timestamp.encode()",
        "hubspot_uri(uri).encode() + timestamp.encode()",
        (_BY_SIGNATURES,),
    ),
    Bug(
        "one of several Standard Webhooks signatures is enough, whichever it is",
        _SIGNATURES,
        'if not any(_same(one, right) for one in given.split(" ") for right in expected):',
        'if not any(len(one) == len(right) for one in given.split(" ") for right in expected):',
        (f"{_BY_SIGNATURES}::test_every_flipped_bit_of_a_standard_webhook_is_refused",),
    ),
    Bug(
        "the signature's time is ignored",
        _SIGNATURES,
        "abs(now - int(timestamp) / per_second) > WINDOW_SECONDS",
        "abs(now - int(timestamp) / per_second) > WINDOW_SECONDS * 10**9",
        (_BY_SIGNATURES,),
    ),
    Bug(
        "a signature may be made ahead of time",
        _SIGNATURES,
        "if abs(now - int(timestamp) / per_second) > WINDOW_SECONDS:",
        "if now - int(timestamp) / per_second > WINDOW_SECONDS:",
        (_BY_SIGNATURES,),
    ),
    Bug(
        "any password opens Pipedrive's door",
        _SIGNATURES,
        'if scheme.lower() != "basic" or not any(',
        'if scheme.lower() != "basic" and not any(',
        (f"{_BY_SIGNATURES}::test_basic_authentication_wants_user_and_password",),
    ),
    Bug(
        "the beginning of a token opens Salesforce's door",
        _SIGNATURES,
        "if not any(_same(given, token) for token in tokens):",
        "if not any(token.startswith(given) for token in tokens):",
        (f"{_BY_SIGNATURES}::test_a_token_of_the_address_must_be_one_of_ours",),
    ),
    Bug(
        "the signature is checked after the webhook is kept",
        "chalicelib/entrypoints/webhooks.py",
        "    signatures.verify_hubspot(\n        raw,",
        "    if (early := arrivals.hubspot(raw, portal=settings().hubspot_portal)).body:\n"
        '        _keep("hubspot", early)\n'
        "    signatures.verify_hubspot(\n        raw,",
        (f"{_BY_DOORS}::test_an_unproven_sender_is_refused_and_nothing_is_kept",),
    ),
    Bug(
        "a webhook is answered with yes though it could not be kept",
        "chalicelib/entrypoints/webhooks.py",
        "    return bootstrap.inbox().put(entry)\n",
        "    try:\n        return bootstrap.inbox().put(entry)\n    except Exception:\n        return True\n",
        (f"{_BY_DOORS}::test_while_nothing_can_be_kept_the_sender_is_asked_to_come_back",),
    ),
    Bug(
        "a throttled write counts as a repetition",
        "chalicelib/adapters/dynamodb/conditional.py",
        'if error.response["Error"]["Code"] == "ConditionalCheckFailedException":',
        "if error.response:",
        (f"{_BY_INBOX}::test_what_the_table_did_not_take_is_not_taken_for_a_repetition",),
    ),
    Bug(
        "a repetition takes the place of what was kept",
        _INBOX,
        "TableName=self._table, Item=item, ConditionExpression=fresh)",
        "TableName=self._table, Item=item)",
        (f"{_BY_INBOX}::test_a_repetition_is_not_kept_again",),
    ),
    Bug(
        "a settled webhook is found again and again",
        _INBOX,
        '"SET notes = :notes REMOVE rest_pk, rest_sk"',
        '"SET notes = :notes"',
        (f"{_BY_INBOX}::test_what_nobody_worked_on_is_found_until_it_is_settled",),
    ),
    Bug(
        "another portal's deals are taken",
        "chalicelib/adapters/crm/arrivals.py",
        'if identifier(event.get("portalId")) != portal:',
        'if identifier(event.get("portalId")) is None:',
        (_BY_DOORS,),
    ),
    Bug(
        "the number of an attempt makes a HubSpot batch another one",
        "chalicelib/adapters/crm/arrivals.py",
        'if name != "attemptNumber"}',
        'if name != "attempt"}',
        (_BY_DOORS,),
    ),
    Bug(
        "a webhook is settled before its command is sent",
        _INGEST,
        '        outcome = _follow(hints[0], arrived, {**message, "deal": hints[0].ref.id}, world)\n',
        '        world.inbox.settle(message["inbox"], notes)\n'
        '        outcome = _follow(hints[0], arrived, {**message, "deal": hints[0].ref.id}, world)\n',
        (f"{_BY_INGEST}::test_what_could_not_be_handed_on_is_not_settled",),
    ),
    Bug(
        "a batch is settled before its deals are sent on",
        _INGEST,
        "        for hint in hints:\n",
        '        world.inbox.settle(message["inbox"], notes)\n        for hint in hints:\n',
        (f"{_BY_INGEST}::test_what_could_not_be_handed_on_is_not_settled",),
    ),
    Bug(
        "a finding is settled before its verdict is sent",
        _INGEST,
        '        world.submit(intake.verdict(arrived.body))\n        world.inbox.settle(message["inbox"])\n',
        '        world.inbox.settle(message["inbox"])\n        world.submit(intake.verdict(arrived.body))\n',
        (f"{_BY_INGEST}::test_what_could_not_be_handed_on_is_not_settled",),
    ),
    Bug(
        "of a batch only the first deal is looked at",
        _INGEST,
        "        for hint in hints:\n",
        "        for hint in hints[:1]:\n",
        (f"{_BY_INGEST}::test_a_webhook_about_several_deals_becomes_a_message_for_each",),
    ),
    Bug(
        "a CRM that is down is not asked again",
        _INGEST,
        "if failures > len(PAUSES):",
        "if failures:",
        (_BY_INGEST,),
    ),
    Bug(
        "a won deal that cannot be read never opens",
        _INGEST,
        "OPENS_ANYWAY_AFTER = 2",
        "OPENS_ANYWAY_AFTER = 20",
        (_BY_INGEST,),
    ),
    Bug(
        "a newer reading of the same delivery is taken for a repetition",
        _INGEST,
        'return f"{arrived.source}:{arrived.delivery}:{digest[:24]}"',
        'return f"{arrived.source}:{arrived.delivery}:{digest[:0]}"',
        (f"{_BY_INGEST}::test_a_newer_reading_is_another_command",),
    ),
    Bug(
        "an edit of a deal opens an onboarding",
        _INGEST,
        "command=RecordDeal(deal=deal, opens=hint.opens),",
        "command=RecordDeal(deal=deal, opens=True),",
        (f"{_BY_INGEST}::test_an_edit_opens_nothing",),
    ),
    Bug(
        "a deal that could not be read counts as gone",
        "chalicelib/adapters/http.py",
        "if status in {404, 410}:\n        return None",
        "if status in {404, 410} or status >= 500:\n        return None",
        ("tests/unit/webhooks/test_http.py",),
    ),
)
