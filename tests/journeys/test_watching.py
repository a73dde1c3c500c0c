"""What a monitoring system sees of the running platform: the sum over all of its processes."""

import re
import urllib.request

ASKED = 40


def test_the_figures_are_those_of_all_web_processes_together(platform):
    def asks(address: str) -> str:
        with urllib.request.urlopen(f"{platform.url}{address}") as answer:
            return answer.read().decode()

    def counted() -> float:
        found = re.search(r'_count{endpoint="healthz",status="2xx"} (\S+)', asks("/metrics"))
        return float(found[1]) if found else 0

    before = counted()
    for _ in range(ASKED):
        asks("/healthz")

    assert {counted() - before for _ in range(5)} == {ASKED}
    assert len({*re.findall(r'process_cpu_seconds_total{pid="(\d+)"}', asks("/metrics"))}) == 2
