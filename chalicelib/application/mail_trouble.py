"""What became of a mail, told to every onboarding that it was about."""

from chalicelib.application.desks import Desks, gathered
from chalicelib.application.outbox import Submit
from chalicelib.domain.commands import RecordMailTrouble
from chalicelib.domain.effects import SendMail
from chalicelib.domain.outbox import Entry


def tell(entry: Entry, mail: SendMail, trouble: str, *, desks: Desks, submit: Submit) -> None:
    """Have a mail's trouble journaled; a mail that is about no onboarding has none to tell."""
    about = {entry.onboarding} if entry.onboarding else set[str]()
    if mail.window is not None:
        person = mail.to.partition(":")[2]
        about = {slip.onboarding for _, slip in gathered(desks, person, mail.window)}
    command = RecordMailTrouble(effect=entry.key, mail=mail.mail, to=mail.to, trouble=trouble)
    for onboarding in sorted(about):
        submit(onboarding, f"{entry.key}:{trouble}", command)
