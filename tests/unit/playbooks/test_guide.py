"""The guide "Write your playbook" is executed: its pieces, put together as it says, get the linter's answers that it shows."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra import lint_playbooks

DOCS = Path(__file__).parents[3] / "docs"
GUIDE = DOCS / "write-your-playbook.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fences(page: Path) -> Iterator[tuple[str, str]]:
    """Yield language and text of each block of a page."""
    return iter(_FENCE.findall(page.read_text(encoding="utf-8")))


def merged(known: list[Any], fresh: list[Any]) -> list[Any]:
    """Return items with fresh ones put in: of a known id changed, others before the next known one, or at the end."""
    items = {item["id"]: dict(item) for item in known}
    order = list(items)
    for number, item in enumerate(fresh):
        if item["id"] not in items:
            following = next((one["id"] for one in fresh[number + 1 :] if one["id"] in items), None)
            order.insert(order.index(following) if following else len(order), item["id"])
        items[item["id"]] = items.get(item["id"], {}) | item
    return [items[name] for name in order]


def with_piece(playbook: dict[str, Any], piece: dict[str, Any]) -> dict[str, Any]:
    """Return a playbook with a piece of the guide put in."""
    lists = {
        name: merged(playbook.get(name, []), part) for name, part in piece.items() if isinstance(part, list)
    }
    return playbook | piece | lists


def linted(playbook: dict[str, Any], file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what `make lint-playbooks` prints."""
    text = yaml.dump(playbook, sort_keys=False, allow_unicode=True)
    file.write_text("# yaml-language-server: $schema=../docs/playbook.schema.json\n" + text, encoding="utf-8")
    lint_playbooks.main([str(file)])
    printed = capsys.readouterr()
    return (printed.out + printed.err).strip()


def test_the_guide_leads_from_an_empty_file_to_a_playbook_that_lints_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    playbook: dict[str, Any] = {}
    before, answers = playbook, list[str]()
    for language, text in fences(GUIDE):
        if language == "yaml":
            piece = yaml.safe_load(text)
            before, playbook = playbook, with_piece(playbook, piece)
            if set(piece) == {"stages"}:
                assert playbook["stages"] == piece["stages"]  # the list is shown whole
        elif language == "text":
            answers.append(linted(playbook, tmp_path / "gold.yaml", capsys))
            assert answers[-1] == text.strip()
            if "hours: 40" in (tmp_path / "gold.yaml").read_text():
                playbook = before  # the mistake is taken back
    assert [answer.endswith("no problems") for answer in answers] == [False, True, True, True, False]
    assert linted(playbook, tmp_path / "gold.yaml", capsys).endswith("no problems")


def test_the_deals_of_the_guide_lack_nothing_but_what_it_says(tmp_path: Path) -> None:
    shell = "".join(text for language, text in fences(GUIDE) if language == "bash" and "win" in text)
    printing = (
        'curl() { while [ $# -gt 1 ]; do shift; done; case "$1" in {*) printf "%s\\n" "${1//$'
        "'\\n'"
        '/}";; esac; }\n'
    )
    said = subprocess.run(
        ["bash", "-c", printing + shell], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    whole, words = (json.loads(line)["data"] for line in said.splitlines())
    assert whole["account"]["name"] != words["account"]["name"]
    assert (whole["attributes"], words["attributes"]) == ({"seats": 800}, {"seats": "about five hundred"})
    for deal in (whole, words):
        assert deal["committed_live_date"]
        assert deal["handoff"]["goals"]
        assert deal["handoff"]["scope"]


def test_every_piece_of_the_page_about_playbooks_is_yaml_with_fields_that_exist() -> None:
    known = {"calendar", "stages", "tasks", "gates", "attributes", "codes", "reminders", "stall"}
    pieces = [yaml.safe_load(text) for language, text in fences(DOCS / "playbooks.md") if language == "yaml"]
    assert len(pieces) > 3
    assert all(set(piece) <= known for piece in pieces)


def test_the_linter_prints_problems_apart_from_what_is_fine_and_says_so_in_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text("name: gold\n", encoding="utf-8")
    assert lint_playbooks.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("bad.yaml, line 1, version: add this field.\n")
    assert lint_playbooks.main([]) == 0
    assert (
        "simple.yaml: Simple, version 2: 10 tasks, longest way to live 40 of 40 working hours"
        in capsys.readouterr().out
    )
