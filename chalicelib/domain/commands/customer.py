"""What the customer does, and what is found out about their files."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.domain.documents import Findings
from chalicelib.domain.languages import Language
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUpload:
    """A file version has arrived in the store; `document` is the upload's id, the last part of its key.

    `replaces` names the document in whose place it comes, `dated` the day that the task asks for with it.
    """

    task: str
    document: str
    key: str
    version_id: str
    name: Personal
    size: int | None = None
    replaces: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVerdict:
    """The content check has judged a file version (which may be the first that is heard of it).

    `contact` is whose form the file came by, `epoch` that of the link behind the form, and `replaces` the document in whose
    place it comes, as the form itself says under its signature.
    """

    task: str
    document: str
    key: str
    version_id: str
    name: Personal
    findings: Findings
    contact: str | None = None
    epoch: int | None = None
    replaces: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScan:
    """The malware scan has a result for a file version: NO_THREATS_FOUND, THREATS_FOUND, UNSUPPORTED, ACCESS_DENIED, FAILED."""

    task: str
    document: str
    key: str
    version_id: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDocument:
    """Name the day that a task asks for with a document: until when it is valid, or when it was signed."""

    document: str
    day: date
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDocument:
    """Take a file back that nobody has judged yet."""

    document: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAnswers:
    """Answer the questions of a customer task, or confirm what it states.

    `hidden` are questions that these answers leave unasked, `cleared` those that were answered and are left empty now.
    `secrets` are questions whose answers come encrypted, beside the command. `seen` tells which answers were on the page
    (`given.stamp`); None asks for no comparison.
    """

    task: str
    contact: str
    answers: tuple[Answer, ...] = ()
    hidden: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    seen: str | None = None
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveTask:
    """Sign an approval off, by name. `contact` is set when the customer does it.

    Then `seen` is the digest of what the page showed, and `language` which one its text was in: what has changed since is
    not signed.
    """

    task: str
    name: Personal
    contact: str | None = None
    seen: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTask:
    """Refuse to sign an approval off, with the reason."""

    task: str
    reason: Personal
    contact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteContact:
    """Give a colleague of the customer their own link."""

    name: Personal
    email: Personal
    role: str = "colleague"
    language: str = "en"
    invited_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchReminders:
    """Send a contact no more reminders, or reminders again; receipts and answers are mailed all the same."""

    contact: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchLanguage:
    """Speak to a contact in another language from now on, on the pages and in mails."""

    contact: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewLink:
    """Replace a contact's own link, as they themselves ask: the old one and every visit begun with it end."""

    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailCode:
    """Mail a contact a code that shows, in the visit that asks for it, that they read their mail."""

    contact: str
    challenge: str
    visit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TryCode:
    """Try a code; `right` says whether it is the one that `challenge` stands for in `visit`."""

    contact: str
    challenge: str
    visit: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback:
    """Say how a milestone went, from 1 (bad) to 5 (very good); again within a while, to change it."""

    contact: str
    milestone: str
    score: int
    comment: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveContact:
    """Take the word of a contact who says "not me" or "I have left": no more mail, and their link ends.

    `by` is the colleague who ends somebody else's access: their first contact, or who invited them.
    """

    contact: str
    reason: Literal["not_me", "left"] = "left"
    by: str | None = None
