"""A letter as it goes over the wire: RFC 5322 with a text and an HTML part."""

from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from chalicelib.adapters.mail.invitation import method, written
from chalicelib.adapters.mail.tags import tag_of
from chalicelib.application.outbox import Invitation, Letter, RefusedError
from chalicelib.application.words.plain import plain

_WIRE = SMTP.clone(cte_type="7bit")
_LONGEST_ADDRESS = 254
_LONGEST_LINK = 900  # a line of a mail has 998 characters at most


def wire(letter: Letter, *, sender: str, brand: str) -> bytes:
    """Return the bytes of a letter.

    Parameters
    ----------
    sender
        The address that mail is sent from, with or without a name; the name shown is the brand's.

    Raises
    ------
    RefusedError
        The receiver's address cannot be one.
    """
    message, from_address = EmailMessage(policy=_WIRE), parseaddr(sender)[1]
    message["From"] = Address(display_name=plain(brand), addr_spec=from_address)
    message["To"] = address(letter.to)
    if letter.reply_to:
        message["Reply-To"] = address(letter.reply_to)
    message["Message-ID"] = f"<{tag_of(letter.key)}@{from_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.invitation:
        _invite(message, letter.invitation)
    return _subject(letter) + _one_click(letter) + message.as_bytes()


def _invite(message: EmailMessage, invitation: Invitation) -> None:
    """Put a meeting in twice: as a part that mail programs act on, and as a file for those that do not."""
    text, asked = written(invitation), method(invitation)
    message.add_alternative(text, subtype="calendar", params={"method": asked})
    message.add_attachment(text.encode(), maintype="application", subtype="ics", filename="meeting.ics")


def _subject(letter: Letter) -> bytes:
    """Return the subject's header: what is not ASCII is encoded as one whole, for folded by words its spaces double."""
    subject = plain(letter.subject)
    charset = "us-ascii" if subject.isascii() else "utf-8"
    return f"Subject: {Header(subject, charset, header_name='Subject').encode()}\n".replace(
        "\n", "\r\n"
    ).encode()


def _one_click(letter: Letter) -> bytes:
    """Return the headers of RFC 8058, each on one line: folded, or as an encoded word, an address is none.

    Raises
    ------
    RefusedError
        The address cannot stand in a header.
    """
    where = letter.unsubscribe
    if where is None:
        return b""
    if (
        not where.isascii()
        or not where.isprintable()
        or set(" <>").intersection(where)
        or len(where) > _LONGEST_LINK
    ):
        raise RefusedError("the address to unsubscribe at cannot stand in a header")
    return f"List-Unsubscribe: <{where}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode()


def address(text: str) -> Address:
    """Return an address fit for a header, its domain in ASCII.

    Raises
    ------
    RefusedError
        It cannot be one; the message does not repeat it, for it may be logged.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        if not local.isascii() or plain(local) != local or len(text) > _LONGEST_ADDRESS:
            raise ValueError
        ascii_domain = domain.encode("idna").decode()
        if "." not in ascii_domain:
            raise ValueError
        return Address(addr_spec=f"{local}@{ascii_domain}")
    except (ValueError, IndexError, MessageError) as error:
        raise RefusedError("the address is not one that mail can be sent to") from error
