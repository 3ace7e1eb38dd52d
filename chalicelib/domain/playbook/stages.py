"""The rules of stages, and of the gates in front of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """A step with one accountable owner.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    title
        What the team reads.
    customer_title
        What the customer reads.
    role
        Who owns it: ``sales``, ``onboarding``, ``implementation`` or ``success``.
    hours
        Working hours that it may take before somebody is told.
    milestone
        The milestone that its end reaches.
    after
        The stages that must be done before it begins. Left out: every stage before it, or its gate where it has one.
        Stages that name the same one run side by side; ``[]`` begins at once. A gate in front of it must hold as well.
    when
        A condition on the deal. Where it does not hold at the opening, the stage and its tasks are left out.
    """

    id: str
    title: str
    role: str
    hours: int
    customer_title: str
    milestone: str | None = None
    after: tuple[str, ...] | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule:
    """Conditions that hold something back until there is proof.

    It passes the moment all that it requires holds, and keeps the proof: what, by whom, when, which documents by hash.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    title
        What it proves.
    opens
        ``stage:<id>``; ``commitment``: from now on the customer may be told a date; ``live``.
    requires
        Any of ``task:<id>`` (done or waived), ``stage:<id>`` (complete) and ``promises`` (each kept, or let go).
    """

    id: str
    title: str
    opens: str
    requires: tuple[str, ...]
