"""What a page says was done, by the act of its form."""

DONE = {
    "propose_times": "The times are proposed; the customer is mailed.",
    "cancel_meeting": "The meeting is cancelled; both calendars are told.",
    "complete": "The task is complete.",
    "approve": "You have approved it.",
    "decline": "You have declined it.",
    "waive": "We do without it.",
    "approve_waiver": "We do without it.",
    "request_waiver": "A second person is asked to do without it.",
    "accept": "The document is accepted.",
    "reject": "The customer is asked for another.",
    "acknowledge": "It is yours now.",
    "explain": "It is yours now.",
    "snooze": "It is put off.",
    "resolve": "It is settled.",
    "settle": "It is settled.",
    "reassign": "It is given away.",
    "hold": "It is on hold.",
    "release": "It goes on.",
    "cancel": "It is cancelled.",
    "reopen": "It goes on.",
    "reopen_task": "The task is open again.",
    "add_task": "The task is added.",
    "drop_task": "The task is dropped.",
    "block": "The task is blocked.",
    "unblock": "Nothing blocks the task any more.",
    "set_target": "The go-live date is moved.",
    "migrate": "It was moved to another version of its playbook.",
    "undo_migration": "It is back at the version before.",
    "correct": "Their name or address is corrected.",
    "remind_off": "They get no more reminders.",
    "remind_on": "They get reminders again.",
    "answer": "Your answer is on its way.",
    "hand": "They are asked.",
    "take_back": "Their first contact is asked again.",
    "role": "Their role is changed.",
    "primary": "They are asked first from now on.",
    "revoke": "Every customer link is replaced.",
    "retry": "The other system is called again.",
    "request_override": "A second person is asked to open the gate.",
    "approve_override": "The gate is open.",
}


def done_words(act: str) -> str:
    """Return what an act has done, in a sentence."""
    return DONE.get(act, "Done.")
