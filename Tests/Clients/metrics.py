"""Prometheus' own parser reads the metrics, and they count what was called.

    python3 metrics.py MOCKBAY_URL
"""

import sys
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families


def get(path):
    with urllib.request.urlopen(sys.argv[1] + path) as reply:
        return reply.headers["Content-Type"], reply.read().decode()


def families():
    content_type, text = get("/__mockbay/metrics")
    assert content_type == "text/plain; version=0.0.4; charset=utf-8", content_type
    return {family.name: family for family in text_string_to_metric_families(text)}


def nowhere(all_families):
    for sample in all_families["mockbay_requests"].samples:
        if sample.labels == {"vendor": "htp", "operation": "", "status": "4xx"}:
            return sample.value
    return 0


def main():
    before = nowhere(families())
    try:
        get("/~metrics/htp/nowhere")
    except urllib.error.HTTPError as error:
        assert error.code == 404, error.code
    after = families()
    assert nowhere(after) == before + 1, (before, nowhere(after))
    for name, family in after.items():
        assert name.startswith("mockbay_"), name
        assert family.documentation and family.type in ("gauge", "counter"), name
    print(f"{len(after)} families")


main()
