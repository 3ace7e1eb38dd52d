"""The Chalice app: routes come from blueprints, every other handler is declared here and calls one function."""

from typing import Any

from chalice.app import Chalice, Rate

from chalicelib.entrypoints import functions
from chalicelib.entrypoints.api.routes import routes as api
from chalicelib.entrypoints.console.routes import routes as console
from chalicelib.entrypoints.portal.routes import routes as portal
from chalicelib.entrypoints.webhooks import routes as webhooks

app = Chalice(app_name="golive", configure_logs=False)
app.register_blueprint(webhooks)
app.register_blueprint(portal)
app.register_blueprint(console)
app.register_blueprint(api)


@app.on_sqs_message(queue_arn="placeholder", batch_size=5)
def ingest(event: Any) -> Any:
    return functions.ingest(event.to_dict())


@app.on_sqs_message(queue_arn="placeholder", batch_size=1)
def intake(event: Any) -> Any:
    return functions.intake(event.to_dict())


@app.on_dynamodb_record(stream_arn="placeholder", batch_size=100)
def relay(event: Any) -> Any:
    return functions.relay(event.to_dict())


@app.on_sqs_message(queue_arn="placeholder", batch_size=10)
def commands(event: Any) -> Any:
    return functions.commands(event.to_dict())


@app.on_sqs_message(queue_arn="placeholder", batch_size=10)
def deliver(event: Any) -> Any:
    return functions.deliver(event.to_dict())


@app.on_sqs_message(queue_arn="placeholder", batch_size=10)
def feedback(event: Any) -> Any:
    return functions.feedback(event.to_dict())


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(event: Any) -> Any:
    return functions.sweep(event.to_dict())


@app.schedule(Rate(1, unit=Rate.DAYS))
def verify(event: Any) -> Any:
    return functions.verify(event.to_dict())
