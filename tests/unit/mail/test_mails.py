"""What mails say: every sample is read as its receiver would read it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from chalicelib.application.mail.view import mail_view
from chalicelib.application.outbox import CannotWriteError, Letter
from chalicelib.application.words.plain import file_of, name_of, plain
from chalicelib.domain.effects import SendMail
from chalicelib.domain.occasions import not_needed
from chalicelib.domain.onboarding import Decline, Gate, Handed, Notice, Question
from chalicelib.domain.playbook import FieldRule, FieldWhen
from tests import builders as b
from tests.unit.mail import samples as s

SAMPLES = s.samples()
TO_CUSTOMER = [n for n, letter in SAMPLES.items() if letter.reply_to and not n.startswith("lost-link")]
URL = re.compile(r"https://[^\s\"<>]+")


class Words(HTMLParser):
    """Collects what a reader of the HTML sees, and every address in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden += tag in {"style", "title"}
        self.addresses += [value for name, value in attrs if name in {"href", "src"} and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)

    @property
    def words(self) -> set[str]:
        return set(re.findall(r"\w{3,}", " ".join(self.seen)))


@pytest.fixture(params=SAMPLES)
def letter(request: pytest.FixtureRequest) -> Letter:
    return SAMPLES[request.param]


def test_there_is_a_sample_of_every_kind() -> None:
    kinds = {"welcome", "assigned", "held", "request", "receipt", "reminder", "progress", "handoff"}
    kinds |= {"lost", "new", "escalation", "task", "live", "wrapped", "sign", "handover", "digest", "weekly"}
    kinds |= {"handed", "answer", "signed"}
    kinds |= {"code", "feedback", "times", "meeting"}
    assert {name.partition("-")[0] for name in SAMPLES} == kinds


def test_a_subject_names_the_account_and_is_one_short_line(letter: Letter) -> None:
    ours = letter.to == "ada@vendor.example" or letter.subject == SAMPLES["lost-link"].subject
    assert letter.subject.startswith("Acme GmbH") or ours
    assert "\n" not in letter.subject
    assert 10 < len(letter.subject) <= 90


def test_the_text_is_complete_by_itself(letter: Letter) -> None:
    spoken = set(re.findall(r"\w{3,}", letter.text))
    assert Words(letter.html).words - spoken <= {"Golive"}


def test_text_and_html_lead_to_the_same_places(letter: Letter) -> None:
    assert set(URL.findall(letter.text)) == set(Words(letter.html).addresses)


def test_nothing_is_loaded_from_anywhere(letter: Letter) -> None:
    assert {"img", "script", "link", "iframe", "object"}.isdisjoint(Words(letter.html).tags)
    assert "url(" not in letter.html


def test_no_placeholder_is_left_over(letter: Letter) -> None:
    for part in (letter.subject, letter.text, letter.html):
        assert not re.search(r"\{\{|\}\}|\{%|%\(|None|\(erased\)|\(not recorded\)", part)


def test_lines_of_text_are_short_but_addresses_are_whole(letter: Letter) -> None:
    assert all(len(line) <= 78 or URL.search(line) for line in letter.text.splitlines())


@pytest.mark.parametrize("name", TO_CUSTOMER)
def test_a_customer_reaches_the_owner_by_reply_and_can_say_not_me(name: str) -> None:
    letter = SAMPLES[name]
    assert letter.reply_to == "ada@vendor.example"
    assert "This is not me, or I have left" in letter.text
    assert any(address.endswith("/leave") for address in URL.findall(letter.text))


@pytest.mark.parametrize("name", [name for name, letter in SAMPLES.items() if not letter.reply_to])
def test_a_colleague_gets_no_customers_link(name: str) -> None:
    assert "/p/" not in SAMPLES[name].text


def test_the_welcome_asks_for_everything_in_one_list_and_names_the_owner() -> None:
    text = SAMPLES["welcome"].text
    assert SAMPLES["welcome"].subject == "Acme GmbH: 4 things we need to start"
    for task in s.CUSTOMER:
        assert b.a_task(task).title in text
    for wanted in (
        "Ada Park",
        "a PDF of at most 5 MB",
        "Legal name of the company",
        "VAT number, if you have it",
    ):
        assert wanted in text


def test_no_go_live_date_is_told_before_its_gate() -> None:
    assert "11 Dec" not in SAMPLES["welcome"].text
    assert "11 Dec" not in SAMPLES["progress"].text
    assert "Your go-live date is Fri 11 Dec." in SAMPLES["welcome-with-date"].text


def test_a_rejected_document_says_what_to_do_first() -> None:
    text = SAMPLES["receipt-several"].text
    assert SAMPLES["receipt-several"].subject.endswith(
        "another file, please: “Upload the signed data processing agreement”"
    )
    assert "DPA signed.pdf" in text
    assert "Please save a copy without the password" in " ".join(text.split())
    assert text.index("Not accepted") < text.index("Checked and accepted")


def test_a_document_that_was_received_and_accepted_has_one_line() -> None:
    assert SAMPLES["receipt-several"].text.count("Handelsregister Acme.pdf") == 1


def test_a_file_that_was_refused_since_its_arrival_is_not_confirmed() -> None:
    refused = b.a_document("1" * 32, "contract", status="rejected", reasons=("pdf.encrypted",))
    notices = (Notice(kind="received", task="contract", document=refused.id),)
    view = mail_view(s.to_grace("receipt", notices=notices), s.scene(b.an_onboarding(documents=(refused,))))
    assert [line.kind for line in view.lines] == ["rejected"]
    assert view.button.endswith("/to/contract")
    done = b.with_task(b.an_onboarding(documents=(refused,)), "contract", status="done")
    assert "/to/" not in mail_view(s.to_grace("receipt", notices=notices), s.scene(done)).button


def test_who_is_asked_to_sign_what_was_declined_reads_why_and_what_was_done() -> None:
    again = " ".join(SAMPLES["request-sign-again"].text.split())
    assert "You declined to sign this: “The export is missing.”" in again
    assert "That is settled now. What was done: “The export is there now.”" in again
    other = SAMPLES["handed-to-sign-declined"]
    words = " ".join(other.text.split())
    assert "you will be asked to sign" in other.subject
    assert "Grace Lind declined to sign this: “The export is missing.” We look into that first." in words
    assert "Please by" not in words
    assert "Please read what you would sign" not in words


def test_we_do_not_say_that_we_hoped_for_a_signature_that_waited_for_us() -> None:
    state = b.with_task(b.an_onboarding(), "sign_off", status="open", due_at=b.NOW - timedelta(days=1))
    mail = s.to_grace("request", tasks=("sign_off",))
    assert "We hoped to have it" in s.letter(mail, state).text
    no = Decline(by="contact:c1", at=b.NOW, reason=b.personal("No."), settled_at=b.NOW)
    assert "We hoped to have it" not in s.letter(mail, b.with_task(state, "sign_off", declined=no)).text


def test_a_receipt_of_a_decline_quotes_it_and_says_that_it_is_with_us() -> None:
    words = " ".join(SAMPLES["receipt-declined"].text.split())
    assert "it is with us now" in words
    assert "The reason: “The export is missing.”" in words
    assert "One thing waits for our answer." in words
    assert "with others" not in words
    settled = " ".join(SAMPLES["receipt-settled"].text.split())
    assert "You declined to sign this. That is settled now. There is nothing you need to do now." in settled
    assert "The reason: “The export is missing.”" in SAMPLES["escalation-declined"].text


def test_a_mail_that_refuses_a_table_says_where_its_wrong_rows_are_and_leads_there() -> None:
    refused = b.a_document("1" * 32, "contract", status="rejected", reasons=("table.rows",))
    mail = s.to_grace("receipt", notices=(Notice(kind="rejected", task="contract", document=refused.id),))
    view = mail_view(mail, s.scene(b.an_onboarding(documents=(refused,))))
    assert "the page of this step lists each with its row" in view.lines[0].says[0]
    assert view.button.endswith("/to/contract")


def test_a_receipt_counts_what_is_open_for_its_reader_when_it_is_written() -> None:
    handed = b.with_task(b.an_onboarding(), "billing", handed=Handed(contact="c2", by="contact:c1", at=b.NOW))
    stuck = Question(
        id="q1",
        at=b.NOW,
        contact="c1",
        task="contract",
        stuck="missing",
        text=b.personal("?"),
        answer_by=b.NOW,
    )
    for onboarding, to, told in (
        (handed, "c1", "Open for you on Mon 23 Nov, 10:00 (Berlin): 3 things. One more is with others."),
        (handed, "c2", "Open for you on Mon 23 Nov, 10:00 (Berlin): one thing. 3 more are with others."),
        (
            replace(handed, questions=(stuck,)),
            "c1",
            "2 things. One more is with others. One thing waits for our answer.",
        ),
        (
            b.an_onboarding(),
            "c2",
            "Nothing was open for you on Mon 23 Nov, 10:00 (Berlin); 4 things are with",
        ),
    ):
        notices = (Notice(kind="answered", task="data_region", contact=to),)
        mail = SendMail(name="receipt", mail="receipt", to=f"contact:{to}", notices=notices)
        words = " ".join(s.letter(mail, onboarding).text.split())
        assert told in words
        assert "The page shows how it is now." in words


def test_a_receipt_before_the_verdict_does_not_say_that_all_is_done() -> None:
    checking = b.a_document(status="checking")
    notices = (Notice(kind="received", task="registration", document=checking.id),)
    onboarding = b.an_onboarding(documents=(checking,))
    for task in s.CUSTOMER:
        onboarding = b.with_task(onboarding, task, status="submitted")
    words = " ".join(s.letter(s.to_grace("receipt", notices=notices), onboarding).text.split())
    assert "We are checking it, and you hear from us once that is done." in words
    assert "Nothing else is open for you." in words
    for untrue in ("nothing to do about it", "complete for now"):
        assert untrue not in words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            (
                "Eingegangen, wird geprüft: Handelsregister",
                "\nIhre Liste öffnen:\n",
                "am Mi., 25. Nov., 11:00",
            ),
        ),
        (
            "fr",
            ("vérification en cours : Handelsregister", "\nOuvrir votre liste :\n", "le mer. 25 nov., 11:00"),
        ),
    ],
)
def test_signs_and_subjects_are_as_the_language_writes_them(language: str, said: tuple[str, ...]) -> None:
    mails = s.samples(language)
    both = mails["receipt-one"].text + mails["meeting"].subject
    for words in said:
        assert words in both.replace("\u202f", " ").replace("\xa0", " ")


def test_no_line_of_a_text_begins_with_a_sign_or_ends_before_it() -> None:
    for name, letter in s.samples("fr").items():
        for line in letter.text.splitlines():
            assert not re.match(r"\s*[:;?!»]", line), (name, line)
            assert not line.rstrip().endswith("«"), (name, line)


def test_a_question_is_confirmed_in_a_subject_of_its_own() -> None:
    assert SAMPLES["receipt-question"].subject == "Acme GmbH: your question has arrived"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Domain, if you have it (only if you answer “Okta” to “How do you sign in?”)"),
        ("de", "Domain, falls vorhanden (nur wenn Sie „How do you sign in?“ mit „Okta“ beantworten)"),
        ("fr", "Domain, si vous en disposez (seulement si vous répondez « Okta » à « How do you sign in? »)"),
        ("es", "Domain, si dispone de ello (solo si responde «Okta» a «How do you sign in?»)"),
    ],
)
def test_a_question_that_is_asked_after_some_answers_only_says_so(language: str, told: str) -> None:
    plan = b.a_playbook()
    first = FieldRule(id="kind", label="How do you sign in?", type="choice", choices=("Okta", "Email"))
    later = FieldRule(
        id="domain", label="Domain", required=False, when=FieldWhen(field="kind", one_of=("Okta",))
    )
    tasks = tuple(replace(t, fields=(first, later)) if t.id == "billing" else t for t in plan.tasks)
    with s.spoken(language):
        text = s.letter(s.to_grace("welcome", tasks=("billing",)), playbook=replace(plan, tasks=tasks)).text
    words = " ".join(text.split())
    assert told in words
    assert re.search(
        r"[(“„«]\W*Okta\W+(or|oder|ou|o)\W+Email\W*\)", words
    )  # in running text, and as they are chosen
    assert "(Okta" not in words


def test_an_answer_on_a_task_names_it() -> None:
    letter = SAMPLES["answer-on-a-task"]
    assert letter.subject == "Acme GmbH: an answer on “Upload your company registration”"
    assert SAMPLES["answer"].subject == "Acme GmbH: an answer to your question"


def test_a_file_that_was_replaced_since_is_not_asked_for_again() -> None:
    letter = SAMPLES["receipt-replaced"]
    words = " ".join(letter.text.split())
    assert letter.subject == "Acme GmbH: what we have received or checked"
    assert words.count("SHA-256") == 1  # of the one that was taken
    assert words.count("Not accepted, and no longer needed") == 2
    assert "Checked and accepted: DPA good.pdf" in words
    for gone in ("could not be taken", "below is what to do", "Please save a copy without the password"):
        assert gone not in words


@pytest.mark.parametrize(
    ("status", "told"), [("replaced", "Replaced by a newer file"), ("withdrawn", "Taken back by you")]
)
@pytest.mark.parametrize("kind", ["received", "accepted"])
def test_a_file_that_stands_no_more_is_not_confirmed_as_if_it_did(kind: str, status: str, told: str) -> None:
    old = b.a_document("1" * 32, "contract", status=status, name=b.personal("dpa.pdf"))
    new = b.a_document("2" * 32, "contract", status="checking", name=b.personal("reg.pdf"))
    notices = (
        Notice(kind=kind, task="contract", document=old.id),
        Notice(kind="received", task="contract", document=new.id),
    )
    letter = s.letter(s.to_grace("receipt", notices=notices), b.an_onboarding(documents=(old, new)))
    words = " ".join(letter.text.split())
    assert re.search(rf"{told}[^:]*: dpa\.pdf", words)
    assert "Received, being checked: reg.pdf" in words
    assert "We are checking it, and you hear from us" in words


@pytest.mark.parametrize(("later", "asked"), [("rejected", 1), ("checking", 0), ("needs_person", 0)])
def test_only_the_last_of_several_refused_files_is_asked_for(later: str, asked: int) -> None:
    first = b.a_document("1" * 32, "contract", status="rejected", reasons=("pdf.encrypted",))
    second = b.a_document("2" * 32, "contract", number=2, status=later, reasons=("file.empty",))
    notices = tuple(Notice(kind="rejected", task="contract", document=each) for each in (first.id, second.id))
    onboarding = b.an_onboarding(documents=(first, second))
    view = mail_view(s.to_grace("receipt", notices=notices[: 1 + asked]), s.scene(onboarding))
    assert [line.says[0][:18] for line in view.rejected] == ["This file is empty"] * asked


def test_a_picture_that_calls_itself_pdf_is_asked_for_as_a_pdf() -> None:
    picture = b.a_document("1" * 32, "contract", status="rejected", type="png", reasons=("file.name",))
    notice = Notice(kind="rejected", task="contract", document=picture.id)
    letter = s.letter(s.to_grace("receipt", notices=(notice,)), b.an_onboarding(documents=(picture,)))
    words = " ".join(letter.text.split())
    assert "This is a PNG picture, but we need a PDF here. Please save or print it as a PDF" in words


def test_what_the_product_does_itself_is_on_nobodys_list() -> None:
    assert "Create your accounts" not in SAMPLES["handoff"].text
    assert "Check the setup" in SAMPLES["handoff"].text


def test_what_the_product_does_itself_is_told_to_whom_somebody_gave_it() -> None:
    onboarding = b.with_task(b.an_onboarding(), "accounts", status="open", owner="ada")
    letter = s.letter(s.to_ada("task", tasks=("accounts",)), onboarding)
    assert letter.subject == "Acme GmbH: “Create your accounts” is yours to do"


def test_the_text_leaves_a_line_between_the_promises_and_the_button() -> None:
    assert "   - SSO before go-live\n\nOpen the onboarding:" in SAMPLES["assigned"].text


def test_progress_of_a_step_whose_things_were_all_given_says_so() -> None:
    letter = SAMPLES["progress-given"]
    assert letter.subject == "Acme GmbH: everything for “What we need from you” has arrived"
    assert "next step" not in letter.text
    assert "There is nothing you need to do now." in letter.text


def test_a_new_link_does_not_say_that_nothing_is_open_when_something_is() -> None:
    assert "Open on your list: 4 things." in SAMPLES["request-new-link"].text
    assert "nothing you need to do now" not in SAMPLES["request-new-link"].text
    assert "nothing you need to do now" in SAMPLES["request-new-link-complete"].text


def test_an_invitation_whose_task_has_moved_on_brings_the_link_and_what_is_open_now() -> None:
    mail = SendMail(name="invited.billing", mail="handed", to="contact:c2", tasks=("billing",))
    for onboarding, told in (
        (b.an_onboarding(), b.a_task("contract").title),
        (b.an_onboarding(status="on_hold", held="by_hand"), "There is nothing you need to do now."),
    ):
        letter = s.letter(mail, onboarding)
        words = " ".join(letter.text.split())
        assert "Grace Lind has invited you to help" in words
        assert told in words
        assert "/p/" in letter.text
        assert "asks you for this" not in words


def test_who_was_given_a_task_reads_first_who_asks_and_for_what_by_when() -> None:
    letter = SAMPLES["handed"]
    title = b.a_task("billing").title
    assert letter.subject == f"Acme GmbH: Grace Lind asks for your help with “{title}”"
    words = " ".join(letter.text.split())
    assert words.startswith(
        f"Hello Piet Maas, Grace Lind asks you for this, by Fri 27 Nov: “{title}”."
        " Acme GmbH is getting started with Golive, and this is one of the things that it takes."
    )


def test_who_has_something_again_reads_whose_it_was_and_that_it_is_nothing_else() -> None:
    mail = SendMail(name="back.c1", mail="handed", to="contact:c1", tasks=("billing", "contract"), giver="c2")
    moved = b.with_task(b.an_onboarding(), "contract", handed=Handed(contact="c2", by="contact:c1", at=b.NOW))
    words = " ".join(s.letter(mail, moved).text.split())
    assert (
        "Piet Maas no longer takes part in the onboarding of Acme GmbH. So this one thing is with you"
        in words
    )
    assert b.a_task("contract").title not in words
    assert "So these 2 things are with you again" in " ".join(s.letter(mail).text.split())
    both = b.with_task(moved, "billing", status="done")
    assert not_needed(both, mail)


def test_who_had_passed_something_on_reads_who_has_done_it() -> None:
    letter = SAMPLES["receipt-passed-on"]
    assert letter.subject == f"Acme GmbH: Done by your colleague: “{b.a_task('billing').title}”"
    assert "Piet Maas, whom you had asked, has done this" in " ".join(letter.text.split())


def test_who_is_live_is_told_no_go_live_date() -> None:
    gates = (Gate(id="inputs"), Gate(id="date", passed_at=b.NOW, proof=()), Gate(id="live"))
    promised = b.an_onboarding(gates=gates)
    live = replace(promised, milestones=replace(promised.milestones, live=b.NOW))
    dates = [mail_view(s.to_grace("welcome"), s.scene(each)).live_date for each in (promised, live)]
    assert dates == ["Fri 11 Dec", ""]


def test_who_is_live_is_told_who_looks_after_them_now_and_how_to_reach_them() -> None:
    words = " ".join(SAMPLES["live"].text.split())
    assert "From now on Tom Abara looks after you. If anything does not work" in words
    assert "write to tom@vendor.example." in words
    assert "Ada Park" not in words
    assert "Ines Vale (ines@vendor.example) does this part" in " ".join(SAMPLES["progress"].text.split())


@pytest.mark.parametrize(("language", "by"), [("fr", "Au plus tard le"), ("es", "a más tardar el")])
def test_a_day_by_which_something_is_wanted_is_itself_in_time(language: str, by: str) -> None:
    assert by in s.samples(language)["welcome"].text


def test_an_amount_has_no_empty_cents() -> None:
    assert "48,000 EUR" in SAMPLES["assigned"].text


def test_mails_of_a_meeting_say_how_we_meet_or_who_will_say_so() -> None:
    for name in ("times", "meeting", "meeting-owner", "meeting-moved"):
        assert f"How we meet: {s.ROOM}" in " ".join(SAMPLES[name].text.split()), name
        assert SAMPLES[name].invitation is None or SAMPLES[name].invitation.where == s.ROOM
    assert "Ada Park tells you how we meet." in SAMPLES["meeting-unsaid"].text
    assert "has not been told how you meet" in SAMPLES["meeting-owner-unsaid"].text
    assert "How we meet" not in SAMPLES["meeting-off"].text


def test_who_is_given_an_onboarding_is_not_told_that_it_has_just_begun() -> None:
    text = " ".join(SAMPLES["assigned-passed-on"].text.split())
    assert "You own the onboarding of Acme GmbH from now on" in text
    assert "Now in: Collection, with Ada Park" in text
    assert "is open" not in SAMPLES["assigned-passed-on"].subject + text


def test_a_reminder_lists_only_what_is_open_at_the_moment_of_sending() -> None:
    onboarding = b.with_task(b.an_onboarding(), "contract", status="done")
    letter = s.letter(s.to_grace("reminder", tasks=s.CUSTOMER, number=2), onboarding)
    assert letter.subject == "Acme GmbH: 3 things still open"
    assert b.a_task("contract").title not in letter.text


def test_a_reminder_says_what_else_is_open_and_a_task_may_have_its_own_words() -> None:
    letter = SAMPLES["reminder-own-words"]
    for part in (letter.text, letter.html):
        text = " ".join(part.split())
        assert "Everything else is ready; only this is missing." in text
        assert "Your bank issues this within a day." in text
        assert (
            "Also open on your list: Tell us where to send the invoices · Confirm where your data is kept"
            in text
        )
    assert letter.subject == "Acme GmbH: 2 things still open"
    assert "Your bank issues this" not in SAMPLES["welcome"].text


def test_what_is_with_a_colleague_is_not_called_open_on_the_list_of_who_asked_them() -> None:
    handed = b.with_task(b.an_onboarding(), "billing", handed=Handed(contact="c2", by="contact:c1", at=b.NOW))
    handed = b.with_task(handed, "data_region", handed=Handed(contact="c2", by="contact:c1", at=b.NOW))
    for to, reminded, also in (
        ("c1", "contract", "registration"),
        ("c2", "billing", "data_region"),
    ):
        mail = SendMail(name="reminder", mail="reminder", to=f"contact:{to}", tasks=(reminded,), number=1)
        view = mail_view(mail, s.scene(handed))
        assert view.also == (b.a_task(also).title,)


def test_only_reminders_can_be_ended_and_the_mail_program_is_told_how() -> None:
    for name, letter in SAMPLES.items():
        assert bool(letter.unsubscribe) == name.startswith("reminder"), name
        assert ("/unsubscribe/" in letter.text) == name.startswith("reminder"), name
    letter = SAMPLES["reminder-first"]
    assert letter.unsubscribe in letter.text.split()
    assert letter.unsubscribe in letter.html


def test_the_last_reminder_says_so_and_no_other_does() -> None:
    assert "the last reminder" in SAMPLES["reminder-last"].text
    assert "the last reminder" not in SAMPLES["reminder-own-words"].text


def test_what_is_late_is_not_asked_for_in_the_past() -> None:
    late = b.with_task(b.an_onboarding(), "contract", due_at=b.NOW - timedelta(days=3))
    letter = s.letter(s.to_grace("reminder", tasks=("contract",), number=2), late)
    assert "We hoped to have it by Fri 20 Nov." in letter.text


def test_on_the_day_by_which_something_is_wanted_a_mail_says_that_it_is_today() -> None:
    today = b.with_task(b.an_onboarding(), "contract", due_at=b.NOW - timedelta(hours=1))
    letter = s.letter(s.to_grace("reminder", tasks=("contract",), number=2), today)
    assert "Please by today, Mon 23 Nov." in letter.text
    assert "hoped" not in letter.text


def test_an_escalation_says_why_with_its_facts_what_to_do_and_leads_to_the_act_page() -> None:
    text = SAMPLES["escalation-stage"].text
    assert SAMPLES["escalation-stage"].subject == "Acme GmbH: Setup takes longer than it may"
    assert "told so far: Ines Vale" in " ".join(text.split())
    for part in (
        "Why you get this",
        "What to do next",
        "17:12",
        "Rule: stage.stalled",
        "Playbook: smb, version 1",
    ):
        assert part in text
    assert "/console/act/" in text


def test_a_rule_without_words_still_shows_its_facts() -> None:
    assert "Looked at: something" in SAMPLES["escalation-unknown"].text


def test_names_stand_in_the_body_and_never_in_a_header() -> None:
    for letter in SAMPLES.values():
        assert letter.to.isascii()
        assert " " not in letter.to


HOSTILE = {
    "Grace\r\nBcc: all@example.com": "Hello,",
    "Grace\u202edniL": "Hello GracedniL,",
    "Grace\u202egnp.exe": "Hello,",
    "Click evil.example now": "Hello,",
    "See https://evil.example now": "Hello,",
    "<b>Grace</b>": "Hello,",
}


@pytest.mark.parametrize(("name", "greeting"), HOSTILE.items())
def test_a_hostile_name_does_no_harm(name: str, greeting: str) -> None:
    onboarding = b.an_onboarding(contacts=(b.a_contact(name=name, email=b.personal("g@acme.example")),))
    letter = s.letter(s.to_grace("welcome", tasks=s.CUSTOMER), onboarding)
    assert letter.text.startswith(greeting)
    assert "evil.example" not in letter.html
    assert "<b>" not in letter.html


def test_an_account_named_in_markup_is_shown_as_text() -> None:
    onboarding = b.an_onboarding()
    account = replace(onboarding.deal.account, name='<img src=x onerror="alert(1)">\r\nBcc: x@y.example')
    onboarding = replace(onboarding, deal=replace(onboarding.deal, account=account))
    letter = s.letter(s.to_grace("welcome", tasks=s.CUSTOMER), onboarding)
    assert "<img" not in letter.html
    assert "\n" not in letter.subject


def test_a_colleague_who_has_left_is_no_receiver() -> None:
    for to in ("person:nobody", "contact:nobody", "robot:1"):
        with pytest.raises(CannotWriteError):
            mail_view(SendMail(name="x", mail="assigned", to=to), s.scene())


def test_answers_reach_somebody_even_when_the_owner_has_left() -> None:
    people = tuple(replace(person, active=person.id != "ada") for person in b.a_directory().people)
    scene = replace(s.scene(), directory=replace(b.a_directory(), people=people))
    assert mail_view(s.to_grace("welcome", tasks=s.CUSTOMER), scene).reply_to == "lee@vendor.example"


def test_an_escalation_that_does_not_exist_cannot_be_written() -> None:
    with pytest.raises(CannotWriteError):
        mail_view(s.to_ada("escalation", escalation="e404"), s.scene())


def test_a_passed_gate_of_another_kind_tells_no_date() -> None:
    onboarding = b.an_onboarding(gates=(Gate(id="inputs", passed_at=b.NOW), Gate(id="date"), Gate(id="live")))
    assert mail_view(s.to_grace("progress", stage="setup"), s.scene(onboarding)).live_date == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\tc", "a b c"),
        ("a\u202eb\u2066c\u200b", "abc"),
        ("\x00a\x85b\x9f", "a b"),
        ("é日本 🎉", "é日本 🎉"),
    ],
)
def test_plain_text_is_one_line_without_hidden_characters(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_a_name_that_would_become_a_link_is_dropped() -> None:
    assert name_of("www.evil.example", otherwise="you") == "you"
    assert name_of("Jean-Luc O'Neil", otherwise="you") == "Jean-Luc O'Neil"


@pytest.mark.parametrize(
    "typed",
    [
        "Click evil.example now",
        "EVIL.EXAMPLE",
        "evil.co/x",
        "Pay at bücher.例え",
        "evil\u3002example",
        "ab\u200b.io",
        "t.co",
    ],
)
def test_a_domain_among_the_words_of_a_name_is_enough_to_drop_it(typed: str) -> None:
    assert name_of(typed, otherwise="you") == "you"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Dr.Meier", "Dr. Meier"),
        ("J.R. Smith", "J.R. Smith"),
        ("M.Schmidt", "M. Schmidt"),
        ("Piet v.d. Berg jr.", "Piet v.d. Berg jr."),
        ("St. John", "St. John"),
    ],
)
def test_what_is_abbreviated_in_a_name_stays_a_name(typed: str, shown: str) -> None:
    assert name_of(typed, otherwise="you") == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Handelsregister Acme.pdf", "Handelsregister Acme.pdf"),
        ("Pay at evil.example now.pdf", "Pay at evil example now.pdf"),
        ("evil.com", "evil com"),
        ("Statement 1.10.2026 v2.1.XLSX", "Statement 1.10.2026 v2.1.XLSX"),
        ("\uff45vil\uff0eexample.pdf", "\uff45vil example.pdf"),
    ],
)
def test_a_domain_in_the_name_of_a_file_is_no_link(typed: str, shown: str) -> None:
    assert file_of(typed) == shown


def test_who_signs_gets_no_link_from_the_name_of_a_colleagues_file() -> None:
    document = b.a_document(status="accepted", name=b.personal("Pay at evil.example now.pdf"))
    signed = s.signed(b.an_onboarding(), document)
    assert "Pay at evil example now.pdf" in signed.text
    assert "evil.example" not in signed.text + signed.html


def test_a_receipt_of_a_question_is_in_one_language() -> None:
    german = s.samples("de")["receipt-question"]
    assert "- Ihre Frage\n" in german.text
    assert ">Ihre Frage<" in german.html


def test_no_line_of_a_french_mail_begins_with_a_sign() -> None:
    for letter in s.samples("fr").values():
        assert not re.search(r" [:;?!»]|« ", " ".join(Words(letter.html).seen))


@pytest.mark.parametrize("name", ["reminder-one", "request-sign", "meeting", "meeting-moved", "meeting-off"])
def test_a_button_names_the_list_only_where_it_opens_the_list(name: str) -> None:
    text = SAMPLES[name].text
    assert "/to/" in text
    assert not re.search(r"(?i)open (your|the) (list|onboarding):", text)


def test_the_place_of_proposed_times_is_named_once_with_each() -> None:
    text = SAMPLES["times"].text
    assert text.count("Berlin") == 3


def test_samples_are_stable() -> None:
    again: Mapping[str, Letter] = s.samples()
    assert again == SAMPLES


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("handed", "billing"),
        ("handed-to-sign", "sign_off"),
        ("answer-on-a-task", "registration"),
        ("request-sign", "sign_off"),
        ("times", "accounts"),
        ("welcome", "what-is-next"),
    ],
)
def test_the_button_of_a_mail_about_one_thing_leads_to_it_and_a_welcome_to_what_is_next(
    name: str, task: str
) -> None:
    assert any(address.endswith(f"/to/{task}") for address in Words(SAMPLES[name].html).addresses)


def test_the_button_of_a_mail_about_more_leads_to_the_overview() -> None:
    assert not any("/to/" in address for address in Words(SAMPLES["handed-first-contact"].html).addresses)
