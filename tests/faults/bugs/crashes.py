"""Bugs that show only when something fails at the wrong moment: what must be one write is two, or comes in another order."""

from tests.faults.bugs.bug import Bug

_ONBOARDINGS = "chalicelib/adapters/dynamodb/onboardings.py"
_COMMIT = 'self._client.transact_write_items(TransactItems=[{"Put": action} for action in actions])'


def _apart(name: str, key: str, caught_by: str) -> Bug:
    """Return the bug that writes the items under a sort key after the commit that they belong to."""
    later = f'[a for a in actions if a["Item"]["sk"]["S"].startswith("{key}")]'
    apart = f'[a for a in actions if not a["Item"]["sk"]["S"].startswith("{key}")]'
    lines = (
        f'self._client.transact_write_items(TransactItems=[{{"Put": a}} for a in {apart}])',
        f"for late in {later}:",
        "    self._client.put_item(**late)",
    )
    return Bug(name, _ONBOARDINGS, _COMMIT, "\n            ".join(lines), (caught_by,))


CRASHES = (
    _apart("effects are written after their commit", "X#", "faults:crashes:singles:put on hold"),
    _apart("the journal is written after its commit", "J#", "faults:crashes:singles:a task is waived"),
    _apart("the command's id is written after its commit", "D#", "faults:crashes:singles:a task is waived"),
    _apart("personal values are written after their commit", "P#", "faults:crashes:singles:a task is waived"),
    _apart("links are written after their commit", "LINK", "faults:crashes:singles:links are revoked"),
    Bug(
        "a large webhook is noted before its body is kept",
        "chalicelib/adapters/dynamodb/inbox.py",
        '            self._s3().put_object(Bucket=self._bucket, Key=item["object"]["S"], Body=packed)\n'
        '        fresh = "attribute_not_exists(pk)"\n'
        "        return if_so(self._client.put_item, TableName=self._table, Item=item, ConditionExpression=fresh)\n",
        '        fresh = "attribute_not_exists(pk)"\n'
        "        kept = if_so(self._client.put_item, TableName=self._table, Item=item, ConditionExpression=fresh)\n"
        '        if kept and "object" in item:\n'
        '            self._s3().put_object(Bucket=self._bucket, Key=item["object"]["S"], Body=packed)\n'
        "        return kept\n",
        ("faults:crashes:plan:a webhook too large for the table:0=dies after",),
    ),
    Bug(
        "a webhook at rest is looked at again after five days",
        "chalicelib/application/ingest.py",
        "timedelta(minutes=10), timedelta(minutes=50)",
        "timedelta(minutes=10), timedelta(days=5)",
        ("faults:crashes:plan:a deal is won:5=throttled long",),
    ),
    Bug(
        "a repetition is taken for a lost race",
        _ONBOARDINGS,
        "return RepeatedCommandError()",
        'return VersionConflictError("Somebody else changed this onboarding at the same moment.")',
        ("faults:crashes:singles:an override is requested",),
    ),
)
