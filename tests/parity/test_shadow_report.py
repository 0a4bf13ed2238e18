"""Reading the logs of shadow mode."""
import json

import pytest
from click.testing import CliRunner
from parity import shadow
from parity.__main__ import main
from parity.audit import inputs
from parity.report.files import FORMATS


def record(outcome, requests=("app",), at=1000.0, **more):
    request = {"requests": list(requests), "implicit": ["~os==x"], "paths": ["/p"], "timestamp": None, "filter": [],
               "orderers": [], "building": False, "testing": False}
    return dict({"time": at, "host": "h", "user": "u", "outcome": outcome, "answer": "pkgrs", "request": request,
                 "seconds": {"pkgrs": 0.1, "rez": 2.0}, "rez_version": "3.4.0"}, **more)


def different(requests=("app",), at=1000.0):
    return record("different", requests, at, different=["packages"], rez={"status": "solved", "packages": [["a-1[]", "/p"]]},
                  pkgrs={"status": "solved", "packages": [["a-2[]", "/p"]]})


@pytest.fixture
def logs(tmp_path):
    def write(*records, name="a.jsonl"):
        path = tmp_path / "logs" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records))
        return path.parent
    return write


def test_summary(logs):
    folder = logs(record("same"), record("same", noise=["failure"]), "torn {\n", '{"outcome": "same"}\n', "[]\n",
                  record("failed", why="no answer within 60 s", rez_version=None))
    logs(different(), different(at=2000.0), different(["lib"]), record("skipped", why="2 are at work already"),
         name="b.1.jsonl")
    summary = shadow.read([folder, folder / "a.jsonl"])
    assert summary.counts == {"same": 2, "different": 3, "failed": 1, "skipped": 1}
    assert shadow.badge(summary) == ("2 of 5 resolves identical (1 but for noise of Rez, 1 without an answer of Rez, "
                                     "1 left out, 3 damaged lines)")
    assert [len(records) for records in summary.different.values()] == [2, 1]
    assert summary.versions == {"3.4.0": 6}
    assert shadow.read([folder], since=1500.0).counts["different"] == 1
    text = shadow.text_report(summary)
    assert "reference: 'a-1[]'" in text and "2 times" in text and "failed: no answer within 60 s (1)" in text


def test_reports_in_every_format(logs):
    data = shadow.as_data(shadow.read([logs(different(), record("same"), record("failed", why="<gone>"))]))
    assert data["badge"] == "1 of 2 resolves identical (1 without an answer of Rez)" and not data["ok"]
    for write in FORMATS.values():
        assert "a-2[]" in write(data)


def test_command(logs, tmp_path):
    folder = logs(different(["app", "lib-1"]), record("same"))
    found = tmp_path / "requests.json"
    result = CliRunner().invoke(main, ["shadow", "report", str(folder), "--requests", str(found),
                                       "-o", str(tmp_path / "r.html")])
    assert result.exit_code == 1 and "1 of 2 resolves identical" in result.output
    request, = inputs.read_requests(found, [], pytest.fail)
    assert request == inputs.Request("app lib-1", ("app", "lib-1"), ("/p",), ("~os==x",), 1000, [], [])
    logs(record("same"))
    assert CliRunner().invoke(main, ["shadow", "report", str(folder)]).exit_code == 0


@pytest.mark.parametrize("arguments, message", [
    (["nowhere"], "does not exist"), (["."], "holds no .jsonl file"), ([".", "-o", "x.pdf"], "one of .json"),
])
def test_what_cannot_be_read(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["shadow", "report"] + arguments)
    assert result.exit_code and message in result.output
