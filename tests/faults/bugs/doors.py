"""Bugs of the doors of people: links, sessions, forms, the API's tokens."""

from tests.faults.bugs.bug import Bug

_ACCESS = "chalicelib/application/access.py"
_SESSIONS = "chalicelib/adapters/sessions.py"
_SIGNED = "chalicelib/adapters/signed.py"
_LINKS = "chalicelib/adapters/signed_links.py"
_VISITS = "chalicelib/entrypoints/portal/visits.py"
_FORMS = "chalicelib/entrypoints/forms.py"
_API_DOOR = "chalicelib/entrypoints/api/door.py"
_BY_PORTAL = "tests/integration/test_portal.py"
_BY_TASKS = "tests/integration/test_portal_tasks.py"
_BY_CONSOLE = "tests/integration/test_console.py"
_BY_SESSIONS = "tests/unit/pages/test_sessions.py"
_BY_DOORS = "tests/integration/test_lost_link.py"
_BY_DOCUMENTS = "tests/integration/test_portal_documents.py"
_BY_CODES = "tests/integration/test_codes.py"
_BY_COMMANDS = "tests/unit/api/test_commands.py"

DOORS = (
    Bug(
        "a token is good for every purpose",
        "chalicelib/adapters/tokens.py",
        'f"{purpose}|{onboarding}|{contact}|{epoch}"',
        'f"{onboarding}|{contact}|{epoch}"',
        (
            "tests/promises/test_promises.py::test_8_a_link_is_derived_stored_as_a_hash_and_ended_by_one_write",
        ),
    ),
    Bug(
        "a link's epoch is not looked at",
        _ACCESS,
        " or epoch != onboarding.epoch_of(known):",
        ":",
        (f"{_BY_PORTAL}::test_revoked_links_end_sessions_too",),
    ),
    Bug(
        "who has left still comes in",
        _ACCESS,
        'known is None or known.status == "left" or',
        "known is None or",
        (f"{_BY_PORTAL}::test_unknown_revoked_left_and_ended_links_all_show_the_same_page",),
    ),
    Bug(
        "a link opens for ever after the end",
        _ACCESS,
        "return onboarding.ended_at is None or now < onboarding.ended_at + AFTER_THE_END",
        "return onboarding.ended_at is None or now > onboarding.ended_at - AFTER_THE_END",
        (f"{_BY_PORTAL}::test_a_link_opens_until_thirty_days_after_the_end",),
    ),
    Bug(
        "an idle session does not end",
        _SESSIONS,
        "return now < self.idle_until and now < self.ends_at",
        "return now < self.ends_at",
        (f"{_BY_PORTAL}::test_a_session_ends_after_half_an_hour_without_activity",),
    ),
    Bug(
        "every page puts a session's last end off",
        _SESSIONS,
        "return replace(session, idle_until=min(now + IDLE, session.ends_at))",
        "return replace(session, idle_until=now + IDLE, ends_at=now + ABSOLUTE)",
        (_BY_SESSIONS,),
    ),
    Bug(
        "a customer's cookie opens the console",
        _SIGNED,
        'salt=f"golive.{salt}",',
        'salt=f"golive.{salt[:0]}",',
        (_BY_SESSIONS, f"{_BY_CONSOLE}::test_a_customers_cookie_does_not_open_the_console"),
    ),
    Bug(
        "a sign-in link does not expire",
        _LINKS,
        "return link if now < link.expires_at else None",
        "return link if now else None",
        (f"{_BY_CONSOLE}::test_a_sign_in_link_ends_after_fifteen_minutes",),
    ),
    Bug(
        "a sign-in link can be used again",
        "chalicelib/entrypoints/console/door.py",
        "if not bootstrap.spent().spend(link.nonce, now=now):",
        "if bootstrap.spent().spend(link.nonce, now=now) is None:",
        (f"{_BY_CONSOLE}::test_a_sign_in_link_is_used_up_by_the_button_not_by_looking",),
    ),
    Bug(
        "a nonce is spent twice",
        "chalicelib/adapters/dynamodb/spent.py",
        "TableName=self._table, Item=item, ConditionExpression=fresh)",
        "TableName=self._table, Item=item)",
        ("tests/integration/test_spent.py::test_a_nonce_can_be_used_once",),
    ),
    Bug(
        "looking at a sign-in link uses it up",
        "chalicelib/entrypoints/console/door.py",
        "    _link(signed)\n    return page",
        "    bootstrap.spent().spend(_link(signed).nonce, now=bootstrap.clock().now())\n    return page",
        (f"{_BY_CONSOLE}::test_a_sign_in_link_is_used_up_by_the_button_not_by_looking",),
    ),
    Bug(
        "who no longer works here stays signed in",
        "chalicelib/entrypoints/console/visit.py",
        "if session is None or person is None or not person.active:",
        "if session is None or person is None:",
        (f"{_BY_CONSOLE}::test_who_has_left_is_signed_out",),
    ),
    Bug(
        "a customer's form is taken without its token",
        _VISITS,
        "    check_token(form, visit.session)",
        "    pass",
        (f"{_BY_TASKS}::test_a_form_without_its_hidden_fields_changes_nothing",),
    ),
    Bug(
        "a form of the team is taken without its token",
        "chalicelib/entrypoints/console/visit.py",
        "    check_token(form, visit.session)",
        "    pass",
        (f"{_BY_CONSOLE}::test_a_forged_form_changes_nothing",),
    ),
    Bug(
        "a form from another site is taken",
        _FORMS,
        'if foreign or site not in (None, "same-origin", "none"):',
        'if foreign and site not in (None, "same-origin", "none"):',
        (f"{_BY_TASKS}::test_a_form_from_another_site_changes_nothing", _BY_PORTAL),
    ),
    Bug(
        "the same form sent twice counts twice",
        "chalicelib/entrypoints/carrying_out.py",
        'return f"form:{actor}:{form.nonce}:{digest}", digest',
        """return f"form:{actor}:{form.nonce}:{digest}:{__import__('secrets').token_hex(4)}", digest""",
        (f"{_BY_TASKS}::test_sending_the_same_form_twice_counts_once",),
    ),
    Bug(
        "who has not heard the answer is told that it is too late",
        "chalicelib/entrypoints/console/case.py",
        'if carried_out(form, onboarding=act.onboarding, actor=f"person:{person.id}"):',
        'if not carried_out(form, onboarding=act.onboarding, actor=f"person:{person.id}"):',
        (f"{_BY_CONSOLE}::test_an_escalation_is_acknowledged_from_its_mail_without_signing_in",),
    ),
    Bug(
        "the form on a page lacks its hidden fields",
        "chalicelib/templates/portal/parts.html",
        "{% for name, value in fields.items() %}",
        '{% for name, value in fields.items() if name != "csrf" %}',
        (_BY_TASKS,),
    ),
    Bug(
        "a typed name is read as HTML",
        "chalicelib/entrypoints/pages.py",
        "autoescape=True",
        "autoescape=False",
        (f"{_BY_TASKS}::test_what_the_customer_types_is_never_read_as_html",),
    ),
    Bug(
        "whoever asks learns who works here",
        "chalicelib/entrypoints/console/door.py",
        '    return page("console/sign_in.html", asked=True)',
        '    return page("console/sign_in.html", asked=person is not None)',
        (f"{_BY_CONSOLE}::test_asking_for_a_link_answers_the_same_whoever_asks",),
    ),
    Bug(
        "any token opens the API",
        _API_DOOR,
        'if scheme.lower() != "bearer" or not named:',
        'if scheme.lower() != "bearer":',
        ("tests/unit/api/test_problems.py::test_without_a_known_token_nothing_is_shown",),
    ),
    Bug(
        "the keys of two tokens are the same",
        _API_DOOR,
        'return f"api:{token}:{key}"',
        'return f"api:{key}"',
        (f"{_BY_COMMANDS}::test_keys_of_different_tokens_are_different",),
    ),
    Bug(
        "somebody else may repeat a command under its key",
        "chalicelib/entrypoints/api/onboardings.py",
        "digest=digest(body, actor),",
        'digest=digest(body, ""),',
        (f"{_BY_COMMANDS}::test_a_key_cannot_be_used_for_something_else_or_by_somebody_else",),
    ),
    Bug(
        "a personal value stands in the journal",
        "chalicelib/application/personal.py",
        'Personal(f"{self._item}.{field}", commitment(secret))',
        'Personal(f"{self._item}.{field}", value)',
        ("tests/unit/api/test_reading.py",),
    ),
    Bug(
        "a lost link is mailed to whoever typed something else than the address on record",
        "chalicelib/application/lost_link.py",
        "if minter.address(names.reveal(contact.email)) == address:",
        "if True:",
        (f"{_BY_DOORS}::test_what_the_index_still_says_of_an_old_address_is_not_believed",),
    ),
    Bug(
        "a link is looked for only where the token is known",
        "chalicelib/entrypoints/portal/door.py",
        "link = bootstrap.links().find(hashed)",
        'link = bootstrap.links().find(hashed)\n    if link is None:\n        raise PageRefusalError("not-found", 404)',
        (f"{_BY_DOORS}::test_a_link_that_opens_nothing_costs_as_much_as_one_that_does",),
    ),
    Bug(
        "who types many addresses may go on",
        "chalicelib/entrypoints/portal/lost_link.py",
        'allow(f"lost-link#{source}", now=now, most=_MOST, per=_PER)',
        'allow(f"lost-link#{source}", now=now, most=10**9, per=_PER)',
        (f"{_BY_DOORS}::test_who_types_many_addresses_gets_the_same_answer_and_no_more_mails",),
    ),
    Bug(
        "a copy of the cookie outlives signing out",
        "chalicelib/entrypoints/portal/visits.py",
        " or sessions.visit_of(session.id) in stored.signed_out:",
        ":",
        (
            "tests/integration/test_access.py::test_signing_out_ends_every_copy_of_the_visit_and_no_other_visit",
        ),
    ),
    Bug(
        "who signs out is forgotten by the table",
        "chalicelib/adapters/dynamodb/onboardings.py",
        "signed_out=frozenset(sk.removeprefix(_OUT) for sk in found if sk.startswith(_OUT)),",
        "",
        (
            "tests/contract/stores/test_doors.py::test_a_visit_that_was_signed_out_from_is_told_with_the_state",
        ),
    ),
    Bug(
        "a task may be handed back and forth for ever",
        "chalicelib/entrypoints/portal/limits.py",
        "allow(name, now=visit.about.now, most=limit.most, per=_PER)",
        "allow(name, now=visit.about.now, most=10**9, per=_PER)",
        ("tests/integration/test_portal_people.py::test_only_so_many_colleagues_are_mailed_an_hour",),
    ),
    Bug(
        "the address of somebody who has left still leads to their link",
        "chalicelib/application/links.py",
        'left = isinstance(event, ContactChanged) and event.status == "left"',
        "left = False",
        (
            "tests/contract/stores/test_doors.py::test_who_is_invited_is_found_and_who_has_left_is_not[memory]",
        ),
    ),
    Bug(
        "a code may be tried for ever",
        "chalicelib/domain/decide/codes.py",
        "not good(code, context) or code.tries >= MOST_TRIES:",
        "not good(code, context):",
        ("tests/unit/domain/test_codes_by_mail.py",),
    ),
    Bug(
        "a code is good in every visit",
        "chalicelib/domain/decide/codes.py",
        "if (code.challenge, code.visit) != (command.challenge, command.visit):",
        "if False:",
        ("tests/unit/domain/test_codes_by_mail.py",),
    ),
    Bug(
        "what was proven once stays so",
        _SESSIONS,
        "return self.proven_until is not None and now < self.proven_until",
        "return self.proven_until is not None",
        (f"{_BY_CODES}::test_what_was_proven_lasts_for_half_an_hour",),
    ),
    Bug(
        "looking at a link counts as using it",
        "chalicelib/entrypoints/portal/door.py",
        """    wished = _greet(request, link, onboarding)
    return page(""",
        """    wished = _greet(request, link, onboarding)
    bootstrap.uses().add(link.onboarding, link.contact, __import__("types").SimpleNamespace(at=None))
    return page(""",
        ("tests/integration/test_access.py::test_looking_at_a_link_is_no_use_of_it",),
    ),
    Bug(
        "the page for lost links tells whom we know",
        "chalicelib/entrypoints/portal/lost_link.py",
        'return page("portal/lost_link.html", at="/lost-link", asked=True)',
        'return page("portal/lost_link.html", asked=bool(bootstrap.links().mailed_to(bootstrap.link_minter().address(typed))))',
        (f"{_BY_DOORS}::test_whatever_is_typed_the_answer_is_the_same_and_costs_one_count_and_one_write",),
    ),
    Bug(
        "a sensitive file is shown to whoever has the link",
        "chalicelib/entrypoints/portal/documents.py",
        "    if visit.about.hides(task_id):\n        # Back",
        "    if False:\n        # Back",
        (f"{_BY_CODES}::test_a_sensitive_file_leads_to_the_code_and_the_code_to_the_file",),
    ),
    Bug(
        "the list of a sensitive file's wrong rows is handed to whoever has the link",
        "chalicelib/entrypoints/portal/documents.py",
        "    if visit.about.hides(task_id):\n        require_proof",
        "    if False:\n        require_proof",
        (f"{_BY_DOCUMENTS}::test_wrong_rows_of_a_sensitive_file_are_shown_to_who_has_typed_a_code",),
    ),
    Bug(
        "a page quotes a sensitive file to whoever has the link",
        "chalicelib/application/portal/document_lines.py",
        "rows=() if document.gone or hidden else",
        "rows=() if document.gone else",
        (f"{_BY_DOCUMENTS}::test_wrong_rows_of_a_sensitive_file_are_shown_to_who_has_typed_a_code",),
    ),
    Bug(
        "a form offers what a sensitive file says to whoever has the link",
        "chalicelib/application/forms/prefill.py",
        " or about.hides(rule.from_document.task):",
        ":",
        ("tests/unit/pages/test_prefill.py",),
    ),
    Bug(
        "a wrong code sent again for another code is not counted",
        "chalicelib/entrypoints/portal/proof.py",
        'about=f"{asked.challenge}|{asked.visit}")',
        'about="")',
        (f"{_BY_CODES}::test_forms_with_wrong_codes_sent_again_count_against_the_new_code",),
    ),
    Bug(
        "a right code proves a visit though no try was written",
        "chalicelib/entrypoints/portal/proof.py",
        "if any(isinstance(event, CodeTried) and event.right for event in outcome.events):",
        "if right:",
        (f"{_BY_CODES}::test_a_form_with_the_right_code_proves_nothing_when_no_try_is_written",),
    ),
    Bug(
        "the browser chooses the code that is mailed",
        "chalicelib/entrypoints/portal/proof.py",
        "challenge=secrets.token_hex(12),",
        "challenge=sessions.content_digest(key, form.nonce),",
        (f"{_BY_CODES}::test_the_browser_does_not_choose_the_code",),
    ),
    Bug(
        "a code that stands is mailed again with new tries",
        "chalicelib/domain/decide/codes.py",
        "if contact.code is not None and contact.code.challenge == command.challenge:",
        "if False:",
        ("tests/unit/domain/test_codes_by_mail.py",),
    ),
    Bug(
        "a link for feedback outlives the revocation of all links",
        "chalicelib/entrypoints/portal/feedback.py",
        "epoch = onboarding.epoch_of(contact) if named[3] is None else named[3]",
        "epoch = onboarding.epoch_of(contact)",
        (
            "tests/integration/test_feedback_page.py"
            "::test_a_link_from_before_all_links_were_replaced_shows_and_takes_nothing",
        ),
    ),
    Bug(
        "looking at the page for feedback gives it",
        "chalicelib/entrypoints/portal/feedback.py",
        "    return _page(signed, onboarding, opinion, score=chosen, comment=said)",
        """    bootstrap.handle(
        __import__("chalicelib.application.handle", fromlist=["Envelope"]).Envelope(
            onboarding=onboarding.id,
            id=signed,
            actor="contact:" + opinion.contact,
            command=GiveFeedback(contact=opinion.contact, milestone=opinion.milestone, score=chosen or 3),
        )
    )
    return _page(signed, onboarding, opinion, score=chosen, comment=said)""",
        ("tests/integration/test_feedback_page.py::test_the_link_chooses_and_the_button_sends",),
    ),
    Bug(
        "nobody hears of a low score",
        "chalicelib/domain/decide/opinions.py",
        "if command.score > LOW or escalations.is_raised(state, subject):",
        "if command.score >= LOW or escalations.is_raised(state, subject):",
        ("tests/unit/domain/test_opinions.py",),
    ),
    Bug(
        "who has chosen a time is still taken for somebody whom none suits",
        "chalicelib/domain/decide/meetings.py",
        "        suits=True,\n",
        "",
        (
            "tests/unit/domain/test_meetings.py::test_a_time_that_is_chosen_after_all_settles_what_was_wished_for",
        ),
    ),
    Bug(
        "who proposes other times takes back how to meet",
        "chalicelib/domain/evolve/meetings.py",
        "where=event.where or known.where",
        "where=event.where",
        (
            "tests/unit/domain/test_meetings.py::test_how_to_meet_stays_as_it_was_said_until_somebody_says_otherwise",
        ),
    ),
    Bug(
        "a calendar does not say where to go",
        "chalicelib/application/mail/meetings.py",
        "        where=where,\n",
        "",
        ("tests/unit/mail/test_mails.py::test_mails_of_a_meeting_say_how_we_meet_or_who_will_say_so",),
    ),
    Bug(
        "a meeting that moves is another entry of the calendar",
        "chalicelib/domain/decide/meetings.py",
        """        due_at=command.time + timedelta(minutes=meeting.minutes),
        number=meeting.number + 1,""",
        """        due_at=command.time + timedelta(minutes=meeting.minutes),
        number=1,""",
        ("tests/unit/domain/test_meetings.py",),
    ),
    Bug(
        "times are proposed at which only we work",
        "chalicelib/domain/meetings.py",
        "if not ours.works(day) or not theirs.works(day):",
        "if not ours.works(day):",
        ("tests/unit/domain/test_meetings.py",),
    ),
)
