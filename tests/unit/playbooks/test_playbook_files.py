"""A playbook file that cannot be used says where and what to do."""

from pathlib import Path

import pytest

from chalicelib.adapters.playbook_files import FOLDER, load, load_all, parse
from chalicelib.domain.errors import PlaybookError

SIMPLE = (FOLDER / "simple.yaml").read_text()

MISTAKES = [
    ("name: simple", "nmae: simple", "nmae: there is no such field"),
    ("name: simple", "# gone", "name: add this field"),
    ("target_days: 5", "target_days: soon", "target_days: must be a whole number"),
    ("country: DE", "country: NO", "calendar country: must be text; put quotes around it"),
    ('opens: "09:00"', "opens: 9:00", "calendar opens: must be text; put quotes around it"),
    ("    kind: approval", "    kind: sometimes", "tasks 'accept_handoff' kind: "),
    ("    kind: approval", "    kidn: approval", "tasks 'accept_handoff' kidn: there is no such field"),
    ("label: Billing address,", "lable: Billing address,", "fields 'billing_address' lable"),
    ("warn_days: 2", "warn_days: 2\nwarn_days: 3", "line 8: 'warn_days' stands twice"),
    ("stages:", "stages: [", "line "),
    ("after: [sign_off]", "after: sign_off", "after: must be a list"),
    ("target_days: 5", "target_days: !!int ''", "line 6: this value is not"),
    ("target_days: 5", "target_days: !!bool maybe", "line 6: this value is not"),
    ("target_days: 5", "target_days: !!timestamp soon", "line 6: this value is not"),
    ("target_days: 5", "target_days: " + "[" * 3000, "nested deeper"),
    ("name: simple", "name: simple # " + "x" * 200_000, "200000 is the most"),
    ("country: DE", "country: XX", "calendar: no public holidays are known"),
    ("country: DE", "country: DE, region: ZZ", "calendar: no public holidays are known"),
    ("name: simple", "name: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
]


@pytest.mark.parametrize(("good", "bad", "message"), MISTAKES)
def test_a_mistake_is_named_with_file_and_place(tmp_path: Path, good: str, bad: str, message: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SIMPLE.replace(good, bad, 1))
    with pytest.raises(PlaybookError) as refusal:
        load(file)
    assert str(refusal.value).startswith("mine.yaml")
    assert message in str(refusal.value)


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "\x00", "? [a]\n: b", "? {a: b}\n: c"])
def test_what_is_no_playbook_at_all_is_refused_in_words(text: str) -> None:
    with pytest.raises(PlaybookError, match=r"mine\.yaml"):
        parse(text, source="mine.yaml")


def test_the_linter_speaks_when_a_file_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SIMPLE.replace("role: implementation", "role: nobody", 1))
    with pytest.raises(PlaybookError, match=r"mine\.yaml, stage 'setup': needs an owner"):
        load(file)


def test_a_file_that_is_missing_or_not_text_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(PlaybookError, match=r"binary\.yaml: the file cannot be read"):
        load(tmp_path / "binary.yaml")
    with pytest.raises(PlaybookError) as refusal:
        load(tmp_path / "missing.yaml")
    assert str(refusal.value) == f"There is no file {tmp_path / 'missing.yaml'}."


def test_twenty_thousand_keys_are_read_in_no_time() -> None:
    text = "".join(f"k{n}: 1\n" for n in range(16_000))
    with pytest.raises(PlaybookError, match="k15999: there is no such field"):
        parse(text, source="mine.yaml")


def test_two_files_may_not_hold_the_same_playbook(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(SIMPLE)
    with pytest.raises(PlaybookError, match="two files hold the playbook 'simple'"):
        load_all(tmp_path)
