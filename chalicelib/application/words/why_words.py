"""What each rule that acts by itself says for its reason; ``%(name)s`` stands for a fact, ``%(clock)s`` for its
arithmetic, ``%(facts)s`` for all of them.

What is raised to a person has its words in `advice_words`.
"""

WHYS = {
    "onboarding.opened": "The deal %(deal)s is won (signed: %(signed)s; tier: %(tier)s).%(conditions)s",
    "onboarding.released": "It was on hold since %(on hold since)s; every date ahead moved by the %(working time)s of"
    " working time since then.",
    "onboarding.reopened": "It had stood still since %(stood still since)s; every date ahead moved by the"
    " %(working time)s of working time since then.",
    "onboarding.migrated": "%(by)s moved it to another version of its playbook (%(version)s), as previewed: %(differences)s"
    " differences.",
    "migration.undone": "%(by)s took the last change of version back (%(version)s)%(kept meanwhile)s.",
    "date.set": "%(by)s moved the go-live date from %(was)s to %(is now)s: %(because)s.",
    "onboarding.live": "What the go-live requires is proven.",
    "onboarding.closed": "It is live, and every stage after that is complete.",
    "deal.changed": "The CRM holds something newer: %(changed)s.",
    "deal.lost": "The CRM says that the deal is %(state)s.",
    "handoff.filled": "The CRM says it now (%(by)s).",
    "handoff.wrong": "%(source)s holds a value now that cannot be used.",
    "stage.entered": "Everything before it is complete. %(clock)s",
    "stage.completed": "Each of its tasks is done or waived (%(tasks)s).",
    "gate.passed": "All that it requires is proven: %(requires)s.",
    "gate.overridden": "Two people agreed to open it; not proven: %(missing)s.",
    "milestone.reached": "It comes with %(by)s.",
    "dates.moved": "What these dates count from is known now, or has moved. %(facts)s.",
    "task.opened": "Everything before it is complete. %(clock)s",
    "task.given": "Files wanted: %(documents wanted)s; here: %(documents)s. Questions answered: %(answers)s.",
    "approval.handed": "%(contact)s is the approver of the customer, and so is asked to sign.",
    "customer.asked": "They had not been asked for it yet (%(tasks)s).",
    "customer.asked_again": "They declined to sign “%(title)s”, and the reason was taken care of.",
    "customer.reminded": "They have not answered everything yet (%(outstanding)s open); this is reminder %(number)s of at"
    " most %(most)s.",
    "reminder.arranged": "Each open request is reminded of at its own pace. %(facts)s.",
    "reminder.postponed": "Where the customer is, nobody works on %(not working at)s; the next working time begins on"
    " %(next)s.",
    "reminder.rests": "The customer cannot go on with it before we have answered: %(tasks)s.",
    "meeting.proposed": "Both sides work at these times, for %(minutes)s minutes: %(times)s.",
    "feedback.asked": "The playbook asks how it went when this is reached: %(milestone)s.",
    "contact.unreachable": "Our mail to them %(trouble)s.",
    "receipt.at_once": "The customer did something, and is told at once (%(lines)s new lines, %(waiting)s that waited).",
    "receipt.held": "A verdict mostly takes seconds: what has arrived is told together with it, and after %(seconds)s seconds"
    " without it.",
    "receipt.judged": "Nothing of it waits for a verdict any more, so one mail says what arrived and what was decided"
    " (%(lines)s new lines, %(waiting)s that waited).",
    "receipt.unjudged": "No verdict came within %(seconds)s seconds, so what has arrived is told without it (lines: %(lines)s).",
    "receipt.folded": "What comes within %(minutes quiet)s minutes of a receipt goes with the next one.",
    "document.judged": "Content: %(content)s; malware scan: %(malware scan)s.",
    "document.unjudged": "No verdict came within %(minutes allowed)s minutes.",
    "document.expiring": "It is valid until %(valid until)s; a newer one is asked for %(days before)s days before.",
    "document.threat": "The malware scan found a threat after it had been accepted.",
    "provisioning.answered": "The other system answered: %(reference)s.",
    "escalation.returned": "%(by)s had put it off until %(put off until)s, and it is still open: %(about)s.",
    "escalation.settled": "What was wrong is right again: %(subject)s.",
    "escalation.replaced": "The warning has come true, and stands on the list as that: %(subject)s.",
    "forecast.changed": "By the longest way that is left, and everybody's calendar, it will be live on %(forecast)s; it should"
    " be by %(target)s.",
    "silence.moved": "The forecast stands. Something has happened, so nobody is told of silence before %(silent from)s.",
    "forecast.ended": "It is live; nothing is left to forecast.",
    "clock.paused": "Only the customer's answer is missing: %(waits for)s. %(contact)s was asked (message %(request)s).",
    "clock.resumed": "The customer was waited for since %(waited since)s. %(clock)s",
}
