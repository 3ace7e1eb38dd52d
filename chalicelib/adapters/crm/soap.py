"""Salesforce outbound messages: SOAP 1.1 in, acknowledgement or fault out."""

from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from chalicelib.adapters.crm.mapping import names
from chalicelib.adapters.crm.raw import Arrival, UnreadableError, fingerprint, identifier, shorten

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_OUT = "{http://soap.sforce.com/2005/09/outbound}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_ENVELOPE = (
    f'<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="{_SOAP}"><e:Body>%s</e:Body></e:Envelope>'
)

ACKNOWLEDGED = _ENVELOPE % (
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>'
)


def fault(sentence: str, *, theirs: bool) -> str:
    """Return a SOAP fault: everything stays unacknowledged and will be sent again."""
    code = "Client" if theirs else "Server"
    return _ENVELOPE % (
        f"<e:Fault><faultcode>e:{code}</faultcode><faultstring>{escape(sentence)}</faultstring></e:Fault>"
    )


def salesforce(raw: bytes, *, organization: str) -> Arrival:
    """Keep the opportunities of an outbound message; the session id is never looked at, so never kept.

    Raises
    ------
    UnreadableError
        It is not XML, has a document type, or is no outbound message.
    """
    message = _parse(raw).find(f".//{_OUT}notifications")
    if message is None:
        raise UnreadableError(
            "The body must be a Salesforce outbound message: a SOAP envelope with `notifications`."
        )
    sent = message.findall(f"{_OUT}Notification")
    if not _same_organization(message.findtext(f"{_OUT}OrganizationId"), organization):
        return Arrival(ignored=Counter(foreign=max(1, len(sent))))
    kept, ignored = [], Counter[str]()
    for notification in sent:
        opportunity = notification.find(f"{_OUT}sObject")
        if opportunity is None:
            ignored["unreadable"] += 1
        elif opportunity.get(_TYPE, "").rpartition(":")[2] != "Opportunity":
            ignored["irrelevant"] += 1
        elif not identifier((fields := _fields(opportunity)).get("Id")):
            ignored["unreadable"] += 1
        else:
            name = identifier(notification.findtext(f"{_OUT}Id"))
            kept.append({"id": name, "fields": shorten(fields, names("salesforce"))})
    if not kept:
        return Arrival(ignored=ignored)
    return Arrival(delivery=fingerprint(kept), body={"tenant": organization, "events": kept}, ignored=ignored)


def _parse(raw: bytes) -> "Element":
    from xml.etree.ElementTree import ParseError

    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except (ParseError, ValueError, LookupError):
        raise UnreadableError("The body is not XML that can be accepted (no document types).") from None
    return root


def _fields(opportunity: "Element") -> dict[str, Any]:
    return {
        element.tag.rpartition("}")[2]: element.text.strip()
        for element in opportunity
        if element.text and element.text.strip() and element.get(_NIL) != "true"
    }


def _same_organization(given: str | None, ours: str) -> bool:
    """Compare the fifteen characters that count; the last three of the long form repeat them."""
    return bool(ours) and (given or "").strip()[:15] == ours[:15]
