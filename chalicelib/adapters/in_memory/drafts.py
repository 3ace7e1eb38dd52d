"""Drafts in memory: the twin for tests."""

from chalicelib.application.drafts import Draft


class InMemoryDrafts:
    """Keeps drafts over a dictionary."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Draft] = {}
        self._emptied: dict[tuple[str, str], int] = {}

    def read(self, onboarding: str, task: str) -> Draft | None:
        """Return the draft of a task."""
        return self._kept.get((onboarding, task))

    def keep(self, onboarding: str, draft: Draft, *, over: str, seen: int) -> bool:
        """Keep a draft in place of the version `over` (empty: of none), by whoever has `seen` the onboarding up to a sequence.

        False where there is another one by now, or where a later commit has emptied it.
        """
        if self._emptied.get((onboarding, draft.task), 0) > seen:
            return False
        present = self._kept.get((onboarding, draft.task))
        if present and present.version not in (over, draft.version):
            return False
        self._emptied.pop((onboarding, draft.task), None)
        self._kept[onboarding, draft.task] = draft
        return True

    def forget(self, onboarding: str, task: str, sequence: int) -> None:
        """Forget what there is of a task, as the commit does that settles it and ends with `sequence`."""
        self._kept.pop((onboarding, task), None)
        self._emptied[onboarding, task] = sequence

    def drop(self, onboarding: str, draft: Draft) -> None:
        """Forget a draft, unless there is another one by now."""
        if self._kept.get((onboarding, draft.task)) == draft:
            del self._kept[onboarding, draft.task]
