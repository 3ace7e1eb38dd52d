"""Bugs of reminders: when, how often, to whom; of contacts whom mail does not reach; of what cannot be."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_TESTS = "tests/unit/domain/test_reminders.py"
_CONTACTS = "tests/unit/domain/test_contacts.py"
_GAPS, _BAD = "chalicelib/domain/gaps.py", "tests/contract/crm/test_bad_values.py"
_TROUBLES = "tests/unit/domain/test_troubles.py"
_PAGES = "tests/integration/test_unsubscribe.py"

REMINDERS = (
    Bug(
        "the customer is reminded on a holiday",
        "chalicelib/domain/deadlines/reminders.py",
        "if not reminders.works_now(calendar, now):",
        "if calendar.elapsed(now, now):",
        (_TESTS,),
    ),
    Bug(
        "a reminder is planned by the house's calendar",
        "chalicelib/domain/reminders.py",
        "    calendar = context.calendar_for(CUSTOMER)\n    return Nudge(",
        "    calendar = context.calendar\n    return Nudge(",
        (_TESTS,),
    ),
    Bug(
        "a reminder of what has arrived meanwhile is sent",
        "chalicelib/domain/occasions.py",
        "if wanted.intersection(task.id for task in onboarding.with_customer()):",
        "if wanted:",
        ("tests/unit/mail/test_occasions.py",),
    ),
    Bug(
        "a reminder keeps silent about a file that was refused",
        "chalicelib/application/mail/asks.py",
        "refused=refused(task, onboarding, playbook, names),",
        "refused=None,",
        ("tests/unit/mail/test_begun.py::test_a_reminder_names_the_file_that_was_refused_and_why",),
    ),
    Bug(
        "a reminder calls open on the reader's list what a colleague has",
        "chalicelib/application/mail/kinds.py",
        "for task in _theirs(contact, onboarding) if",
        "for task in onboarding.with_customer() if",
        (
            "tests/unit/mail/test_mails.py"
            "::test_what_is_with_a_colleague_is_not_called_open_on_the_list_of_who_asked_them",
        ),
    ),
    Bug(
        "what is wanted by a day is called late while that day lasts",
        "chalicelib/application/words/dates.py",
        "moment.astimezone(self.zone).date() < self._today",
        "moment < self.now",
        (
            "tests/unit/pages/test_portal_view.py"
            "::test_what_is_due_by_a_day_is_not_late_before_that_day_is_over",
        ),
    ),
    Bug(
        "a colleague is shown what others are to do as theirs",
        "chalicelib/application/portal/view.py",
        "if not first or not asked_by_name(about):",
        "if not first or about.contact:",
        (
            "tests/unit/pages/test_portal_view.py"
            "::test_what_was_not_asked_of_a_colleague_stands_apart_with_whom_it_is_with",
        ),
    ),
    Bug(
        "what was saved before somebody answered is counted in a reminder",
        "chalicelib/application/mail/begun.py",
        "if draft is None or draft.base != stamp(task):",
        "if draft is None:",
        ("tests/unit/mail/test_begun.py::test_a_draft_that_is_nothing_any_more_is_not_told_of",),
    ),
    Bug(
        "delivery does not look at what is saved",
        "chalicelib/adapters/mail/writer.py",
        'if mail.mail == "reminder":',
        'if mail.mail == "reminders":',
        ("tests/unit/mail/test_begun.py::test_delivery_looks_at_what_is_saved_when_it_writes_a_reminder",),
    ),
    Bug(
        "a task is reminded of once more than it says",
        "chalicelib/domain/reminders.py",
        "    if number >= len(every):\n        return Nudge(task=task, number=number, at=None)\n",
        "    if number > len(every):\n        return Nudge(task=task, number=number, at=None)\n"
        "    every = (*every, *every[-1:])\n",
        (_TESTS,),
    ),
    Bug(
        "every task is reminded of as the playbook says",
        "chalicelib/domain/playbook/whole.py",
        "return rule.remind if rule and rule.remind else self.reminders",
        "return self.reminders if rule else self.reminders",
        (_TESTS,),
    ),
    Bug(
        "who wants no reminders is reminded",
        "chalicelib/domain/onboarding/whole.py",
        "return tuple(contact for contact in self.reachable() if contact.reminders)",
        "return tuple(contact for contact in self.reachable() if contact.id)",
        (_TESTS,),
    ),
    Bug(
        "a reminder that was decided before they were switched off is sent",
        "chalicelib/domain/occasions.py",
        'if mail.mail == "reminder" and not contact.reminders',
        'if mail.mail == "reminder" and contact.email is None',
        ("tests/unit/mail/test_occasions.py",),
    ),
    Bug(
        "nobody is told that nobody wants reminders",
        "chalicelib/domain/deadlines/__init__.py",
        "    reminders.UNWANTED,\n",
        "",
        (_TESTS,),
    ),
    Bug(
        "nobody is told that reminders have not helped",
        "chalicelib/domain/deadlines/__init__.py",
        "    reminders.UNHEARD,\n",
        "",
        (_TESTS,),
    ),
    Bug(
        "a reminder has no words of its own for being ended",
        "chalicelib/adapters/mail/rendering.py",
        "unsubscribe=view.unsubscribe or None,",
        "unsubscribe=None,",
        ("tests/unit/mail/test_mails.py",),
    ),
    Bug(
        "receipts say that they can be ended",
        "chalicelib/application/mail/view.py",
        '**(reminding(mail, contact, scene) if mail.mail == "reminder" else {}),',
        '**(reminding(mail, contact, scene) if mail.mail != "welcome" else {}),',
        ("tests/unit/mail/test_mails.py",),
    ),
    Bug(
        "the header that ends reminders is folded",
        "chalicelib/adapters/mail/message.py",
        'return f"List-Unsubscribe: <{where}>\\r\\n',
        'return f"List-Unsubscribe:\\r\\n <{where[:60]}\\r\\n {where[60:]}>\\r\\n',
        ("tests/unit/mail/test_wire.py",),
    ),
    Bug(
        "looking at the page ends reminders",
        "chalicelib/entrypoints/portal/unsubscribe.py",
        "    return _page(signed, onboarding, contact)\n",
        "    switch_for(onboarding, contact, on=False)\n    return _page(signed, *_behind(signed))\n",
        (_PAGES,),
    ),
    Bug(
        "an empty POST ends reminders",
        "chalicelib/entrypoints/portal/unsubscribe.py",
        '{"on": True, "off": False}.get(form.get("reminders"))',
        '{"on": True, "off": False}.get(form.get("reminders"), False)',
        (_PAGES,),
    ),
    Bug(
        "an address that was signed for something else ends reminders",
        "chalicelib/adapters/signed_links.py",
        'found = read(key, "unsubscribe", signed)',
        'found = read(key, "unsubscribe", signed) or read(key, "act", signed)\n'
        '    found = found and {"c": "contact-1"} | found',
        (_PAGES,),
    ),
    Bug(
        "a link to the old address goes on opening",
        "chalicelib/domain/onboarding/whole.py",
        "return self.link_epoch + contact.renewed",
        "return self.link_epoch + contact.renewed * 0",
        (_CONTACTS,),
    ),
    Bug(
        "a late bounce of a mail to the old address counts",
        _DOMAIN,
        "int(sequence[0]) < contact.since",
        "int(sequence[0]) < contact.since - 10**6",
        (_CONTACTS,),
    ),
    Bug(
        "with nobody left to try the owner is told that somebody is tried",
        _DOMAIN,
        "others = [other for other in state.reachable() if other.id != contact.id]",
        "others = [other for other in state.contacts if other.id]",
        (_CONTACTS,),
    ),
    Bug(
        "who has a corrected address is not asked",
        "chalicelib/domain/evolve/contacts.py",
        "replace(t, asked=False) for t in after.tasks))",
        "replace(t, asked=t.asked) for t in after.tasks))",
        (_CONTACTS,),
    ),
    Bug(
        "a go-live date that has passed is promised",
        _GAPS,
        'return "passed" if day is not None and day < today else None',
        'return "passed" if day is not None and day > today.replace(year=9999) else None',
        (_BAD,),
    ),
    Bug(
        "a date that passes while it runs counts as impossible",
        _GAPS,
        "(known is None or known.committed != deal.committed)",
        "(known is None or known != deal)",
        (_BAD,),
    ),
    Bug(
        "a tier that nobody knows is told to nobody",
        _GAPS,
        "if deal.tier and not context.tier_known:",
        "if deal.tier and context.tier_known is None:",
        (_BAD,),
    ),
    Bug(
        "what is wrong in the CRM only later is told to nobody",
        "chalicelib/domain/decide/deals.py",
        "    events += _found(state, merged, context)\n",
        "",
        (_BAD,),
    ),
    Bug(
        "a value that was fixed stays wrong",
        "chalicelib/domain/decide/deals.py",
        "for name, value in fresh.attributes if name.startswith(gaps.PROBLEM)]",
        "for name, value in whole.attributes if name.startswith(gaps.PROBLEM)]",
        (_BAD,),
    ),
    Bug(
        "the words of a contact without an address are not kept",
        "chalicelib/adapters/crm/deal_parts.py",
        "lacking.append(_lacking(number, person, object_of(item)))",
        "lacking.append(_lacking(number, person, {}))",
        (_BAD,),
    ),
    Bug(
        "time fails again and again on a playbook that cannot be read",
        "chalicelib/application/handle",
        "    if isinstance(envelope.command, PassTime):\n        return outcome\n    raise PlaybookUnreadableError(",
        "    raise PlaybookUnreadableError(",
        (_TROUBLES,),
    ),
    Bug(
        "what is asked for without a playbook is taken for done",
        "chalicelib/application/handle",
        "    if isinstance(envelope.command, PassTime):\n        return outcome\n    raise PlaybookUnreadableError(",
        "    if outcome.onboarding:\n        return outcome\n    raise PlaybookUnreadableError(",
        (_TROUBLES,),
    ),
    Bug(
        "the owner is told each minute that the playbook cannot be read",
        "chalicelib/domain/troubles.py",
        "if escalations.is_raised(state, UNREADABLE):",
        "if escalations.is_raised(state, UNREADABLE + state.id):",
        (_TROUBLES,),
    ),
    Bug(
        "nobody hears that the calendar knows no holidays",
        "chalicelib/application/handle",
        'subject="calendar:house", says=says),) if says else ()',
        'subject="calendar:house", says=says),) if not says.strip() else ()',
        (_TROUBLES,),
    ),
)
