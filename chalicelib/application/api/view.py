"""What the JSON API shows, made from state, playbook, directory and names."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.application.api.shapes import (
    AccountView,
    AnswerView,
    AsksView,
    BlockView,
    ContactView,
    DealView,
    DocumentView,
    EscalationView,
    GateView,
    HandedView,
    HoldView,
    MeetingView,
    OnboardingView,
    OpinionView,
    PersonView,
    PromiseView,
    ProofView,
    QuestionView,
    StageView,
    TaskView,
    WhyView,
)
from chalicelib.application.personal import Names
from chalicelib.application.words.clocks import activity_view, clock_view, forecast_view, whole_clock
from chalicelib.application.words.said import said_of
from chalicelib.application.words.why_told import tell
from chalicelib.domain.asked import Asks, count
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deal import Deal
from chalicelib.domain.metrics import forecast_at, health, lag_of
from chalicelib.domain.onboarding import (
    Block,
    Contact,
    Escalation,
    Gate,
    Meeting,
    Onboarding,
    Opinion,
    Promise,
    Proof,
    Question,
    Stage,
    Task,
)
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiView:
    """Looks at one onboarding for the team: personal values are shown."""

    onboarding: Onboarding
    playbook: Playbook
    directory: Directory
    names: Names
    now: datetime
    calendar: Calendar

    def whole(self) -> OnboardingView:
        """Return everything about the onboarding."""
        state = self.onboarding
        return OnboardingView(
            id=state.id,
            account=AccountView(name=state.deal.account.name),
            tier=state.tier,
            status=state.status,
            stage=state.stage.id if state.stage else None,
            owner=person(state.owner, self.directory),
            health=health(state, self.now),
            target_date=self._day(state.target_at),
            forecast_date=self._day(forecast_at(state, self.now)),
            open_escalations=sum(1 for _ in state.raised()),
            deal=self._deal(state.deal),
            playbook=state.playbook,
            opened_at=state.opened_at,
            hold=self._hold(state) if state.status == "on_hold" else None,
            cancelled_code=state.ended_code,
            clocks=whole_clock(state, now=self.now, calendar=self.calendar),
            forecast=forecast_view(state),
            last_activity=activity_view(state),
            requests=state.reminders.requests,
            milestones=asdict(state.milestones),
            contacts=tuple(map(self._contact, state.contacts)),
            promises=tuple(map(self._promise, state.promises)),
            stages=tuple(map(self._stage, state.stages)),
            tasks=tuple(map(self._task, state.tasks)),
            gates=tuple(map(self._gate, state.gates)),
            escalations=tuple(map(self._escalation, state.escalations)),
            questions=tuple(map(self._question, state.questions)),
            asks=asks_view(count(state)),
            feedback=tuple(map(self._opinion, state.opinions)),
            meetings=tuple(map(self._meeting, state.meetings)),
        )

    def _day(self, moment: datetime | None) -> date | None:
        return moment.astimezone(ZoneInfo(self.playbook.calendar.time_zone)).date() if moment else None

    def _text(self, reference: Personal | None) -> str | None:
        return self.names.reveal(reference) if reference else None

    def _deal(self, deal: Deal) -> DealView:
        return DealView(
            source=deal.ref.source,
            tenant=deal.ref.tenant,
            id=deal.ref.id,
            name=self.names.reveal(deal.name),
            url=deal.url,
            amount=str(deal.amount.amount) if deal.amount else None,
            currency=deal.amount.currency if deal.amount else None,
        )

    def _contact(self, contact: Contact) -> ContactView:
        return ContactView(
            id=contact.id,
            name=self._text(contact.name),
            email=self._text(contact.email),
            role=contact.role,
            language=contact.language,
            time_zone=contact.time_zone,
            status=contact.status,
            reminders=contact.reminders,
            first=self.onboarding.reachable()[:1] == (contact,),
        )

    def _promise(self, promise: Promise) -> PromiseView:
        return PromiseView(
            id=promise.id,
            text=self.names.reveal(promise.text),
            made_by=self._text(promise.made_by),
            due=promise.due,
            owner=person(promise.owner, self.directory) if promise.owner else None,
            settled=self._proof(promise.settled) if promise.settled else None,
        )

    def _stage(self, stage: Stage) -> StageView:
        rule = next((rule for rule in self.playbook.stages if rule.id == stage.id), None)
        return StageView(
            id=stage.id,
            title=rule.title if rule else stage.id,
            status=stage.status,
            owner=person(stage.owner, self.directory),
            entered_at=stage.entered_at,
            due_at=stage.due_at,
            left_at=stage.left_at,
            clock=clock_view(self.onboarding, stage, now=self.now, calendar=self.calendar),
        )

    def _task(self, task: Task) -> TaskView:
        rule = self.playbook.task(task.id)
        return TaskView(
            id=task.id,
            stage=task.stage,
            kind=task.kind,
            title=task.title,
            status=task.status,
            by_customer=task.by_customer,
            provision=rule.provision if rule else None,
            owner=person(task.owner, self.directory),
            opened_at=task.opened_at,
            due_at=task.due_at,
            quote=self._text(task.quote),
            reminders_sent=task.reminded or 0,
            next_reminder_at=self._reminder_ahead(task),
            documents=tuple(self._documents(task)),
            answers=tuple(
                AnswerView(field=answer.field, value=self.names.reveal(answer.value))
                for answer in task.answers
            ),
            proof=self._proof(task.proof) if task.proof else None,
            blocked=self._block(task.blocked) if task.blocked else None,
            waiver_asked_by=task.waiver.by if task.waiver else None,
            handed=HandedView(contact=task.handed.contact, by=task.handed.by, at=task.handed.at)
            if task.handed
            else None,
            stuck=self.onboarding.stuck(task.id) is not None,
            requests=task.asks,
            asked_again=task.again,
        )

    def _meeting(self, meeting: Meeting) -> MeetingView:
        return MeetingView(
            task=meeting.task,
            minutes=meeting.minutes,
            times=meeting.times,
            chosen=meeting.chosen,
            contact=meeting.contact,
            wish=self._text(meeting.wish),
        )

    def _opinion(self, opinion: Opinion) -> OpinionView:
        return OpinionView(
            milestone=opinion.milestone,
            contact=opinion.contact,
            asked_at=opinion.asked_at,
            score=opinion.score,
            comment=self._text(opinion.comment),
            given_at=opinion.given_at,
        )

    def _question(self, question: Question) -> QuestionView:
        return QuestionView(
            id=question.id,
            contact=question.contact,
            at=question.at,
            text=self._text(question.text),
            task=question.task,
            stuck=question.stuck,
            open=question.open,
            answer_by=question.answer_by,
            answer=self._text(question.answer),
            answered_at=question.answered_at,
            answered_by=question.answered_by,
        )

    def _reminder_ahead(self, task: Task) -> datetime | None:
        """Return when the customer is reminded next; None where nobody will be, or it has come already."""
        state = self.onboarding
        ahead = state.running and bool(state.remindable()) and task.status == "open"
        return task.remind_at if ahead and task.remind_at and task.remind_at > self.now else None

    def _hold(self, state: Onboarding) -> HoldView:
        code = state.held_code
        return HoldView(
            how=state.held or "by_hand",
            code=code,
            title=self.playbook.codes.title("hold", code) if code else None,
            since=state.held_at,
            until=state.held_until,
        )

    def _block(self, block: Block) -> BlockView:
        return BlockView(
            code=block.code,
            title=self.playbook.codes.title("blocked", block.code),
            since=block.since,
            by=block.by,
            note=self._text(block.note),
        )

    def _documents(self, task: Task) -> Iterator[DocumentView]:
        for document in self.onboarding.of_task(task.id):
            yield DocumentView(
                id=document.id,
                version=document.number,
                name=self.names.reveal(document.name),
                status=document.status,
                reasons=document.reasons,
                sha256=document.sha256,
                received_at=document.received_at,
                rows=document.table.rows if document.table else None,
                wrong_rows=document.table.wrong if document.table else None,
                signature=document.signature.state if document.signature else None,
            )

    def _gate(self, gate: Gate) -> GateView:
        rule = next((rule for rule in self.playbook.gates if rule.id == gate.id), None)
        return GateView(
            id=gate.id,
            title=rule.title if rule else gate.id,
            opens=rule.opens if rule else "",
            requires=rule.requires if rule else (),
            passed_at=gate.passed_at,
            proof=tuple(map(self._proof, gate.proof or ())),
            override_requested_by=gate.override_by,
        )

    def _escalation(self, escalation: Escalation) -> EscalationView:
        lag = lag_of(escalation)
        return EscalationView(
            id=escalation.id,
            rung=escalation.rung,
            rule=escalation.rule,
            subject=escalation.subject,
            owner=person(escalation.owner, self.directory),
            since=escalation.since or escalation.raised_at,
            raised_at=escalation.raised_at,
            acknowledged_at=escalation.acknowledged_at,
            acknowledged_after_minutes=_minutes(lag.taken),
            snoozed_until=escalation.snoozed_until,
            resolved_at=escalation.resolved_at,
            resolved_after_minutes=_minutes(lag.settled),
            code=escalation.code,
            why=self._why(escalation),
        )

    def _why(self, escalation: Escalation) -> WhyView:
        why, said = escalation.why, said_of(self)
        return WhyView(
            rule=why.rule,
            playbook=why.playbook,
            facts=why.facts,
            told=why.told,
            text=tell(why, said, subject=escalation.subject),
        )

    def _proof(self, proof: Proof) -> ProofView:
        return ProofView(
            by=proof.by,
            at=proof.at,
            hashes=proof.hashes,
            note=self._text(proof.note),
            reference=proof.reference,
            asked_by=proof.asked_by,
            shown=proof.shown,
            language=proof.language,
            digest=proof.digest,
        )


def asks_view(asks: Asks) -> AsksView:
    """Return how often the customer was asked."""
    share = round(100 * asks.once / asks.things) if asks.things else None
    return AsksView(
        things=asks.things, asked_once_percent=share, requests=asks.requests, repeated=asks.repeated
    )


def person(person_id: str, directory: Directory) -> PersonView:
    """Return somebody of the team by id."""
    found = directory.get(person_id)
    return PersonView(
        id=person_id, name=found.name if found else person_id, email=found.email if found else None
    )


def _minutes(span: timedelta | None) -> int | None:
    return None if span is None else span // timedelta(minutes=1)
