"""Plays the rushes and prints what they measured: `python -m tests.faults.load [N]`, 1,000 by default."""

import sys

from tests.faults.load.play import Played, play
from tests.faults.load.rush import Drained


def table(played: Played) -> str:
    """Write what was measured, as docs/performance.md shows it."""
    answers = played.webhooks.answers
    rows = [("", "webhooks", "a shared deadline")]
    if answers is not None:
        rows += [
            ("answered", f"{len(answers.seconds)}", ""),
            ("answered each second", f"{answers.each_second:.0f}", ""),
            (
                "answers, p50 and p99",
                f"{answers.percentile(0.5):.0f} and {answers.percentile(0.99):.0f} ms",
                "",
            ),
        ]
    both = (played.webhooks, played.deadline)
    rows += [
        ("seconds to rest", *(f"{one.seconds:.1f}" for one in both)),
        ("functions at once, at most", *(str(one.activity["most_at_once"]) for one in both)),
        ("messages in flight, at most", *(str(one.activity["most_in_flight"]) for one in both)),
    ]
    names = sorted({name for one in both for name in one.activity["functions"]})
    rows += [(f"{name}: invocations, deepest queue", *(_work(one, name) for one in both)) for name in names]
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], ("---",) * 3, *rows[1:]])


def _work(one: Drained, name: str) -> str:
    work = one.activity["functions"].get(name)
    return f"{work['invocations']}, {work['deepest']}" if work else "0"


def main() -> None:
    """Play, print, judge."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    played = play(n)
    print(table(played))
    for violation in played.violations[:50]:
        print(f"VIOLATION: {violation}")
    print(f"load: {played.worlds} worlds, {len(played.violations)} violations")
    sys.exit(1 if played.violations else 0)


if __name__ == "__main__":
    main()
