"""The emulator's process: moto made strict, provisioned from the template, with the sandbox beside it.

Started by `make run`; can be started alone: `python -m infra.local.emulator RUN_DIRECTORY`. It writes
`environment.json` (what app and pump need) into the run directory when everything stands.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"  # the bucket's own rules decide

import boto3
from botocore.config import Config
from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from infra.local import (
    mappings,
    quick_moto,
    scanning,
    sources,
    state,
    strict_dynamodb,
    strict_s3,
    strict_ses,
    strict_sqs,
)
from infra.local.cloud import Cloud
from infra.local.dispatcher import Dispatcher
from infra.local.due_index import DueIndex
from infra.local.environment import ACCESS_KEY, REGION, SECRET_KEY, Settings, for_app, parameters
from infra.local.fakes import Fakes
from infra.local.http_server import Server
from infra.local.orphans import end_with_parent
from infra.local.post_office import PostOffice
from infra.local.product_clock import ProductClock
from infra.local.provision import Stack
from infra.local.provision_rest import kinds
from infra.local.pulse import Pulse
from infra.local.quick_json import ShortWay
from infra.local.sandbox import Sandbox
from infra.local.scanning import Scanner
from infra.local.settling import Settler
from infra.local.sigv4 import Credentials
from infra.template import load

INFRA = Path(__file__).parent.parent
SAVE_SECONDS = 20.0


def install(*, clock: ProductClock, pulse: Pulse, office: PostOffice, scanner: Scanner) -> None:
    """Make moto strict, in this process."""
    quick_moto.install()
    strict_dynamodb.install(pulse)
    strict_sqs.install(clock=clock, pulse=pulse)
    strict_s3.install()
    strict_ses.install(office)
    scanning.install(scanner)


def serve_aws(port: int) -> Server:
    """Serve AWS's interfaces on a port; 0 takes a free one."""
    app = ShortWay(DomainDispatcherApplication(create_backend_app), region=REGION)
    credentials = Credentials(access_key=ACCESS_KEY, secret_key=SECRET_KEY, region=REGION)
    return Server(("127.0.0.1", port), strict_s3.Front(app, credentials)).start()


def clients_of(url: str) -> Any:
    """Answer a factory of boto3 clients for this emulator."""
    session = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION)
    return cache(
        lambda name: session.client(name, endpoint_url=url, config=Config(retries={"max_attempts": 1}))
    )


def build(settings: Settings) -> Cloud:
    """Start everything: servers, resources, sources, kept state."""
    clock_file = settings.run_directory / "clock"
    clock_file.unlink(missing_ok=True)
    clock, pulse = ProductClock(clock_file), Pulse()
    office = PostOffice(clock=clock, pulse=pulse, region=REGION)
    scanner = Scanner(clock=clock, region=REGION)
    install(clock=clock, pulse=pulse, office=office, scanner=scanner)
    aws = serve_aws(settings.emulator_port)
    resources, functions = load(INFRA / "resources.yaml"), load(INFRA / "functions.yaml")
    stack = Stack(
        {**resources, "Parameters": {**resources["Parameters"], **functions["Parameters"]}},
        parameters=parameters(settings),
        kinds=kinds(office=office, scanner=scanner),
        clients=clients_of(aws.url),
        region=REGION,
        account=sources.ACCOUNT,
    )
    stack.create()
    dispatcher = Dispatcher(clock=clock, pulse=pulse, region=REGION)
    dispatcher.sources += mappings.from_template(functions, resolve=stack.resolve, clock=clock, region=REGION)
    dispatcher.schedule_dead_letters = get_backend("sqs")[sources.ACCOUNT][REGION].queues.get(
        stack.attribute("ScheduleDeadLetters", "QueueName")
    )
    table = get_backend("dynamodb")[sources.ACCOUNT][REGION].tables[stack.attribute("Table", "Ref")]
    cloud = Cloud(
        clock=clock,
        pulse=pulse,
        office=office,
        scanner=scanner,
        fakes=Fakes(clock=clock),
        dispatcher=dispatcher,
        settler=Settler(clock=clock, pulse=pulse, dispatcher=dispatcher, due=DueIndex(table)),
        table=table,
        bucket=stack.attribute("Bucket", "Ref"),
        secret=str(stack.resolve(resources["Outputs"]["SecretName"]["Value"])),
        region=REGION,
        app_url=settings.public_url,
        run_directory=settings.run_directory,
    )
    if settings.state_file is not None and settings.state_file.exists():
        state.load(cloud, settings.state_file)
    Server(("127.0.0.1", settings.sandbox_port), Sandbox(cloud)).start()
    environment = for_app(settings, functions=functions, resolve=stack.resolve, aws_url=aws.url)
    write_json(settings.run_directory / "environment.json", environment)
    return cloud


def write_json(file: Path, value: Any) -> None:
    """Write a file whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(value, indent=2))
    fresh.replace(file)


def main() -> None:
    """Run until a signal; keep the state where that was asked for."""
    settings = Settings.read(Path(sys.argv[1]))
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C goes to the whole group: the parent stops us, last of all
    end_with_parent()
    try:
        cloud = build(settings)
    except (state.StateError, OSError) as error:
        sys.exit(f"golive: {error}")
    saved = -1
    while not stop.wait(SAVE_SECONDS):
        if settings.state_file is not None and cloud.pulse.beats != saved:
            saved = cloud.pulse.beats
            state.save(cloud, settings.state_file)
    if settings.state_file is not None:
        state.save(cloud, settings.state_file)


if __name__ == "__main__":
    main()
