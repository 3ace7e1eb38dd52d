"""One deal, one id, whichever way its CRM writes it."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def one_form(source: str, deal: str) -> str:
    """Return the form under which a deal is known: of Salesforce's two, the long one.

    Its last three characters repeat the case of the first fifteen.
    """
    if source != "salesforce" or len(deal) != 15:
        return deal
    fives = (deal[at : at + 5] for at in (0, 5, 10))
    return deal + "".join(_LETTERS[sum(c.isupper() << n for n, c in enumerate(five))] for five in fives)
