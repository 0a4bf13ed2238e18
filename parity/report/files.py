"""Reports for programs and pages: JSON, JUnit XML, Markdown for a CI summary, and one HTML page."""
from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Callable, Dict

Data = Dict[str, Any]
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def json_report(data: Data) -> str:
    return json.dumps(data, indent=2, default=str) + "\n"


def junit_report(data: Data) -> str:
    """A test case a scenario; a known difference is told on standard output of the case."""
    failures = sum(s["status"] == "different" for s in data["scenarios"])
    suite = ElementTree.Element("testsuite", name="parity", tests=str(len(data["scenarios"])),
                                failures=str(failures), errors="0", skipped="0")
    for scenario in data["scenarios"]:
        group, _, name = scenario["name"].partition("/")
        case = ElementTree.SubElement(suite, "testcase", classname="parity." + group, name=name)
        text = _NOT_XML.sub("?", "\n".join(d["text"] for d in scenario["differences"]))
        if scenario["status"] == "different":
            ElementTree.SubElement(case, "failure", message="differs from Rez").text = text
        elif text:
            ElementTree.SubElement(case, "system-out").text = text
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def markdown_report(data: Data) -> str:
    rows = ["## parity: %s" % data["badge"], "",
            "Rez %s beside pkgrs, on %s; inputs `%s`." % (
                data["reference"]["rez"], data["platform"], data["inputs_sha256"][:12])]
    for scenario in data["scenarios"]:
        if scenario["status"] == "different":
            body = "\n".join(d["text"] for d in scenario["differences"])
            rows += ["", "<details><summary>%s</summary>" % scenario["name"], "", "```diff", body, "```", "</details>"]
    if data["unused_known"]:
        rows += ["", "No longer occurring, to be removed: %s" % ", ".join(data["unused_known"])]
    return "\n".join(rows) + "\n"


def html_report(data: Data) -> str:
    """One page that needs nothing from elsewhere: filter by state and by text, differences side by side."""
    import jinja2
    template = (Path(__file__).parent / "page.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template).render(data=data)


FORMATS: Dict[str, Callable[[Data], str]] = {
    ".json": json_report, ".xml": junit_report, ".md": markdown_report, ".html": html_report,
}
