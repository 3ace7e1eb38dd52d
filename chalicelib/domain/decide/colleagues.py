"""Who of the customer does what: tasks given to colleagues, roles, who is asked first."""

from chalicelib.domain import commands as c
from chalicelib.domain import reminders, signing
from chalicelib.domain.context import Context
from chalicelib.domain.decide.contacts import invited, known
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    ContactAdded,
    Event,
    PrimaryPassed,
    RoleSet,
    TaskAssigned,
    TaskTakenBack,
)
from chalicelib.domain.onboarding import Contact, Onboarding, Task


def assign(state: Onboarding, command: c.AssignTask, context: Context) -> tuple[Event, ...]:
    """Give a task to one of the customer's people; somebody new is invited with it. Who signs becomes the approver."""
    task = _theirs(state, command.task)
    if not state.running:
        raise WrongStateError("This onboarding is on hold. Ask your colleague once it goes on.")
    signs = signing.by_approver(context.playbook.task(task.id))
    if signs:
        _may_name_approver(state, command.by)
    by = f"contact:{command.by}" if command.by else context.actor
    contact, events = _whom(state, command, context, role=signing.APPROVER if signs else "colleague")
    if task.handed and task.handed.contact == contact.id:
        return ()
    if signs and not signing.is_approver(contact):
        events += (RoleSet(at=context.now, contact=contact.id, role=signing.APPROVER),)
    nudge = reminders.nudge(task.id, 0, context)
    return (
        *events,
        TaskAssigned(
            at=context.now,
            task=task.id,
            contact=contact.id,
            by=by,
            nudge=nudge,
            invited=state.contact(contact.id) is None,
        ),
    )


def take_back(state: Onboarding, command: c.TakeBackTask, context: Context) -> tuple[Event, ...]:
    """Take a task back; what is nobody's in particular stays so."""
    task = _theirs(state, command.task)
    if task.handed is None:
        return ()
    if signing.by_approver(context.playbook.task(task.id)):
        raise WrongStateError("Somebody must sign this. Name the person who does instead.")
    by = f"contact:{command.by}" if command.by else context.actor
    may = {task.handed.by, f"contact:{task.handed.contact}", *(f"contact:{one}" for one in _first(state))}
    if command.by and by not in may:
        raise NotAllowedError(
            "Only who has this, who gave it to them, or your first contact can take it back."
        )
    nudge = reminders.nudge(task.id, 0, context)
    return (TaskTakenBack(at=context.now, task=task.id, by=by, nudge=nudge),)


def set_role(state: Onboarding, command: c.SetRole, context: Context) -> tuple[Event, ...]:
    """Say what a contact does. Who signs is named by who signs already, else by the first contact, or by the team."""
    contact = _here(state, command.contact)
    if signing.APPROVER in (command.role, contact.role.casefold()):
        _may_name_approver(state, command.by)
    elif command.by and command.by not in (contact.id, *_first(state)):
        raise NotAllowedError("Only your first contact can say what a colleague does.")
    if contact.role == command.role:
        return ()
    return (RoleSet(at=context.now, contact=contact.id, role=command.role),)


def pass_primary(state: Onboarding, command: c.PassPrimary, context: Context) -> tuple[Event, ...]:
    """Let another contact be asked first; the first one passes that on, or the team does."""
    contact = _here(state, command.contact)
    if command.by and command.by not in _first(state):
        raise NotAllowedError("Only your first contact can pass this on.")
    if contact.status != "active" or contact.email is None:
        raise WrongStateError("This colleague cannot be reached by mail, so they cannot be asked first.")
    if _first(state) == (contact.id,):
        return ()
    by = f"contact:{command.by}" if command.by else context.actor
    return (PrimaryPassed(at=context.now, contact=contact.id, by=by),)


def _first(state: Onboarding) -> tuple[str, ...]:
    return tuple(contact.id for contact in state.reachable()[:1])


def _here(state: Onboarding, contact_id: str) -> Contact:
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    return known(state, contact_id)


def _theirs(state: Onboarding, task_id: str) -> Task:
    """Return a task that the customer can do now, or refuse."""
    task = state.task(task_id)
    if task is None or not task.by_customer:
        raise NotFoundError("There is no such task.")
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    if task.status != "open":
        said = {"waiting": "It is not time for this yet.", "submitted": "We are checking this.",
                "in_review": "We are checking this."}  # fmt: skip
        raise WrongStateError(said.get(task.status, "This is already complete. Nothing more is needed."))
    return task


def _may_name_approver(state: Onboarding, by: str | None) -> None:
    """Refuse that somebody else than who signs, or the first contact where nobody does yet, says who signs; the team may."""
    there = {contact.id for contact in signing.approvers(state)}
    if by and there and by not in there:
        raise NotAllowedError("Somebody signs for you already. Ask them, or us, to name somebody else.")
    if by and not there and by not in _first(state):
        raise NotAllowedError("Only your first contact, or we, can say who signs for you.")


def _whom(
    state: Onboarding, command: c.AssignTask, context: Context, *, role: str
) -> tuple[Contact, tuple[Event, ...]]:
    """Return who gets the task, and the event that invites them if they are new."""
    if command.contact is not None:
        contact = known(state, command.contact)
    elif command.email is None or command.name is None:
        raise InvalidError("Say who has it: choose a colleague, or give a name and an email address.")
    else:
        found = next((c for c in state.contacts if c.email == command.email and c.status == "active"), None)
        if found is None:
            contact = invited(
                state,
                context,
                name=command.name,
                email=command.email,
                role=role,
                language=command.language or state.deal.account.language or "en",
                by=command.by or context.actor,
            )
            return contact, (ContactAdded(at=context.now, contact=contact, for_task=command.task),)
        contact = found
    if contact.status != "active" or contact.email is None:
        raise WrongStateError("This colleague cannot be reached by mail. Choose somebody else.")
    return contact, ()
