"""Bugs of the outbox: who claims, who waits, what is in doubt."""

from tests.faults.bugs.bug import Bug

_DELIVER = "chalicelib/application/deliver.py"
_DYNAMO = "chalicelib/adapters/dynamodb/outbox.py"
_PROVISIONING = "chalicelib/adapters/provisioning.py"
_STEPS = "tests/unit/mail/test_outbox_steps.py"
_BY_DELIVER = "tests/unit/mail/test_deliver.py"
_BY_WIRE = "tests/unit/mail/test_wire.py"
_BY_MAILS = "tests/unit/mail/test_mails.py"
_BY_OUTBOX = "tests/contract/outbox/test_outbox.py"
_BY_FEEDBACK = "tests/integration/test_feedback.py"
_PROMISES = "tests/promises/test_promises.py"
_BY_CALLS = "tests/integration/test_deliver.py"
_RECEIPTS = "chalicelib/domain/decide/receipts.py"
_BY_RECEIPTS = "tests/unit/domain/test_receipts.py"

MAIL = (
    Bug(
        "a message that changed nothing leaves another",
        "chalicelib/application/deliver.py",
        '            return "doubtful" if doubtful else "claimed"',
        '            _look_again(entry, world, until=until)\n            return "doubtful" if doubtful else "claimed"',
        ("tests/unit/mail/test_deliver.py",),
    ),
    Bug(
        "a claimed mail is sent again at once",
        "chalicelib/domain/outbox.py",
        "if now < entry.claimed_at + DOUBT_ENDS:",
        "if now < entry.claimed_at:",
        (f"{_STEPS}::test_a_claim_of_two_minutes_is_doubtful",),
    ),
    Bug(
        "a mail in doubt is never sent again",
        "chalicelib/domain/outbox.py",
        "SENDS_AT_MOST = 2",
        "SENDS_AT_MOST = 1",
        (f"{_STEPS}::test_after_fifteen_minutes_of_doubt_a_mail_is_sent_once_more",),
    ),
    Bug(
        "two deliveries claim the same mail",
        "chalicelib/adapters/in_memory/outbox.py",
        "if not self._as_read(entry):\n            return None\n        at =",
        "at =",
        ("tests/contract/outbox/test_outbox.py::test_a_claim_is_given_once",),
    ),
    Bug(
        "the mail is sent before it is claimed",
        _DELIVER,
        "    claimed = world.outbox.claim(entry, now=world.clock.now())\n"
        "    if claimed is None:\n"
        '        return "claimed"\n'
        "    if again:",
        "    world.mailer.send(letter)\n"
        "    claimed = world.outbox.claim(entry, now=world.clock.now())\n"
        "    if claimed is None:\n"
        '        return "claimed"\n'
        "    if again:",
        (f"{_BY_DELIVER}::test_a_mail_is_claimed_before_it_is_sent",),
    ),
    Bug(
        "a mail counts as sent before it is sent",
        _DELIVER,
        "    try:\n        sent = world.mailer.send(letter)\n",
        '    world.outbox.sent(entry.key, at=world.clock.now(), message="early")\n'
        "    try:\n        sent = world.mailer.send(letter)\n",
        (f"{_BY_DELIVER}::test_a_process_that_dies_while_sending_leaves_a_doubt_that_ends_as_promised",),
    ),
    Bug(
        "who lost the race for a claim sends all the same",
        _DELIVER,
        "    claimed = world.outbox.claim(entry, now=world.clock.now())\n"
        "    if claimed is None:\n"
        '        return "claimed"\n'
        "    if again:",
        "    claimed = world.outbox.claim(entry, now=world.clock.now()) or entry\n    if again:",
        (f"{_BY_DELIVER}::test_who_lost_the_race_for_a_claim_sends_nothing",),
    ),
    Bug(
        "a mail that is sent is not settled",
        _DELIVER,
        '    world.outbox.sent(entry.key, at=world.clock.now(), message=sent)\n    return "sent"',
        '    return "sent" if sent else ""',
        (f"{_BY_DELIVER}::test_a_message_that_comes_twice_sends_one_mail",),
    ),
    Bug(
        "a doubt counts as sent",
        _DELIVER,
        "        _in_doubt(entry, world, until=(entry.claimed_at or world.clock.now()) + DOUBT_ENDS)",
        '        world.outbox.settle(entry.key, "done", now=world.clock.now(), note="perhaps")',
        (f"{_BY_DELIVER}::test_a_doubt_without_a_word_is_sent_once_more_and_journaled",),
    ),
    Bug(
        "a mail that nobody knows of is sent again at once",
        _DELIVER,
        "    except InDoubtError:\n        _in_doubt",
        "    except InDoubtError:\n        return _later(entry, world)\n        _in_doubt",
        (f"{_BY_DELIVER}::test_a_doubt_without_a_word_is_sent_once_more_and_journaled",),
    ),
    Bug(
        "a mail is sent again without a word in the journal",
        _DELIVER,
        '_report(claimed, "sent_again", world)',
        "pause(claimed.tries)",
        (f"{_BY_DELIVER}::test_a_doubt_without_a_word_is_sent_once_more_and_journaled",),
    ),
    Bug(
        "nobody is asked about a second doubt",
        _DELIVER,
        '            _report(entry, "doubtful", world)\n',
        "",
        (f"{_BY_DELIVER}::test_a_second_doubt_goes_in_front_of_a_person_and_no_third_mail_is_sent",),
    ),
    Bug(
        "a line of a French mail begins with its colon",
        "chalicelib/adapters/mail/rendering.py",
        '_BEFORE_A_SIGN.sub("\\xa0", " ".join(text.split()))',
        '" ".join(text.split())',
        ("tests/unit/mail/test_mails.py::test_no_line_of_a_text_begins_with_a_sign_or_ends_before_it",),
    ),
    Bug(
        "a file that is judged within seconds is told of twice",
        _RECEIPTS,
        "if _unjudged(state, lines):",
        "if not lines:",
        (f"{_PROMISES}::test_4_a_file_that_is_judged_within_seconds_is_one_mail",),
    ),
    Bug(
        "a verdict waits for as long as its file was to",
        _RECEIPTS,
        "if _unjudged(state, (*waiting, *lines)):",
        "if waiting:",
        (f"{_PROMISES}::test_4_a_file_that_is_judged_within_seconds_is_one_mail",),
    ),
    Bug(
        "a file whose verdict is late is told of with the verdict only",
        _RECEIPTS,
        "else at + JUDGED_WITHIN), held",
        "else at + LONGEST), held",
        (
            f"{_PROMISES}::test_4_a_file_whose_verdict_takes_longer_is_told_of_within_two_minutes_and_then_of_the_verdict",
        ),
    ),
    Bug(
        "one file after the other puts off that the first has arrived",
        _RECEIPTS,
        "return current.due_at, held",
        "return at + JUDGED_WITHIN, held",
        (f"{_BY_RECEIPTS}::test_who_sends_one_file_after_the_other_hears_of_the_first_in_time",),
    ),
    Bug(
        "a file that somebody has to look at waits for a verdict of seconds",
        _RECEIPTS,
        'document.status in {"received", "checking"} for',
        'document.status in {"received", "checking", "needs_person"} for',
        (f"{_BY_RECEIPTS}::test_a_file_that_a_person_looks_at_keeps_nothing_waiting",),
    ),
    Bug(
        "a refusal after a late verdict waits longer than one in time",
        "chalicelib/domain/deadlines/giving.py",
        "        since = current.since\n",
        "        since = at\n",
        (f"{_PROMISES}::test_4_receipts_wait_for_a_pause_and_ten_minutes_at_most_but_not_with_a_refusal",),
    ),
    Bug(
        "what waits for a verdict looks like what follows a mail",
        "chalicelib/domain/evolve/customer.py",
        "since = before.since if before and quiet else event.at",
        "since = before.since if before else event.at",
        (f"{_BY_RECEIPTS}::test_a_second_file_much_later_is_one_mail_too",),
    ),
    Bug(
        "what was refused waits for a pause",
        "chalicelib/domain/decide/receipts.py",
        'any(notice.kind == "rejected" for',
        'any(notice.kind == "refused" for',
        (f"{_PROMISES}::test_4_receipts_wait_for_a_pause_and_ten_minutes_at_most_but_not_with_a_refusal",),
    ),
    Bug(
        "who works through their list is not told for as long as they do",
        "chalicelib/domain/decide/receipts.py",
        "min(at + QUIET, current.since + LONGEST)",
        "at + QUIET",
        (f"{_PROMISES}::test_4_receipts_wait_for_a_pause_and_ten_minutes_at_most_but_not_with_a_refusal",),
    ),
    Bug(
        "who is given an onboarding is told that it has just begun",
        "chalicelib/domain/react/team.py",
        'yield SendMail(name="passed_on", mail="assigned", to=to)',
        'yield SendMail(name="assigned", mail="assigned", to=to)',
        ("tests/unit/domain/test_team.py::test_whoever_is_given_something_is_told",),
    ),
    Bug(
        "a step that begins with something to sign is told of twice",
        "chalicelib/domain/occasions.py",
        "if steps.asks_for_more(onboarding, stage.entered_at, contact):",
        'if steps.asks_for_more(onboarding, stage.entered_at, ""):',
        (
            "tests/unit/mail/test_occasions.py::test_a_step_that_begins_with_something_to_do_is_told_of_with_it",
        ),
    ),
    Bug(
        "steps that begin at one moment are a mail each",
        "chalicelib/domain/occasions.py",
        "if stage in steps.begun_at(onboarding, stage.entered_at)[1:]:",
        "if stage in steps.begun_at(onboarding, stage.entered_at)[9:]:",
        (
            "tests/unit/mail/test_occasions.py::test_steps_that_begin_at_one_moment_are_one_mail_that_names_both",
        ),
    ),
    Bug(
        "the first contact does not hear of a step because a colleague signs in it",
        "chalicelib/domain/steps.py",
        "and ([task.handed.contact] if task.handed else first) == [contact]",
        "and contact",
        (
            "tests/unit/mail/test_occasions.py"
            "::test_what_a_colleague_was_asked_for_keeps_no_news_from_the_first_contact",
        ),
    ),
    Bug(
        "a step that begins with a meeting is told of twice",
        "chalicelib/domain/occasions.py",
        "if any(meeting and (meeting.times or meeting.chosen) for meeting in meetings):",
        "if any(meeting and meeting.wish for meeting in meetings):",
        ("tests/unit/mail/test_occasions.py::test_a_step_that_begins_with_a_meeting_is_told_of_once",),
    ),
    Bug(
        "a receipt counts what colleagues have as its reader's",
        "chalicelib/application/mail/kinds.py",
        "(task.handed.contact == contact.id if task.handed else first)",
        "(task.handed is not None or first)",
        (
            "tests/unit/mail/test_mails.py"
            "::test_a_receipt_counts_what_is_open_for_its_reader_when_it_is_written",
        ),
    ),
    Bug(
        "a receipt confirms a file that another stands in the place of",
        "chalicelib/application/mail/receipts.py",
        "else _GONE.get(document.status, notice.kind)",
        "else notice.kind",
        ("tests/unit/mail/test_mails.py::test_a_file_that_stands_no_more_is_not_confirmed_as_if_it_did",),
    ),
    Bug(
        "a receipt before the verdict says that there is nothing to do",
        "chalicelib/application/mail/values.py",
        'if line.kind == "received")',
        'if line.kind == "checking")',
        ("tests/unit/mail/test_mails.py::test_a_receipt_before_the_verdict_does_not_say_that_all_is_done",),
    ),
    Bug(
        "a mail that fails for good is forgotten",
        _DELIVER,
        '    _report(entry, "failed", world)\n',
        "",
        (f"{_BY_DELIVER}::test_a_mail_that_the_service_refuses_fails_and_somebody_is_told",),
    ),
    Bug(
        "a throttled mail keeps its claim",
        _DELIVER,
        "    if world.outbox.release(entry, until=until):\n",
        "    if until:\n",
        (f"{_BY_DELIVER}::test_a_throttled_mail_goes_back_to_the_queue_unclaimed",),
    ),
    Bug(
        "a paused mail service is asked for ever",
        "chalicelib/domain/outbox.py",
        "TRIES_AT_MOST = 12",
        "TRIES_AT_MOST = 10**9",
        (f"{_BY_DELIVER}::test_a_mail_that_can_not_be_sent_for_hours_goes_in_front_of_a_person",),
    ),
    Bug(
        "a mail that nobody needs any more is sent",
        "chalicelib/adapters/mail/writer.py",
        "if reason := not_needed(onboarding, mail):",
        "if (reason := not_needed(onboarding, mail)) and not onboarding:",
        ("tests/integration/test_deliver.py::test_a_mail_to_a_held_onboarding_is_dropped",),
    ),
    Bug(
        "an expired sign-in link is mailed",
        "chalicelib/adapters/mail/writer.py",
        "if now >= expires_at:",
        "if now < entry.written_at:",
        ("tests/integration/test_deliver.py::test_a_sign_in_link_goes_to_the_person_and_expires",),
    ),
    Bug(
        "no answer of the mail service counts as not sent",
        "chalicelib/adapters/mail/ses.py",
        "except BotoCoreError as error:\n            raise InDoubtError(str(error)) from error",
        "except BotoCoreError as error:\n            raise NotSentError(str(error)) from error",
        (_BY_WIRE,),
    ),
    Bug(
        "an error of the mail service itself counts as not sent",
        "chalicelib/adapters/mail/ses.py",
        "        return InDoubtError(code)\n",
        "        return NotSentError(code)\n",
        (_BY_WIRE,),
    ),
    Bug(
        "the mail client repeats requests by itself",
        "chalicelib/bootstrap/mails.py",
        '"total_max_attempts": 1}',
        '"total_max_attempts": 3}',
        ("tests/integration/test_deliver.py::test_the_mail_client_never_repeats_a_request_by_itself",),
    ),
    Bug(
        "a mail carries no tag of its effect",
        "chalicelib/adapters/mail/ses.py",
        'EmailTags=[{"Name": TAG, "Value": tag_of(letter.key)}],',
        'EmailTags=[{"Name": TAG, "Value": tag_of(letter.key)[:0]}],',
        (_BY_WIRE,),
    ),
    Bug(
        "the word SEND is not taken in",
        "chalicelib/application/feedback.py",
        "world.outbox.sent(fact.key, at=fact.at, message=fact.message)",
        "world.outbox.get(fact.key)",
        (f"{_BY_FEEDBACK}::test_send_settles_the_claim_with_the_services_id",),
    ),
    Bug(
        "a bounce counts as delivered",
        "chalicelib/application/feedback.py",
        "    tell(entry, mail, trouble, desks=world.desks, submit=world.submit)\n",
        '    world.outbox.delivered(fact.key, at=fact.at) if tell and mail else ""\n',
        (f"{_BY_FEEDBACK}::test_a_mail_that_does_not_get_through_is_told_to_the_onboarding",),
    ),
    Bug(
        "the word SEND takes a settled doubt for open",
        _DYNAMO,
        '"attribute_exists(pk) AND #status <> :done", **values)',
        '"attribute_exists(pk) OR #status <> :done", **values)',
        (f"{_BY_OUTBOX}::test_what_is_done_stays_done",),
    ),
    Bug(
        "in the table, two deliveries claim the same mail",
        _DYNAMO,
        'unchanged = "#status = :was AND attribute_not_exists(claimed_at)"',
        'unchanged = "#status = :was OR attribute_exists(claimed_at)"',
        (f"{_BY_OUTBOX}::test_a_claim_is_given_once",),
    ),
    Bug(
        "in the table, two deliveries claim an old claim",
        _DYNAMO,
        'unchanged = "#status = :was AND claimed_at = :read"',
        'unchanged = "#status = :was AND claimed_at <> :was AND :read <> :was"',
        (f"{_BY_OUTBOX}::test_an_old_claim_is_given_again_once",),
    ),
    Bug(
        "an effect is put in twice under its key",
        _DYNAMO,
        'self._if_so(self._client.put_item, "attribute_not_exists(pk)", Item=item)',
        'self._if_so(self._client.put_item, "attribute_not_exists(nowhere)", Item=item)',
        (f"{_BY_OUTBOX}::test_the_same_key_is_put_in_once",),
    ),
    Bug(
        "what is settled rests on",
        _DYNAMO,
        '#ttl = :ttl{asked} {_AT_REST_NO_MORE}"',
        '#ttl = :ttl{asked}"',
        (f"{_BY_OUTBOX}::test_an_ended_entry_is_at_rest_no_more",),
    ),
    Bug(
        "one shard of what rests is never looked at",
        _DYNAMO,
        "for number in range(SHARDS):",
        "for number in range(1, SHARDS):",
        (f"{_BY_OUTBOX}::test_what_rests_is_found_in_whichever_shard_it_lies",),
    ),
    Bug(
        "a doubt is found when it is long over",
        _DYNAMO,
        "until=until - CLAIM_HOLDS)",
        "until=until)",
        (
            f"{_BY_OUTBOX}::test_a_doubt_is_at_rest_two_minutes_before_it_ends_so_that_the_sweep_finds_it_in_time",
        ),
    ),
    Bug(
        "a downstream call carries no key",
        _PROVISIONING,
        '"Idempotency-Key": key,',
        '"Idempotency": key,',
        (f"{_BY_CALLS}::test_a_call_carries_its_key_and_returns_the_reference",),
    ),
    Bug(
        "a downstream call has another key each time",
        "chalicelib/application/deliver_calls.py",
        "key=entry.key, body=",
        'key=f"{entry.key}:{entry.tries}", body=',
        (f"{_BY_DELIVER}::test_a_call_that_was_cut_off_is_made_again_under_the_same_key",),
    ),
    Bug(
        "a downstream system that is down has refused",
        _PROVISIONING,
        "if status >= 500 or status in _TRY_AGAIN:",
        "if status in _TRY_AGAIN:",
        (f"{_BY_CALLS}::test_an_answer_for_the_moment_may_be_asked_again",),
    ),
    Bug(
        "a call is made for a task that is settled",
        "chalicelib/application/deliver_calls.py",
        "if task is None or task.status in SETTLED else None",
        "if task is None or task.status not in SETTLED | {task.status} else None",
        (f"{_BY_DELIVER}::test_nothing_is_provisioned_for_a_task_that_is_settled_by_now",),
    ),
    Bug(
        "a call is made after the end",
        "chalicelib/application/deliver_calls.py",
        "    if onboarding.ended:\n",
        "    if onboarding.ended and task is None:\n",
        (f"{_BY_DELIVER}::test_nothing_is_provisioned_after_the_end",),
    ),
    Bug(
        "what a call came to is settled before it is told",
        "chalicelib/application/deliver.py",
        "    outcome = call(claimed, store=world.store, provisioner=world.provisioner, submit=world.submit)\n",
        '    world.outbox.settle(entry.key, "done", now=world.clock.now(), note="soon")\n'
        "    outcome = call(claimed, store=world.store, provisioner=world.provisioner, submit=world.submit)\n",
        (f"{_BY_DELIVER}::test_a_call_whose_result_could_not_be_told_is_made_again",),
    ),
    Bug(
        "a domain in a colleague's name becomes a link in a mail to others",
        "chalicelib/application/words/plain.py",
        "    linked = _DOMAIN.search(line) or any(",
        "    linked = any(",
        (f"{_BY_MAILS}::test_a_domain_among_the_words_of_a_name_is_enough_to_drop_it",),
    ),
)
