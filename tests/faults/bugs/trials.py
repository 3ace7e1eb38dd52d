"""Tries many bugs, a few at a time, each in a process that begins as a copy of this one.

Everything heavy that is not ours is loaded once, before the first copy is made (a fork), so that a trial costs little
more than its tests. Nothing of ours may be loaded then: a bug is planted while its module is loaded.
"""

import gc
import importlib
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from tests.faults.bugs.bug import Bug
from tests.faults.bugs.trial import Outcome

# Seconds of processor, and of wall: a bug that makes a test run for ever is another bug than it was meant to be.
LONGEST, LONGEST_WAIT = 60, 600
_HEAVY = """
    pytest hypothesis hypothesis.stateful boto3 botocore.httpsession moto moto.core.models moto.dynamodb.models
    moto.dynamodb.responses moto.s3.models moto.s3.responses moto.sqs.models moto.sqs.responses moto.ses.models
    moto.ses.responses moto.sesv2.models moto.sesv2.responses moto.secretsmanager.models responses urllib3
    moto.secretsmanager.responses moto.sns.models pydantic jinja2 yaml chalice.app chalice.test aws_lambda_powertools
    aws_lambda_powertools.metrics rfc8785 itsdangerous defusedxml.ElementTree holidays
    rule_engine babel.dates babel.lists babel.numbers openpyxl pikepdf PIL.Image asn1crypto.cms stdnum.iban
    _hypothesis_pytestplugin pdb tomllib pydantic.fields pydantic.json_schema pydantic.networks pydantic.type_adapter dateutil.rrule
"""

Trial = Callable[[Bug], Outcome]


def each(bugs: Sequence[Bug], trial: Trial, *, jobs: int) -> Iterator[Outcome]:
    """Try every bug, `jobs` at a time; what is finished first comes first."""
    for module in _HEAVY.split():
        importlib.import_module(module)
    gc.freeze()
    waiting, running = list(reversed(bugs)), dict[int, _Running]()
    while waiting or running:
        while waiting and len(running) < jobs:
            started = _Running(waiting.pop(), trial)
            running[started.pid] = started
        pid, status = os.wait()
        yield running.pop(pid).outcome(status)


class _Running:
    """A trial that is under way in a process of its own."""

    def __init__(self, bug: Bug, trial: Trial) -> None:
        self._name, self._begun = bug.name, time.monotonic()
        sys.stdout.flush()
        answer, question = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _child(bug, trial, os.fdopen(question, "wb"))
        os.close(question)
        self._answer = answer

    def outcome(self, status: int) -> Outcome:
        """Return what came of it, once its process has ended."""
        with os.fdopen(self._answer, "rb") as answer:
            told = answer.read()
        if told:
            outcome: Outcome = pickle.loads(told)
        else:
            outcome = Outcome(
                self._name, "ERROR", f"its process ended with {os.waitstatus_to_exitcode(status)}"
            )
        return replace(outcome, seconds=time.monotonic() - self._begun)


def _child(bug: Bug, trial: Trial, answer: BinaryIO) -> None:
    """Try one bug, in silence, and end this process."""
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    signal.alarm(LONGEST_WAIT)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    try:
        outcome = trial(bug)
    except BaseException as error:  # whatever it is, it must not go on in a copy of the parent
        outcome = Outcome(bug.name, "ERROR", f"{type(error).__name__}: {error}")
    with answer:
        pickle.dump(outcome, answer)
    os._exit(0)
