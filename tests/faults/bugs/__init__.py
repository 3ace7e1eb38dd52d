"""The bugs that are planted: small changes that must not go unnoticed, and the tests that should notice."""

from tests.faults.bugs.changes import CHANGES
from tests.faults.bugs.colleagues import COLLEAGUES
from tests.faults.bugs.course import COURSE
from tests.faults.bugs.crashes import CRASHES
from tests.faults.bugs.documents import DOCUMENTS
from tests.faults.bugs.doors import DOORS
from tests.faults.bugs.forms import FORMS
from tests.faults.bugs.functions import FUNCTIONS
from tests.faults.bugs.ladder import LADDER
from tests.faults.bugs.language import LANGUAGE
from tests.faults.bugs.languages import LANGUAGES
from tests.faults.bugs.mail import MAIL
from tests.faults.bugs.pages import PAGES
from tests.faults.bugs.people import PEOPLE
from tests.faults.bugs.planned import PLANNED
from tests.faults.bugs.policies import POLICIES
from tests.faults.bugs.reminders import REMINDERS
from tests.faults.bugs.sizes import SIZES
from tests.faults.bugs.stores import STORES
from tests.faults.bugs.time import TIME
from tests.faults.bugs.versions import VERSIONS
from tests.faults.bugs.webhooks import WEBHOOKS

BUGS = (
    *CHANGES,
    *STORES,
    *COURSE,
    *DOCUMENTS,
    *TIME,
    *MAIL,
    *DOORS,
    *PEOPLE,
    *WEBHOOKS,
    *FORMS,
    *FUNCTIONS,
    *SIZES,
    *CRASHES,
    *POLICIES,
    *REMINDERS,
    *LANGUAGE,
    *LANGUAGES,
    *LADDER,
    *VERSIONS,
    *PAGES,
    *COLLEAGUES,
)

__all__ = ["BUGS", "PLANNED"]
