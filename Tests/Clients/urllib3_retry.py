"""A client of the Python package urllib3, which many others retry with, is judged well by what scenarios expect.

    python3 urllib3_retry.py BINARY

It runs itself under `mockbay exec`, with its own pauses and with those that `Retry-After` asks for; and once without
any pause, which must fail.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import urllib3

SCENARIO = {
    "scenario": 1,
    "clock": {"mode": "scaled", "speed": 60},
    "flow": {"htp.inventory.feed": [{"calls": 3, "reply": None}]},
    "expect": [
        {"name": "backs off", "op": "htp.inventory.feed", "retries": {"max": 5, "backoff": "increasing", "honours": "Retry-After"}},
        {"name": "gets there", "op": "htp.inventory.feed", "calls": {"exactly": 4}},
    ],
}
REPLIES = {
    "unavailable": {"status": 503, "headers": {}, "body": {}},
    "told": {"status": 429, "headers": {"Retry-After": "60"}, "body": {}},
}


def client(factor):
    retry = urllib3.Retry(total=5, backoff_factor=factor, status_forcelist=[429, 503])
    if factor == 0:
        retry = urllib3.Retry(total=5, backoff_factor=0, status_forcelist=[429, 503], respect_retry_after_header=False)
    headers = urllib3.make_headers(basic_auth=f"{os.environ['HTP_USER']}:{os.environ['HTP_PASSWORD']}")
    reply = urllib3.PoolManager(retries=retry).request("GET", os.environ["HTP_BASE_URL"] + "/inventory/feed", headers=headers)
    assert reply.status == 200, reply.status


def judge(binary, reply, factor):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "retry.json"
        scenario = json.loads(json.dumps(SCENARIO))
        scenario["flow"]["htp.inventory.feed"][0]["reply"] = REPLIES[reply]
        path.write_text(json.dumps(scenario))
        command = [binary, "exec", "--scenario", path, "--", sys.executable, __file__, "client", str(factor)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


if sys.argv[1] == "client":
    client(float(sys.argv[2]))
else:
    for reply, factor, expected in (("unavailable", 0.1, 0), ("told", 0.1, 0), ("told", 0, 1), ("unavailable", 0, 1)):
        done = judge(sys.argv[1], reply, factor)
        assert done.returncode == expected, (reply, factor, done.returncode, done.stderr)
