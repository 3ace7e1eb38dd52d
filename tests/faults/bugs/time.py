"""Bugs of time: calendars, reminders, ladders, receipts, ticks."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_CALENDAR = "chalicelib/domain/calendar.py"
_CLOCKS = "tests/unit/domain/test_clocks.py"
_TIME = "tests/unit/domain/test_time.py"
_RECEIPTS = ("tests/promises/test_promises.py::test_4_receipts_within_two_minutes_fold_into_one",)

TIME = (
    Bug(
        "a tie between two calendars",
        _CALENDAR,
        "total += min(close, end) - max(begin, start)",
        "total += min(close, end) - begin",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "hours in the gap of summer time end before they begin",
        _CALENDAR,
        "if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):",
        "if moment:",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "a half day is as long as any",
        _CALENDAR,
        "begin, end = self.opening(day), self.closing(day)",
        "begin, end = self.opening(day), self._at(day, self.closes)",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "people work on company days",
        _CALENDAR,
        'return "company day" if any(key in self.company_days for key in _keys(day)) else ""',
        'return ""',
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "work that is due with the end of a day is due the next morning",
        _CALENDAR,
        "            if end < start:\n",
        "            if end <= start:\n",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "back from a due instant is counted without the day's end",
        _CALENDAR,
        "until = close if close < end else end",
        "until = close",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "holidays end with a fixed year",
        "chalicelib/adapters/holiday_calendars.py",
        'language="en_US")',
        'language="en_US", years=range(2020, 2041), expand=False)',
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "the customer keeps the house's holidays",
        "chalicelib/application/calendars.py",
        "theirs, country=account.country,",
        "theirs, country=None,",
        ("tests/unit/domain/test_calendars.py",),
    ),
    Bug(
        "a clock stands still while it is our turn",
        "chalicelib/domain/clocks.py",
        'ours = any(task.status != "waiting" and task not in theirs for task in tasks)',
        "ours = False",
        (_CLOCKS,),
    ),
    Bug(
        "we wait for a customer whom nobody asked",
        "chalicelib/domain/clocks.py",
        'task.status == "open" and task.asked)',
        'task.status == "open")',
        (_CLOCKS,),
    ),
    Bug(
        "the due instant does not move while the customer is waited for",
        "chalicelib/domain/consequences/clocks.py",
        "return context.calendar.after(stage.due_at, waited) if stage and stage.due_at else None",
        "return stage.due_at if stage else None",
        (_CLOCKS,),
    ),
    Bug(
        "a stage stalls while the customer is waited for",
        _DOMAIN,
        'if stage.status != "active" or stage.due_at is None or stage.waiting:',
        'if stage.status != "active" or stage.due_at is None:',
        (_CLOCKS,),
    ),
    Bug(
        "time on hold counts as waited for the customer",
        "chalicelib/domain/clocks.py",
        "waiting=replace(one.waiting, since=now) if one.waiting else None,",
        "waiting=one.waiting,",
        (_CLOCKS,),
    ),
    Bug(
        "the ladder never climbs",
        _DOMAIN,
        "if rung > len(hours) or rung >= len(context.directory.ladder(owner)):",
        "if rung:",
        (f"{_TIME}::test_an_untouched_task_climbs_from_owner_to_lead_to_sponsor_and_no_further",),
    ),
    Bug(
        "the ladder climbs after somebody has it",
        _DOMAIN,
        '"acknowledged_by": event.by, "next_rung_at": None}',
        '"acknowledged_by": event.by}',
        (f"{_TIME}::test_who_acknowledges_stops_the_climb",),
    ),
    Bug(
        "receipts never fold",
        _DOMAIN,
        "if current is None or current.due_at <= at:",
        "if current is None or current.due_at:",
        _RECEIPTS,
    ),
    Bug(
        "receipts are kept for ever",
        _DOMAIN,
        "if state.receipts and state.receipts.waiting:",
        "if state.receipts and not state.receipts.waiting:",
        _RECEIPTS,
    ),
    Bug(
        "reminders never stop",
        _DOMAIN,
        "if number >= len(every):",
        "if not every:",
        (f"{_TIME}::test_the_customer_is_reminded_of_everything_outstanding_until_the_maximum",),
    ),
    Bug(
        "who has given everything is reminded",
        _DOMAIN,
        'tuple(task for task in self.tasks if task.by_customer and task.status == "open")',
        'tuple(task for task in self.tasks if task.by_customer and task.status != "waiting")',
        (f"{_TIME}::test_who_has_given_everything_is_not_reminded",),
    ),
    Bug(
        "a tick does everything at once",
        _DOMAIN,
        "MOST_AT_ONCE = 20",
        "MOST_AT_ONCE = 2000",
        (f"{_TIME}::test_more_than_one_commit_holds_is_carried_out_in_parts",),
    ),
    Bug(
        "a tick is known by its due instant only",
        "chalicelib/application/sweep.py",
        'id=f"tick:{instant(at)}:{swept}"',
        'id=f"tick:{instant(at)}"',
        (f"{_TIME}::test_what_becomes_due_at_the_same_instant_again_is_looked_at_again",),
    ),
    Bug(
        "the sweep passes over who is due first",
        "chalicelib/application/sweep.py",
        "for name, at in due\n        if not name.startswith(_DESK)",
        "for name, at in list(due)[1:]\n        if not name.startswith(_DESK)",
        (f"{_TIME}::test_more_than_one_commit_holds_is_carried_out_in_parts",),
    ),
    Bug(
        "nobody is told that the date is at risk",
        _DOMAIN,
        "        state.warn_at\n        and state.milestones.live is None",
        "        state.warn_at\n        and state.milestones.live is not None",
        (f"{_TIME}::test_a_stage_that_stalls_and_a_date_at_risk_are_raised_with_their_clocks",),
    ),
    Bug(
        "each rung is climbed to the owner",
        _DOMAIN,
        "person = context.directory.stand_in(ladder[rung - 1], context.now)",
        "person = context.directory.stand_in(ladder[0], context.now)",
        (f"{_TIME}::test_an_untouched_task_climbs_from_owner_to_lead_to_sponsor_and_no_further",),
    ),
    Bug(
        "what is right again stays on the list",
        _DOMAIN,
        "if escalations.is_settled(escalation, state):",
        'if escalations.is_settled(escalation, state) and escalation.subject == "":',
        (f"{_TIME}::test_what_is_done_leaves_the_list_by_itself",),
    ),
)
