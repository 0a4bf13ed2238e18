"""Rez's own suite: what is expected to fail, the table, and the reasons for what was skipped."""
import pytest
from parity import upstream
from parity.model import ScenarioError
from parity.upstream import ModuleResult

RESULTS = [ModuleResult("solver", ["A.one", "A.two"], {"A.three": "1 != 2"}, {"A.four": "only on windows", "A.five": ""}),
           ModuleResult("rex", crash="no output", skipped={"B.six": "only on windows"})]


def test_table_and_reasons():
    rows = upstream.table(RESULTS).splitlines()
    assert [row.split() for row in rows] == [
        ["module", "passed", "failed", "skipped"], ["solver", "2", "1", "2"], ["rex", "0", "0", "1", "no", "output"],
        ["all", "2", "1", "3"]]
    assert [row.split(None, 2) for row in upstream.reasons(RESULTS).splitlines()[1:]] == [
        ["solver", "1", "no reason given"], ["solver", "1", "only on windows"], ["rex", "1", "only on windows"]]


@pytest.mark.parametrize("expected, unexpected, fixed", [
    ({}, ["rex", "solver.A.three"], []),
    ({"solver.A.three": "why", "rex": "why"}, [], []),
    ({"solver.A.three": "why", "rex": "why", "solver.A.one": "why"}, [], ["solver.A.one"]),
])
def test_the_list_of_expected_failures_only_shrinks(expected, unexpected, fixed):
    verdict = upstream.judge(RESULTS, expected)
    assert (sorted(verdict.unexpected), verdict.fixed) == (unexpected, fixed)
    assert verdict.ok == (not unexpected and not fixed)


@pytest.mark.parametrize("text", ["[expected]\n'a.b' = ''\n", "[expected\n"])
def test_an_expected_failure_needs_a_reason(tmp_path, text):
    path = tmp_path / "upstream.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError):
        upstream.load_expected(path)
