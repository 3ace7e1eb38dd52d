"""Bugs of what playbooks can say: conditions, parallel tracks, dates that follow something, and their linter."""

from tests.faults.bugs.bug import Bug

_RUN = "tests/unit/domain/test_language.py"
_PLAN = "tests/unit/playbooks/test_lint_plan.py"
_FILES = "tests/unit/playbooks/test_playbook_files.py"

LANGUAGE = (
    Bug(
        "a task whose condition does not hold opens all the same",
        "chalicelib/domain/variants.py",
        "if rule.stage in stages and (not rule.when or rule.when in held)",
        "if rule.stage in stages",
        (_RUN,),
    ),
    Bug(
        "what waited for something that is left out waits for nothing",
        "chalicelib/domain/variants.py",
        "waiting = [*gone[name], *waiting]",
        "waiting = [*waiting]",
        (_RUN,),
    ),
    Bug(
        "a gate requires what was left out, for ever",
        "chalicelib/domain/variants.py",
        "tuple(name for name in gate.requires if name not in gone)",
        "gate.requires",
        (_RUN, "tests/properties/test_playbooks.py"),
    ),
    Bug(
        "a condition that lacks its value is decided anyway",
        "chalicelib/adapters/conditions.py",
        "holds = not lacks and",
        "holds = bool(lacks) or",
        (_RUN,),
    ),
    Bug(
        "nobody is asked for the value that a condition lacks",
        "chalicelib/domain/opening.py",
        "for judged in context.conditions for lack in judged.lacking}",
        "for judged in context.conditions for lack in judged.lacking if judged.holds}",
        (_RUN,),
    ),
    Bug(
        "stages run side by side although one waits for the other",
        "chalicelib/domain/consequences/work.py",
        "before = earlier if rule.after is None else rule.after",
        "before = earlier if rule.after is None else ()",
        (_RUN,),
    ),
    Bug(
        "a task does not wait for the gate that it names",
        "chalicelib/domain/consequences/work.py",
        'if gates.gate(state, item).passed_at is None if kind == "gate"',
        'if state.sequence < 0 if kind == "gate"',
        (_RUN,),
    ),
    Bug(
        "a date before the go-live date is counted after it",
        "chalicelib/domain/due_dates.py",
        "calendar.days_after(calendar.local(start).date(), rule.days)",
        "calendar.days_after(calendar.local(start).date(), abs(rule.days))",
        (_RUN,),
    ),
    Bug(
        "a date stays where it was when the go-live date moves",
        "chalicelib/domain/due_dates.py",
        "anchored_at is None or anchored_at == task.anchored_at",
        "anchored_at is None or task.anchored_at is not None",
        (_RUN,),
    ),
    Bug(
        "a task is late the moment it opens",
        "chalicelib/domain/due_dates.py",
        "at=at if at > context.now else usual",
        "at=at",
        (_RUN,),
    ),
    Bug(
        "a date that counts back from the go-live date moves while all is on hold",
        "chalicelib/domain/decide/restart.py",
        'task.due_at if task.anchor == "target" else moved(',
        "moved(",
        (_RUN,),
    ),
    Bug(
        "what was late before a hold is told anew at its end",
        "chalicelib/domain/decide/restart.py",
        "if due is None or due <= since:",
        "if due is None:",
        ("tests/unit/domain/test_time.py",),
    ),
    Bug(
        "the longest way is the way with the most tasks",
        "chalicelib/domain/critical_path.py",
        "key=lambda path: path.hours, default",
        "key=lambda path: len(path.tasks), default",
        (_PLAN,),
    ),
    Bug(
        "the linter looks at no variant but the whole playbook",
        "chalicelib/domain/lint/plan.py",
        "range(len(texts), -1, -1)",
        "range(len(texts), len(texts) - 1, -1)",
        (_PLAN,),
    ),
    Bug(
        "a condition may call whatever the library knows",
        "chalicelib/adapters/condition_language.py",
        "if type(operand).__name__ not in _WHOLE:",
        "if type(operand).__name__ in ():",
        (_PLAN,),
    ),
    Bug(
        "true is a number of hours",
        "chalicelib/adapters/playbook_shapes.py",
        "isinstance(data, bool | float)",
        "isinstance(data, float)",
        (_FILES,),
    ),
    Bug(
        "a problem is shown at the first of two things with the same id",
        "chalicelib/adapters/yaml_lines.py",
        "(*path, places[-1])",
        "(*path, places[0])",
        (_FILES,),
    ),
)
