"""A playbook file that cannot be used says where and what to do."""

from pathlib import Path

import pytest

from chalicelib.adapters.playbook_files import FOLDER, linted, load, load_all
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
    ("warn_days: 2", "warn_days: 2\nwarn_days: 3", "line 9: 'warn_days' stands twice"),
    ("stages:", "stages: [", "line "),
    ("after: [sign_off]", "after: sign_off", "after: must be a list"),
    ("target_days: 5", "target_days: !!int ''", "line 7: this value is not"),
    ("target_days: 5", "target_days: !!bool maybe", "line 7: this value is not"),
    ("target_days: 5", "target_days: !!timestamp soon", "line 7: this value is not"),
    ("target_days: 5", "target_days: " + "[" * 3000, "nested deeper"),
    ("name: simple", "name: simple # " + "x" * 200_000, "200000 is the most"),
    ("country: DE", "country: XX", "calendar country: no public holidays are known"),
    ("country: DE", "country: DE, region: ZZ", "calendar country: no public holidays are known"),
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
        linted(text, source="mine.yaml")


def test_the_linter_speaks_when_a_file_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SIMPLE.replace("role: implementation", "role: nobody", 1))
    with pytest.raises(PlaybookError, match=r"mine\.yaml, line 17, stage 'setup' role: needs an owner"):
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
        linted(text, source="mine.yaml")


def test_two_files_may_not_hold_the_same_playbook(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(SIMPLE)
    with pytest.raises(PlaybookError, match="two files hold the playbook 'simple'"):
        load_all(tmp_path)


def refused(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    with pytest.raises(PlaybookError) as refusal:
        load(file)
    return str(refusal.value).splitlines()


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_every_problem_is_named_with_its_line_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SIMPLE.replace("    hours: 24\n", "    hours: 0\n", 1).replace(
        "rung_hours: [4, 8]", "rung_hours: [4]"
    )
    text = text.replace('requires: ["stage:setup", ', 'requires: ["stage:moon", ')
    text = text.replace("{id: vat_id, label: VAT number,", "{id: vat_id, label: ' ',")
    lines = refused(tmp_path, text)
    assert [line.partition(": ")[0] for line in lines] == [
        "mine.yaml, line 11, rung_hours",
        f"mine.yaml, line {line_of(text, '    hours: 0')}, task 'registration' hours",
        f"mine.yaml, line {line_of(text, 'vat_id')}, task 'contacts_and_billing' field 'vat_id'",
        f"mine.yaml, line {line_of(text, 'stage:moon') - 3}, gate 'ready_for_live'",
        f"mine.yaml, line {line_of(text, 'stage:moon')}, gate 'ready_for_live' requires",
    ]


def test_every_mistake_of_shape_is_named_with_its_line(tmp_path: Path) -> None:
    text = SIMPLE.replace("target_days: 5", "target_days: soon").replace(
        "    kind: approval", "    kidn: approval", 1
    )
    lines = refused(tmp_path, text)
    at = line_of(text, "kidn")
    assert lines == [
        "mine.yaml, line 7, target_days: must be a whole number.",
        f"mine.yaml, line {at - 2}, tasks 'accept_handoff' kind: add this field.",
        f"mine.yaml, line {at}, tasks 'accept_handoff' kidn: there is no such field; remove it or mend its name.",
    ]


@pytest.mark.parametrize("value", ["true", '"24"', "24.0", "2e1"])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, value: str) -> None:
    text = SIMPLE.replace("    hours: 24\n", f"    hours: {value}\n", 1)
    (line,) = refused(tmp_path, text)
    assert (
        f"line {line_of(text, f'    hours: {value}')}, tasks 'registration' hours: must be a whole number"
        in line
    )


@pytest.mark.parametrize("value", ["1", '"yes"', "0"])
def test_what_only_looks_like_a_yes_is_none(tmp_path: Path, value: str) -> None:
    (line,) = refused(tmp_path, SIMPLE.replace("required: false", f"required: {value}", 1))
    assert "'vat_id' required: must be true or false" in line


def test_of_an_id_that_stands_twice_the_second_is_shown(tmp_path: Path) -> None:
    text = SIMPLE.replace("  - id: check_setup", "  - id: create_account", 1)
    second = text.index("id: create_account", text.index("id: create_account") + 1)
    expected = (
        f"mine.yaml, line {text[:second].count(chr(10)) + 1}, task 'create_account': this id stands twice"
    )
    assert any(line.startswith(expected) for line in refused(tmp_path, text))


def test_every_shipped_playbook_offers_the_name_of_the_company_for_the_invoice() -> None:
    asked = [
        each.known
        for path in sorted(FOLDER.glob("*.yaml"))
        for task in load(path).tasks
        for each in task.fields
        if each.label == "Company name on the invoice"
    ]
    assert asked
    assert set(asked) == {"account.name"}
