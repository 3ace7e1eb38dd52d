"""What production gets: the template that `make package` writes."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalice.config import Config

from infra import template as merging
from infra.package import ROOT

Template = dict[str, Any]


@pytest.fixture(scope="session")
def functions(template: Template) -> dict[str, dict[str, Any]]:
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def events_of(functions: dict[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    return {
        name: event["Properties"]
        for name, function in functions.items()
        for event in function.get("Events", {}).values()
        if event["Type"] == kind
    }


def statements_of(template: Template, function: str) -> list[dict[str, Any]]:
    role = template["Resources"][function]["Properties"]["Role"]["Fn::GetAtt"][0]
    (policy,) = template["Resources"][role]["Properties"]["Policies"]
    return policy["PolicyDocument"]["Statement"]


def actions_of(template: Template, function: str) -> set[str]:
    return {action for statement in statements_of(template, function) for action in statement["Action"]}


def test_cloudformation_lint_finds_nothing(built: Path) -> None:
    for path in (built / "template.json", ROOT / "infra/resources.yaml"):
        lint = subprocess.run(
            # W2531: a runtime of this machine's Python may be an old one; production's is checked by make package
            [Path(sys.executable).with_name("cfn-lint"), "--ignore-checks", "W2531", "--", str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (lint.stdout + lint.stderr, lint.returncode) == ("", 0)


def test_every_function_starts_in_app_py_so_that_middleware_runs(functions: dict[str, Any]) -> None:
    assert len(functions) >= 9
    assert {properties["Handler"].split(".")[0] for properties in functions.values()} == {"app"}


def test_every_function_has_its_own_memory_timeout_name_log_and_role(functions: dict[str, Any]) -> None:
    for name, properties in functions.items():
        assert {"MemorySize", "Timeout", "FunctionName", "LoggingConfig"} <= set(properties), name
    assert len({json.dumps(properties["Role"]) for properties in functions.values()}) == len(functions)
    assert len({json.dumps(properties["LoggingConfig"]) for properties in functions.values()}) == len(
        functions
    )


def test_the_runtime_is_the_interpreter_that_built_it(functions: dict[str, Any]) -> None:
    assert {properties["Runtime"] for properties in functions.values()} == {Config().lambda_python_version}


def test_queues_report_single_failures_and_give_the_function_time(
    template: Template, functions: dict[str, Any]
) -> None:
    sources = events_of(functions, "SQS")
    assert set(sources) == {"Ingest", "Intake", "Commands", "Deliver", "Feedback"}
    for name, source in sources.items():
        assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        queue, attribute = source["Queue"]["Fn::GetAtt"]
        assert (queue, attribute) == (f"{name}Queue", "Arn")
        visibility = template["Resources"][queue]["Properties"]["VisibilityTimeout"]
        assert visibility >= 6 * functions[name]["Timeout"], name


def test_every_queue_has_dead_letters_with_an_alarm(template: Template) -> None:
    resources = template["Resources"]
    queues = {name for name, resource in resources.items() if resource["Type"] == "AWS::SQS::Queue"}
    alarms = {
        resource["Properties"]["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for resource in resources.values()
        if resource["Type"] == "AWS::CloudWatch::Alarm" and resource["Properties"]["Namespace"] == "AWS/SQS"
    }
    for name in queues:
        if not name.endswith("DeadLetters"):
            redrive = resources[name]["Properties"]["RedrivePolicy"]
            assert redrive["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{name[:-5]}DeadLetters", "Arn"]}
        else:
            assert name in alarms


def test_a_poisoned_stream_record_blocks_nothing_for_long_and_is_kept(functions: dict[str, Any]) -> None:
    (source,) = events_of(functions, "DynamoDB").values()
    assert source["Stream"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert 0 < source["MaximumRetryAttempts"] <= 20
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {
        "Fn::GetAtt": ["RelayDeadLetters", "Arn"]
    }
    assert source["StartingPosition"] == "TRIM_HORIZON"


def test_the_stream_hands_on_new_effects_and_inbox_entries_only(functions: dict[str, Any]) -> None:
    (source,) = events_of(functions, "DynamoDB").values()
    patterns = [json.loads(each["Pattern"]) for each in source["FilterCriteria"]["Filters"]]
    assert all(pattern["eventName"] == ["INSERT"] for pattern in patterns)
    assert [pattern["dynamodb"]["Keys"] for pattern in patterns] == [
        {"sk": {"S": [{"prefix": "X#"}]}},
        {"pk": {"S": [{"prefix": "INBOX#"}]}},
    ]


def test_scheduled_runs_that_fail_are_kept(functions: dict[str, Any]) -> None:
    schedules = events_of(functions, "Schedule")
    assert "Sweep" in schedules
    for name in schedules:
        failed = functions[name]["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
        assert failed["Destination"] == {"Fn::GetAtt": ["ScheduleDeadLetters", "Arn"]}


def test_the_api_is_regional(template: Template) -> None:
    api = template["Resources"]["RestAPI"]["Properties"]
    assert api["EndpointConfiguration"] == {"Type": "REGIONAL"}


def test_every_setting_reaches_the_functions_by_reference(template: Template) -> None:
    tree = ast.parse((ROOT / "chalicelib/settings.py").read_text())
    read = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and str(node.value).isupper()
    }
    given = template["Globals"]["Function"]["Environment"]["Variables"]
    assert read - {"CLOCK_FILE"} <= set(given)
    assert "CLOCK_FILE" not in given
    literal = {name for name, value in given.items() if isinstance(value, str)}
    assert literal == {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"}


def test_nothing_in_the_template_is_tied_to_one_region_or_account(built: Path) -> None:
    text = (built / "template.json").read_text()
    assert "us-east-1" not in text
    assert "placeholder" not in text


def test_no_policy_allows_everything(template: Template, functions: dict[str, Any]) -> None:
    for name in functions:
        for statement in statements_of(template, name):
            assert not any(action.endswith("*") for action in statement["Action"]), name
            if statement["Resource"] == "*":  # the one action here that cannot be narrowed
                assert statement["Action"] == ["dynamodb:ListStreams"]


def test_intake_reads_pinned_uploads_and_puts_findings_and_nothing_else(template: Template) -> None:
    assert actions_of(template, "Intake") - {"logs:CreateLogStream", "logs:PutLogEvents"} == {
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        "s3:GetObjectVersion", "kms:Decrypt", "dynamodb:PutItem",
    }  # fmt: skip
    by_action = {statement["Action"][0]: statement for statement in statements_of(template, "Intake")}
    assert by_action["s3:GetObjectVersion"]["Resource"] == {"Fn::Sub": "${Bucket.Arn}/q/*"}
    keys = by_action["dynamodb:PutItem"]["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert keys == ["INBOX#intake#*"]


def test_only_deliver_sends_mail_and_only_deciders_write_new_items(
    template: Template, functions: dict[str, Any]
) -> None:
    allowed = {name: actions_of(template, name) for name in functions}
    assert [name for name in allowed if "ses:SendEmail" in allowed[name]] == ["Deliver"]
    assert {name for name in allowed if "dynamodb:PutItem" in allowed[name]} == {
        "APIHandler", "Intake", "Commands", "Deliver",
    }  # fmt: skip
    assert "dynamodb:DeleteItem" not in allowed["Deliver"]
    (put,) = [one for one in statements_of(template, "Deliver") if "dynamodb:PutItem" in one["Action"]]
    keys = put["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    assert keys == ["PERSON#*"]  # desks; never an onboarding


def test_only_functions_that_make_or_check_secrets_can_read_them(
    template: Template, functions: dict[str, Any]
) -> None:
    readers = {name for name in functions if "secretsmanager:GetSecretValue" in actions_of(template, name)}
    assert {"Relay", "Intake", "Feedback", "Sweep"} & readers == set()


def test_documents_are_private_versioned_and_encrypted(template: Template) -> None:
    bucket = template["Resources"]["Bucket"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


def test_what_holds_data_survives_the_stack(template: Template) -> None:
    for name in ("Table", "Bucket", "Key", "Secret"):
        assert template["Resources"][name]["DeletionPolicy"] == "RetainExceptOnCreate"
        assert template["Resources"][name]["UpdateReplacePolicy"] == "Retain"


def test_the_merge_grows_maps_and_replaces_lists_values_and_intrinsics() -> None:
    base = {"a": {"x": 1, "y": [1, 2]}, "b": {"Ref": "Old"}, "c": 1}
    over = {"a": {"y": [3]}, "b": {"Fn::GetAtt": ["New", "Arn"]}, "d": 2}
    assert merging.merge(base, over) == {
        "a": {"x": 1, "y": [3]},
        "b": {"Fn::GetAtt": ["New", "Arn"]},
        "c": 1,
        "d": 2,
    }


def test_an_overlay_for_a_function_that_is_not_there_is_refused() -> None:
    with pytest.raises(merging.TemplateError, match="speaks of Ghost"):
        merging.compose({"Resources": {}}, {}, {"Resources": {"Ghost": {"Properties": {}}}})


def test_a_source_nobody_named_is_refused() -> None:
    event = {"Type": "SQS", "Properties": {"Queue": "placeholder"}}
    chalice = {"Resources": {"New": {"Type": "F", "Properties": {"Events": {"E": event}}}}}
    with pytest.raises(merging.TemplateError, match="source of New"):
        merging.compose(chalice, {}, {})
