"""The English words of the pages that do not stand in a template: message ids for the catalogues of other languages."""

from chalicelib.domain.phrases import phrase

TASK_STATES = {
    "to_do": "To do",
    "again": "Needs another file",
    "checking": "We are checking",
    "later": "Later",
    "done": "Done",
    "not_needed": "Not needed",
}

ELSEWHERE = {
    "stuck": "Waits for our answer",
    "handed": "With a colleague",
}

DOCUMENT_STATES = {
    "received": "Checking",
    "checking": "Checking",
    "accepted": "Accepted",
    "rejected": "Not accepted",
    "needs_person": "A person is looking at it",
    "replaced": "Replaced",
    "withdrawn": "Taken back",
}

DOCUMENT_ENDED = "Not valid any more"

ONBOARDING_STATES = {
    "opening": "Starting",
    "active": "Active",
    "on_hold": "On hold",
    "live": "Live",
    "closed": "Closed",
    "cancelled": "Cancelled",
}

# For the team: what a PDF's digital signatures say for themselves. Nobody vouches for the name in a certificate.
NOBODY_NAMED = "nobody who is named"
SIGNATURES = {
    "whole": "Signed digitally (signatures: %(count)s), the last by “%(by)s”, as the certificate says; nothing was changed since.",
    "changed": "Signed digitally by “%(by)s”, as the certificate says, and changed since: compare it with your own copy.",
    "unsure": "There is a digital signature by “%(by)s” that we could not check: open it in a PDF reader that can.",
}

INTERNAL_TASK_STATES = {
    "waiting": "Waiting",
    "open": "Open",
    "submitted": "Submitted",
    "in_review": "In review",
    "done": "Done",
    "waived": "Waived",
}

CONTACT_STATES = {
    "active": "",
    "left": "has left",
    "unreachable": "mail comes back",
}

ROLES = {
    "contact": "Contact",
    "champion": "Champion",
    "approver": "Signs for you",
    "technical": "Technical contact",
    "billing": "Billing contact",
    "colleague": "Colleague",
}

ROLES_OF_CRMS = {  # what a CRM may call somebody, in lower case, as far as it is for their own eyes
    "decision maker": "Decision maker",
    "economic buyer": "Decision maker",
    "economic decision maker": "Decision maker",
    "executive sponsor": "Decision maker",
    "budget holder": "Decision maker",
    "technical buyer": "Technical contact",
    "technical contact": "Technical contact",
    "evaluator": "Technical contact",
    "billing contact": "Billing contact",
    "finance": "Billing contact",
    "legal": "Legal contact",
    "legal and compliance": "Legal contact",
    "project manager": "Project lead",
    "project lead": "Project lead",
    "business user": "User",
    "end user": "User",
}

NO_REMINDERS = "wants no reminders"

SCORES = {5: "Very good", 4: "Good", 3: "Neither good nor bad", 2: "Poor", 1: "Bad"}
SCORE_MISSING = "Choose one of the five answers."
SCORED_MILESTONES = {
    "handed_off": "How was the start with us?",
    "inputs_complete": "How was it to send us what we needed?",
    "setup_complete": "How was the setup?",
    "first_value": "How was the way to your first result?",
    "live": "How was the way to going live?",
    "transitioned": "How was the onboarding, all in all?",
}

CODE_WRONG = "This is not the code that we mailed last. Look again, and type its six digits."
CODE_WRONG_AGAIN = "This was not the code either. Have a new one mailed to you."
CODE_TOO_OLD = "This code is no longer good. Have a new one mailed to you."
TOO_MANY_CODES = (
    "You have asked for many codes within an hour. Please wait a while, or reply to one of our mails."
)

MILESTONES = {
    "signed": "Signed",
    "handed_off": "Handed off",
    "inputs_complete": "Everything from the customer is there",
    "setup_complete": "Setup is complete",
    "first_value": "First value",
    "live": "Live",
    "transitioned": "Handed over to the long-term contact",
}

# The same, as the customer's history tells of them.
MILESTONES_TOLD = {
    "signed": phrase("the order is signed"),
    "handed_off": phrase("we have begun"),
    "inputs_complete": phrase("everything that we need from you is there"),
    "setup_complete": phrase("the setup is complete"),
    "first_value": phrase("your first result"),
    "live": phrase("you are live"),
    "transitioned": phrase("your long-term contact has taken over"),
}

HELD = {
    "by_hand": "somebody stopped it",
    "signed_long_ago": "the deal was signed more than 30 days ago",
    "too_many_at_once": "more deals arrived within the hour than open by themselves",
    "deal_lost": "the CRM no longer says that the deal is won",
}

GATE_KINDS = {"commitment": "a date may be promised", "live": "the account goes live"}

# What the customer's history says of each event; the templates fill the names in.
HISTORY = {
    "OnboardingOpened": "Your onboarding began.",
    "CustomerAsked": "We asked you for: %(items)s.",
    "CustomerAsked:welcome": "We asked you for everything we need, in one message: %(items)s.",
    "SecretGiven": "A password or key was saved, encrypted: %(task)s.",
    "SecretRevealed": "A password or key was shown once to who needs it, and deleted: %(task)s.",
    "SecretAskedAgain": "We need a password or key once more: %(task)s.",
    "CustomerAsked:settled": "What was declined is settled. We asked again: %(items)s.",
    "CustomerAsked:settled_so": "What was declined is settled. We asked again: %(items)s. What was done: %(note)s",
    "CustomerReminded": "We reminded you of what is still open: %(items)s.",
    "RemindersSwitched:off": "%(contact)s wants no more reminders.",
    "RemindersSwitched:on": "%(contact)s wants reminders again.",
    "ContactCorrected": "The name or address of %(contact)s was corrected.",
    "StageEntered": "“%(stage)s” began. %(person)s looks after it.",
    "StageCompleted": "“%(stage)s” is complete.",
    "GatePassed": "Checked and proven: %(gate)s.",
    "TaskOpened": "Ready for you: %(task)s.",
    "DatesMoved": "Due dates moved with the plan.",
    "TaskCompleted": "Done: %(task)s.",
    "TaskCompleted:ours": "We finished a step of “%(stage)s”.",
    "TaskWaived": "No longer needed: %(task)s.",
    "TaskReviewed:in_review": "We are checking: %(task)s.",
    "AnswersRecorded": "Answers received: %(task)s.",
    "AnswersRecorded:corrected": "Answers changed: %(task)s.",
    "ApprovalDeclined": "Declined: %(task)s. Reason: %(reason)s",
    "DocumentReceived": "%(file)s arrived, for “%(task)s”.",
    "DocumentAccepted": "%(file)s was accepted.",
    "DocumentRejected": "%(file)s was not accepted; we said why.",
    "DocumentReplaced": "%(file)s was replaced by a newer version.",
    "DocumentDated": "The date of %(file)s was noted.",
    "DocumentExpiring": "%(file)s is about to end.",
    "DocumentWithdrawn": "%(file)s was taken back.",
    "DocumentNeedsPerson": "%(file)s is being looked at by a person of our team.",
    "ContactAdded": "%(contact)s got a link of their own.",
    "ContactChanged:left": "%(contact)s told us that they are not the right person.",
    "ContactChanged:ended": "The access of %(contact)s has ended.",
    "ContactChanged:unreachable": "A mail to %(contact)s came back.",
    "TimesProposed": "We proposed times to meet.",
    "TimeChosen": "%(contact)s chose when we meet: %(time)s.",
    "TimesDeclined": "%(contact)s cannot make any of the times that we proposed.",
    "MeetingCancelled": "The meeting on %(time)s was cancelled.",
    "FeedbackAsked": "We asked you how it went: %(milestone)s",
    "CodeMailed": "%(contact)s had a code mailed, to see what is kept apart.",
    "CodeTried:right": "%(contact)s typed the code.",
    "CodeTried:wrong": "%(contact)s typed a code that was wrong.",
    "LanguageSwitched": "%(contact)s chose another language.",
    "LinkRenewed": "%(contact)s had their link replaced by a new one.",
    "TaskAssigned": "%(contact)s has “%(task)s” now.",
    "TaskTakenBack": "“%(task)s” is with your first contact again.",
    "RoleSet": "%(contact)s has another role.",
    "PrimaryPassed": "%(contact)s is your first contact now.",
    "QuestionAsked": "You asked us something.",
    "QuestionAsked:stuck": "You told us that you cannot go on with “%(task)s”.",
    "QuestionAnswered": "We answered a question.",
    "LinksRevoked": "All links were replaced by new ones.",
    "OnboardingHeld": "Everything is paused.",
    "OnboardingReleased": "Everything goes on.",
    "OnboardingReopened": "The onboarding goes on.",
    "TaskReopened": "Open again: %(task)s.",
    "OnboardingCancelled": "The onboarding was ended.",
    "MilestoneReached": "Reached: %(milestone)s.",
    "WentLive": "You are live.",
    "OnboardingClosed": "The onboarding is complete.",
}
