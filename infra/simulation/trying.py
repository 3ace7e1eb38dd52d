"""From what is asked for to the report: policies, history, trial, figures, words and picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.playbook_files import FOLDER, load, load_all
from chalicelib.domain.errors import PlaybookError
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import Playbook
from infra.furnish import FALLBACK, FurnishError, read_people
from infra.simulation.alone import is_alone, verdict
from infra.simulation.changes import Changes, changes
from infra.simulation.generated import FIRST_DAY, Generated
from infra.simulation.lives import History
from infra.simulation.plot import plot
from infra.simulation.progress import Progress
from infra.simulation.reading import HistoryError, journals
from infra.simulation.recorded import Recorded, recorded
from infra.simulation.report import Source, report
from infra.simulation.sought import sought
from infra.simulation.stories import story
from infra.simulation.tables import most_different
from infra.simulation.trial import Pair, Trial, tried
from infra.simulation.words import count

OUT = Path("build/simulation")
Policies = Mapping[str, Playbook]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a simulation is asked for; an empty `history` is generated."""

    playbook: Path
    history: str = ""
    against: str = "published"
    onboardings: int = 500
    seed: str = "1"
    people: Path = Path("infra/local/directory.yaml")


def simulate(asked: Asked, out: Path) -> str:
    """Try a policy, write the report into `out`, and return what to tell on the terminal.

    Raises
    ------
    PlaybookError
        A playbook is broken: the linter's own words.
    HistoryError
        The history cannot be read, or there is none of this playbook.
    """
    now = policies(asked.playbook)
    then = against(asked.against, now)
    history, source = _history(asked, now, then)
    trial = Trial(history=history, then=then, now=now)
    pairs = tried(trial, Progress("onboardings"))
    tiers = [history.life(number).tier for number in range(history.size)]
    calendars = {name: HolidayCalendars().of(playbook.calendar) for name, playbook in now.items()}
    found = changes(pairs, calendars, tiers, history.team)
    _write(out, found, pairs, source, trial)
    sides = tuple(then.values()), tuple(now.values())
    return f"{verdict(found, *sides)}\n{out / 'report.md'}"


def policies(place: Path) -> dict[str, Playbook]:
    """Read the playbook of a file, or those of a folder, by tier."""
    found = load_all(place) if place.is_dir() else (load(place),)
    if not found:
        raise PlaybookError(f"There is no playbook in {place}.")
    return {playbook.name: playbook for playbook in found}


def against(source: str, now: Policies) -> dict[str, Playbook]:
    """Read what is compared with: for a tier that has nothing yet, its own new playbook."""
    known = {p.name: p for p in load_all(FOLDER)} if source == "published" else policies(Path(source))
    return {name: known.get(name, playbook) for name, playbook in now.items()}


def _history(asked: Asked, now: Policies, then: Policies) -> tuple[History, Source]:
    notes = [
        f"There is no published playbook '{name}' yet, so the new one has nothing to be compared with."
        for name in now
        if asked.against == "published" and then[name] is now[name]
    ]
    if not asked.history:
        if asked.onboardings < 1:
            raise HistoryError("A history of no onboardings shows nothing: ONBOARDINGS=500, for example.")
        words = (
            f"Replayed: {count(asked.onboardings, 'generated onboarding')} of a year from {FIRST_DAY}, "
            f"seed {asked.seed}. **Nobody lived this history**: people, dates and delays are invented."
        )
        history = Generated(
            size=asked.onboardings,
            seed=asked.seed,
            tiers=tuple(now),
            sought=sought((*then.values(), *now.values())),
        )
        return history, Source(words=words, notes=tuple(notes))
    found = recorded(list(journals(asked.history)), dict(now), _team(asked.people))
    if not found.size:
        raise HistoryError(_nothing(asked, found, now))
    words = f"Replayed: {count(found.size, 'journal')} from {asked.history}."
    return found, Source(words=words, notes=(*notes, *_about(found, then)))


def _nothing(asked: Asked, found: Recorded, now: Policies) -> str:
    names = " or ".join(sorted(now))
    others = f": its {count(found.others, 'journal')} ran under other playbooks" if found.others else ""
    return (
        f"{asked.history} holds no onboarding that ran under {names}{others}. There is nothing to simulate."
    )


def _about(found: Recorded, then: Policies) -> list[str]:
    notes = []
    if found.others:
        notes.append(f"{count(found.others, 'journal')} of other playbooks are left out.")
    if found.strangers:
        notes.append(
            f"Not in the list of people (PEOPLE=): {', '.join(found.strangers)}. Their alerts climb to the desk."
        )
    ran = {version for version in found.versions if all(p.version != version for p in then.values())}
    if ran:
        notes.append(
            f"Some ran under version {', '.join(map(str, sorted(ran)))}, which is not here; *then* is "
            f"{', '.join(f'{p.name} {p.version}' for p in then.values())} for all of them."
        )
    return notes


def _team(people: Path) -> Directory:
    try:
        rows = read_people(people)
    except (OSError, FurnishError) as error:
        raise HistoryError(
            f"{error}. PEOPLE= names the list of people, as infra/local/directory.yaml is one."
        ) from error
    persons = tuple(Person(**{**row, "roles": tuple(row.get("roles", ()))}) for row in rows)
    return Directory(people=persons, fallback=FALLBACK)


def _write(out: Path, found: Changes, pairs: Sequence[Pair], source: Source, trial: Trial) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("onb-*.md"):
        old.unlink()
    pages = {}
    for then, now in most_different(pairs):
        (out / f"{then.id}.md").write_text(story(then, now), encoding="utf-8")
        pages[then.id] = f"{then.id}.md"
    sides = tuple(trial.then.values()), tuple(trial.now.values())
    text = report(found, pairs, source, *sides, pages)
    (out / "report.md").write_text(text, encoding="utf-8")
    plot(found, pairs, out / "report.png", alone=is_alone(*sides))
