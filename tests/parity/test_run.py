"""A run over scenarios: how often the reference is asked, what can't be compared, contexts that change sides."""
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from parity import exchange, recording, worlds
from parity import run as runner
from parity.known import Known
from parity.model import Scenario, ScenarioError, Step, World
from parity.recording import Recording
from parity.side import Side, open_side
from parity.source import HASH_SEEDS, Live, Recorded, Recorder

OURS = Side("pkgrs", Path("/ours/bin/python"), Path("/ours/bin"), "3.4.0")
THEIRS = Side("reference", Path("/theirs/bin/python"), Path("/theirs/bin"), "3.4.0")


def scenario(name, file="file.toml", kind="python", fresh=True):
    return Scenario(name, file, World(), (Step(kind, {kind: ""}),), fresh)


@pytest.fixture
def answers(monkeypatch):
    """What each side gives for each scenario, by hash seed for the reference; and what was asked for, in order."""
    given, asked = {}, []

    def run_group(side, group, folder):
        asked.append((side.name, side.hash_seed, [s.name for s in group]))
        for item in group:
            if isinstance(given[item.name], Exception):
                raise given[item.name]
        return {s.name: [{"result": given[s.name]["ours" if side.name == "pkgrs" else side.hash_seed]}] for s in group}

    for module in ("parity.run", "parity.source"):
        monkeypatch.setattr(module + ".run_group", run_group)
    return given, asked


def go(source, scenarios, known=(), whole=True):
    return runner.Run(source, OURS, known).go(scenarios, 1, whole)


@pytest.mark.parametrize("given, runs, differences, noise", [
    ({"ours": "a", 0: "a"}, 1, 0, 0),
    ({"ours": "a 3", 0: "a 1", 5: "a 2"}, 2, 0, 1),
    ({"ours": "b", 0: "a", 5: "a", 2: "a"}, 3, 1, 0),
    ({"ours": "a 3", 0: "a 1", 5: "a 1", 2: "a 2"}, 3, 0, 1),
    ({"ours": "b 3", 0: "a 1", 5: "a 2", 2: "a 1"}, 3, 1, 1),
])
def test_the_reference_is_asked_until_differences_are_explained(answers, given, runs, differences, noise):
    answers[0]["x"] = given
    outcome = go(Live(THEIRS), [scenario("x")])
    assert [name for name, _, _ in answers[1]].count("reference") == runs
    assert (len(outcome.new), len(outcome.noise)) == (differences, noise)


def test_a_known_difference_needs_no_more_runs(answers):
    answers[0]["file/x"] = {"ours": "b", 0: "a"}
    outcome = go(Live(THEIRS), [scenario("file/x")], [Known("k", "w", "y", "0", ("file/x",))])
    assert outcome.ok and len(outcome.covered) == 1


def test_all_runs_if_asked_for(answers):
    answers[0]["x"] = {"ours": 1, 0: 1, 5: 1, 2: 1}
    go(Live(THEIRS, len(HASH_SEEDS)), [scenario("x")])
    assert [seed for name, seed, _ in answers[1] if name == "reference"] == [0, 5, 2]


def test_a_world_that_cannot_be_made_costs_only_its_scenario(answers):
    answers[0].update(bad=ScenarioError("no sample data"), good={"ours": 1, 0: 1})
    outcome = go(Live(THEIRS), [scenario("bad"), scenario("good")], [Known("k", "w", "y", "0", ("other",))])
    assert outcome.not_compared == {"bad": "ScenarioError: no sample data"}
    assert not outcome.new
    assert not outcome.unused, "what was not compared may be what the entry is for"


@pytest.mark.slow
def test_a_step_that_takes_too_long_costs_only_its_scenario():
    """Both sides are pkgrs. What a step has started holds its pipes, and would be waited for."""
    own = open_side("pkgrs", sys.executable)
    sleep = ["bash", "-c", "sleep 600; true"]
    texts = {"api": ("python", "import subprocess; subprocess.call(%r)" % sleep), "command": ("cli", sleep)}
    given = [Scenario(name, "f.toml", World(), (Step(kind, {kind: what, "timeout": 1}),), kind == "cli")
             for name, (kind, what) in texts.items()]
    given += [Scenario("one", "f.toml", World(), (Step("python", {"python": "result = 1", "timeout": 5}),))]
    outcome = runner.Run(Live(own), own, ()).go(given, 2, True)
    assert outcome.not_compared == dict.fromkeys(texts, "on the reference, step 1 did not end within 1 s")
    assert not outcome.new and len(outcome.artefacts) == 3


def test_a_step_that_takes_too_long_only_here_is_a_difference(answers, monkeypatch):
    late = {"error": "TimeoutExpired", "message": "did not end within 1 s"}
    answers[0]["x"] = {"ours": 0, 0: 1, 5: 1, 2: 1}
    asked = runner.run_group
    monkeypatch.setattr(runner, "run_group", lambda side, group, folder: dict(asked(side, group, folder), x=[late]))
    outcome = go(Live(THEIRS), [scenario("x")])
    assert any(d.ours == "TimeoutExpired" or "TimeoutExpired" in str(d.ours) for d in outcome.new)
    assert not outcome.not_compared


FACTS = {"system": "Linux"}


def record(scenarios, path, again=False, stopped=False):
    kept = Recording.go_on(path, "3.4.0", FACTS)
    assert go(Recorded(kept, scenarios, FACTS, Recorder(THEIRS, kept.keep), again), scenarios).ok
    if not stopped:
        kept.write(path, [s.name for s in scenarios])


@pytest.fixture
def recorded(answers, tmp_path):
    """A recording of the scenarios `a` and `b`."""
    answers[0].update(a={"ours": 1, 0: 1, 5: 1, 2: 1}, b={"ours": "x 9", 0: "x 1", 5: "x 2", 2: "x 2"})
    path = tmp_path / "kept.json.gz"
    record([scenario("a"), scenario("b")], path)
    del answers[1][:]
    return path


def test_offline_nothing_is_asked_of_the_reference(answers, recorded):
    scenarios = [scenario("a"), scenario("b")]
    outcome = go(Recorded(Recording.read(recorded), scenarios, FACTS), scenarios)
    assert outcome.ok and list(outcome.noise) == ["b"] and not outcome.not_compared
    assert {name for name, _, _ in answers[1]} == {"pkgrs"}


def test_a_difference_from_a_recording(answers, recorded):
    answers[0]["a"]["ours"] = 2
    outcome = go(Recorded(Recording.read(recorded), [scenario("a")], FACTS), [scenario("a")])
    assert [(d.reference, d.ours) for d in outcome.new] == [(1, 2)]


@pytest.mark.parametrize("scenarios, facts, reasons", [
    ([scenario("a"), scenario("new")], FACTS, {"new": "not recorded"}),
    ([scenario("a", fresh=False)], FACTS, {"a": "changed since it was recorded"}),
    ([scenario("a")], {"system": "Windows"}, {"a": "recorded on Linux (?) ?, Python ?, ?; this is Windows (?) ?, Python ?, ?"}),
])
def test_what_is_not_recorded_is_told(answers, recorded, scenarios, facts, reasons):
    answers[0]["new"] = {"ours": 1, 0: 1}
    outcome = go(Recorded(Recording.read(recorded), scenarios, facts), scenarios)
    assert outcome.not_compared == reasons


def test_what_is_not_recorded_is_asked_of_a_reference_at_hand(answers, recorded):
    answers[0]["new"] = {"ours": 1, 0: 1, 5: 1, 2: 1}
    scenarios = [scenario("a"), scenario("new")]
    outcome = go(Recorded(Recording.read(recorded), scenarios, FACTS, Live(THEIRS)), scenarios)
    assert outcome.ok and not outcome.not_compared
    assert {names[0] for name, _, names in answers[1] if name == "reference"} == {"new"}


def test_recording_again_only_runs_what_has_changed(answers, recorded):
    answers[0]["new"] = {"ours": 1, 0: 1, 5: 1, 2: 1}
    before = Recording.read(recorded).scenarios
    scenarios = [scenario("a"), scenario("new")]
    record(scenarios, recorded)
    assert {names[0] for name, _, names in answers[1] if name == "reference"} == {"new"}
    after = Recording.read(recorded).scenarios
    assert sorted(after) == ["a", "new"] and after["a"] == before["a"]


def asked_of_the_reference(asked):
    return sorted({name for side, _, names in asked if side == "reference" for name in names})


def test_recording_again_what_is_recorded_if_asked_for(answers, recorded):
    answers[0]["a"] = {"ours": 2, 0: 2, 5: 2, 2: 2}
    record([scenario("a"), scenario("b")], recorded, again=True)
    assert asked_of_the_reference(answers[1]) == ["a", "b"]
    assert Recording.read(recorded).run("a", 0) == [{"result": 2}]


def test_a_recording_that_is_stopped_keeps_what_is_done(answers, recorded):
    answers[0]["new"] = answers[0]["more"] = {"ours": 1, 0: 1, 5: 1, 2: 1}
    before = recorded.read_bytes()
    record([scenario("a"), scenario("new")], recorded, stopped=True)
    assert recorded.read_bytes() == before
    part = recorded.with_name(recorded.name + ".part")
    with open(part, "a") as file:
        file.write('{"name": "more", "di')  # killed while it was writing
    del answers[1][:]
    record([scenario("a"), scenario("new"), scenario("more")], recorded)
    assert asked_of_the_reference(answers[1]) == ["more"]
    assert sorted(Recording.read(recorded).scenarios) == ["a", "more", "new"] and not part.exists()


@pytest.mark.parametrize("result, compared", [("make -j2", False), ("make -j", True), ("REZ_BUILD_THREAD_COUNT=4", False)])
def test_what_depends_on_the_number_of_processors_is_compared_only_where_that_is_the_same(answers, tmp_path, result, compared):
    answers[0]["a"] = {"ours": result, 0: result, 5: result, 2: result}
    kept = Recording("3.4.0", dict(FACTS, cores="2 of 2"))
    go(Recorded(kept, [scenario("a")], FACTS, Recorder(THEIRS, kept.keep)), [scenario("a")])
    kept.write(tmp_path / "kept.json.gz")
    read = Recording.read(tmp_path / "kept.json.gz")
    assert read.reasons([scenario("a")], dict(FACTS, cores="2 of 2")) == {}
    assert read.reasons([scenario("a")], dict(FACTS, cores="4 of 8")) is not compared


def test_what_cannot_be_recorded_is_told_with_the_reason(answers, recorded):
    answers[0]["net"] = {"ours": 1, 0: 1, 5: 1, 2: 1}
    scenarios = [scenario("a"), replace(scenario("net"), live="it asks a server")]
    record(scenarios, recorded)
    assert "net" not in Recording.read(recorded).scenarios
    outcome = go(Recorded(Recording.read(recorded), scenarios, FACTS), scenarios)
    assert outcome.not_compared == {"net": "can't be recorded: it asks a server"} and outcome.ok


def test_the_same_content_is_the_same_file(recorded):
    before = recorded.read_bytes()
    Recording.read(recorded).write(recorded)
    assert recorded.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{}", b"\x1f\x8b\x08", None])
def test_a_corrupt_recording_is_told_in_one_line(tmp_path, content):
    path = tmp_path / "x.json.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        Recording.read(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_changed_sample_makes_only_what_uses_it_stale(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("before")
    monkeypatch.setattr("parity.worlds.samples", lambda: tmp_path)
    worlds.read_sample.cache_clear()
    recording._digest_of.cache_clear()
    scenarios = [Scenario(n, "f", World(copy={"packages": n}), ()) for n in ("one", "two")]
    before = recording.digests_of(scenarios)
    (tmp_path / "one" / "file").write_text("after")
    worlds.read_sample.cache_clear()
    recording._digest_of.cache_clear()
    after = recording.digests_of(scenarios)
    assert before["one"] != after["one"] and before["two"] == after["two"]


@pytest.mark.parametrize("changes, paths", [
    ({}, []),
    ({"environ": {"A": "2"}}, ["['loaded by ours']['0']['environ']['A']"]),
    ({"rxt": {"serialize_version": "4.9", "status": "failed"}}, ["['loaded by ours']['0']['rxt']['status']"]),
])
def test_a_saved_context_must_be_the_same_on_the_other_side(monkeypatch, tmp_path, changes, paths):
    saved = {"rxt": {"serialize_version": "4.9", "status": "solved"}, "environ": {"A": "1"}}

    def load_contexts(side, world, texts, folder):
        return [dict(saved, **changes) if side is OURS else saved for _ in texts]

    monkeypatch.setattr("parity.exchange.load_contexts", load_contexts)
    group = [scenario("x", kind="resolve")]
    found = exchange.differences(THEIRS, OURS, group, {"x": [saved]}, {"x": [saved]}, tmp_path)
    assert [d.path for d in found] == paths
