"""Playbooks, changed: each loads and lints clean, or is refused with a sentence that names the place. Nothing else.

One that lints clean must carry: an onboarding opens with it, is played to its end, and the largest deal fits into it.
"""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from chalicelib.adapters.playbook_files import FOLDER, load
from chalicelib.domain.deal import DealContact, DealPromise
from chalicelib.domain.errors import PlaybookError
from chalicelib.domain.playbook import Playbook
from tests.faults.fuzz.limits import BoundedOnboardingStore
from tests.faults.fuzz.playbook_junk import INSERTED, JUNK
from tests.faults.fuzz.target import Attempt, Target
from tests.properties import world as played
from tests.properties.world import World, play_to_the_end, sealed

PATIENCE = 20.0  # seconds of computing, however busy the machine is
_KINDS = ("put", "put", "put", "remove", "rename", "repeat", "swap", "copy")


@cache
def texts() -> dict[str, str]:
    """Return the shipped playbooks by file name."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


def drawn() -> st.SearchStrategy[dict[str, Any]]:
    """Draw changes of the structure, or of the text, of a playbook, or a text that never was one."""
    base = st.sampled_from(sorted(texts()))
    place = st.lists(st.integers(0, 30), min_size=1, max_size=5)
    change = st.tuples(st.sampled_from(_KINDS), place, st.sampled_from(sorted(JUNK))).map(list)
    insertion = st.tuples(st.integers(0, 1000), st.integers(0, 40), st.sampled_from(sorted(INSERTED))).map(
        list
    )
    return st.one_of(
        st.fixed_dictionaries({"base": base, "structure": st.lists(change, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"base": base, "structure": st.lists(change, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"base": base, "text": st.lists(insertion, min_size=1, max_size=4)}),
        st.fixed_dictionaries({"raw": st.text(max_size=60)}),
        st.fixed_dictionaries(
            {"raw": st.lists(st.sampled_from(sorted(INSERTED.values())), max_size=8).map("".join)}
        ),
    )


def every() -> list[dict[str, Any]]:
    """Return every single change of the structure of every playbook, and every insertion at some places of one."""
    found: list[dict[str, Any]] = []
    for name in texts():
        for place in _places(_read(name), []):
            found += [{"base": name, "structure": [["put", place, junk]]} for junk in sorted(JUNK)]
            found += [
                {"base": name, "structure": [[kind, place, "text"]]} for kind in sorted(set(_KINDS) - {"put"})
            ]
    inserted = [
        [at, cut, what] for at in range(0, 1000, 40) for cut in (0, 1, 8) for what in sorted(INSERTED)
    ]
    return found + [{"base": "simple.yaml", "text": [change]} for change in inserted]


def written(made: dict[str, Any]) -> str:
    """Return the text of the changed playbook."""
    if "raw" in made:
        return str(made["raw"])
    text = texts()[made["base"]]
    for at, cut, what in made.get("text", []):
        place = len(text) * at // 1000
        text = text[:place] + INSERTED[what] + text[place + cut :]
    if "structure" not in made:
        return text
    data = _read(made["base"])
    for kind, place, junk in made["structure"]:
        data = _changed(data, place, kind, JUNK[junk])
    try:
        return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False))
    except UnicodeEncodeError:  # only the slow writer can write half a character
        return str(yaml.safe_dump(data, sort_keys=False))


class _Dumper(yaml.CSafeDumper):
    """Writes what stands twice twice, not as an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is an alias."""
        return True


@cache
def _read(name: str) -> Any:
    return yaml.safe_load(texts()[name])


@contextmanager
def world() -> Iterator[Attempt]:
    """Yield what tries one changed playbook."""
    with tempfile.TemporaryDirectory(prefix="golive-playbook-") as folder:
        yield lambda made: _try(Path(folder) / "mine.yaml", made)


def _try(file: Path, made: dict[str, Any]) -> None:
    file.write_bytes(written(made).encode("utf-8", "surrogatepass"))
    with _patience():
        try:
            playbook = load(file)
        except PlaybookError as refusal:
            lines = str(refusal).splitlines()
        else:
            _carries(playbook)
            return
    assert lines, "refused without a word"
    assert "mine.yaml" in lines[0], f"the sentence names no place: {lines[0][:300]}"
    assert lines[-1].endswith((".", "]", "}", "7", "'")) or ": " in lines[-1], (
        f"no sentence: {lines[-1][:300]}"
    )


@contextmanager
def _patience() -> Iterator[None]:
    def over(*_: Any) -> None:
        raise TimeoutError("it does not come to an end")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _carries(playbook: Playbook) -> None:
    kept = dict(played.PLAYBOOKS)
    played.PLAYBOOKS.clear()
    played.PLAYBOOKS.update({"smb": kept["smb"], playbook.name: playbook})
    try:
        usual = _opened(playbook)
        play_to_the_end(usual)
        state = usual.state
        assert state.status in {"live", "closed"}, f"it ends as {state.status}"
        assert all(task.settled for task in state.tasks), "tasks are left over"
        _opened(playbook, **_largest())
    finally:
        played.PLAYBOOKS.clear()
        played.PLAYBOOKS.update(kept)


def _opened(playbook: Playbook, **changes: Any) -> World:
    world = World()
    world.store = world.ports.store
    bounded = BoundedOnboardingStore(world.clock)
    world.store = bounded
    world.__post_init__()
    making = changes.pop("making", None)
    more = {"tier": playbook.name} | changes
    if making:
        world.do(lambda s: played.c.RecordDeal(deal=played.a_deal(s, **more, **making(s))), "crm:deals")
    else:
        world.open(**more)
    assert world.state.playbook == playbook.ref, "its name is never found"
    return world


def _largest() -> dict[str, Any]:
    """Return a deal with as much as can be carried over, and all of the rest wrong."""
    wrong = (
        "amount", "currency", "signed_at", "url", "domain", "country", "time_zone", "language", "partner", "owner_email",
        "owner_name", "owner_role", "contact", "contacts", "promise_text", "promise_made_by", "promise_due", "promises",
        "committed_live_date", "history", "account", "name", "tier", "notes", "role",
    )  # fmt: skip

    def making(sealer: Any) -> dict[str, Any]:
        people = [sealed(sealer, f"c{n}@acme.example") for n in range(20)]
        texts = [sealed(sealer, f"promise {n}") for n in range(20)]
        return {
            "contacts": tuple(DealContact(name=person, email=person, role="user") for person in people),
            "promises": tuple(DealPromise(text=text) for text in texts),
            "attributes": tuple((f"problem:{name}", sealed(sealer, name)) for name in wrong),
        }

    return {
        "making": making,
        "owner": None,
        "committed": None,
        "complete": False,
        "handoff": played.Handoff(),
    }


def _places(value: Any, path: list[int]) -> Iterator[list[int]]:
    if path:
        yield path
    items: list[Any] = (
        list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    )
    for number, item in enumerate(items):
        yield from _places(item, [*path, number])


def _changed(value: Any, path: list[int], kind: str, junk: Any) -> Any:
    if not isinstance(value, dict | list) or not value:
        return junk
    keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    key, copy = keys[path[0] % len(keys)], dict(value) if isinstance(value, dict) else list(value)
    if len(path) > 1 and isinstance(value[key], dict | list) and value[key]:
        copy[key] = _changed(value[key], path[1:], kind, junk)
        return copy
    match kind:
        case "remove":
            del copy[key]
        case "rename" if isinstance(copy, dict):
            return {(str(junk)[:40] if k == key else k): v for k, v in copy.items()}
        case "repeat" | "copy" if isinstance(copy, list):
            copy.extend([copy[key]] * (1 if kind == "copy" else 30))
        case "swap":
            other = keys[path[-1] % len(keys)]
            copy[key], copy[other] = copy[other], copy[key]
        case _:
            copy[key] = junk
    return copy


TARGETS = (Target(name="playbooks", world=world, every=every, drawn=drawn(), most=1, share=0.3),)
