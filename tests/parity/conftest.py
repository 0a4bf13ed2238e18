"""The outcome of a run that has one scenario of each state, and its data."""
from pathlib import Path

import pytest
from parity.compare import Difference
from parity.known import Known
from parity.model import Scenario, Step, World
from parity.report.data import as_data
from parity.run import Outcome
from parity.side import Side

HOSTILE = "</pre><script>document.title = 'broken in'</script>\x1b[31m ``` & \"q\""


def scenario(name, *kinds):
    return Scenario(name, "file.toml", World(), tuple(Step(kind, {kind: []}) for kind in kinds))


@pytest.fixture(scope="session")
def outcome():
    entry = Known("meant", "We do <so>.", "A crash.", "0.1.0", ("f/known",))
    return Outcome(
        ran=[scenario("f/same", "config"), scenario("f/known", "cli"), scenario("f/other", "resolve", "cli"),
             scenario("f/left", "python")],
        new=[Difference("f/other", "[0]['environ']['A']", "1", "2"),
             Difference("f/other", "[1]['stdout']", "one\ntwo\n", HOSTILE + "\ntwo\n")],
        covered=[(Difference("f/known", "[0]['exit']", 1, 0), entry)],
        unused=[Known("gone", "w", "y", "0", ("f/same",))],
        artefacts={"f/same": ["config"], "f/known": ["exit code", "output"], "f/other": ["environment", "output", "rxt"]},
        not_compared={"f/left": "not recorded"}, noise={"f/same": ["[0].time"]}, problems=["bad.toml: no TOML"])


@pytest.fixture(scope="session")
def data(outcome):
    ours = Side("pkgrs", Path("/p/bin/python"), Path("/p/bin"), "3.4.0", product="pkgrs 1.2", python_version="3.11.7")
    return as_data(outcome, "3.4.0", ours, "ab" * 32)
