"""What other systems are asked to do: to provision, and to read a document."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.effects import CallProvisioning, ReadDocument


def to_systems(event: e.Event) -> Iterator[CallProvisioning | ReadDocument]:
    """Yield the calls that an event asks for."""
    match event:
        case e.TaskOpened() | e.ProvisioningRetried() if event.provision:
            yield CallProvisioning(name=f"provision.{event.task}", resource=event.provision, task=event.task)
        case e.DocumentAccepted() if event.reads:
            yield ReadDocument(name=f"read.{event.document}", document=event.document)
