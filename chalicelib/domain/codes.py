"""Reason codes: why an onboarding is on hold or cancelled, a task blocked, something late; a playbook may have its own.

What is stored is the code; its title may get better. `OTHER` stands in every group and needs a note.
"""

from dataclasses import dataclass, fields
from typing import Literal

from chalicelib.domain.errors import InvalidError
from chalicelib.domain.values import Personal

Group = Literal["hold", "cancel", "blocked", "late"]
OTHER = "other"
WORDS: dict[str, str] = {
    "hold": "putting an onboarding on hold",
    "cancel": "cancelling",
    "blocked": "a blocked task",
    "late": "being late",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRule:
    """One reason.

    Attributes
    ----------
    id
        Its code: what is stored.
    title
        What people read.
    """

    id: str
    title: str


def _codes(**titles: str) -> tuple[CodeRule, ...]:
    named = {**titles, OTHER: "Something else"}
    return tuple(CodeRule(id=code, title=title) for code, title in named.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRules:
    """The reasons that people may choose from, in groups. Each group holds `other`, which needs a note.

    Attributes
    ----------
    hold
        Why an onboarding is put on hold.
    cancel
        Why it ends without going live.
    blocked
        What blocks a task.
    late
        Why something is late, or the go-live date moves.
    """

    hold: tuple[CodeRule, ...] = _codes(
        customer_asked="The customer asked for a pause",
        legal="Legal or contract questions",
        payment="Payment is not settled",
        security_review="Waits for the customer's security review",
        product="Waits for something in the product",
    )
    cancel: tuple[CodeRule, ...] = _codes(
        customer_withdrew="The customer withdrew",
        deal_lost="The deal is lost",
        never_started="The customer never started",
        wrong_product="It does not fit the customer",
        duplicate="It is a duplicate",
    )
    blocked: tuple[CodeRule, ...] = _codes(
        customer_input="Something from the customer is missing",
        third_party="A third party has to act first",
        product_issue="The product does not do it yet, or wrongly",
        access="Access or permission is missing",
        capacity="Nobody has time",
    )
    late: tuple[CodeRule, ...] = _codes(
        customer_slow="The customer answers late",
        our_capacity="We had no time",
        third_party="A third party was late",
        scope_grew="More was asked for than was sold",
        estimate="It was planned too tightly",
    )

    def of(self, group: Group) -> dict[str, str]:
        """Return the titles of a group by code."""
        rules: tuple[CodeRule, ...] = getattr(self, group)
        return {rule.id: rule.title for rule in rules}

    def title(self, group: str, code: str) -> str:
        """Return the title of a code; a code that this version does not know says itself."""
        known = self.of(group) if group in GROUPS else {}  # type: ignore[arg-type]
        return known.get(code, code.replace("_", " "))


GROUPS = tuple(field.name for field in fields(CodeRules))


def check(rules: CodeRules, group: Group, code: str, *, note: Personal | None) -> str:
    """Return `code`, or refuse one that the group does not have, and `other` without a note.

    Raises
    ------
    InvalidError
        It is no reason for this, or says nothing.
    """
    known = rules.of(group)
    if code not in known:
        raise InvalidError(
            f"'{code[:60]}' is no reason for {WORDS[group]} here. Choose one of: {', '.join(known)}."
        )
    if code == OTHER and note is None:
        raise InvalidError(f"Say in a few words why, or choose one of: {', '.join(known)}.")
    return code
