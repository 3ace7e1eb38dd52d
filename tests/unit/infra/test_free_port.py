from pathlib import Path

from infra.local.harness import free_port

LENT = Path("/proc/sys/net/ipv4/ip_local_port_range")


def test_a_free_port_is_given_once_and_never_lent_to_an_outgoing_connection() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50
    first_lent = int(LENT.read_text().split()[0]) if LENT.exists() else 32_768
    assert max(ports) < first_lent
