"""How hard properties are tried: a little with every change, a lot every night (`HYPOTHESIS_PROFILE=nightly`)."""

import os
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings

_QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
settings.register_profile(
    "ci",
    max_examples=60,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # shrinking takes minutes: the nightly run does it
    report_multiple_bugs=False,
    suppress_health_check=_QUIET,
)
settings.register_profile(
    "nightly",
    max_examples=2000,
    stateful_step_count=100,
    deadline=timedelta(seconds=60),
    print_blob=True,
    suppress_health_check=_QUIET,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
