"""Plays GuardDuty Malware Protection for S3: a verdict for each new version, clean unless it holds EICAR."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.s3 import notifications

from infra.local import event_bus
from infra.local.product_clock import ProductClock, rfc3339

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SILENCE = "NONE"  # no verdict ever comes
RESULTS = frozenset({"NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED", SILENCE})


@dataclass(slots=True, kw_only=True)
class Scanner:
    """Judges new versions under the protected prefixes and publishes what it found."""

    clock: ProductClock
    region: str
    prefixes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # bucket: protected prefixes
    overrides: dict[str, str] = field(default_factory=dict)  # "onboarding/document": result

    def look(self, bucket: Any, key: Any) -> None:
        """Judge a new version, if its bucket and prefix are protected."""
        if any(key.name.startswith(prefix) for prefix in self.prefixes.get(bucket.name, ())):
            found = "THREATS_FOUND" if EICAR in key.value else "NO_THREATS_FOUND"
            self.tell(bucket, key, self._overridden(key.name) or found)

    def _overridden(self, name: str) -> str | None:
        _, onboarding, *documents = (*name.split("/"), "")
        return next(
            (
                self.overrides[f"{onboarding}/{one}"]
                for one in documents
                if f"{onboarding}/{one}" in self.overrides
            ),
            None,
        )

    def tell(self, bucket: Any, key: Any, result: str) -> None:
        """Publish a result for one version, unless it is to be silence."""
        if result == SILENCE:
            return
        threats = [{"name": "EICAR-Test-File"}] if result == "THREATS_FOUND" else None
        completed = result in ("NO_THREATS_FOUND", "THREATS_FOUND")
        event_bus.publish(
            region=self.region,
            source="aws.guardduty",
            detail_type="GuardDuty Malware Protection Object Scan Result",
            detail={
                "schemaVersion": "1.0",
                "scanStatus": "COMPLETED" if completed else "FAILED" if result == "FAILED" else "SKIPPED",
                "resourceType": "S3_OBJECT",
                "s3ObjectDetails": {
                    "bucketName": bucket.name,
                    "objectKey": key.name,
                    "eTag": key.etag.strip('"'),
                    "versionId": key.version_id,
                    "s3Throttled": False,
                },
                "scanResultDetails": {"scanResultStatus": result, "threats": threats},
                "scannedAt": rfc3339(self.clock.now()),
            },
            resources=[f"arn:aws:guardduty:{self.region}:{event_bus.ACCOUNT}:malware-protection-plan/local"],
            at=self.clock.now(),
        )


def install(scanner: Scanner) -> None:
    """Look at every version that S3 announces as created."""
    plain = notifications.send_event

    def send_event(account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
        plain(account_id, event_name, bucket, key)
        if event_name.value.startswith("s3:ObjectCreated:"):
            scanner.look(bucket, key)

    notifications.send_event = send_event
