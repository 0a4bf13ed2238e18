"""The benchmark: what is computed and drawn of measurements, and the data that it makes."""
import os
import sys
from xml.etree import ElementTree

import pytest

from parity.bench import growth, output, plot
from parity.bench.measure import Measurement, spend, spend_together
from parity.side import SideError


def row(name="solve", unit="s", **values):
    return Measurement(name, unit, {side: list(each) for side, each in values.items()})


def test_ratios_are_of_medians():
    measured = row(rez=[9.0, 60.0, 70.0], pkgrs=[1.0, 2.0, 30.0], pyrer=[4.0])
    assert measured.ratio("pkgrs") == 30.0
    assert measured.ratio("pkgrs", "pyrer") == 2.0
    assert row(rez=[1.0]).ratio("pkgrs") is None
    assert row(rez=[1.0], pkgrs=[0.0]).ratio("pkgrs") is None


def test_table():
    cells = output.table([row(rez=[60.0], pkgrs=[2.0])])
    assert cells[1] == ["solve", "s", "60", "", "2", "30.0", "", "", ""]
    assert output.markdown([row(rez=[60.0], pkgrs=[2.0])]).splitlines()[2] == "| solve | s | 60 |  | 2 | 30.0 |  |  |  |"
    assert output.as_data([row(rez=[6.0], pkgrs=[2.0])])["measurements"][0]["ratio"] == 3.0


def test_plots_are_xml():
    rows = [row("a < b", rez=[1.0], pkgrs=[0.01])]
    for size in (100, 1000):
        rows += [row("%s rez-env, %d families" % (start, size), rez=[3.0], pkgrs=[0.5]) for start in ("first", "later")]
    bars, curves = ElementTree.fromstring(plot.bars(rows)), ElementTree.fromstring(plot.curves(rows))
    kind = "{http://www.w3.org/2000/svg}%s"
    assert len(bars.findall(kind % "rect")) == 1 + 2 * len(rows)
    lines = [line.get("points").split() for line in curves.findall(kind % "polyline")]
    assert len(lines) == 4 and {len(points) for points in lines} == {2}
    assert {points[0].split(",")[1] == points[1].split(",")[1] for points in lines} == {True}  # nothing grew
    assert plot.curves(rows[:1]) == ""


def burn(seconds):
    return [sys.executable, "-c", "import time\nwhile time.process_time() < %s: pass" % seconds]


def test_processor_time_counts_children_and_not_waiting():
    nested = "import subprocess, sys, time; subprocess.run(%r); time.sleep(0.2)" % burn(0.2)
    spent = spend([sys.executable, "-c", nested], dict(os.environ), "nested")
    assert spent.cpu >= 0.2 and spent.wall >= 0.4


def test_processes_at_once_are_added_up():
    assert spend_together(burn(0.1), dict(os.environ), "two", 2).cpu >= 0.2


def test_a_process_that_fails_is_no_measurement():
    with pytest.raises(SideError, match="^mine: exit 3: too bad$"):
        spend([sys.executable, "-c", "import sys; sys.stderr.write('too bad'); sys.exit(3)"], dict(os.environ), "mine")


def test_a_repository_grows_beside_what_a_request_touches(tmp_path):
    growth.grow(tmp_path, 0, 100)
    first = {str(path): path.read_text() for path in tmp_path.rglob("package.py")}
    growth.grow(tmp_path, 100, 200)
    every = {str(path): path.read_text() for path in tmp_path.rglob("package.py")}
    assert len(first) == 100 * growth.VERSIONS and len(every) == 2 * len(first)
    assert {path: every[path] for path in first} == first
    assert all("b0001" not in text for text in first.values())
    assert sorted(text.replace("b0001", "b0000") for path, text in every.items() if path not in first) == sorted(
        first.values())
