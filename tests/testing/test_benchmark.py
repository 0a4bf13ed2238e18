"""The benchmark of resolves. Output was compared with that of Rez 3.4.0."""
import io
import json

import pytest

from pkgrs.errors import RezError
from pkgrs.testing import benchmark
from pkgrs.testing.benchmark_data import generate


def results(tmp_path, name, times, packages=()):
    folder = tmp_path / name
    folder.mkdir()
    rows = [{"request": ["x-%d" % number], "status": "success", "resolve_time": time,
             "resolved_packages": list(packages)} for number, time in enumerate(times)]
    (folder / "resolves.json").write_text(json.dumps(rows))
    (folder / "summary.json").write_text(json.dumps(benchmark.summarise(rows, 1.0)))
    return str(folder)


def test_summary():
    rows = [{"status": "success", "resolve_time": time} for time in (4.0, 1.0, 2.0)]
    rows += [{"status": "failed", "resolve_time": 3.0}, {"status": "error", "error": "none"}]
    summary = benchmark.summarise(rows, 12.5)
    assert {name: summary[name] for name in (
        "total_run_time", "num_success_resolves", "num_error_resolves", "num_failed_resolves", "median", "mean",
        "min", "max")} == {
        "total_run_time": 12.5, "num_success_resolves": 4, "num_error_resolves": 1, "num_failed_resolves": 1,
        "median": 3.0, "mean": 2.5, "min": 1.0, "max": 4.0}
    assert summary["stddev"] == pytest.approx(1.25 ** 0.5)
    assert (summary["rez_version"], summary["rez_solver_version"]) == ("3.4.0", 2)
    assert "mean" not in benchmark.summarise(rows[-1:], 1.0)


def test_histogram(tmp_path):
    out = io.StringIO()
    benchmark.print_histogram(results(tmp_path, "a", [0.0, 0.04, 0.05, 4.0]), out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 40
    assert lines[0] == "[0.00-0.10] |" + "#" * 40
    assert lines[1] == "[0.10-0.20] |"
    assert lines[-1] == "[3.90-4.00] |" + "#" * 13


def test_compare(tmp_path):
    out = io.StringIO()
    first, second = results(tmp_path, "a", [1.0, 3.0]), results(tmp_path, "b", [0.5, 1.5])
    benchmark.compare(first, second, out)
    assert json.loads(out.getvalue()) == {
        "max_delta": [-1.5, "-50.00%"], "min_delta": [-0.5, "-50.00%"], "mean_delta": [-1.0, "-50.00%"],
        "median_delta": [-1.5, "-50.00%"], "stddev_delta": [-0.5, "-50.00%"]}


def test_other_outcome(tmp_path):
    first, second = results(tmp_path, "a", [1.0]), results(tmp_path, "b", [1.0], ["c"])
    with pytest.raises(RezError) as error:
        benchmark.compare(first, second)
    assert str(error.value) == (
        "MISMATCHING RESULT (#0):\nREQUEST: ['x-0']\nRESOLVE FROM %s: []\nRESOLVE FROM %s: ['c']" % (first, second))


def test_no_results(tmp_path):
    for function in benchmark.print_histogram, lambda folder: benchmark.compare(folder, folder):
        with pytest.raises(RezError):
            function(str(tmp_path))


def test_same_seed_same_packages(tmp_path):
    requests = [generate(str(tmp_path / name), families=24, versions=3, requests=5) for name in "ab"]
    assert requests[0] == requests[1]
    files = [{path.relative_to(tmp_path / name): path.read_text() for path in (tmp_path / name).rglob("*.py")}
             for name in "ab"]
    assert files[0] == files[1]
    assert len({path.parts[0] for path in files[0]}) == 24


def test_run(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmark, "find_data", lambda: None)
    monkeypatch.setattr("pkgrs.testing.benchmark_data.generate",
                        lambda repository: generate(repository, families=24, versions=3, requests=4) + [["nothing"]])
    out = io.StringIO()
    folder = tmp_path / "out"
    benchmark.run_benchmark(str(folder), 2, out)
    rows = json.loads((folder / "resolves.json").read_text())
    assert [row["status"] for row in rows[:-1]].count("success") > 0
    assert rows[-1] == {"request": ["nothing"], "status": "error",
                        "error": "package family not found: nothing (searched: %s)" % (folder / "packages")}
    solved = next(row for row in rows if row["status"] == "success")
    assert all(uri.endswith("/package.py[]") or uri[-2].isdigit() for uri in solved["resolved_packages"])
    assert json.loads((folder / "summary.json").read_text())["num_error_resolves"] == 1
    assert "\n[1/5]\nRequest: " in out.getvalue()
    with pytest.raises(RezError):
        benchmark.run_benchmark(str(folder))
