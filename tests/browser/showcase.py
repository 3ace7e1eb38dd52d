"""A playbook whose customer tasks show what the shipped ones leave out: tables, signatures, dates, secrets, conditions."""

from pathlib import Path
from typing import Any

import yaml

NAME = "showcase"
_SIMPLE = Path(__file__).resolve().parents[2] / "chalicelib/playbooks/simple.yaml"
_MORE = """
- id: users
  title: The people who will use it
  help: One row a person. Save your list as CSV or Excel.
  documents:
    types: [csv, xlsx]
    table:
      columns:
        - {name: Name}
        - {name: Email, type: email, unique: true}
        - {name: Start, type: date, required: false}
- id: tax
  title: Tax certificate
  help: The certificate of your tax office. Only who is asked to may look at it.
  documents: {types: [pdf], sensitive: true}
- id: contract
  title: The signed contract
  help: Signed by who may sign for your company.
  documents: {types: [pdf], signed: true}
- id: insurance
  title: Proof of insurance
  help: The confirmation of your insurer, with the day on which it ends.
  documents: {types: [pdf], valid: {asks_date: true}}
- id: directory
  title: The key of your directory
  help: We connect it with this key, and nobody sees it but who does that.
  fields:
    - {id: company, label: "Name of your company", from_document: {task: registration, names: [company]}}
    - {id: key, label: "Key of your directory", type: secret}
- id: terms
  title: Terms of data processing
  kind: approval
  role: customer
  signer: approver
  statement: We agree to how Golive processes the data of our people.
- id: sign_in
  title: How your people sign in
  help: We set it up exactly so.
  fields:
    - {id: way, label: "How do your people sign in?", type: choice, choices: [Single sign-on, Password], subject: way}
    - {id: domain, label: "Which domain do they sign in with?", type: domain, when: {field: way, one_of: [Single sign-on]}}
    - {id: seats, label: "How many people?", type: number, whole: true, min: 1, max: 5000}
"""


def text() -> str:
    """Return the playbook as YAML: the simple one, with these tasks of the customer beside its own."""
    playbook: dict[str, Any] = yaml.safe_load(_SIMPLE.read_text("utf-8"))
    common = {
        "stage": "collection",
        "kind": "customer",
        "role": "onboarding",
        "opens": "opening",
        "hours": 24,
    }
    call = {"id": "kickoff_call", "stage": "collection", "kind": "internal", "role": "onboarding"}
    call |= {"opens": "opening", "title": "Hold the kickoff call", "hours": 8}
    call |= {"meeting": {"minutes": 30, "propose": 3}}
    more = [common | task for task in yaml.safe_load(_MORE)]
    playbook |= {"name": NAME, "version": 1, "title": "Showcase", "tasks": [*playbook["tasks"], call, *more]}
    playbook.pop("translations", None)
    for task in playbook["tasks"]:
        if task["id"] == "sign_off":
            task["signer"] = "approver"
    return yaml.safe_dump(playbook, sort_keys=False, allow_unicode=True)
