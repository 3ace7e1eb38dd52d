"""`make deploy STAGE=…`: uploads what `make package` built, shows what would change, asks, does it, tells how it went."""

import argparse
import base64
import hashlib
import json
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from chalicelib.adapters.dynamodb.mornings import DynamoMornings
from chalicelib.adapters.dynamodb.people import DynamoPeople
from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
from infra.furnish import FurnishError, furnish, read_people
from infra.package import ROOT
from infra.stack import Change, Stack, StackError

Clients = Callable[[str], Any]
STAGES = ROOT / "infra/stages"
REQUIRED = ("PublicUrl", "MailDomain", "MailFrom")


class DeployError(Exception):
    """Deploying cannot go on; the message says what to do."""


def parameters_of(stage: str, folder: Path) -> dict[str, str]:
    """Read a stage's parameters.

    Raises
    ------
    DeployError
        The file is missing or incomplete.
    """
    path = folder / f"{stage}.json"
    for wanted, example in ((path, "example.json"), (folder / f"{stage}.people.yaml", "example.people.yaml")):
        if not wanted.exists():
            raise DeployError(f"Write {wanted}: copy {example} beside it and fill in your own values.")
    given: dict[str, str] = {key: str(value) for key, value in json.loads(path.read_text("utf-8")).items()}
    missing = [name for name in REQUIRED if not given.get(name)]
    if missing:
        raise DeployError(f"{path} lacks {', '.join(missing)}.")
    if not given["PublicUrl"].startswith("https://") or given["PublicUrl"].count("/") != 2:
        raise DeployError(f"PublicUrl in {path} must be https:// and a host of its own, without a path.")
    return given | {"Stage": stage}


def upload(built: Path, clients: Clients) -> str:
    """Upload zips and template, each under the hash of its content, and return the template's address."""
    s3, region = clients("s3"), clients("s3").meta.region_name
    bucket = f"golive-artifacts-{clients('sts').get_caller_identity()['Account']}-{region}"
    if bucket not in {each["Name"] for each in s3.list_buckets()["Buckets"]}:
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **where)
        blocks = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(blocks, True))
    template = json.loads((built / "template.json").read_text("utf-8"))
    for resource in template["Resources"].values():
        code = resource["Properties"].get("CodeUri")
        if code:
            resource["Properties"]["CodeUri"] = {
                "Bucket": bucket,
                "Key": _put(s3, bucket, (built / code).read_bytes()),
            }
    key = _put(s3, bucket, json.dumps(template, sort_keys=True).encode())
    return f"https://s3.{region}.amazonaws.com/{bucket}/{key}"


def _put(s3: Any, bucket: str, content: bytes) -> str:
    key = hashlib.sha256(content).hexdigest()
    if not s3.list_objects_v2(Bucket=bucket, Prefix=key).get("KeyCount"):
        s3.put_object(Bucket=bucket, Key=key, Body=content)
    return key


def preview(changes: tuple[Change, ...]) -> str:
    """Return what would change, one line a resource; what endangers data stands out."""
    lines = [
        f"  {'Replace' if change.replaces else change.action:<8} {change.name} ({change.type})"
        + ("   <-- HOLDS DATA" if change.endangers_data else "")
        for change in sorted(
            changes, key=lambda change: (not change.endangers_data, change.action, change.name)
        )
    ]
    return "\n".join(lines)


def fill_secret(name: str, secretsmanager: Any) -> bool:
    """Give the stage's secret its generated keys, unless it has a value; say whether it was empty."""
    try:
        if secretsmanager.get_secret_value(SecretId=name).get("SecretString"):
            return False
    except secretsmanager.exceptions.ResourceNotFoundException:  # it is there, without a value
        pass
    keys = {key: base64.b64encode(secrets.token_bytes(32)).decode() for key in ("link_key", "session_key")}
    empty: dict[str, Any] = {
        "hubspot": {"client_secrets": [], "token": ""},
        "salesforce": {"path_tokens": [], "token": ""},
        "pipedrive": {"user": "", "passwords": [], "token": ""},
        "deals": {"secrets": [f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"]},
        "provisioning": {"token": ""},
        "api_tokens": {secrets.token_urlsafe(32): "admin"},
    }
    secretsmanager.put_secret_value(SecretId=name, SecretString=json.dumps(keys | empty))
    return True


def deploy(
    stage: str,
    *,
    built: Path,
    parameters: Mapping[str, str],
    team: Sequence[Mapping[str, Any]],
    clients: Clients,
    confirm: Callable[[str], bool],
    say: Callable[[str], None],
    stack: Stack | None = None,
) -> None:
    """Deploy a stage.

    Raises
    ------
    StackError
        CloudFormation refused or rolled back.
    """
    stack = stack or Stack(f"golive-{stage}", clients("cloudformation"))
    say(f"Uploading {built} …")
    url = upload(built, clients)
    name = f"golive-{hashlib.sha256(f'{url}{sorted(parameters.items())}{secrets.token_hex(4)}'.encode()).hexdigest()[:12]}"
    changes = stack.propose(name, template_url=url, parameters=parameters)
    if not changes:
        say("Nothing to change.")
    else:
        say(f"{len(changes)} changes:\n{preview(changes)}")
        if not confirm(stage):
            say("Nothing was changed. The change set stays for a look in the console.")
            return
        stack.execute(name, say=say)
    table = f"golive-{stage}"
    furnish(
        team,
        people=DynamoPeople(clients("dynamodb"), table),
        playbooks=DynamoPlaybooks(clients("dynamodb"), table),
        mornings=DynamoMornings(clients("dynamodb"), table),
    )
    if fill_secret(f"golive-{stage}", clients("secretsmanager")):
        say(f"The secret golive-{stage} has its keys; add what your CRMs gave out (docs/settings.md).")
    for key, value in sorted(stack.outputs().items()):
        say(f"  {key}: {value}")


def main() -> None:
    """Deploy from the command line."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("stage")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    given = parser.parse_args()

    def confirm(stage: str) -> bool:
        return given.yes or input(f"Type {stage} to go on: ").strip() == stage

    try:
        parameters = parameters_of(given.stage, STAGES)
        team = read_people(STAGES / f"{given.stage}.people.yaml")
        deploy(
            given.stage,
            built=ROOT / "build",
            parameters=parameters,
            team=team,
            clients=cache(boto3.client),
            confirm=confirm,
            say=print,
        )
    except (DeployError, FurnishError, StackError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
