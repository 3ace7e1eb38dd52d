"""What is kept of a visit: enough to say "that was me", and no more."""

import pytest

from chalicelib.application.uses import network, seen
from tests.builders import NOW

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
AGENTS = {
    f"{MAC} Version/18.0 Safari/605.1.15": ("Safari", "Mac"),
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36": (
        "Chrome",
        "Windows",
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0": (
        "Edge",
        "Windows",
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/140 Mobile Safari/604": (
        "Chrome",
        "iPhone or iPad",
    ),
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 SamsungBrowser/28 Chrome/130 Mobile Safari/537": (
        "Samsung Internet",
        "Android",
    ),
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0": ("Firefox", "Linux"),
    "curl/8.0": ("", ""),
    "": ("", ""),
    "<script>" * 5000: ("", ""),
}


@pytest.mark.parametrize("agent", AGENTS, ids=[f"{'-'.join(a)}{n}" for n, a in enumerate(AGENTS.values())])
def test_browser_and_system_are_families_and_nothing_of_the_text_is_kept(agent: str) -> None:
    use = seen(agent=agent, address="203.0.113.9", at=NOW)
    assert (use.browser, use.system) == AGENTS[agent]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.113.x"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::x"),
        ("::1", "0:0:0::x"),
        ("", ""),
        ("203.0.113.9, 10.0.0.1", ""),
        ("<b>", ""),
    ],
)
def test_a_network_is_kept_without_the_device(address: str, kept: str) -> None:
    assert network(address) == kept
