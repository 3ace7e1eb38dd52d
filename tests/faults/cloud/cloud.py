"""The light cloud: everything that AWS keeps for the product, in memory, one value that can be copied.

What a request of a botocore client comes to is `answer`; what AWS does by itself (announce an uploaded version, tell
what became of a mail) happens as messages that become visible a moment later.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra import template
from tests.faults.cloud.bucket import Bucket
from tests.faults.cloud.downstream import Downstream
from tests.faults.cloud.post import Mail, PostOffice, told
from tests.faults.cloud.queues import Queue
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.table import Table

RESOURCES = template.load(Path(__file__).parents[3] / "infra/resources.yaml")["Resources"]
QUEUES = {"ingest": "IngestQueue", "intake": "IntakeQueue", "commands": "CommandsQueue",
          "deliver": "DeliverQueue", "feedback": "FeedbackQueue"}  # fmt: skip
TABLE, BUCKET, SECRET = "golive", "golive-documents", "golive"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SEND_TOLD, DELIVERY_TOLD, VERSION_TOLD, SCAN_TOLD = 1.0, 3.0, 0.5, 2.0  # seconds until AWS tells of it


def _queue(name: str) -> Queue:
    properties = RESOURCES[QUEUES[name]]["Properties"]
    return Queue(
        name=name,
        fifo=bool(properties.get("FifoQueue")),
        visibility=float(properties["VisibilityTimeout"]),
        most_receives=int(properties["RedrivePolicy"]["maxReceiveCount"]),
    )


@dataclass(slots=True, kw_only=True)
class Cloud:
    """One account.

    Attributes
    ----------
    secret
        What Secrets Manager holds, as text.
    tells
        Which events SES and the scanner publish by themselves: Send, Delivery, Scan.
    """

    secret: str
    table: Table = field(default_factory=lambda: Table(TABLE, RESOURCES["Table"]["Properties"]))
    queues: dict[str, Queue] = field(default_factory=lambda: {name: _queue(name) for name in QUEUES})
    bucket: Bucket = field(default_factory=lambda: Bucket(name=BUCKET))
    post: PostOffice = field(default_factory=PostOffice)
    downstream: Downstream = field(default_factory=Downstream)
    tells: frozenset[str] = frozenset({"Send", "Delivery", "Scan"})

    def copy(self) -> Cloud:
        """Return an independent copy."""
        return Cloud(
            secret=self.secret,
            table=self.table.copy(),
            queues={name: queue.copy() for name, queue in self.queues.items()},
            bucket=self.bucket.copy(),
            post=self.post.copy(),
            downstream=self.downstream.copy(),
            tells=self.tells,
        )

    def answer(self, service: str, operation: str, request: Mapping[str, Any], *, now: float) -> Any:
        """Carry a request out and return the answer; raises `Refused`."""
        if service == "dynamodb":
            return self.table.call(operation, dict(request))
        serve = _OPERATIONS.get((service, operation))
        if serve is None:
            raise Refused("NotImplemented", f"The light cloud knows no {service}:{operation}.", status=501)
        return serve(self, request, now)

    def upload(
        self, fields: Mapping[str, str], data: bytes, name: str, *, now: float, result: str | None = None
    ) -> str:
        """Store a file as the upload form with these fields does and let AWS tell of it; return its version's id."""
        key, prefix = fields["key"], "x-amz-meta-"
        kept = {each.removeprefix(prefix): value for each, value in fields.items() if each.startswith(prefix)}
        version = self.bucket.put(key, data, {**kept, "name": name})
        stored = {"key": key, "versionId": version.id, "size": len(data)}
        record = {"eventName": "ObjectCreated:Post", "s3": {"bucket": {"name": BUCKET}, "object": stored}}
        self.queues["intake"].send(json.dumps({"Records": [record]}), now=now, delay=VERSION_TOLD)
        if "Scan" in self.tells:
            found = result or ("THREATS_FOUND" if EICAR in data else "NO_THREATS_FOUND")
            self.scanned(key, version.id, found, now=now, delay=SCAN_TOLD)
        return version.id

    def scanned(self, key: str, version_id: str, result: str, *, now: float, delay: float = 0.0) -> None:
        """Let the malware scanner tell what it found."""
        about = {"bucketName": BUCKET, "objectKey": key, "versionId": version_id, "s3Throttled": False}
        detail = {
            "scanStatus": "COMPLETED",
            "s3ObjectDetails": about,
            "scanResultDetails": {"scanResultStatus": result, "threats": None},
        }
        event = {"source": "aws.guardduty", "detail": detail}
        self.queues["feedback"].send(json.dumps(event), now=now, delay=delay)

    def tell(self, mail: Mail, kind: str, *, now: float, delay: float = 0.0, **about: Any) -> None:
        """Let SES tell what became of a mail."""
        event = told(mail, kind, now + delay, **about)
        self.queues["feedback"].send(json.dumps(event), now=now, delay=delay)

    def _queue_of(self, request: Mapping[str, Any]) -> Queue:
        return self.queues[request["QueueUrl"].rpartition("/")[2].removesuffix(".fifo")]

    def _send_message(self, request: Mapping[str, Any], now: float) -> Any:
        message = self._queue_of(request).send(request["MessageBody"], now=now, **_how(request))
        return {"MessageId": message}

    def _send_message_batch(self, request: Mapping[str, Any], now: float) -> Any:
        entries = request["Entries"]
        if not entries:
            raise Refused("EmptyBatchRequest", "A batch has at least one entry.")
        if len(entries) > 10:
            raise Refused("TooManyEntriesInBatchRequest", "A batch has 10 entries at most.")
        if len({entry["Id"] for entry in entries}) != len(entries):
            raise Refused("BatchEntryIdsNotDistinct", "Each entry has an id of its own.")
        queue = self._queue_of(request)
        sent: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        for one in entries:
            try:
                message = queue.send(one["MessageBody"], now=now, **_how(one))
                sent.append({"Id": one["Id"], "MessageId": message})
            except Refused as refused:
                failed.append({"Id": one["Id"], "Code": refused.code, "SenderFault": True})
        return {"Successful": sent} | ({"Failed": failed} if failed else {})

    def _send_email(self, request: Mapping[str, Any], now: float) -> Any:
        mail = self.post.send(request, now=now)
        for kind, delay in (("Send", SEND_TOLD), ("Delivery", DELIVERY_TOLD)):
            if kind in self.tells:
                self.tell(mail, kind, now=now, delay=delay)
        return {"MessageId": mail.id}

    def _put_object(self, request: Mapping[str, Any], now: float) -> Any:
        return {"VersionId": self.bucket.put(request["Key"], request["Body"], request.get("Metadata")).id}

    def _head_object(self, request: Mapping[str, Any], now: float) -> Any:
        try:
            found = self.bucket.get(request["Key"], request.get("VersionId"))
        except Refused as refused:  # an answer without a body has no code but its status
            raise Refused(str(refused.status), "Not Found", status=refused.status) from refused
        return {"VersionId": found.id, "Metadata": dict(found.metadata), "ContentLength": len(found.data)}

    def _get_object(self, request: Mapping[str, Any], now: float) -> Any:
        found = self.bucket.get(request["Key"], request.get("VersionId"))
        return {"VersionId": found.id, "Body": io.BytesIO(found.data), "ContentLength": len(found.data)}

    def _encrypt(self, request: Mapping[str, Any], now: float) -> Any:
        place = json.dumps(request["EncryptionContext"], sort_keys=True).encode()
        hidden = base64.b64encode(place + b"\0" + bytes(request["Plaintext"])[::-1])
        return {"CiphertextBlob": b"kms:" + hidden, "KeyId": request["KeyId"]}

    def _decrypt(self, request: Mapping[str, Any], now: float) -> Any:
        blob = bytes(request["CiphertextBlob"]).removeprefix(b"kms:")
        place, _, hidden = base64.b64decode(blob).partition(b"\0")
        if place != json.dumps(request["EncryptionContext"], sort_keys=True).encode():
            raise Refused("InvalidCiphertextException", "This was encrypted for another context.")
        return {"Plaintext": hidden[::-1], "KeyId": request["KeyId"]}

    def _get_secret_value(self, request: Mapping[str, Any], now: float) -> Any:
        return {"Name": request["SecretId"], "SecretString": self.secret}

    def _analyze_document(self, request: Mapping[str, Any], now: float) -> Any:
        place = request["Document"]["S3Object"]
        self.bucket.get(place["Name"], place["Version"])
        return {"Blocks": SCANNED}


def _how(request: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "delay": float(request.get("DelaySeconds", 0)),
        "group": request.get("MessageGroupId"),
        "deduplication": request.get("MessageDeduplicationId"),
    }


# What every scan says: one field with its value.
SCANNED: tuple[dict[str, Any], ...] = (
    {
        "Id": "key",
        "BlockType": "KEY_VALUE_SET",
        "EntityTypes": ["KEY"],
        "Confidence": 98.5,
        "Page": 1,
        "Relationships": [{"Type": "VALUE", "Ids": ["value"]}, {"Type": "CHILD", "Ids": ["company", "name"]}],
    },
    {
        "Id": "value",
        "BlockType": "KEY_VALUE_SET",
        "EntityTypes": ["VALUE"],
        "Confidence": 97.0,
        "Page": 1,
        "Relationships": [{"Type": "CHILD", "Ids": ["acme", "gmbh"]}],
    },
    {"Id": "company", "BlockType": "WORD", "Text": "Company"},
    {"Id": "name", "BlockType": "WORD", "Text": "name"},
    {"Id": "acme", "BlockType": "WORD", "Text": "Acme"},
    {"Id": "gmbh", "BlockType": "WORD", "Text": "GmbH"},
)
_OPERATIONS: dict[tuple[str, str], Callable[[Cloud, Mapping[str, Any], float], Any]] = {
    ("sqs", "SendMessage"): Cloud._send_message,
    ("sqs", "SendMessageBatch"): Cloud._send_message_batch,
    ("sesv2", "SendEmail"): Cloud._send_email,
    ("s3", "PutObject"): Cloud._put_object,
    ("s3", "HeadObject"): Cloud._head_object,
    ("s3", "GetObject"): Cloud._get_object,
    ("secretsmanager", "GetSecretValue"): Cloud._get_secret_value,
    ("textract", "AnalyzeDocument"): Cloud._analyze_document,
    ("kms", "Encrypt"): Cloud._encrypt,
    ("kms", "Decrypt"): Cloud._decrypt,
}
