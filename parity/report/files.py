"""Reports for programs and pages: JSON, JUnit XML, Markdown for a CI summary, and one HTML page."""
from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Callable, Dict

from parity.report.data import filled
from parity.report.sides import side_by_side

Data = Dict[str, Any]
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATES = ("different", "error", "not compared", "known", "identical")
_MOST_SHOWN = 50  # scenarios in a CI summary, whose size is limited


def json_report(data: Data) -> str:
    return json.dumps(data, indent=2, default=str) + "\n"


def junit_report(data: Data) -> str:
    """A test case a scenario; a known difference is told on standard output of the case."""
    data = filled(data)
    states = [scenario["status"] for scenario in data["scenarios"]]
    more = [("known.toml", entry, "no longer occurs; remove it") for entry in data["unused_known"]]
    more += [("files", problem.split(":")[0], problem) for problem in data["problems"]]
    suite = ElementTree.Element(
        "testsuite", name="parity", tests=str(len(states) + len(more)),
        failures=str(states.count("different") + len(more)), errors=str(states.count("error")), skipped=str(states.count("not compared")))
    facts = ElementTree.SubElement(suite, "properties")
    for name, value in signature(data).items():
        ElementTree.SubElement(facts, "property", name=name, value=value)
    for scenario in data["scenarios"]:
        group, _, name = scenario["name"].partition("/")
        case = ElementTree.SubElement(suite, "testcase", classname="parity." + group, name=name)
        text = _xml("\n".join(d["text"] for d in scenario["differences"]))
        if scenario["status"] == "different":
            ElementTree.SubElement(case, "failure", message="differs from Rez").text = text
        elif scenario["status"] == "error":
            ElementTree.SubElement(case, "error", message="could not be compared").text = text
        elif scenario["status"] == "not compared":
            ElementTree.SubElement(case, "skipped", message=_xml(scenario["reason"]))
        elif text:
            ElementTree.SubElement(case, "system-out").text = text
    for group, name, message in more:
        case = ElementTree.SubElement(suite, "testcase", classname="parity." + group, name=_xml(name))
        ElementTree.SubElement(case, "failure", message=_xml(message))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    return _NOT_XML.sub("?", text)


def signature(data: Data) -> Dict[str, str]:
    """What identifies a report: who was compared, where, on what."""
    return {"reference": data["reference"]["product"],
            "ours": "%s (Python %s)" % (data["ours"]["product"], data["ours"]["python"] or "unknown"),
            "platform": data["platform"], "inputs_sha256": data["inputs_sha256"]}


def markdown_report(data: Data) -> str:
    """For the summary of a CI run: the badge, a table by artefact, and what differs."""
    data = filled(data)
    facts = signature(data)
    rows = ["## parity: %s" % data["badge"], "",
            "%s beside %s, on %s; inputs `%s`." % (facts["reference"], facts["ours"], facts["platform"],
                                                   facts["inputs_sha256"][:12])]
    if data["artefacts"]:
        rows += ["", "| artefact | compared | identical |", "|--|--:|--:|"]
    rows += ["| %s | %d | %d |" % (name, counts["compared"], counts["identical"])
             for name, counts in data["artefacts"].items()]
    different = [s for s in data["scenarios"] if s["status"] in ("different", "error")]
    for scenario in different[:_MOST_SHOWN]:
        body = "\n".join(d["text"] for d in scenario["differences"])
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
        rows += ["", "<details><summary>%s</summary>" % _html(scenario["name"]), "", fence + "diff", body, fence,
                 "</details>"]
    if len(different) > _MOST_SHOWN:
        rows += ["", "… and %d more" % (len(different) - _MOST_SHOWN)]
    for title, lines in (("Not compared", ["%s: %s" % (s["name"], s["reason"]) for s in data["scenarios"] if s["reason"]]),
                         ("Not run", data["problems"]),
                         ("Known differences that no longer occur, to be removed", data["unused_known"])):
        if lines:
            rows += ["", "**%s**" % title, ""] + ["- " + _html(line) for line in lines]
    return "\n".join(rows) + "\n"


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def html_report(data: Data) -> str:
    """One page that needs nothing from elsewhere: filter by state, by artefact and by text, differences side by side."""
    import jinja2
    data = filled(data)
    template = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
                                     lstrip_blocks=True)
    environment.globals["side_by_side"] = side_by_side
    present = {scenario["status"] for scenario in data["scenarios"]}
    return environment.from_string(template).render(
        data=data, facts=signature(data), states=[s for s in STATES if s in present], artefacts=list(data["artefacts"]))


FORMATS: Dict[str, Callable[[Data], str]] = {
    ".json": json_report, ".xml": junit_report, ".md": markdown_report, ".html": html_report,
}
