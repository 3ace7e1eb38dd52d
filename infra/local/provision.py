"""Creates what infra/resources.yaml describes, through the API, and proves that nothing of it is missing.

CloudFormation in moto drops resources and properties without a word, so the local cloud reads the same template and
creates each resource by the calls that CloudFormation itself would make. A type or a property that nobody has taught
it is an error, unless `NOT_PLAYED` gives the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from infra.local.intrinsics import Resolver

NOT_PLAYED: Mapping[str, str] = {
    "AWS::S3::BucketPolicy": "It asks for TLS; the local cloud speaks plain http on this machine only.",
    "AWS::SQS::QueuePolicy": "The emulator's own services are the only senders, and are not asked who they are.",
    "AWS::IAM::Role": "The local account has one user who may do everything; the package's tests judge policies.",
    "AWS::CloudWatch::Alarm": "Nothing publishes metrics here; the sandbox's answer to /settle shows what waits.",
    "AWS::SNS::Topic": "It carries alarms only, and there are none.",
    "AWS::SNS::Subscription": "It carries alarms only, and there are none.",
}


class ProvisionError(Exception):
    """The template holds what the local cloud cannot play, or something is missing after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one type of resource is created, and read back.

    Parameters
    ----------
    create
        Takes the client factory and the resolved properties; answers the attributes, `Ref` among them.
    missing
        Takes the same; answers the names of properties that the emulator does not hold as described.
    known
        Names of the properties that `create` applies.
    """

    create: Callable[[Any, dict[str, Any]], dict[str, str]]
    missing: Callable[[Any, dict[str, Any]], list[str]]
    known: frozenset[str]


class Stack:
    """One template's resources in the emulator.

    Parameters
    ----------
    kinds
        What is known of each resource type.
    clients
        Answers a boto3 client by its name.
    """

    def __init__(
        self,
        template: Mapping[str, Any],
        *,
        parameters: Mapping[str, str],
        kinds: Mapping[str, Kind],
        clients: Callable[[str], Any],
        region: str,
        account: str,
    ) -> None:
        self._template, self._kinds, self._clients = template, kinds, clients
        defaults = {name: one["Default"] for name, one in template["Parameters"].items() if "Default" in one}
        pseudo = {"AWS::Region": region, "AWS::AccountId": account, "AWS::Partition": "aws"}
        self.resolve = Resolver(
            parameters={**defaults, **parameters, **pseudo},
            conditions=template.get("Conditions", {}),
            attribute=self.attribute,
        )
        self._attributes: dict[str, dict[str, str]] = {}
        self._properties: dict[str, dict[str, Any]] = {}

    @cached_property
    def wanted(self) -> dict[str, dict[str, Any]]:
        """The resources whose condition holds and whose type is played, by logical id."""
        return {
            name: one
            for name, one in self._template["Resources"].items()
            if one["Type"] not in NOT_PLAYED
            and ("Condition" not in one or self.resolve.holds(one["Condition"]))
        }

    def attribute(self, logical: str, name: str) -> Any:
        """Answer a resource's attribute; creates the resource first where that is still to do."""
        if self._template["Resources"][logical]["Type"] in NOT_PLAYED:
            return f"not-played:{logical}.{name}"
        if logical not in self._attributes:
            self._create(logical)
        return self._attributes[logical][name]

    def create(self) -> None:
        """Create everything, then read it back.

        Raises
        ------
        ProvisionError
            A resource, or a property of one, is unknown or missing.
        """
        for logical in self.wanted:
            self.attribute(logical, "Ref")
        gone = [
            f"{logical}.{name}"
            for logical, properties in self._properties.items()
            for name in self._kinds[self.wanted[logical]["Type"]].missing(self._clients, properties)
        ]
        if gone:
            raise ProvisionError(
                f"The emulator does not hold what resources.yaml describes: {', '.join(gone)}."
            )

    def _create(self, logical: str) -> None:
        if logical not in self.wanted:
            raise ProvisionError(f"{logical} is referred to, but is not played locally.")
        resource = self.wanted[logical]
        kind = self._kinds.get(resource["Type"])
        if kind is None:
            raise ProvisionError(f"{logical} is a {resource['Type']}: teach infra/local/ to create it.")
        properties = self.resolve(resource.get("Properties", {}))
        unknown = sorted(set(properties) - kind.known)
        if unknown:
            raise ProvisionError(f"{logical} has {', '.join(unknown)}: teach infra/local/ to apply it.")
        self._attributes[logical] = kind.create(self._clients, properties)
        self._properties[logical] = properties
