"""What a playbook asks of the customer is asked once, and who signs can be known."""

from collections.abc import Iterator

from chalicelib.domain import asked
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import Playbook


def of_asking(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is asked twice, and sign-offs that name who signs where the customer does not."""
    for one, other, what in asked.twice(playbook):
        yield Problem(
            place=f"task '{other.id}'",
            message=f"asks for '{what[:60]}', and so does task '{one.id}': leave it out of one of them, or, if they are "
            "different things, give each a `kind` (documents) or `subject` (fields) of its own",
        )
    for rule in playbook.tasks:
        if again := asked.twice_in(rule):
            yield Problem(
                place=f"task '{rule.id}'",
                message=f"asks '{again[:60]}' twice: leave one out, or give each a `subject` of its own",
            )
        if rule.signer != "anyone" and (rule.kind != "approval" or not rule.by_customer):
            yield Problem(
                place=f"task '{rule.id}'",
                message="names who of the customer signs, so it must be an approval with the role customer",
            )
