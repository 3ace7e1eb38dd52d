"""What a commit writes of customers' passwords and keys: those that were given, and an empty place of each that is over."""

from collections.abc import Iterable, Mapping

from chalicelib.application.ports import Locked
from chalicelib.domain.events import Event, SecretGiven
from chalicelib.domain.onboarding import Onboarding


def lockers(
    before: Onboarding | None, after: Onboarding, events: Iterable[Event], *, blobs: Mapping[str, bytes]
) -> tuple[Locked, ...]:
    """Return what lies beside the state from now on; `blobs` are the encrypted values by question."""
    was, now = before.secrets_kept() if before else {}, after.secrets_kept()
    given = (
        Locked(task=each.task, field=each.field, number=each.number, blob=blobs.get(each.field))
        for each in events
        if isinstance(each, SecretGiven) and (each.task, each.field) in now
    )
    over = (Locked(task=key[0], field=key[1], number=was[key]) for key in sorted(was.keys() - now.keys()))
    return (*given, *over)
