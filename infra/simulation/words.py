"""Numbers as a reader of a report reads them."""

from infra.simulation.figures import Rate, Spread


def share(rate: Rate) -> str:
    """Write a share; a dash where there is nothing to take a share of."""
    return "-" if rate is None else f"{rate * 100:.0f} %"


def shares(then: Rate, now: Rate) -> str:
    """Write what became of a share."""
    return f"{share(now)}, as before" if share(then) == share(now) else f"{share(then)} → {share(now)}"


def turn(then: int, now: int) -> str:
    """Write what became of a number: ``1,204 → 988 (-18 %)``."""
    if then == now:
        return f"{now:,}, as before"
    part = f" ({(now - then) / then * 100:+.0f} %)" if then else ""
    return f"{then:,} → {now:,}{part}"


def row(*cells: object) -> str:
    """Write a row of a table."""
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"


def head(*cells: str) -> str:
    """Write the head of a table: the first column to the left, numbers to the right."""
    return f"{row(*cells)}\n|---|{'---:|' * (len(cells) - 1)}"


def spread(found: Spread) -> str:
    """Write the middle and nine tenths."""
    return f"{found.median:.1f} / {found.ninth:.1f}"


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
