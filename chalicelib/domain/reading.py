"""Which files a service is asked to read: scans in which the answer to a question may stand. Pure."""

from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.events import DocumentRead, Event
from chalicelib.domain.onboarding import Document, Onboarding

READABLE = frozenset({"pdf", "png", "jpeg"})


def wanted(document: Document, context: Context) -> bool:
    """Say whether an accepted file is to be read by a service: nothing could be read from it here."""
    if not context.reading or document.values is not None or document.type not in READABLE:
        return False
    sources = (rule.from_document for task in context.playbook.tasks for rule in task.fields)
    return any(source is not None and source.task == document.task for source in sources)


def read(state: Onboarding, command: c.RecordReading, context: Context) -> tuple[Event, ...]:
    """Take what a service has read, unless the file does not stand any more or something is known already."""
    document = state.document(command.document)
    if document is None:
        raise NotFoundError("There is no such document.")
    if document.status != "accepted" or document.values is not None or command.values is None:
        return ()
    return (DocumentRead(at=context.now, document=document.id, values=command.values),)
