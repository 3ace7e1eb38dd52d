"""Bugs of the ladder and of people's desks: told twice, told nobody, told at night."""

from tests.faults.bugs.bug import Bug

_DESK = "chalicelib/domain/desk.py"
_DESKS = "chalicelib/application/desks.py"
_DOMAIN = "chalicelib/domain"
_BY_DESK = "tests/unit/domain/test_desk.py"
_BY_MAIL = "tests/unit/mail/test_desk_mail.py"
_BY_CONTRACT = "tests/contract/desks/test_desks.py"
_BY_SNOOZES = "tests/unit/domain/test_snoozes.py"
_BY_GIVING = "tests/unit/domain/test_given_away.py"

LADDER = (
    Bug(
        "each slip is a mail of its own",
        _DESK,
        "GATHERS = timedelta(minutes=2)",
        "GATHERS = timedelta(0)",
        (_BY_DESK,),
    ),
    Bug(
        "one mail follows the other at once",
        _DESK,
        "ready = max(ready, desk.mailed_at + APART)",
        "ready = max(ready, desk.mailed_at)",
        (f"{_BY_DESK}::test_two_mails_are_half_an_hour_apart",),
    ),
    Bug(
        "what comes later keeps a window open",
        _DESK,
        "replace(desk, since=desk.since or now)",
        "replace(desk, since=now)",
        (f"{_BY_DESK}::test_what_comes_later_does_not_keep_a_window_open",),
    ),
    Bug(
        "people are mailed at night",
        _DESK,
        "return person.may_be_mailed_at(max(ready, now)) if person else ready",
        "return max(ready, now) if person else ready",
        (_BY_DESK,),
    ),
    Bug(
        "the quiet hours of the house are everybody's",
        "chalicelib/domain/people.py",
        "return self.quiet.over_at(now, self.zone) if self.quiet else now",
        'return self.quiet.over_at(now, ZoneInfo("UTC")) if self.quiet else now',
        (_BY_DESK,),
    ),
    Bug(
        "quiet hours do not go past midnight",
        "chalicelib/domain/people.py",
        "else (past_begin or before_end)",
        "else past_begin",
        (_BY_DESK,),
    ),
    Bug(
        "who is away is mailed",
        _DESK,
        "return Mail() if stand_in == desk.person else PassOn(stand_in)",
        "return Mail() if stand_in else PassOn(stand_in)",
        (_BY_DESK,),
    ),
    Bug(
        "a closed window gathers on",
        _DESK,
        "window=desk.window + 1,",
        "window=desk.window,",
        (_BY_DESK,),
    ),
    Bug(
        "a slip is laid again with every delivery",
        "chalicelib/adapters/dynamodb/desks.py",
        '"ConditionExpression": "#status = :pending",',
        '"ConditionExpression": "#status = :pending OR #status = :done",',
        (_BY_CONTRACT, "faults:interleavings:pair:something is laid on a desk twice"),
    ),
    Bug(
        "whoever writes a desk last is right",
        "chalicelib/adapters/dynamodb/desks.py",
        '"ConditionExpression": "version = :version",',
        '"ConditionExpression": "version >= :version OR version < :version",',
        (_BY_CONTRACT,),
    ),
    Bug(
        "a slip is lost with its effect done",
        "chalicelib/adapters/dynamodb/desks.py",
        'actions.append({"Put": self._slip(commit.laid)})',
        "actions = actions",
        (_BY_CONTRACT,),
    ),
    Bug(
        "a window is mailed by who has lost the race, too",
        _DESKS,
        "        except VersionConflictError:\n            world.pause(attempt)",
        '        except VersionConflictError:\n            return "mailed"',
        (f"{_BY_MAIL}::test_a_race_for_a_desk_is_tried_again_and_given_back_to_the_queue_at_last",),
    ),
    Bug(
        "what was passed on is not read",
        _DESKS,
        "yield from gathered(desks, slip.person, slip.window)",
        "yield from ()",
        (_BY_MAIL,),
    ),
    Bug(
        "the least urgent comes first",
        _DESKS,
        "key=lambda one: (-one[1].rung, one[1].at, one[1].key)",
        "key=lambda one: (one[1].rung, one[1].at, one[1].key)",
        (f"{_BY_MAIL}::test_a_storm_is_one_mail_with_the_most_urgent_first",),
    ),
    Bug(
        "what is settled is mailed all the same",
        "chalicelib/adapters/mail/writer.py",
        "if not_needed(onboarding(slip.onboarding), single) is None:",
        'if not_needed(onboarding(slip.onboarding), single) != "":',
        (_BY_MAIL,),
    ),
    Bug(
        "only one onboarding hears that the mail about it failed",
        "chalicelib/application/mail_trouble.py",
        "for onboarding in sorted(about):",
        "for onboarding in sorted(about)[:1]:",
        (f"{_BY_MAIL}::test_a_mail_that_fails_is_journaled_by_everything_that_it_was_about",),
    ),
    Bug(
        "the sweep passes over desks",
        "chalicelib/application/sweep.py",
        "        if name.startswith(_DESK)\n",
        "        if name == _DESK\n",
        ("tests/unit/functions/test_functions.py",),
    ),
    Bug(
        "the ladder climbs while it is put off",
        _DOMAIN,
        '"taken_at": first or at, "next_rung_at": None,',
        '"taken_at": first or at, **({} if changes["snoozed_by"] else {"next_rung_at": None}),',
        (f"{_BY_SNOOZES}::test_nobody_further_is_told_while_it_is_put_off",),
    ),
    Bug(
        "what is put off never comes back",
        _DOMAIN,
        "    escalated.SNOOZED,\n",
        "",
        (f"{_BY_SNOOZES}::test_it_comes_back_to_its_owner_with_a_mail_and_climbs_on",),
    ),
    Bug(
        "what comes back stays with its owner for ever",
        _DOMAIN,
        "next_rung = _next_rung(old.rung, answers_for(old, state), context)",
        "next_rung = None if context else _next_rung(old.rung, answers_for(old, state), context)",
        (_BY_SNOOZES,),
    ),
    Bug(
        "what is given away stays taken up, and climbs no more",
        _DOMAIN,
        "        rung=1,\n        next_rung_at=_next_rung(1, person, context),\n        acknowledged_at=None,",
        "        rung=1,",
        (_BY_GIVING,),
    ),
    Bug(
        "what is given away climbs on from where it was",
        _DOMAIN,
        "return escalation.given_to or owner_of(escalation.subject, state)",
        "return owner_of(escalation.subject, state)",
        (f"{_BY_GIVING}::test_it_climbs_past_whoever_has_it",),
    ),
    Bug(
        "things are put off for as long as one likes",
        _DOMAIN,
        "if not context.now < command.until <= latest:",
        "if not context.now < command.until:",
        (_BY_SNOOZES,),
    ),
    Bug(
        "who takes it up does not end putting it off",
        _DOMAIN,
        "if (escalation.acknowledged_at and not escalation.snoozed_until) or escalation.resolved_at:",
        "if escalation.acknowledged_at or escalation.snoozed_until or escalation.resolved_at:",
        (f"{_BY_SNOOZES}::test_who_takes_it_up_meanwhile_ends_it",),
    ),
    Bug(
        "lags count from when somebody was told",
        _DOMAIN,
        "began, taken = escalation.since or escalation.raised_at,",
        "began, taken = escalation.raised_at,",
        (f"{_BY_SNOOZES}::test_a_late_sweep_does_not_shorten_the_lag", _BY_SNOOZES),
    ),
)
