"""Carries out what a form asks for, whoever sends it: the customer, the team, somebody with a signed address."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.entrypoints.forms import Form

if TYPE_CHECKING:
    from chalicelib.application.handle import Outcome
    from chalicelib.application.personal import Sealer
    from chalicelib.application.ports import Secret
    from chalicelib.domain.commands import Command


def carry_out(
    form: Form,
    make: "Callable[[Sealer], Command]",
    *,
    onboarding: str,
    actor: str,
    personal: Mapping[str, "Secret"],
    locked: Mapping[str, bytes] | None = None,
    about: str = "",
) -> "Outcome":
    """Carry out what a form asks for; the same form sent twice counts once. `locked` are its secrets, encrypted.

    `about` tells what the form is about where the form itself does not: about something else it is another act.

    Raises
    ------
    DomainError
        It is refused; nothing has changed.
    """
    from chalicelib.application.handle import Envelope
    from chalicelib.application.personal import Sealer

    command_id, digest = _named(form, actor, about=about)
    sealer = Sealer(command_id, known=personal)
    command = make(sealer)
    return bootstrap.handle(
        Envelope(
            onboarding=onboarding,
            id=command_id,
            actor=actor,
            command=command,
            vault=sealer.vault,
            digest=digest,
            locked=locked or {},
        )
    )


def carried_out(form: Form, *, onboarding: str, actor: str) -> bool:
    """Say whether this very form was carried out before: its sender has not heard the answer, and sends it again."""
    return bootstrap.store().done(onboarding, _named(form, actor)[0]) is not None


def _named(form: Form, actor: str, *, about: str = "") -> tuple[str, str]:
    """Return the id of the command that a form asks for, and the digest of what it says."""
    content = f"{form.content()}\x1d{about}" if about else form.content()
    digest = sessions.content_digest(bootstrap.session_key(), content)
    return f"form:{actor}:{form.nonce}:{digest}", digest
