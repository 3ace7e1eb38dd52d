"""Lives in which happens what is rare: the customer's people among themselves, changed plans, meetings, files that end."""

from dataclasses import replace
from datetime import date, timedelta

from chalicelib.domain import commands as c
from chalicelib.domain.playbook import DocumentRule, FieldRule, ValidRule
from tests.properties.world import (
    ADA,
    GRACE,
    LEE,
    MONDAY,
    PLAYBOOKS,
    World,
    play_until_meeting,
    sealed,
)


def changed() -> World:
    """Return a world in which a team has changed its plan in nearly every way, and the customer's people have acted."""
    world = World()
    world.open(tier="smb")
    task = next(task.id for task in world.state.tasks if task.status == "open" and not task.by_customer)
    world.do(lambda s: c.BlockTask(task=task, note=sealed(s)))
    world.do(c.UnblockTask(task=task))
    world.do(lambda s: c.RequestWaiver(task=task, reason=sealed(s)))
    world.do(c.ApproveWaiver(task=task), LEE)
    world.do(lambda s: c.ReopenTask(task=task, reason=sealed(s)))
    world.do(lambda s: c.SetTarget(date=date(2026, 12, 15), note=sealed(s)))
    world.do(lambda s: c.CorrectContact(contact="contact-1", email=sealed(s, "new@acme.example")))
    world.do(c.SwitchReminders(contact="contact-1", on=False))
    world.do(c.SwitchLanguage(contact="contact-1", language="de"))
    world.do(c.RenewLink(contact="contact-1"))
    for command in (
        lambda s: c.AssignTask(task="registration", name=sealed(s, "Linus"), email=sealed(s, "linus")),
        lambda s: c.TakeBackTask(task="registration"),
        lambda s: c.SetRole(contact="contact-2", role="billing"),
        lambda s: c.PassPrimary(contact="contact-2"),
        lambda s: c.ReportStuck(task="registration", contact="contact-1", code="missing"),
        lambda s: c.AskQuestion(contact="contact-1", text=sealed(s)),
        lambda s: c.AnswerQuestion(question="question-1", text=sealed(s)),
    ):
        world.do(command)
    world.do(c.MailCode(contact="contact-1", challenge="c", visit="v"))
    world.do(c.TryCode(contact="contact-1", challenge="c", visit="v", right=True))
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=()))
    return world


def met() -> World:
    """Return a world in which a meeting was arranged in every way."""
    world, time = World(), MONDAY + timedelta(days=4)
    world.open(tier="smb")
    play_until_meeting(world)
    task = world.state.meetings[0].task
    world.do(c.ProposeTimes(task=task, times=(time, time + timedelta(hours=1))))
    world.do(lambda s: c.DeclineTimes(task=task, contact="contact-1", wish=sealed(s)))
    world.do(c.ChooseTime(task=task, contact="contact-1", time=time))
    world.do(c.CancelMeeting(task=task))
    return world


def filed() -> World:
    """Return a world whose customer has sent files that were taken back, replaced, dated and read, and that end."""
    world, task = World(), "added_1"
    world.open()
    rule = DocumentRule(valid=ValidRule(asks_date=True), types=("pdf",))
    world.do(c.AddTask(stage="collection", kind="customer", title="The insurance", documents=rule))
    first, second, third = ("a" * 32, "b" * 32, "c" * 32)
    world.upload(task, first)
    world.do(c.WithdrawDocument(document=first, contact="contact-1"), GRACE)
    world.upload(task, second)
    world.upload(task, third, replaces=second)
    world.verdict(task, third, replaces=second)
    world.scan(task, third)
    world.do(lambda s: c.RecordReading(document=third, values=sealed(s)), "system:deliver")
    world.do(c.DateDocument(document=third, day=date(2026, 12, 10), contact="contact-1"), GRACE)
    world.wait(days=7)
    return world


def moved() -> World:
    """Return a world that went over to another version and back: with passwords, a task dropped, entries put off."""
    world, plan = World(), PLAYBOOKS["simple"]
    world.open()
    fields = (FieldRule(id="key", label="Key", type="secret"),)
    world.do(c.AddTask(stage="collection", kind="customer", title="The password", fields=fields))
    given = c.SubmitAnswers(task="added_1", contact="contact-1", secrets=("key",))
    world.do(given, GRACE, locked={"key": b"closed"})
    world.do(lambda s: c.RevealSecret(task="added_1", field="key", number=1, reason=sealed(s)), ADA)
    world.do(lambda s: c.AskSecretAgain(task="added_1", field="key", reason=sealed(s)))
    world.do(c.AddTask(stage="setup", title="Visit the warehouse"))
    world.do(lambda s: c.DropTask(task="added_2", reason=sealed(s)))
    badge = replace(next(rule for rule in plan.tasks if rule.kind == "internal"), id="badge", after=())
    world.ports.playbooks.publish(replace(plan, version=plan.version + 1, tasks=(*plan.tasks, badge)))
    seen = world.preview(plan.version + 1)
    world.do(c.MigrateOnboarding(version=plan.version + 1, digest=seen.digest))
    world.do(c.UndoMigration())
    world.wait(days=2)
    raised, until = next(world.state.raised()), world.clock.now() + timedelta(hours=5)
    world.do(lambda s: c.SnoozeEscalation(escalation=raised.id, until=until, note=sealed(s)))
    world.wait(hours=8)
    return world
