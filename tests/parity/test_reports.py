"""Reports: every format says the same, and input that is hostile stays text."""
import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from parity.model import Scenario, Step, World
from parity.report.artefacts import artefact
from parity.report.files import html_report, json_report, junit_report, markdown_report
from parity.report.sides import side_by_side
from parity.report.text import text_report

BADGE = "1 of 4 scenarios identical, 1 with known differences, 1 different, 1 not compared, 1 files not read"


def scenario(name, *kinds):
    return Scenario(name, "file.toml", World(), tuple(Step(kind, {kind: []}) for kind in kinds))


def test_the_badge_counts_every_scenario_once(data):
    assert data["badge"] == BADGE


def test_text(outcome):
    text = text_report(outcome, verbose=True)
    for line in ("f/other differs", "known.toml: gone no longer occurs; remove it", "f/left was not compared: not recorded",
                 "not run: bad.toml: no TOML", "f/known: known (meant): We do <so>.",
                 "f/same: noise of the reference at [0].time", BADGE):
        assert line in text.splitlines()


def test_many_that_were_not_compared_are_named_only_if_asked_for(outcome):
    many = replace(outcome, not_compared={"f/%d" % i: "not recorded" for i in range(12)})
    assert "12 scenarios were not compared: not recorded (f/0, f/1, f/2, …; -v names all)" in text_report(many).splitlines()
    assert "f/11 was not compared: not recorded" in text_report(many, verbose=True).splitlines()


def test_json(data):
    read = json.loads(json_report(data))
    assert read["reference"]["product"] == "Rez 3.4.0"
    assert read["ours"] == {"product": "pkgrs 1.2", "python": "3.11.7"}
    assert read["platform"] and read["inputs_sha256"] == "ab" * 32
    assert [s["status"] for s in read["scenarios"]] == ["identical", "known", "different", "not compared"]
    assert read["artefacts"]["exit code"] == {"compared": 1, "identical": 0}
    assert read["artefacts"]["output"] == {"compared": 2, "identical": 1}


def test_junit(data):
    suite = ElementTree.fromstring(junit_report(data).encode())
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("6", "3", "1")
    cases = {"%s/%s" % (case.get("classname"), case.get("name")): [child.tag for child in case] for case in suite.iter("testcase")}
    assert cases == {"parity.f/same": [], "parity.f/known": ["system-out"], "parity.f/other": ["failure"],
                     "parity.f/left": ["skipped"], "parity.known.toml/gone": ["failure"], "parity.files/bad.toml": ["failure"]}
    assert {item.get("name") for item in suite.iter("property")} == {"reference", "ours", "platform", "inputs_sha256"}


def test_markdown(data):
    text = markdown_report(data)
    assert text.startswith("## parity: " + BADGE)
    assert "| exit code | 1 | 0 |" in text
    fences = [line for line in text.splitlines() if line.startswith("````")]
    assert fences == ["````diff", "````"], "what is quoted can't end the block"


def test_page_is_self_contained_and_quotes_what_it_shows(data):
    page = html_report(data)
    assert "<script>document" not in page and "&lt;script&gt;document" in page
    assert "http://" not in page and "https://" not in page and " src=" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("reference, ours, rows", [
    ("a\nb", "a\nc", [("a", "a", "same"), ("b", "c", "changed")]),
    ("a\nb", "a", [("a", "a", "same"), ("b", "", "removed")]),
    ("a", "a\nb", [("a", "a", "same"), ("", "b", "added")]),
    (1, None, [("1", "null", "changed")]),
    ({"b": 1, "a": 2}, {"a": 2, "b": 3}, [("{", "{", "same"), ('  "a": 2,', '  "a": 2,', "same"),
                                         ('  "b": 1', '  "b": 3', "changed"), ("}", "}", "same")]),
    ("\n".join("abcdef"), "\n".join("abcdeg"), [("…", "…", "skipped"), ("c", "c", "same"), ("d", "d", "same"),
                                                ("e", "e", "same"), ("f", "g", "changed")]),
])
def test_side_by_side(reference, ours, rows):
    assert [(r["left"], r["right"], r["kind"]) for r in side_by_side(reference, ours)] == rows


@pytest.mark.parametrize("kind, path, name", [
    ("resolve", "[0]['rxt']['timestamp']", "rxt"), ("resolve", "[0]['code bash']", "shell code"),
    ("resolve", "[0]['environ']['PATH']", "environment"), ("resolve", "[0]['resolved'][2]", "resolve"),
    ("resolve", "[0]['graph'][1]", "graph"), ("resolve", "[0]", "resolve"), ("resolve", "['loaded by ours']['0']", "rxt"),
    ("config", "[0]['packages_path']", "config"), ("python", "[0]['result'][0]", "API"), ("python", "[0]['message']", "error"),
    ("cli", "[0]['exit']", "exit code"), ("cli", "[0]['tree']['a/b']", "files"), ("command", "[0]['stderr']", "output"),
])
def test_artefact_of_a_place(kind, path, name):
    assert artefact(scenario("s", kind), path) == name
