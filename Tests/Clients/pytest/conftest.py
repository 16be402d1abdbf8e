"""Mockbay for pytest: the server once, and for each test a bay of its own.

    @pytest.mark.scenario("cut-off.json5")
    def test_it_does_not_buy_twice(bay):
        client = Client(bay.htp.url, bay.htp.credentials.user, bay.htp.credentials.password)

The scenario is a file beside the test, or a dict. A test that ends well fails all the same where an expectation of its
scenario is not met. MOCKBAY names the program; otherwise it is looked for in PATH.
"""

import hashlib
import json
import os
import re
import subprocess
import types
import urllib.error
import urllib.request

import pytest


def pytest_configure(config):
    config.addinivalue_line("markers", "scenario(file_or_dict): what goes wrong in the test's bay, and what is expected")


@pytest.fixture(scope="session")
def mockbay():
    """What the server says of itself when it is ready: URLs, credentials, seed."""
    command = [os.environ.get("MOCKBAY", "mockbay"), "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline()
            assert line, f"{command[0]} ended before it was ready, with {server.wait()}"
            yield loads(line)
        finally:
            server.terminate()


@pytest.fixture
def bay(mockbay, request):
    """A world of the test's own. It is called the same on each run, for ids come from the name, too."""
    digest = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:8]
    name = re.sub(r"[^A-Za-z0-9._-]", "-", request.node.name)[:50] + "-" + digest
    marker = request.node.get_closest_marker("scenario")
    bay = Bay(mockbay.control, name, scenario_text(marker.args[0], request.path) if marker else "null")
    yield bay
    bay.control("DELETE")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if isinstance(bay := item.funcargs.get("bay"), Bay):
        bay.verify()
    return result


class Bay:
    """A bay's vendors (`bay.htp.url`, `bay.htp.credentials.user`), and the control API below it."""

    def __init__(self, control, name, scenario):
        self.name = name
        self._url = f"{control}bays"
        # The scenario goes as it stands, so that problems are told with the lines of its file.
        reply = call("POST", self._url, f'{{"name": {json.dumps(name)}, "scenario": {scenario}}}')
        self._url += f"/{name}"
        self.autoleap, self.autosync = reply.vendors.autoleap, reply.vendors.autosync
        self.htp, self.leadway = reply.vendors.htp, reply.vendors.leadway

    def control(self, method, path="", body=None):
        """`bay.control("POST", "/clock", {"action": "advance", "by": "1h"})`"""
        return call(method, self._url + path, None if body is None else json.dumps(body))

    def verify(self):
        """Fails the test where an expectation of the scenario is not met."""
        failed = [verdict for verdict in self.control("POST", "/verify").verdicts if not getattr(verdict, "pass")]
        if failed:
            texts = (f"FAILED {verdict.name}\n{verdict.message}" for verdict in failed)
            pytest.fail("\n\n".join(texts), pytrace=False)


def scenario_text(scenario, test):
    if isinstance(scenario, dict):
        return json.dumps(scenario)
    return (test.parent / scenario).read_text()


def call(method, url, body=None):
    request = urllib.request.Request(url, body.encode() if body is not None else None, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return loads(reply.read() or "null")
    except urllib.error.HTTPError as error:
        problem = json.loads(error.read())["error"]
        lines = [f"{at['line']}:{at['column']}: {at['message']}" for at in problem.get("problems", [])]
        pytest.fail("\n".join([f"{method} {url}: {problem['message']}", *lines]), pytrace=False)


def loads(text):
    return json.loads(text, object_hook=lambda members: types.SimpleNamespace(**members))
