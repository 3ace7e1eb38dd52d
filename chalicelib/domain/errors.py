"""What the product refuses, each with a sentence for the person who asked.

`code` names the refusal for programs (the `type` of a problem), `status` is what HTTP makes of it.
"""

from typing import ClassVar

from chalicelib.domain.phrases import Phrase, phrase


class DomainError(Exception):
    """A refusal: nothing has changed. Its message is one sentence or more, best a `phrase` where values stand in it."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    @property
    def words(self) -> Phrase:
        """Return the message so that it can be said in the reader's language."""
        message = self.args[0] if self.args else ""
        return message if isinstance(message, Phrase) else phrase(str(message))


class NotFoundError(DomainError):
    """There is no such thing, or it is not for this person to see."""

    code = "not-found"
    status = 404


class NotAllowedError(DomainError):
    """The thing exists, but this person may not do this."""

    code = "not-allowed"
    status = 403


class InvalidError(DomainError):
    """What was given cannot be used; the message says what to change."""

    code = "invalid"
    status = 422


class WrongStateError(DomainError):
    """The act came too early or too late."""

    code = "wrong-state"


class AnsweredMeanwhileError(WrongStateError):
    """Somebody else answered while these answers were typed; both are to be looked at."""

    code = "answered-meanwhile"


class AskedAlreadyError(DomainError):
    """The customer was asked for this already: by `task`, with `document` where a file is there."""

    code = "asked-already"

    def __init__(self, message: str, *, task: str, document: str | None = None) -> None:
        super().__init__(message)
        self.task = task
        self.document = document


class VersionConflictError(DomainError):
    """Somebody else changed the same onboarding at the same moment, several times over."""

    code = "conflict"


class KeyReusedError(DomainError):
    """One idempotency key was used for two different commands."""

    code = "idempotency-key-reused"
    status = 422


class PlaybookError(DomainError):
    """A playbook that must not be loaded; the message names place and remedy."""

    code = "playbook"
    status = 422


class UnavailableError(Exception):
    """Something outside (a CRM, the mail service) cannot be had now; trying again later may help."""


class PlaybookUnreadableError(UnavailableError):
    """A published version of a playbook cannot be read (any more); the message names it and says why."""
