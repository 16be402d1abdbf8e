"""Reads the reports of `mockbay exec` with what others read theirs with: junitparser and haralyzer.

    exec_reports.py BINARY
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import haralyzer
import junitparser

CLIENT = """
import base64, os, urllib.error, urllib.request
credentials = base64.b64encode(f"{os.environ['HTP_USER']}:{os.environ['HTP_PASSWORD']}".encode()).decode()
for path in ["/inventory/search/*/CUMMINS/ISX?result_size=1&keywords=a%20b", "/nowhere", "/sale/create"]:
    body = b'{"line_items": []}' if path.startswith("/sale") else None
    request = urllib.request.Request(os.environ["HTP_BASE_URL"] + path, body)
    request.add_header("Authorization", f"Basic {credentials}")
    request.add_header("Content-Type", "application/json")
    try:
        urllib.request.urlopen(request).read()
    except urllib.error.HTTPError as error:
        error.read()
raise SystemExit(7)
"""

binary = sys.argv[1]
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    scenarios = [folder / "one.json5", folder / "two & <three>.json5"]
    scenarios[0].write_text('{"scenario": 1, "name": "first"}')
    scenarios[1].write_text('{"scenario": 1, "name": "\\"second\\" <&> ☃"}')
    done = subprocess.run(
        [binary, "exec", "--scenario", folder, "--junit", folder / "junit.xml", "--har", folder / "all.har",
         "--json", folder / "report.out", "--min-coverage", "100", "--", sys.executable, "-c", CLIENT],
        capture_output=True, text=True, check=False,
        # What is tried here is no result of the job that tries it.
        env={name: value for name, value in os.environ.items() if name != "GITHUB_STEP_SUMMARY"},
    )
    assert done.returncode == 7, (done.returncode, done.stderr)

    report = json.loads((folder / "report.out").read_text())
    assert [run["command"]["code"] for run in report["runs"]] == [7, 7], report

    xml = junitparser.JUnitXml.fromfile(str(folder / "junit.xml"))
    suites = list(xml)
    assert [suite.name for suite in suites] == ["first", '"second" <&> ☃', "coverage"], suites
    assert (xml.tests, xml.errors) == (sum(suite.tests for suite in suites), 2), (xml.tests, xml.errors)
    for suite in suites:
        cases = list(suite)
        assert suite.tests == len(cases) and suite.failures + suite.errors <= len(cases)
    for suite in suites:
        covered = {item.name: item.value for item in suite.properties()}
        assert 0 < float(covered["coverage"]) <= 100 and int(covered["coverage.met"]) <= int(covered["coverage.of"])
    command = list(suites[1])[-1]
    assert command.classname.endswith("two & <three>.json5"), command.classname
    assert [(type(result), result.message) for result in command.result] == [
        (junitparser.Error, "the command ended with 7")
    ]

    text = (folder / "all.har").read_text()
    archive = haralyzer.HarParser(json.loads(text))
    assert [page.title for page in archive.pages] == ["first", '"second" <&> ☃']
    for page in archive.pages:
        assert [entry.response.status for entry in page.entries] == [200, 404, page.entries[2].response.status]
        first = page.entries[0]
        assert first.request.method == "GET" and first.request.url.startswith("http://127.0.0.1:")
        assert {item["name"]: item["value"] for item in first.request.queryString} == {
            "result_size": "1", "keywords": "a b",
        }
        assert first.request.headers and first.startTime and first.response.mimeType.startswith("application/json")
        assert json.loads(page.entries[2].request.text) == {"line_items": []}
        assert len(page.get_requests) == 2 and len(page.post_requests) == 1
    assert "ZGVtbzpkZW1v" not in text and "Basic fp_" in text, "a credential is in the HAR"
print(f"junitparser and haralyzer read {len(suites)} suites and {len(archive.har_data['entries'])} exchanges")
