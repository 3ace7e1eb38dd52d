"""One CloudFormation stack: a change set, what it would do, its execution and its end."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

Say = Callable[[str], None]
HOLDS_DATA = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"}
ENDED = ("COMPLETE", "FAILED")


class StackError(Exception):
    """CloudFormation refused or gave up; the message is its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change set would do to one resource."""

    action: str
    name: str
    type: str
    replaces: bool

    @property
    def endangers_data(self) -> bool:
        """Say whether the resource holds data and would not be there afterwards as it was."""
        return self.type in HOLDS_DATA and (self.action == "Remove" or self.replaces)


class Stack:
    """A stack by name; `pause` waits between two looks."""

    def __init__(
        self, name: str, cloudformation: Any, *, pause: Callable[[], None] = lambda: time.sleep(3)
    ) -> None:
        self.name, self._api, self._pause = name, cloudformation, pause

    def status(self) -> str | None:
        """Return the stack's status, or None where there is no stack."""
        try:
            found = self._api.describe_stacks(StackName=self.name)
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return found["Stacks"][0]["StackStatus"]  # type: ignore[no-any-return]

    def propose(
        self, change_set: str, *, template_url: str, parameters: Mapping[str, str]
    ) -> tuple[Change, ...]:
        """Create a change set and return what it would do; nothing when it would do nothing.

        Raises
        ------
        StackError
            CloudFormation cannot make the change set.
        """
        status = self.status()
        if status == "ROLLBACK_COMPLETE":
            raise StackError(
                f"The first deployment of {self.name} failed: delete the stack, then deploy again."
            )
        new = status in (None, "REVIEW_IN_PROGRESS")
        named = {"StackName": self.name, "ChangeSetName": change_set}
        self._api.create_change_set(
            **named,
            ChangeSetType="CREATE" if new else "UPDATE",
            TemplateURL=template_url,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        while not (answer := self._api.describe_change_set(**named))["Status"].endswith(ENDED):
            self._pause()
        if answer["Status"] == "FAILED":
            self._api.delete_change_set(**named)
            reason = answer.get("StatusReason", "CloudFormation gave no reason.")
            if "didn't contain changes" in reason or "No updates are to be performed" in reason:
                return ()
            raise StackError(reason)
        return tuple(self._changes(named, answer))

    def _changes(self, named: Mapping[str, str], page: Mapping[str, Any]) -> Iterator[Change]:
        while True:
            for each in page["Changes"]:
                resource = each["ResourceChange"]
                yield Change(
                    action=resource["Action"],
                    name=resource["LogicalResourceId"],
                    type=resource["ResourceType"],
                    replaces=resource.get("Replacement") in ("True", "Conditional"),
                )
            if "NextToken" not in page:
                return
            page = self._api.describe_change_set(**named, NextToken=page["NextToken"])

    def execute(self, change_set: str, *, say: Say) -> None:
        """Execute a change set and tell what happens until it has ended.

        Raises
        ------
        StackError
            It failed, and CloudFormation has rolled back.
        """
        told = {event["EventId"] for event in self._events()}
        self._api.execute_change_set(StackName=self.name, ChangeSetName=change_set)
        reasons: list[str] = []
        while True:
            status = self.status() or "gone"
            for event in [event for event in self._events() if event["EventId"] not in told]:
                told.add(event["EventId"])
                reason = event.get("ResourceStatusReason", "")
                say(f"  {event['ResourceStatus']:<28} {event['LogicalResourceId']}  {reason}".rstrip())
                if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
                    reasons.append(f"{event['LogicalResourceId']}: {reason}")
            if status.endswith(ENDED) and not status.startswith("REVIEW"):
                break
            self._pause()
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise StackError(f"The stack ended as {status}. {reasons[0] if reasons else ''}".rstrip())

    def _events(self) -> list[Any]:
        """Return the stack's events, oldest first."""
        pages = self._api.get_paginator("describe_stack_events").paginate(StackName=self.name)
        return [event for page in pages for event in page["StackEvents"]][::-1]

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs."""
        found = self._api.describe_stacks(StackName=self.name)["Stacks"][0].get("Outputs", [])
        return {output["OutputKey"]: output["OutputValue"] for output in found}
