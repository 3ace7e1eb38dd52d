"""What the board can be narrowed by: the tiers and stages of the playbooks that are published."""

from collections.abc import Iterator
from contextlib import suppress

from chalicelib.application.ports import Playbooks
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.domain.playbook import StageRule


def tiers_and_stages(playbooks: Playbooks) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the tiers, and the title of each stage by its id.

    Stages are those of each tier's newest version that can be read, in their order; where tiers call one stage by
    different titles, it has all of them.
    """
    tiers = playbooks.names()
    titles: dict[str, list[str]] = {}
    for rule in _stages(tiers, playbooks):
        known = titles.setdefault(rule.id, [])
        if rule.title not in known:
            known.append(rule.title)
    return tiers, {stage: " / ".join(known) for stage, known in titles.items()}


def _stages(tiers: tuple[str, ...], playbooks: Playbooks) -> Iterator[StageRule]:
    for tier in tiers:
        with suppress(PlaybookUnreadableError, NotFoundError):
            yield from playbooks.newest_readable(tier).stages
