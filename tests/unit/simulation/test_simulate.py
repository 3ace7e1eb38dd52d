"""`make simulate`: what it writes, what it says, and what it refuses."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.adapters.playbook_files import FOLDER
from chalicelib.domain.errors import PlaybookError
from infra.simulation.progress import Progress
from infra.simulation.reading import HistoryError, journals
from infra.simulation.trying import Asked, simulate

JOURNALS = Path(__file__).parents[2] / "journals" / "0.1.0"
SMB = FOLDER / "smb.yaml"


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A playbook with shorter clocks, as somebody would propose it."""
    text = re.sub(r"(?m)^version: \d+", "version: 99", SMB.read_text()).replace("hours: 8,", "hours: 3,")
    file = tmp_path / "smb.yaml"
    file.write_text(text)
    return file


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    return out


def test_a_report_names_what_changed_and_says_whether_to_merge(stricter: Path, tmp_path: Path) -> None:
    sentence = simulate(Asked(playbook=stricter, onboardings=6), tmp_path / "out")
    report = (tmp_path / "out" / "report.md").read_text()
    assert re.match(r"# Simulation: Small and medium business \d+ → 99\n", report)
    assert sentence.splitlines()[0] in report
    assert "**Nobody lived this history**" in report
    assert "`stage.stalled`" in report
    assert (tmp_path / "out" / "report.png").read_bytes().startswith(b"\x89PNG")


def test_the_same_seed_gives_the_same_report_to_the_byte(stricter: Path, tmp_path: Path) -> None:
    asked = Asked(playbook=stricter, onboardings=4)
    for name in ("one", "two"):
        simulate(asked, tmp_path / name)
    one, two = ({f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    simulate(replace(asked, seed="2"), tmp_path / "three")
    assert (tmp_path / "three" / "report.md").read_bytes() != one["report.md"]


def test_the_onboardings_that_differ_most_have_a_page_each(stricter: Path, tmp_path: Path) -> None:
    simulate(Asked(playbook=stricter, onboardings=6), tmp_path)
    pages = list(tmp_path.glob("onb-*.md"))
    assert pages
    for page in pages:
        assert f"]({page.name})" in (tmp_path / "report.md").read_text()
        assert "**target**" in page.read_text()


def test_the_same_policy_changes_nothing_and_the_report_says_what_it_does(tmp_path: Path) -> None:
    said = simulate(Asked(playbook=SMB, onboardings=2), tmp_path)
    assert said.startswith("Nothing changes: this is the policy as it stands. By itself it brings")
    assert "| then |" not in (tmp_path / "report.md").read_text()


def test_a_tier_that_is_new_is_reported_by_itself(tmp_path: Path) -> None:
    fresh = tmp_path / "gold.yaml"
    text = re.sub(r"(?m)^name: smb", "name: gold", SMB.read_text())
    fresh.write_text(
        re.sub(r"(?m)^title: .*", "title: Gold", re.sub(r"(?m)^version: \d+", "version: 1", text))
    )
    said = simulate(Asked(playbook=fresh, onboardings=6), tmp_path / "out")
    report = (tmp_path / "out" / "report.md").read_text()
    assert said.startswith("Nothing is compared, since there is no earlier gold. By itself it brings")
    assert report.startswith(f"# Simulation: Gold 1\n\n**{said.splitlines()[0]}**\n")
    assert "| person | alerts raised to them first | mails |" in report
    assert not re.search(r"merge|twice|\| then", report, re.IGNORECASE)
    assert (tmp_path / "out" / "report.png").read_bytes().startswith(b"\x89PNG")


def test_a_folder_of_journals_is_replayed_for_the_playbooks_asked_for(tmp_path: Path) -> None:
    simulate(Asked(playbook=SMB, history=str(JOURNALS)), tmp_path)
    report = (tmp_path / "report.md").read_text()
    assert "Replayed: 2 journals from" in report
    assert "3 journals of other playbooks are left out." in report


def test_a_broken_playbook_is_refused_in_the_linters_words(tmp_path: Path) -> None:
    broken = tmp_path / "smb.yaml"
    broken.write_text(SMB.read_text().replace("stage: kickoff", "stage: kick_off"))
    with pytest.raises(PlaybookError, match="kick_off"):
        simulate(Asked(playbook=broken), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_history_without_such_onboardings_is_said_plainly(tmp_path: Path) -> None:
    simple = str(JOURNALS / "simple.json")
    with pytest.raises(
        HistoryError, match="holds no onboarding that ran under smb: its 1 journal ran under other"
    ):
        simulate(Asked(playbook=SMB, history=simple), tmp_path)
    with pytest.raises(HistoryError, match="A history of no onboardings shows nothing"):
        simulate(Asked(playbook=SMB, onboardings=0), tmp_path)


def test_journals_are_read_as_lines_as_a_page_and_one_after_the_other(tmp_path: Path) -> None:
    entries = json.loads((JOURNALS / "smb.json").read_text())["journal"]
    lines = "\n".join(json.dumps(entry) for entry in (*entries, *entries))
    (tmp_path / "two.jsonl").write_text(lines + "\n")
    (tmp_path / "page.json").write_text(json.dumps({"items": entries, "next": None}))
    found = list(journals(str(tmp_path)))
    assert [Path(link).name for link, _ in found] == ["page.json", "two.jsonl", "two.jsonl"]
    assert all(journal == entries for _, journal in found)


@pytest.mark.parametrize("text", ["{", "[1]", '{"a": 1}', '[{"sequence": 1}]', '"words"'])
def test_what_is_no_journal_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.json").write_text(text)
    with pytest.raises(HistoryError, match=r"odd\.json"):
        list(journals(str(tmp_path)))


def test_a_journal_without_its_beginning_is_refused(tmp_path: Path) -> None:
    entries = json.loads((JOURNALS / "smb.json").read_text())["journal"]
    (tmp_path / "cut.json").write_text(json.dumps(entries[3:]))
    with pytest.raises(HistoryError, match="does not begin with the opening"):
        simulate(Asked(playbook=SMB, history=str(tmp_path)), tmp_path / "out")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_and_a_pipe_gets_lines() -> None:
    screen, pipe = Terminal(), io.StringIO()
    for out in (screen, pipe):
        progress = Progress("onboardings", out=out)
        for done in range(1, 101):
            progress.at(done, 100)
    assert screen.getvalue().endswith("in all\x1b[K\n")
    assert "█" in screen.getvalue()
    assert "\r" not in pipe.getvalue()
    assert pipe.getvalue().count("\n") == 10
    assert pipe.getvalue().splitlines()[4].startswith("50 of 100 onboardings")
