"""Bad input of `parity run` is one line that names it, and costs only what it concerns."""
import sys

import pytest
from click.testing import CliRunner
from parity.__main__ import main

GOOD = '[world]\ncopy = {}\n[[scenario]]\nname = "one"\npython = "result = 1"\n'


def run(*arguments):
    result = CliRunner().invoke(main, ["run", *map(str, arguments)])
    lines = [line for line in result.output.splitlines() if line.strip() and not line.startswith("scenarios")]
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, lines


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.toml").write_text(GOOD)
    return tmp_path


@pytest.mark.parametrize("reference, cause", [
    ("/no/such/python", "/no/such/python: no such interpreter"),
    ("/bin/echo", "/bin/echo"),
    (sys.executable + " -S", "no such interpreter"),
])
def test_a_reference_that_is_none(folder, reference, cause):
    code, lines = run("--scenarios", folder, "--ours", sys.executable, "--reference", reference)
    assert code == 1 and len(lines) == 1 and cause in lines[0]


def test_ours_that_is_none(folder):
    code, lines = run("--scenarios", folder, "--ours", "/bin/true", "--reference", sys.executable)
    assert code == 1 and len(lines) == 1 and "/bin/true" in lines[0]


def test_a_recording_that_is_none(folder):
    (folder / "bad.json.gz").write_bytes(b"\x1f\x8b not a recording")
    code, lines = run("--scenarios", folder, "--ours", sys.executable, "--offline", "--recording", folder / "bad.json.gz")
    assert code == 1 and len(lines) == 1 and "bad.json.gz is no recording" in lines[0]


@pytest.mark.parametrize("reference", ["/bin/ls", "/bin/false"])
def test_a_program_that_is_no_python(folder, reference):
    assert run("--scenarios", folder, "--ours", sys.executable, "--reference", reference) == (
        1, ["Error: reference: %s is no Python interpreter" % reference])


def test_reports_that_cannot_be_written_are_told_before_anything_runs(folder):
    code, lines = run("--scenarios", folder, "--reference", "/nonesuch", "-o", "/nonesuch/x.json")
    assert code == 2 and "/nonesuch/x.json: its folder can't be written to, or is not there" in lines[-1]


def test_an_unknown_kind_of_report(folder):
    code, lines = run("--scenarios", folder, "-o", "x.pdf")
    assert code == 2 and "x.pdf: one of .json, .xml, .md, .html is needed" in lines[-1]


def test_scenario_files_that_cannot_be_used_leave_the_others(folder):
    (folder / "bad.toml").write_text("[[scenario]\n")
    (folder / "odd.toml").write_text('[[scenario]]\nname = "x"\nunknown = 1\n')
    (folder / "lost.toml").write_text('[world]\ncopy = { packages = "nosuch" }\n[[scenario]]\nname = "x"\npython = "result = 1"\n')
    code, lines = run("--scenarios", folder, "--ours", sys.executable, "--reference", sys.executable)
    text = "\n".join(lines)
    assert code == 1
    assert "not run: %s" % (folder / "bad.toml") in text and "not run: %s" % (folder / "odd.toml") in text
    assert "lost/x was not compared: ScenarioError: no sample data of the name nosuch" in text
    assert lines[-1] == "1 of 2 scenarios identical, 1 not compared, 2 files not read"


def test_what_could_not_be_compared_has_an_exit_code_of_its_own(folder):
    kept = folder / "kept.json.gz"
    code, lines = run("--scenarios", folder, "--ours", sys.executable, "--reference", sys.executable, "--record",
                      "--recording", kept)
    assert code == 0 and lines[-1] == "1 of 1 scenarios identical"
    assert lines[0] == "warning: %s has pkgrs, not the real Rez: it is compared with itself" % sys.executable
    offline = ("--scenarios", folder, "--ours", sys.executable, "--offline", "--recording", kept)
    assert run(*offline) == (0, ["1 of 1 scenarios identical"])
    (folder / "good.toml").write_text(GOOD.replace("= 1", "= 2"))
    assert run(*offline) == (3, ["good/one was not compared: changed since it was recorded",
                                 "0 of 1 scenarios identical, 1 not compared"])


def test_without_a_reference_the_recording_is_used(folder, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "nothing"))
    monkeypatch.delenv("PKGRS_REFERENCE", raising=False)
    kept = folder / "kept.json.gz"
    scenarios = ("--scenarios", folder, "--ours", sys.executable, "--recording", kept)
    code, lines = run(*scenarios)
    assert code == 1 and len(lines) == 1 and "no such interpreter; `parity setup` makes one" in lines[0]
    run(*scenarios, "--record", "--reference", sys.executable)
    assert run(*scenarios) == (0, [
        "There is no reference (`parity setup` makes one): compared with what Rez 3.4.0 gave when it was recorded.",
        "1 of 1 scenarios identical"])
