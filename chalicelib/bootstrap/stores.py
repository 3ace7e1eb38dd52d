"""Where things are kept: the table, the bucket, the key that encrypts."""

from functools import cache, partial
from typing import TYPE_CHECKING

from chalicelib import bootstrap
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.desks import DynamoDesks
    from chalicelib.adapters.dynamodb.drafts import DynamoDrafts
    from chalicelib.adapters.dynamodb.inbox import DynamoInbox
    from chalicelib.adapters.dynamodb.limits import DynamoLimits
    from chalicelib.adapters.dynamodb.links import DynamoLinks
    from chalicelib.adapters.dynamodb.listings import DynamoListings
    from chalicelib.adapters.dynamodb.mornings import DynamoMornings
    from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
    from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
    from chalicelib.adapters.dynamodb.people import DynamoPeople
    from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
    from chalicelib.adapters.dynamodb.spent import DynamoSpent
    from chalicelib.adapters.dynamodb.uses import DynamoUses
    from chalicelib.adapters.s3 import S3DocumentStore
    from chalicelib.application.ports import SecretKeeper
    from chalicelib.domain.playbook import Playbook
    from chalicelib.domain.values import PlaybookRef


@cache
def store() -> "DynamoOnboardingStore":
    """Return where onboardings live."""
    from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore

    return DynamoOnboardingStore(bootstrap.client("dynamodb"), settings().table, bootstrap.clock())


@cache
def listings() -> "DynamoListings":
    """Return the lists by index."""
    from chalicelib.adapters.dynamodb.listings import DynamoListings

    return DynamoListings(bootstrap.client("dynamodb"), settings().table, settings().tenants)


@cache
def people() -> "DynamoPeople":
    """Return the directory's store."""
    from chalicelib.adapters.dynamodb.people import DynamoPeople

    return DynamoPeople(bootstrap.client("dynamodb"), settings().table)


@cache
def playbooks() -> "DynamoPlaybooks":
    """Return the published playbooks."""
    from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks

    def shipped(ref: "PlaybookRef") -> "Playbook | None":
        from chalicelib.adapters.playbook_files import find

        return find(ref)

    return DynamoPlaybooks(bootstrap.client("dynamodb"), settings().table, spare=shipped)


@cache
def links() -> "DynamoLinks":
    """Return the customer links."""
    from chalicelib.adapters.dynamodb.links import DynamoLinks

    return DynamoLinks(bootstrap.client("dynamodb"), settings().table)


@cache
def inbox() -> "DynamoInbox":
    """Return where webhooks are kept."""
    from chalicelib.adapters.dynamodb.inbox import DynamoInbox

    return DynamoInbox(
        bootstrap.client("dynamodb"),
        settings().table,
        s3=partial(bootstrap.client, "s3"),
        bucket=settings().bucket,
    )


@cache
def documents() -> "S3DocumentStore":
    """Return where uploaded files are."""
    from chalicelib.adapters.s3 import S3DocumentStore, s3_client

    return S3DocumentStore(s3_client(), settings().bucket)


@cache
def keeper() -> "SecretKeeper":
    """Return what encrypts customers' passwords and keys."""
    from chalicelib.adapters.kms import KmsKeeper

    return KmsKeeper(bootstrap.client("kms"), settings().secrets_key)


@cache
def drafts() -> "DynamoDrafts":
    """Return where answers are kept that were saved and not sent."""
    from chalicelib.adapters.dynamodb.drafts import DynamoDrafts

    return DynamoDrafts(bootstrap.client("dynamodb"), settings().table)


@cache
def spent() -> "DynamoSpent":
    """Return what remembers the nonces of used sign-in links."""
    from chalicelib.adapters.dynamodb.spent import DynamoSpent

    return DynamoSpent(bootstrap.client("dynamodb"), settings().table)


@cache
def limits() -> "DynamoLimits":
    """Return what counts how often something is asked for."""
    from chalicelib.adapters.dynamodb.limits import DynamoLimits

    return DynamoLimits(bootstrap.client("dynamodb"), settings().table)


@cache
def uses() -> "DynamoUses":
    """Return where the uses of customers' links are kept."""
    from chalicelib.adapters.dynamodb.uses import DynamoUses

    return DynamoUses(bootstrap.client("dynamodb"), settings().table)


@cache
def outbox() -> "DynamoOutbox":
    """Return where effects wait."""
    from chalicelib.adapters.dynamodb.outbox import DynamoOutbox

    return DynamoOutbox(bootstrap.client("dynamodb"), settings().table)


@cache
def desks() -> "DynamoDesks":
    """Return where people's desks are kept."""
    from chalicelib.adapters.dynamodb.desks import DynamoDesks

    return DynamoDesks(bootstrap.client("dynamodb"), settings().table)


@cache
def mornings() -> "DynamoMornings":
    """Return where the next morning is written down."""
    from chalicelib.adapters.dynamodb.mornings import DynamoMornings

    return DynamoMornings(bootstrap.client("dynamodb"), settings().table)
