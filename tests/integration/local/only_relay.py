"""A Chalice app with one function only."""

from typing import Any

from chalice.app import Chalice

app = Chalice(app_name="one", configure_logs=False)


@app.on_dynamodb_record(stream_arn="placeholder")
def relay(event: Any) -> Any:
    return None
