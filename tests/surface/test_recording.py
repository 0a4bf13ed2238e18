"""All that real Rez 3.4.0 offers is there, by the recording of `parity surface`; and the comparing itself."""
import marshal
import sys
from pathlib import Path

import pytest
from parity import surface
from parity.side import Side
from parity.surface_compare import call_trouble, compare


@pytest.fixture(scope="module")
def recorded():
    """The recording as bytes, from which each test makes its own."""
    reference = surface.load()
    assert compare(reference, reference).missing == []
    return marshal.dumps(reference)


def test_nothing_is_missing():
    side = Side(name="ours", python=Path(sys.executable), bin=Path("/none"), version="3.4.0",
                path=str(Path(__file__).parents[2]))
    report = compare(surface.load(), surface.probe(side))
    assert report.missing == []
    assert report.wanted["modules"] > 160 and report.wanted["members"] > 2800


P, K, D, A = "POSITIONAL_OR_KEYWORD", "KEYWORD_ONLY", "VAR_KEYWORD", "VAR_POSITIONAL"


@pytest.mark.parametrize("wanted, ours, trouble", [
    ([["a", P, None]], [["a", P, None]], ""),
    ([["a", P, None]], [["a", P, None], ["b", P, "1"]], ""),
    ([["a", P, None]], [["a", P, None], ["b", P, None]], "also needs b"),
    ([["a", P, None]], [["b", P, None]], "lacks the parameter a"),
    ([["a", P, None], ["b", P, None]], [["b", P, None], ["a", P, None]], "has the parameter a at another place"),
    ([["a", P, "1"]], [["a", P, "2"]], "has the default 2 for a, not 1"),
    ([["a", P, "1"]], [["a", P, None]], "has the default None for a, not 1"),
    ([["a", K, "1"]], [["x", P, "0"], ["a", P, "1"]], ""),
    ([["a", P, None]], [["args", A, None], ["kwargs", D, None]], ""),
    ([["kwargs", D, None]], [["a", P, "1"]], "takes no **kwargs"),
    ([["a", P, None]], [["a", "POSITIONAL_ONLY", None]], "takes a by position only"),
    ([], None, "can't be called"),
    (None, None, ""),
])
def test_calls(wanted, ours, trouble):
    assert call_trouble(wanted, ours) == trouble


def drop(data, *path):
    for key in path[:-1]:
        data = data[key]
    del data[path[-1]]


def put(data, value, *path):
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


@pytest.mark.parametrize("change, line", [
    (lambda s: drop(s, "modules", "rez.suite"), "rez.suite: no such module"),
    (lambda s: drop(s, "modules", "rez.suite", "names", "Suite"), "rez.suite.Suite is missing"),
    (lambda s: drop(s, "modules", "rez.suite", "names", "Suite", "members", "save"), "rez.suite.Suite.save is missing"),
    (lambda s: put(s, [], "modules", "rez.exceptions", "names", "BuildError", "bases"),
     "rez.exceptions.BuildError lacks the bases RezError"),
    (lambda s: put(s, "int", "instances", "Solver", "solve_time"), "Solver.solve_time is int, not float"),
    (lambda s: drop(s, "settings", "packages_path"), "settings: packages_path is None"),
    (lambda s: put(s, "None", "settings", "plugins.release_vcs.tag_name"), "plugins.release_vcs.tag_name is None"),
    (lambda s: drop(s, "commands", "env"), "command env: no such command"),
    (lambda s: drop(s, "commands", "env", "options", 3), "command env has no"),
    (lambda s: put(s, "?", "commands", "env", "options", 1, "nargs"), "nargs '?', not None"),
    (lambda s: drop(s, "exceptions", "rez.exceptions.RezError"), "exceptions: rez.exceptions.RezError"),
    (lambda s: drop(s, "scripts", "console_scripts rez-env"), "there is no console_scripts rez-env"),
    (lambda s: drop(s, "private", "rez:_init_logging"), "rez:_init_logging: not asked"),
    (lambda s: drop(s, "loggers", "rez"), "loggers: rez is None"),
])
def test_each_kind_of_loss_is_told(recorded, change, line):
    reference, ours = marshal.loads(recorded), marshal.loads(recorded)
    change(ours)
    report = compare(reference, ours)
    assert report.missing and line in report.missing[0]
    assert report.percent < 100
    assert line.split(" ")[0].rstrip(":") in surface.markdown(report)
