"""A Chalice app without functions: a pump that has nothing to run."""

from chalice.app import Chalice

app = Chalice(app_name="none", configure_logs=False)
