"""The values of a mail: what it is made from, and what its template may show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.application.drafts import Draft
from chalicelib.application.mail.asks import Ask
from chalicelib.application.mail.declined import Declined
from chalicelib.application.mail.digests import Section
from chalicelib.application.mail.receipts import Line
from chalicelib.application.mail.rows import Row
from chalicelib.application.outbox import Invitation
from chalicelib.application.personal import Names
from chalicelib.application.portal.signatures import Signature
from chalicelib.application.words.advice import Advice
from chalicelib.domain.effects import MailKind
from chalicelib.domain.languages import ENGLISH
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook


class MailLinks(Protocol):
    """Makes the addresses that mails point to. Tokens come into being here and are stored nowhere."""

    def portal(self, onboarding: Onboarding, contact: Contact, *, task: str = "") -> str:
        """Return the customer's link; with a task, it leads to the page of that task."""
        ...

    def leave(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the address of "this is not me"."""
        ...

    def unsubscribe(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the address where a contact switches reminders off and on."""
        ...

    def code(self, onboarding: Onboarding, contact: Contact) -> str:
        """Return the code that a contact asked for last; empty where it has done its work."""
        ...

    def feedback(self, onboarding: Onboarding, contact: Contact, milestone: str) -> str:
        """Return the address where a contact says how a milestone went."""
        ...

    def act(self, *, onboarding: str, person: str, kind: str, subject: str) -> str:
        """Return the page where a person settles one thing."""
        ...

    def record(self, onboarding: str) -> str:
        """Return the console's page of an onboarding."""
        ...

    def team(self, person: str = "") -> str:
        """Return the console's page of the team, or of one of them."""
        ...

    def needs_you(self) -> str:
        """Return the console's page of what is in front of whoever opens it."""
        ...

    def sign_in(self, *, person: str, nonce: str, expires_at: datetime) -> str:
        """Return a sign-in link."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that a mail is made from; `drafts` are the answers saved and not sent, by task, where it shows them."""

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names
    links: MailLinks
    now: datetime
    drafts: Mapping[str, Draft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One onboarding of somebody who has lost their link: the account's name, and the link."""

    account: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """What the template of `kind` shows; what a kind does not need stays empty.

    Attributes
    ----------
    to
        The receiver's address; `name` may be empty.
    language
        The tag of the language that it is written in.
    reply_to, leave
        Set on customers' mails: the owner's address, and the page for "this is not me".
    called
        The account, with the deal's name where that is another: never in a subject, for people are named in some.
    button
        The one address that the mail is for.
    still_open, elsewhere, with_us, written
        How many things are open for the receiver, for others, and with us to answer first, when the mail is written.
    also, words, unsubscribe
        Of a reminder: what else is open for its reader, the playbook's own words, and where reminders are switched off.
    given
        The customer has already given everything that the stage asks for.
    live_date
        Only once a date may be promised, and only until then.
    since, returned, put_off_by, meant_for
        Of an escalation: since when it is so, when it came back from having been put off, by whom, and whom the receiver
        stands in for.
    asker
        Of a task that a colleague gave to the receiver: who; `passed_on` says that they are asked first from now on, or
        that an onboarding was somebody else's before, `came_back` that the colleague has left, and the receiver has it again.
    declined
        Of a sign-off that was declined before: by whom, why, and how that was settled.
    naming
        What is asked is who of them signs.
    about, question, answer, answerer
        What the receiver has asked, of which task (empty for a question about the whole), and what was answered by whom.
    signature
        What the receiver has signed.
    giver
        Who gave it, or all of it, to the receiver.
    code
        Of a mail with one: the six digits.
    meeting, when, when_in_short, times, where, where_link, holder, moved, off, invitation
        Of a meeting: what it is for, when it is, the same for a subject, the times to choose from, how we meet (empty where
        nobody has said so), the address in it and who of us holds it, whether that has changed or it is off, and what goes
        into calendars.
    begun, begun_words
        The steps that have just begun with what it is about, and the same as a list in words.
    asking, scores
        Of a mail that asks how it went: the question, and each answer with its link.
    ways
        Of a lost link: every onboarding that the address may enter.
    items, more
        Several escalations in one mail, the most urgent first, and how many there are beside them.
    """

    kind: MailKind
    to: str
    name: str
    language: str = ENGLISH
    account: str = ""
    called: str = ""
    owner: str = ""
    reply_to: str | None = None
    leave: str = ""
    button: str = ""
    asks: tuple[Ask, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    work: tuple[Row, ...] = ()
    promises: tuple[str, ...] = ()
    still_open: int = 0
    elsewhere: int = 0
    with_us: int = 0
    written: str = ""
    stage: str = ""
    stage_owner: str = ""
    stage_owner_email: str = ""
    due: str = ""
    given: bool = False
    live_date: str = ""
    invited_by: str = ""
    signing: bool = False
    number: int = 0
    last: bool = False
    also: tuple[str, ...] = ()
    words: str = ""
    unsubscribe: str = ""
    held: str = ""
    advice: Advice | None = None
    giver: str = ""
    sections: tuple[Section, ...] = ()
    settings: str = ""
    asker: str = ""
    passed_on: bool = False
    came_back: bool = False
    naming: bool = False
    declined: Declined | None = None
    about: str = ""
    question: str = ""
    answer: str = ""
    answerer: str = ""
    signature: Signature | None = None
    rung: int = 0
    passed_over: str = ""
    since: str = ""
    returned: str = ""
    put_off_by: str = ""
    meant_for: str = ""
    code: str = ""
    meeting: str = ""
    when: str = ""
    when_in_short: str = ""
    times: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    begun_words: str = ""
    where: str = ""
    where_link: str = ""
    holder: str = ""
    moved: bool = False
    off: bool = False
    invitation: Invitation | None = None
    asking: str = ""
    scores: tuple[tuple[str, str], ...] = ()
    ways: tuple[Way, ...] = ()
    items: tuple["MailView", ...] = ()
    more: int = 0

    @property
    def rejected(self) -> tuple[Line, ...]:
        """Return the lines of a receipt that ask for another file."""
        return tuple(line for line in self.lines if line.kind == "rejected")

    @property
    def undecided(self) -> bool:
        """Say whether what is to be signed was declined, and we have not settled that yet."""
        return self.declined is not None and not self.declined.settled

    @property
    def settled(self) -> bool:
        """Say whether a receipt tells of nothing but what the receiver declined, and that it is settled."""
        return bool(self.lines) and all(line.kind == "settled" for line in self.lines)

    @property
    def ours(self) -> bool:
        """Say whether every line of a receipt is for us to answer."""
        return bool(self.lines) and all(line.kind in {"declined", "stuck", "asked"} for line in self.lines)

    @property
    def checking(self) -> tuple[Line, ...]:
        """Return the lines of a receipt that there is no verdict on yet."""
        return tuple(line for line in self.lines if line.kind == "received")
