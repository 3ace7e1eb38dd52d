"""What each rule of escalation says: message ids for the catalogues of other languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The three sentences about a rule; ``%(name)s`` stands for a fact, `subject` for what it is about."""

    headline: str
    reason: str
    next_step: str


RULES: dict[str, Words] = {
    "task.overdue": Words(
        "“%(subject)s” is overdue",
        "It was due on %(due)s and is still open. %(clock)s",
        "Find out what it waits for. Do it, waive it with a reason, or give it to somebody who can.",
    ),
    "customer.late": Words(
        "the customer is late",
        "We asked on %(since)s and the first of it was due on %(due)s. Not here yet: %(late tasks)s."
        " Reminders sent: %(reminders sent)s.",
        "Call the customer and ask what holds it up. If we can do without something, waive it with a reason.",
    ),
    "stage.stalled": Words(
        "%(subject)s takes longer than it may",
        "The stage began on %(since)s and should have been complete by %(due)s. %(clock)s",
        "Look at its open tasks, settle the one that holds up the others, or ask for help now.",
    ),
    "date.at_risk": Words(
        "the go-live date is at risk",
        "It should be live by %(target)s, and these stages are not complete: %(still to do)s.",
        "Decide with the customer: speed these stages up, or agree a later date before this one passes.",
    ),
    "date.forecast": Words(
        "the go-live date cannot hold any more",
        "If everybody takes the time they are allowed, it will be live on %(forecast)s; it should be by %(target)s."
        " What it takes: %(path)s. %(clock)s",
        "Shorten one of these steps, do two at once, or agree a later date with the customer now.",
    ),
    "date.impossible": Words(
        "the go-live date cannot be kept",
        "It should be live by %(target)s. If everybody takes the time they are allowed, it will be on %(forecast)s."
        " What it takes: %(path)s. %(clock)s",
        "Settle with sales before the customer counts on it: a later date, or what can be left out or done faster.",
    ),
    "onboarding.silent": Words(
        "nothing has happened for too long",
        "The last thing that counts was %(last activity)s, on %(since)s. %(clock)s",
        "Find out what it waits for, and do or arrange the next step.",
    ),
    "approval.stuck": Words(
        "nobody has signed “%(subject)s”",
        "It was asked for on %(since)s. %(clock)s",
        "Sign it, decline it with a reason, or give it to somebody who can.",
    ),
    "provisioning.stalled": Words(
        "the other system does not answer for “%(subject)s”",
        "It was called on %(since)s. %(clock)s",
        "Look whether it was done there. Then complete the task, or retry the call.",
    ),
    "document.needs_person": Words(
        "a document needs your eyes",
        "The automatic check of a file for “%(subject)s” could not decide by itself.",
        "Open the file, then accept it, or reject it and say what the customer should change.",
    ),
    "document.threat": Words(
        "a file that was accepted is harmful",
        "The malware scan found a threat in a file for “%(task)s” after it had been accepted.",
        "Do not open it. Tell whoever has used it already; the customer has been asked for another file.",
    ),
    "document.expiring": Words(
        "a document of a live customer ends",
        "A file for “%(task)s” is valid until %(valid until)s. The customer is live, so they have not been asked.",
        "Decide whether you need a newer one, and ask for it by opening the task again.",
    ),
    "provisioning.failed": Words(
        "“%(subject)s” failed in the other system",
        "The system that should do this answered: %(answer)s.",
        "Mend the cause and retry, or do it by hand and complete the task.",
    ),
    "approval.declined": Words(
        "“%(subject)s” was declined",
        "%(declined by)s did not approve it. %(their reason)s",
        "Talk to them and settle what is missing. A customer is asked to sign again, and told how, once you say it is settled.",
    ),
    "contact.left": Words(
        "a contact says they are the wrong person",
        "%(contact)s told us through the link in a mail: “%(said)s”. Contacts who can still be reached: %(other contacts)s.",
        "Ask the customer who takes over, and invite that person.",
    ),
    "meeting.no_time": Words(
        "none of the times for “%(meeting)s” will do",
        "%(contact)s cannot make any of them. What would suit them stands in the record.",
        "Propose other times on the page of the onboarding; the customer is mailed and chooses.",
    ),
    "feedback.low": Words(
        "a customer is not content: %(score)s",
        "%(contact)s was asked how it went when this was reached: %(milestone)s. They gave %(score)s; what they wrote"
        " stands in the record.",
        "Call them today. Ask what went wrong, say what you will change, and write down what you agreed.",
    ),
    "contact.unreachable": Words(
        "our mail to %(to)s comes back",
        "The mail server of the customer did not take our mail, or it was marked as spam, so %(to)s knows nothing of it."
        " Everything that was open has been asked of %(tried next)s at once.",
        "Call them. Correct the address on the page of the onboarding, or in the CRM: they get a new link there.",
    ),
    "customer.unreachable": Words(
        "nobody of the customer can be reached by mail",
        "Our mail to %(to)s comes back too, and there is no other contact to try. Waiting for them: %(still open)s.",
        "Call the customer today. Correct the address on the page of the onboarding, or in the CRM, or invite somebody"
        " else: whoever can be reached is asked for everything at once.",
    ),
    "reminders.used_up": Words(
        "our reminders have not helped",
        "Reminders sent: %(reminders sent)s. Still not here: %(still open)s. No further reminder goes out by itself, and"
        " the last one said that you will be in touch.",
        "Call the customer and ask what holds it up. If we can do without something, waive it with a reason.",
    ),
    "reminders.switched_off": Words(
        "nobody of the customer wants reminders",
        "A reminder was due, but every contact who can be reached has switched reminders off. Still not here: %(still open)s."
        " Reminders sent before: %(reminders sent)s.",
        "Call them instead, %(contact)s first. They get our other mails as before.",
    ),
    "policy.unreadable": Words(
        "nothing can be decided: the playbook cannot be read",
        "It runs by %(runs by)s, and that version cannot be read: “%(says)s”. Until it can, clocks, mails and the pages of the"
        " customer wait; files that have arrived are kept.",
        "Tell whoever runs Golive, with the words above: the version must be published again as it was. The entry leaves by"
        " itself.",
    ),
    "policy.older": Words(
        "it opened by an older playbook",
        "The newest version cannot be read: “%(says)s”. So it runs by %(runs by)s.",
        "Tell whoever writes the playbooks. Once the newest can be read, move this onboarding to it, or keep it as it is.",
    ),
    "calendar.broken": Words(
        "the calendar knows no holidays",
        "The calendar of %(runs by)s cannot be built: “%(says)s”. Until it can, its hours count without any holidays.",
        "Tell whoever writes the playbooks. Look at dates near holidays yourself until the entry leaves by itself.",
    ),
    "mail.failed": Words(
        "a mail could not be sent",
        "Our mail to %(to)s was refused before it left, so they know nothing of it.",
        "Tell them yourself what the mail was about, and check their address.",
    ),
    "mail.doubtful": Words(
        "nobody knows whether a mail was sent",
        "We tried to send a mail to %(to)s twice, and the mail service confirmed neither.",
        "Ask %(to)s whether it arrived, and tell them what it was about if it did not.",
    ),
    "mail.bounced": Words(
        "our mail to %(to)s comes back",
        "The mail server did not take our mail, so %(to)s knows nothing of it.",
        "Tell them another way, and have their address corrected in the directory.",
    ),
    "mail.complained": Words(
        "%(to)s marked our mail as spam",
        "The mail service tells us so; further mail to them may not arrive.",
        "Speak to them before you write again.",
    ),
    "deal.lost": Words(
        "the CRM no longer says “won”",
        "The deal is now %(deal)s. All reminders have stopped and the onboarding is on hold.",
        "Ask sales what happened, then release the onboarding or cancel it.",
    ),
    "deal.changed": Words(
        "the deal has changed",
        "The CRM shows other values than before; they stand below.",
        "Check whether the plan still fits, and tell everybody whom the change concerns.",
    ),
    "customer.stuck": Words(
        "the customer is stuck at “%(subject)s”",
        "%(contact)s cannot go on: %(because)s. %(words)s Reminders of it have stopped until somebody answers.",
        "Answer them: they get it by mail, and see it on their page.",
    ),
    "customer.question": Words(
        "the customer asks about %(subject)s",
        "%(contact)s asks: %(words)s",
        "Answer them: they get it by mail, and see it on their page.",
    ),
    "task.waiver": Words(
        "you are asked to do without “%(task)s”",
        "%(requested by)s asks for it, and it needs a second person. The reason stands in the record.",
        "Read the reason. Agree only if you would answer for it; otherwise talk to %(requested by)s.",
    ),
    "hold.over": Words(
        "the hold was meant to end now",
        "It is on hold since %(on hold since)s (%(because)s), until %(until)s. It does not go on by itself.",
        "Release it, put it on hold again with another day, or cancel it.",
    ),
    "gate.override": Words(
        "you are asked to open “%(subject)s” without its proof",
        "%(requested by)s asks for it, and it needs a second person. The reason stands in the record.",
        "Read the reason. Approve it only if you would answer for it; otherwise talk to %(requested by)s.",
    ),
}
OTHERWISE = Words(
    "something needs you", "A rule of the playbook has raised this.", "Look at the record and decide."
)
