"""What the playbook of the samples says to customers, in the languages that we offer: spoken.txt, a text a line."""

from pathlib import Path

_TEXTS = Path(__file__).with_suffix(".txt")


def translations() -> dict[str, dict[str, str]]:
    """Return the translations of the samples' playbook, by language."""
    lines = _TEXTS.read_text("utf-8").splitlines()
    rows = [[text.strip() for text in line.split("|")] for line in lines]
    return {language: {row[0]: row[at] for row in rows} for at, language in enumerate(("de", "fr", "es"), 1)}
