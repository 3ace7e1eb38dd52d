"""One function tells any Why to a person, in one to three sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.application.words.advice_words import RULES
from chalicelib.application.words.said import Said
from chalicelib.application.words.why_words import WHYS
from chalicelib.domain.why import Fact, Why


class _Known(dict[str, str]):
    """Facts by name; one that the rule did not record reads as such."""

    def __missing__(self, name: str) -> str:
        return "(not recorded)"


def tell(why: Why, said: Said, *, subject: str = "") -> str:
    """Return the reason of an automatic act: the rule in words, its arithmetic, by which calendar, who was told.

    Parameters
    ----------
    said
        Says ids as names.
    subject
        What it is about (``stage:setup``), where the facts do not say.
    """
    facts = tuple(Fact(name=fact.name, value=said.value(fact)) for fact in why.facts)
    known = known_of(facts, **({"subject": said.subject(subject)} if subject else {}))
    raised = RULES[why.rule].reason if why.told and why.rule in RULES else ""
    climbed = climb_of(known) if raised else ""
    words = raised or WHYS.get(why.rule, "")
    told = ", ".join(dict.fromkeys(said.person(person) for person in why.told))
    return " ".join(
        part
        for part in (
            words % known if words else said_plainly(facts),
            climbed,
            f"Told: {told}." if told else "",
        )
        if part
    )


def because(entry: Mapping[str, Any], said: Said) -> str | None:
    """Return the reason that a journal entry records, in words; None where somebody simply did it."""
    written = entry.get("why")
    if not written:
        return None
    facts = tuple(Fact(name=fact["name"], value=fact["value"]) for fact in written.get("facts", ()))
    why = Why(rule=written["rule"], facts=facts, told=tuple(written.get("told", ())))
    return tell(why, said, subject=_subject(entry.get("data") or {}))


def _subject(data: Mapping[str, Any]) -> str:
    """Return what an event is about: ``task:…``, ``stage:…`` and the like; empty for the whole."""
    if isinstance(escalation := data.get("escalation"), Mapping):
        return str(escalation.get("subject", ""))
    kinds = ("task", "document", "stage", "gate")
    return next((f"{kind}:{data[kind]}" for kind in kinds if isinstance(data.get(kind), str)), "")


def known_of(facts: tuple[Fact, ...], **more: str) -> dict[str, str]:
    """Return facts by name for the words of a rule, with the sentences that the facts of a clock make (``clock``)."""
    known = _Known({fact.name: fact.value for fact in facts} | more)
    return _Known(
        known
        | {
            "clock": _clock(known),
            "facts": said_plainly(facts),
            "conditions": _conditions(known),
            "kept meanwhile": _kept(known),
            "their reason": f"The reason: {known['declined because']}"
            if "declined because" in known
            else "The reason stands in the record.",
            "words": f"“{known['question']}”" if "question" in known else "They said no more.",
        }
    )


def climb_of(known: Mapping[str, str]) -> str:
    """Say since when nobody has taken up what was raised, and who was told when; empty while it has not climbed."""
    told = [value for name, value in known.items() if name.startswith("told at rung ")]
    if not told or (since := known.get("not acknowledged since")) is None:
        return ""
    each = "".join("; {} was told on {}".format(*one.split(", ", 1)) for one in told)
    return f"Nobody took it up since {since}{each}."


def said_plainly(facts: Iterable[Fact]) -> str:
    """Return facts one after the other."""
    return "; ".join(f"{fact.name}: {fact.value}" for fact in facts)


def _clock(known: dict[str, str]) -> str:
    """Say what was allowed, what has passed and what did not count, as far as the rule recorded it."""
    sentences = []
    allowed, passed = known.get("working hours allowed"), known.get("working hours passed")
    if "passed already" in known:
        sentences.append(
            f"It would have been due on {known['passed already']} ({known['due']}), which had passed."
        )
        sentences.append(f"{allowed} working hours are allowed{_by(known)}.")
    elif "counted from" in known:
        sentences.append(f"It is due {known['due']}, counted from {known['counted from']}.")
    elif needed := known.get("working hours needed"):
        left = _minutes(known["working hours left"])
        sentences.append(
            f"Working time needed when it was raised: {_minutes(needed)}; left: {left}{_by(known)}."
        )
    elif allowed and passed:
        sentences.append(
            f"{_span(allowed)} working hours were allowed; {_span(passed)} had passed when it was raised{_by(known)}."
        )
    elif allowed:
        sentences.append(f"{_span(allowed)} working hours are allowed{_by(known)}.")
        sentences += [f"It will be due {known['due']}."] if "once" in known.get("due", "") else []
    elif waited := known.get("working hours waited"):
        sentences.append(f"That was {_span(waited)} working hours{_by(known)}.")
    if days := known.get("not counted"):
        sentences.append(f"Not counted: {days}.")
    return " ".join(sentences)


def _conditions(known: dict[str, str]) -> str:
    """Say which conditions of the playbook held, and which did not, where it has some."""
    names = {"conditions that hold": "Holds", "conditions that do not hold": "Does not hold"}
    return "".join(f" {word}: {known[name]}." for name, word in names.items() if name in known)


def _kept(known: dict[str, str]) -> str:
    """Say how much was kept of what was done meanwhile, where there is something."""
    kept = known.get("kept", "0")
    return "" if kept == "0" else f"; kept of what was done meanwhile: {kept}"


def _by(known: dict[str, str]) -> str:
    return f" by the calendar of {known['calendar']}" if "calendar" in known else ""


def _minutes(hours: str) -> str:
    """Say working time that is compared: ``27:59`` is ``27 h 59 min``."""
    whole, _, minutes = hours.partition(":")
    return f"{whole} h {int(minutes)} min" if minutes.isdecimal() and int(minutes) else f"{whole} h"


def _span(hours: str) -> str:
    """Say working time: ``24:00`` is ``24``, ``31:20`` stays."""
    return hours.removesuffix(":00")
