"""Any CRM: the generic webhook says everything itself, so there is nothing to read."""

from datetime import datetime, timedelta

from chalicelib.adapters.crm.shape import moment
from chalicelib.application.crm import Arrived, Hint, Reading
from chalicelib.domain.deal import DealState
from chalicelib.domain.values import DealRef

SOURCE = "deals"
_AHEAD = timedelta(days=1)
_STATES: dict[str, DealState] = {
    "deal.won": "won",
    "deal.updated": "won",
    "deal.lost": "lost",
    "deal.reopened": "open",
    "deal.deleted": "deleted",
}


class StandardCrm:
    """Translates the messages of the generic webhook."""

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return the hint of the one deal; `deal.updated` changes what is known and opens nothing."""
        (event,) = arrived.body["events"]
        deal = str(event["data"]["deal"]["id"]).strip()
        return (
            Hint(
                ref=DealRef(source=SOURCE, tenant=arrived.body["tenant"], id=deal),
                opens=event["type"] == "deal.won",
                state=_STATES[event["type"]],
                said=event["data"],
                at=moment(event.get("timestamp")) or moment(event["sent_at"]),
            ),
        ), ()

    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Return what the message said; a time far ahead counts as now, or nothing newer could ever be told."""
        at = hint.at if hint.at and hint.at < received_at + _AHEAD else received_at
        return Reading(state=hint.state or "open", data=hint.said, modified_at=at)
