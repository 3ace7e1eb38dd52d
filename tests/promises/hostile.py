"""Commands that no page and no system of ours would send."""

from chalicelib.domain import commands as c
from chalicelib.domain.documents import Findings
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.values import Personal

NOTE = Personal("P#0.0", "0" * 64)
FILE = {"document": "x", "key": "q/onb/../x", "version_id": "", "task": "nonsense"}
FINDINGS = Findings(verdict="accepted", type="pdf", size=-1)
HOSTILE: tuple[c.Command, ...] = (
    c.RecordUpload(**FILE, name=NOTE),
    c.RecordVerdict(**FILE, name=NOTE, findings=FINDINGS),
    c.RecordScan(**FILE, result="NO_THREATS_FOUND"),
    c.SubmitAnswers(task="contacts_and_billing", contact="nobody", answers=(Answer(field="x", value=NOTE),)),
    c.SubmitAnswers(task="registration", contact="contact-1"),
    c.SubmitAnswers(task="", contact=""),
    c.ApproveTask(task="accept_handoff", name=NOTE, contact="contact-1"),
    c.ApproveTask(task="sign_off", name=NOTE, contact="contact-1"),
    c.ApproveTask(task="registration", name=NOTE),
    c.DeclineTask(task="nonsense", reason=NOTE),
    c.LeaveContact(contact="contact-99"),
    c.CompleteTask(task="registration"),
    c.CompleteTask(task="create_account"),
    c.WaiveTask(task="⁂" * 50, reason=NOTE),
    c.ReviewDocument(document="nonsense", accept=True),
    c.SettlePromise(promise="promise-0", note=NOTE),
    c.AcknowledgeEscalation(escalation="esc-0"),
    c.ResolveEscalation(escalation=""),
    c.Reassign(subject="onboarding:x", person="ada"),
    c.Reassign(subject="onboarding", person="person:ada"),
    c.Reassign(subject=":::", person="ada"),
    c.ReleaseOnboarding(),
    c.RequestOverride(gate="nonsense", reason=NOTE),
    c.ApproveOverride(gate="ready_for_setup"),
    c.RecordProvisioning(task="accept_handoff", succeeded=True),
    c.RecordProvisioning(task="create_account", succeeded=True),
    c.RetryProvisioning(task="create_account"),
    c.RetryProvisioning(task="accept_handoff"),
)
