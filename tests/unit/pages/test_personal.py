"""Personal values are compared by reference, so an equal value must have the same reference whenever it was sealed."""

from chalicelib.application.personal import Sealer, resealed
from chalicelib.application.ports import Secret, Vault
from chalicelib.domain.commands import InviteContact
from chalicelib.domain.deal import DealContact


def test_what_somebody_else_has_stored_meanwhile_is_referred_to_and_not_stored_again() -> None:
    first, second = Sealer("form:1"), Sealer("form:2")
    stored = first.seal("piet@acme.example")
    command = InviteContact(name=second.seal("Piet Maas"), email=second.seal("piet@acme.example"))
    assert command.email != stored

    again, vault = resealed(command, second.vault or Vault(id=""), _known(first))

    assert again == InviteContact(name=command.name, email=stored)
    assert vault is not None
    assert [secret.value for secret in vault.values.values()] == ["Piet Maas"]


def test_values_deep_in_a_command_are_found_and_an_empty_vault_is_none() -> None:
    first, second = Sealer("deal:1"), Sealer("deal:2")
    stored = first.seal("grace@acme.example")
    contacts = (
        DealContact(email=second.seal("grace@acme.example")),
        ("role", second.seal("grace@acme.example")),
    )

    again, vault = resealed(contacts, second.vault or Vault(id=""), _known(first))

    assert again == (DealContact(email=stored), ("role", stored))
    assert vault is None


def _known(sealer: Sealer) -> dict[str, Secret]:
    vault = sealer.vault
    assert vault is not None
    return {f"{vault.id}.{field}": secret for field, secret in vault.values.items()}
