"""What a journal tells of people who acted on the whole of an onboarding: deal, plan, promises, course, gates."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.codes import OTHER
from infra.simulation.deeds import SAID


def about_the_whole(event: e.Event) -> Iterator[c.Command]:
    """Yield the command that brought an event about, if a person or the CRM gave one."""
    match event:
        case e.DealChanged() | e.DealLost():
            yield c.RecordDeal(deal=event.deal)
        case e.TaskAdded():
            rule = event.rule
            yield c.AddTask(
                title=rule.title,
                stage=rule.stage,
                kind=rule.kind,
                help=rule.help,
                role=rule.role,
                owner=event.task.owner,
                hours=rule.hours,
                after=rule.after,
                documents=rule.documents,
                fields=rule.fields,
                statement=rule.statement,
                signer=rule.signer,
                again=event.again,
            )
        case e.PromiseSettled():
            yield c.SettlePromise(promise=event.promise, note=event.proof.note or SAID)
        case e.Reassigned():
            yield c.Reassign(subject=event.subject, person=event.person)
        case e.OnboardingHeld() if event.held == "by_hand":
            until = event.until.date() if event.until else None
            yield c.HoldOnboarding(code=event.code or OTHER, reason=event.note or SAID, until=until)
        case e.OnboardingReleased():
            yield c.ReleaseOnboarding()
        case e.OnboardingCancelled():
            yield c.CancelOnboarding(code=event.code or OTHER, reason=event.reason or SAID)
        case e.TargetSet():
            yield c.SetTarget(date=event.target_at.date(), code=event.code, note=event.note or SAID)
        case e.OverrideRequested():
            yield c.RequestOverride(gate=event.gate, reason=event.reason)
        case e.GatePassed() if event.why is not None and event.why.rule == "gate.overridden":
            yield c.ApproveOverride(gate=event.gate)
        case e.MailTroubled():
            yield c.RecordMailTrouble(
                effect=event.effect, mail=event.mail, to=event.to, trouble=event.trouble
            )
