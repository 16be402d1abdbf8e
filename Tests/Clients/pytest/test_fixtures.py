"""The fixtures themselves: a test whose client does not do as its scenario expects is a failed test."""

import pathlib

HERE = pathlib.Path(__file__).parent


def test_an_unmet_expectation_fails_the_test(pytester):
    for name in ["conftest.py", "parts_client.py", "cut-off.json5"]:
        (pytester.path / name).write_text((HERE / name).read_text())
    pytester.makepyfile(
        """
        import pytest
        from parts_client import PartsClient

        @pytest.mark.scenario("cut-off.json5")
        @pytest.mark.parametrize("careful", [True, False])
        def test_client(bay, careful):
            credentials = bay.htp.credentials
            PartsClient(bay.htp.url, credentials.user, credentials.password, careful).buy("101/1/500001", "PO-4")

        @pytest.mark.scenario({"scenario": 1, "nmae": "x"})
        def test_scenario(bay):
            pass
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines_random([
        "FAILED nothing is bought twice",
        "*PO-4*",
        "*unknown key 'nmae' in a scenario",
        "FAILED *::test_client[[]False] - *",
    ])
