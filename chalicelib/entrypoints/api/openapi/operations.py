"""What the operations of the OpenAPI document are put together from: answers, bodies, parameters."""

from typing import Any, Literal

from chalicelib.entrypoints.problems import CONTENT_TYPE

REF = "#/components/schemas/{model}"
Json = dict[str, Any]

_GOOD = {200: "As asked.", 201: "It is new.", 202: "It is on its way: each is carried out by itself."}
_WHY = {
    401: "No known token.",
    403: "This actor may not do this; an override needs a second person.",
    404: "There is no such onboarding, or nothing of this name in it.",
    409: "Too early, too late, or somebody was faster.",
    415: "The body is not sent as JSON.",
    400: "The body is not JSON.",
    422: "A value cannot be used; the sentence says which and why.",
}
EVERY_REFUSAL = tuple(_WHY)
OF_A_BODY = (400, 401, 409, 415, 422)  # why what somebody sends is refused
UNREAD = (401, 422)  # why somebody who looks is refused
UNKNOWN = (401, 404, 422)  # the same where what is looked at may not be there


def operation(name: str, summary: str, parameters: list[Json], answers: Json) -> Json:
    """Return an operation by its id, what it does, what stands in its address and headers, and what it answers."""
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}


def taking(body: str, *, of: Json) -> Json:
    """Return an operation that is sent a body of this schema as JSON."""
    content = {"application/json": {"schema": ref(body)}}
    return {**of, "requestBody": {"required": True, "content": content}}


def answers(shape: str, *statuses: int) -> Json:
    """Return what is answered by status: the shape where it went well, else a problem."""
    return {
        str(status): {
            "description": _GOOD.get(status) or _WHY[status],
            "content": {"application/json": {"schema": ref(shape)}}
            if status in _GOOD
            else {CONTENT_TYPE: {"schema": ref("Problem")}},
        }
        for status in sorted(statuses)
    }


def ref(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": REF.format(model=name)}


def parameter(where: Literal["query", "header"], name: str, says: str, schema: Json | None = None) -> Json:
    """Return a parameter that may be left out; it is text where no schema says more."""
    return {"name": name, "in": where, "description": says, "schema": schema or {"type": "string"}}


def part(name: str, says: str) -> Json:
    """Return a part of the address."""
    return {"name": name, "in": "path", "required": True, "description": says, "schema": {"type": "string"}}


def number(least: int, most: int) -> Json:
    """Return the schema of a whole number, both bounds included."""
    return {"type": "integer", "minimum": least, "maximum": most}


ONBOARDING = part("onboarding", "The onboarding's id.")
CURSOR = parameter("query", "cursor", "`next` of the page before.")
ACTOR = parameter(
    "header",
    "Golive-Actor",
    "Address of the person in whose name this is done; default the token's own name.",
)
KEY = parameter(
    "header",
    "Idempotency-Key",
    "The same key carries the same command out once, however often it is sent.",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
)
