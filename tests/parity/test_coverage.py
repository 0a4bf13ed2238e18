"""The scenarios leave out no command, no option of one, and no attribute of packages."""
import gzip
import json
import re

import pytest
from parity import environments, known, model, worlds
from parity.__main__ import SCENARIOS
from parity.surface import RECORDING

from pkgrs.definition import schema

# Options of Rez that no scenario can use, with the reason.
LEFT_OUT = {
    "benchmark --iterations": "one round takes minutes in Rez",
    "pip --python-version": "needs another Python with pip",
    "pip --extra": "needs an index",
    "pip --release": "needs an index",
    "pip --prefix": "needs an index",
    "pkg-cache --daemon": "what the daemon prints depends on when it comes to run",
    "pkg-cache --pkg-cache-mode": "what the daemon does depends on when it comes to run",
    "release --build-system": "the build systems are those of rez-build",
    "release --build-args": "the build systems are those of rez-build",
    "release --child-build-args": "the build systems are those of rez-build",
}
EVERYWHERE = {"--help", "--debug", "--profile", "--verbose"}


@pytest.fixture(scope="module")
def scenarios():
    return model.load_scenarios(SCENARIOS)


@pytest.fixture(scope="module")
def calls(scenarios):
    """Command (without `rez-`) to all arguments that it is called with."""
    found = {}
    for scenario in scenarios:
        for step in scenario.steps:
            words = step.arguments.get("cli") or step.arguments.get("command") or [""]
            if words[0] == "rez":
                words = ["rez-" + word if i == 0 else word for i, word in enumerate(words[1:])] or [""]
            name = {"_rez-complete": "complete", "_rez_fwd": "forward", "rezolve": "env"}.get(words[0], words[0][len("rez-"):])
            found.setdefault(name, set()).update(word.split("=")[0] for word in words[1:])
    return found


@pytest.fixture(scope="module")
def commands():
    with gzip.open(str(RECORDING), "rt", encoding="utf-8") as file:
        return {name: entry for name, entry in json.load(file)["commands"].items() if name}


def test_there_are_enough(scenarios):
    assert len(scenarios) >= 300


def test_every_command(calls, commands):
    assert sorted(set(commands) - set(calls)) == []
    scripts = {s for s in environments.scripts_table() if s.startswith(("rez", "_rez"))}
    assert {"rez-" + name for name in commands} >= {s for s in scripts if s.startswith("rez-")}


def test_every_option(calls, commands):
    missing = []
    for name, entry in commands.items():
        used = calls.get(name, set())
        clusters = {letter for word in used if re.fullmatch("-[A-Za-z]+", word) for letter in word[1:]}
        for option in entry["options"]:
            names = option["names"]
            if not names or EVERYWHERE.intersection(names) or name == "selftest":  # its areas are its own
                continue
            if not used.intersection(names) and not clusters.intersection(n[1:] for n in names if len(n) == 2):
                missing.append("%s %s" % (name, next((n for n in names if n in {"--" + k.partition(" --")[2] for k in LEFT_OUT}),
                                                     names[-1])))
    assert sorted(set(missing) - set(LEFT_OUT)) == [], "these options are in no scenario"
    assert sorted(set(LEFT_OUT) - set(missing)) == [], "these have a scenario now"


def test_every_attribute_of_packages(scenarios):
    texts = [text for s in scenarios for text in s.world.files.values()]
    texts += [str(value) for s in scenarios for step in s.steps for value in step.arguments.values()]
    for sample in {sample for s in scenarios for sample in s.world.copy.values()}:
        texts += [path.read_text() for path in (worlds.samples() / sample).rglob("package.*")]
    everything = "\n".join(texts)
    keys = [getattr(key, "_schema", key) for key in list(schema.package_schema_dict) + list(schema.variant_schema_dict)]
    names = {key for key in keys if isinstance(key, str)}
    names.update(schema.package_build_only_keys, schema.package_release_keys)
    missing = [name for name in sorted(names)
               if not re.search(r"(?m)^\s*(?:def\s+)?[\"']?%s[\"']?\s*(?:=|:|\()" % re.escape(name), everything)]
    assert missing == []


def test_known_differences_are_well_kept(scenarios):
    """Each says what and why, and is held by scenarios that there are."""
    entries = known.load_known()
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.what.strip() and entry.why.strip() and entry.since and entry.scenarios, entry.id
        assert any(known.matches(pattern, s.name) for s in scenarios for pattern in entry.scenarios), (
            "%s: there is no such scenario" % entry.id)


def test_the_page_of_known_differences_is_current():
    page = environments.CHECKOUT / "docs" / "compatibility.md"
    assert page.read_text(encoding="utf-8") == known.markdown(known.load_known()), (
        "run: parity known --write docs/compatibility.md")
