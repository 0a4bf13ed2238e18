"""parity catches what breaks: copies of pkgrs, each with one rule changed, differ from Rez in the scenarios for it."""
import os
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Tuple

import pytest
from parity import environments, known, model
from parity.__main__ import SCENARIOS, _open
from parity.recording import SHIPPED, Recording, facts_of
from parity.run import Run
from parity.source import Live, Recorded

pytestmark = [pytest.mark.parity, pytest.mark.slow]
CHECKOUT = environments.CHECKOUT


@dataclass(frozen=True)
class Break:
    """One rule broken: in the file, `old` (which occurs once) becomes `new`."""

    rule: str
    file: str
    old: str
    new: str
    scenarios: Tuple[str, ...]


BREAKS = [
    Break("order of variants", "solver/workspace.py",
          "lambda variant: self._rank(family, variant, *key[1:]),\n                                        reverse=True)",
          "lambda variant: self._rank(family, variant, *key[1:]),\n                                        reverse=False)",
          ("resolve_studio/plugin with older renderer", "resolve_studio/application with variants")),
    Break("order of versions", "solver/family.py",
          "sorted(range(len(versions)), key=keys.__getitem__, reverse=True)",
          "sorted(range(len(versions)), key=keys.__getitem__, reverse=False)",
          ("resolve_studio/hello", "resolve_studio/plugin picks the pair")),
    Break("upper bound", "version/parse.py", 'return _LowerBound.min, _UpperBound(version, operator != "<")',
          "return _LowerBound.min, _UpperBound(version, True)",
          ("versions/ranges",)),
    Break("lower bound", "version/parse.py", 'return _LowerBound(version, operator != ">"), _UpperBound.inf',
          "return _LowerBound(version, True), _UpperBound.inf",
          ("versions/ranges",)),
    Break("end of a release", "version/parse.py",
          "return _LowerBound(version, True), _UpperBound(version.next(), False)",
          "return _LowerBound(version, True), _UpperBound(version.next(), True)",
          ("versions/ranges",)),
    Break("next token", "version/token.py", 'AlphanumericVersionToken(str(self) + "_")',
          'AlphanumericVersionToken(str(self) + "0")', ("versions/tokens",)),
    Break("requirements that exclude", "version/requirement.py", "remaining = other.range - self.range",
          "remaining = other.range & self.range", ("versions/requirements",)),
    Break("quotes within double quotes", "shell/sh.py", """.replace('"', '\\\\"')""", "", ("shells/scripts",)),
    Break("literal text", "shell/sh.py",
          "quoted.append(quoted_literal(text))",
          "quoted.append(self._quoted_expandable(text, is_path))", ("shells/scripts",)),
    Break("exclamation marks in csh", "shell/csh.py", 'quoted_literal(text).replace("!", "\\\\!")',
          "quoted_literal(text)",
          ("shells/lines and exclamation marks in csh", "shell_code/exclamation marks in csh")),
    Break("aliases", "shell/bash.py", "function ", "", ("rex/every command",)),
    Break("behind, not in front", "rex/manager.py", "lambda new, old: [new] + old)", "lambda new, old: old + [new])",
          ("rex/executor", "rex/executor with parent")),
    Break("configuration in the home folder comes last", "config/layers.py",
          'filepaths.append(os.path.expanduser(os.path.join("~", HOME_CONFIG)))',
          'filepaths.insert(1, os.path.expanduser(os.path.join("~", HOME_CONFIG)))',
          ("config/home file over the site's",)),
    Break("plain variable before JSON", "config/settings.py", 'name += "_JSON"', 'name = "NO_" + name',
          ("config/json environment",)),
    Break("a key of saved contexts", "context/rxt.py", '"suite_context_name": _attribute("suite_context_name"),\n', "",
          ("resolve_studio/hello",)),
    Break("a value in saved contexts", "context/rxt.py",
          '"package_requests": lambda c: _strings(c.requested_packages())',
          '"package_requests": lambda c: _strings(c.requested_packages(True))', ("resolve_studio/hello",)),
    Break("a package's variables", "context/setup.py", '_VERSION_PARTS = ("MAJOR", "MINOR", "PATCH")',
          '_VERSION_PARTS = ("MAJOR", "PATCH", "MINOR")', ("resolve_studio/hello",)),
    Break("order of a package's commands", "context/setup.py",
          '_COMMANDS = ("pre_commands", "commands", "post_commands")',
          '_COMMANDS = ("commands", "pre_commands", "post_commands")', ("rex/every command",)),
    Break("folder of a hashed variant", "repository/resource.py",
          "sha1(str(list(map(str, self.variant_requires)))", "sha1(str(list(map(repr, self.variant_requires)))",
          ("packages_api/every attribute of every package",)),
    Break("order of attributes in a file", "definition/write.py", '    "description",\n    "authors",\n',
          '    "authors",\n    "description",\n', ("packages_api/print_info",)),
    Break("mode of an installed definition", "repository/filesystem.py", "package_file_mode = 0o444",
          "package_file_mode = 0o644", ("packages_api/make packages",)),
    Break("a filter's range", "package/filter_rules.py",
          "return not self._requirement.conflicts_with(", "return self._requirement.conflicts_with(",
          ("versions/filters",)),
    Break("an orderer", "package/order.py", "return version if self.descending else _ReversedComparable(version)",
          "return _ReversedComparable(version) if self.descending else version", ("versions/orderers",)),
    Break("exit code of an error", "cli/main.py", "            code = 1\n", "            code = 2\n",
          ("errors/truncated rxt",)),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Ours, installed once, and the reference: the shipped recording where it fits, else the real one."""
    prefix = tmp_path_factory.mktemp("installed") / "ours"
    environments.make_venv(prefix)
    environments.install_checkout(prefix, environments.site_packages(Path(sys.executable)))
    environments.make_production(prefix, environments.scripts_table(), isolated=False)
    return _open("pkgrs", str(prefix / "bin" / "python"))


@pytest.fixture(scope="module")
def wanted():
    names = {name for entry in BREAKS for name in entry.scenarios}
    found = {s.name: s for s in model.load_scenarios(SCENARIOS) if s.name in names}
    assert set(found) == names
    return found


@pytest.fixture(scope="module")
def reference(installed, wanted):
    python = os.environ.get("PKGRS_REFERENCE")
    if python:
        return Memory(Live(_open("reference", python)))
    recorded = Recorded(Recording.read(SHIPPED), list(wanted.values()), facts_of(installed))
    if recorded.reasons:
        pytest.skip("%s: %s" % next(iter(recorded.reasons.items())))
    return recorded


class Memory:
    """A reference that is asked once for each run of a scenario."""

    def __init__(self, source):
        self.source, self.known = source, {}
        self.least, self.most = source.least, source.most

    def lacks(self, scenario):
        return None

    def run(self, turn, group, root, number):
        for scenario in group:
            if (scenario.name, turn) not in self.known:
                self.known[scenario.name, turn] = self.source.run(turn, [scenario], root, number)[scenario.name]
        return {s.name: self.known[s.name, turn] for s in group}

    def live_side(self, group):
        return None


def differences(scenarios, reference, ours):
    """Differences that are not meant, and meant ones that no longer occur."""
    outcome = Run(reference, ours, known.load_known()).go(scenarios, jobs=2, whole=False)
    return [d.text() for d in outcome.new] + [entry.id for entry in outcome.unused]


def test_a_copy_that_is_not_broken_does_not_differ(installed, wanted, reference):
    assert differences(list(wanted.values()), reference, installed) == []


@pytest.mark.parametrize("entry", BREAKS, ids=[entry.rule for entry in BREAKS])
def test_a_broken_copy_differs(entry, tmp_path, installed, wanted, reference):
    shutil.copytree(str(CHECKOUT / "pkgrs"), str(tmp_path / "pkgrs"), ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "pkgrs" / entry.file
    text = file.read_text(encoding="utf-8")
    assert text.count(entry.old) == 1, "%s is not what this test breaks" % entry.file
    file.write_text(text.replace(entry.old, entry.new), encoding="utf-8")
    broken = replace(installed, path=str(tmp_path))
    assert differences([wanted[name] for name in entry.scenarios], reference, broken)
