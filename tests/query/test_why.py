"""Why resolves fail, and packages are in an environment or not."""
import io
import os
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

import pytest

from pkgrs.cli.commands import why as why_command
from pkgrs.cli.commands import why_not as why_not_command
from pkgrs.context.context import ResolvedContext
from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError, RezError
from pkgrs.package.filter import PackageFilterList, Rule
from pkgrs.query.why import explain_absence, explain_failure, explain_presence, hints_for, print_explanation, print_hints
from pkgrs.query.why_conflict import nearest_requests, smallest_conflict
from pkgrs.query.why_hidden import hidden_packages, similar_names
from pkgrs.query.why_question import Question, unresolved_context
from pkgrs.repository.manager import package_repository_manager

PACKAGES = {
    "lib-1.0": "", "lib-2.0": "", "lib-3.0": "timestamp = 2000",
    "app-1.0": "requires = ['lib-1']", "app-2.0": "requires = ['lib-2']",
    "tool-1.0": "requires = ['helper']", "helper-1.0": "requires = ['lib-2']",
    "pair-1.0": "variants = [['lib-1', 'extra-1'], ['lib-2', 'extra-2']]",
    "extra-1": "", "extra-2": "",
    "careful-1.0": "requires = ['!lib-3']",
    "loop_a-1": "requires = ['loop_b']", "loop_b-1": "requires = ['loop_a']",
    "free-1.0": "",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("packages")
    for key, text in PACKAGES.items():
        name, version = key.split("-")
        folder = root / name / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text("name = %r\nversion = %r\n%s\n" % (name, version, text))
    (root / "extra" / ".ignore3").write_text("")
    (root / "extra" / "3").mkdir()
    (root / "extra" / "3" / "package.py").write_text("name = 'extra'\nversion = '3'\n")
    return str(root)


def question(repository: str, request: str, **more: Any) -> Question:
    return Question(unresolved_context(request.split(), paths=[repository], implicit=False, **more))


def failure(repository: str, request: str, **more: Any) -> List[str]:
    return explain_failure(unresolved_context(request.split(), paths=[repository], implicit=False, **more))


def context(repository: str, request: str) -> ResolvedContext:
    return ResolvedContext(request.split(), package_paths=[repository], add_implicit_packages=False)


def leaving_out(*rules: str) -> PackageFilterList:
    made = PackageFilterList()
    for rule in rules:
        made.add_exclusion(Rule.parse_rule(rule))
    return made


@pytest.mark.parametrize("request_, conflict", [
    ("app-1 lib-2", "app-1 lib-2"),
    ("free app-1 extra lib-2", "app-1 lib-2"),
    ("pair extra-1 lib-2 free", "pair extra-1 lib-2"),
    ("tool free app-1", "tool app-1"),
    ("free loop_a", "loop_a"),
    ("free nothing", "nothing"),
    ("free lib-9", "lib-9"),
    ("lib !lib-1+", "lib !lib-1+"),
])
def test_smallest_conflict(repository: str, request_: str, conflict: str) -> None:
    assert " ".join(map(str, smallest_conflict(question(repository, request_)))) == conflict


@pytest.mark.parametrize("request_, ways", [
    ("free app-1 lib-2", ["free app-2.0 lib-2 (app-2.0 in place of app-1)",
                          "free app-1 lib-1.0 (lib-1.0 in place of lib-2)"]),
    ("lib-1 lib-2", ["lib-2 (without lib-1)", "lib-1 (without lib-2)"]),
    ("free loop_a", ["free (without loop_a)"]),
    ("loop_a", []),
    ("loop_a free nothing extra", ["free extra (without loop_a, nothing)"]),
    ("tool app !lib-2", ["app !lib-2 (without tool)", "tool app (without !lib-2)"]),
])
def test_nearest_requests(repository: str, request_: str, ways: List[str]) -> None:
    asked = question(repository, request_)
    found = nearest_requests(asked, smallest_conflict(asked))
    assert ["%s (%s)" % (" ".join(map(str, way.requests)), way.how) for way in found] == ways
    assert all(asked.ask(way.requests).solved for way in found)


@pytest.mark.parametrize("request_, lines", [
    ("tool lib-1", [
        "These requests can't be together:",
        "    tool",
        "    lib-1",
        "since:",
        "    helper-1.0 requires lib-2, which excludes lib-1 (from tool-1.0 --> helper-1.0)",
        "What would resolve:",
        "    tool lib-2.0  (lib-2.0 in place of lib-1)",
    ]),
    ("loop_a", [
        "This request can't be resolved by itself:",
        "    loop_a",
        "since:",
        "    A cyclic dependency was detected: loop_a-1 --> loop_b-1 --> loop_a-1",
    ]),
    ("lib-1 lib-2", [
        "These requests can't be together:",
        "    lib-1",
        "    lib-2",
        "since:",
        "    lib-1 and lib-2 exclude each other",
        "What would resolve:",
        "    lib-2  (without lib-1)",
        "    lib-1  (without lib-2)",
    ]),
])
def test_failure(repository: str, request_: str, lines: List[str]) -> None:
    found = failure(repository, request_)
    if request_ == "loop_a":  # where a cycle starts is the solver's business
        found[3] = found[3].replace("loop_b-1 --> loop_a-1 --> loop_b-1", "loop_a-1 --> loop_b-1 --> loop_a-1")
    assert found == lines


def test_failure_between_packages(repository: str) -> None:
    lines = failure(repository, "free tool app-1")
    assert lines[:4] == ["These requests can't be together:", "    tool", "    app-1", "since:"]
    assert lines[-2:] == ["What would resolve:", "    free tool app-2.0  (app-2.0 in place of app-1)"]
    ways = "\n".join(lines[4:-2])
    assert "app-1.0 --> lib-1" in ways and "tool-1.0 --> helper-1.0" in ways


def test_missing_family(repository: str) -> None:
    assert failure(repository, "aap free") == [
        "The request can't be resolved: package family not found: aap (searched: %s)" % repository,
        "Did you mean app?",
        "What would resolve:",
        "    free  (without aap)",
    ]


def test_missing_version(repository: str) -> None:
    assert failure(repository, "extra-3") == [
        "The request can't be resolved: Package could not be found: extra-3",
        "There is extra-2, extra-1",
        "extra-3 is hidden by the file %s/extra/.ignore3" % repository,
        "What would resolve:",
        "    extra-2  (extra-2 in place of extra-3)",
        "Not looked at:",
        "    extra-3 is hidden by the file %s/extra/.ignore3" % repository,
    ]


def test_filter_hides_the_way_out(repository: str) -> None:
    lines = failure(repository, "app lib-2", package_filter=leaving_out("app-2.0"))
    assert lines[:3] == ["These requests can't be together:", "    app", "    lib-2"]
    assert lines[-3:] == ["Not looked at:", "    app-2.0 is left out by the rule 'range(app-2.0)'",
                          "Without these rules the request would resolve."]


def test_hidden_by_time(repository: str) -> None:
    asked = question(repository, "lib", timestamp=1000)
    (hidden,) = hidden_packages("lib", None, asked.paths, asked.filter)
    assert (str(hidden.version), hidden.why.split(" at ")[0]) == ("3.0", "was released")
    assert hidden.why.endswith("and is left out by the rule 'after(1000)'")


@pytest.mark.parametrize("name, similar", [
    ("aap", ["app"]), ("APP", ["app"]), ("loop-a", ["loop_a", "loop_b"]), ("loopa", ["loop_a", "loop_b"]),
    ("entirely_else", []), ("lib1", ["lib"]),
])
def test_similar_names(repository: str, name: str, similar: List[str]) -> None:
    assert similar_names(name, [repository]) == similar


@pytest.mark.parametrize("error, hints", [
    (PackageFamilyNotFoundError("package family not found: aap, was required by: x-1 (searched: %s)"),
     ["Did you mean app?"]),
    (PackageFamilyNotFoundError("package family not found: loop_c (searched: /nowhere; %s)"),
     ["Did you mean loop_b or loop_a?"]),
    (PackageFamilyNotFoundError("No such package family 'toool'"), ["Did you mean tool?"]),
    (PackageFamilyNotFoundError("package family not found: unlike_all (searched: %s)"), []),
    (PackageFamilyNotFoundError("package family not found: app (searched: /nowhere; filesystem@/nowhere/else)"),
     ["There is none of the folders that are searched. First packages come by: rez-bind --quickstart"]),
    (PackageFamilyNotFoundError("package family not found: app (searched: /nowhere; memory@any)"), []),
    (PackageNotFoundError("Package could not be found: app-7"), ["There is app-2.0, app-1.0"]),
    (PackageNotFoundError("Package could not be found: aap-7"), ["Did you mean app?"]),
    (RezError("not found: aap"), []),
])
def test_hints(repository: str, error: RezError, hints: List[str]) -> None:
    text = str(error)
    assert hints_for(type(error)(text % repository if "%s" in text else text), [repository]) == hints


@pytest.mark.parametrize("request_, limits, lines", [
    ("app-2", {"package_filter": leaving_out("app-2.0")},
     ["There is app-1.0", "app-2.0 is left out by the rule 'range(app-2.0)'"]),
    ("tool", {"package_filter": leaving_out("tool")}, ["tool-1.0 is left out by the rule 'range(tool)'"]),
])
def test_hints_name_what_a_filter_hides(repository: str, request_: str, limits: Dict[str, Any], lines: List[str],
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PKGRS_EXPLAIN_FAILURES", raising=False)
    with pytest.raises(PackageNotFoundError) as error:
        ResolvedContext([request_], package_paths=[repository], **limits)
    out = io.StringIO()
    print_hints(error.value, None, out)
    assert out.getvalue().splitlines() == lines


@pytest.mark.parametrize("request_, package, present, lines", [
    ("tool", "lib", True, [
        "lib-2.0 is in the environment, since:",
        "    helper-1.0 requires lib-2 (from tool-1.0 --> helper-1.0)",
        "Later versions:",
        "    lib-3.0 is excluded: helper-1.0 requires lib-2",
    ]),
    ("lib careful", "lib-2", True, [
        "lib-2.0 is in the environment, since:",
        "    it is requested: lib",
        "Its version is limited by:",
        "    careful-1.0 requires !lib-3",
        "Later versions:",
        "    lib-3.0 is excluded: careful-1.0 requires !lib-3",
    ]),
    ("pair lib-1", "extra", True, [
        "extra-1 is in the environment, since:",
        "    pair-1.0[0] requires extra-1",
        "Later versions:",
        "    extra-2 is excluded: pair-1.0[0] requires extra-1",
    ]),
    ("free", "lib", False, ["lib is not in the environment."]),
    ("lib-1", "lib-2", False, ["lib-2 is not in the environment; lib-1.0 is."]),
])
def test_presence(repository: str, request_: str, package: str, present: bool, lines: List[str]) -> None:
    assert explain_presence(context(repository, request_), package) == (present, lines)


@pytest.mark.parametrize("request_, package, absent, lines", [
    ("free", "extra-1", True, ["extra-1 is not in the environment.", "extra-1 is not asked for; it could be added"]),
    ("free lib", "app-1", True, ["app-1 is not in the environment.",
                                 "app-1.0 is not asked for; it could be added, which changes lib 3.0 to 1.0"]),
    ("lib-1", "lib-2", True, ["lib-2 is not in the environment; lib-1.0 is.",
                              "lib-2.0 is excluded: the request is lib-1"]),
    ("lib", "lib-1", True, ["lib-1 is not in the environment; lib-3.0 is.",
                            "lib-1.0 is possible, but the resolve preferred other packages; "
                            "asking for it changes lib 3.0 to 1.0"]),
    ("tool", "tool", False, ["tool-1.0 is in the environment."]),
    ("free", "aap", True, ["aap is not in the environment.",
                           "There is no package of this name in {}", "Did you mean app?"]),
    ("free", "extra-3", True, ["extra-3 is not in the environment.", "There is extra-2, extra-1",
                               "extra-3 is hidden by the file {}/extra/.ignore3"]),
])
def test_absence(repository: str, request_: str, package: str, absent: bool, lines: List[str]) -> None:
    expected = [line.format(repository) for line in lines]
    assert explain_absence(context(repository, request_), package) == (absent, expected)


def test_absence_by_conflict(repository: str) -> None:
    _, lines = explain_absence(context(repository, "lib-1 free"), "tool")
    assert lines[:5] == ["tool is not in the environment.", "tool-1.0 is not possible:",
                         "    These requests can't be together:", "        tool==1.0", "        lib-1"]


def test_nothing_is_asked_of_repositories_when_time_is_up(repository: str) -> None:
    asked = Question(unresolved_context(["app"], paths=[repository], implicit=False), seconds=-1)
    outcome = asked.ask(asked.requests)
    assert not outcome.solved and not outcome.failed


def test_explanation_can_be_switched_off(repository: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    failed = context(repository, "app-1 lib-2")
    monkeypatch.setenv("PKGRS_EXPLAIN_FAILURES", "0")
    stream = io.StringIO()
    print_explanation(failed, stream)
    assert stream.getvalue() == ""
    monkeypatch.delenv("PKGRS_EXPLAIN_FAILURES")
    print_explanation(failed, stream)
    assert stream.getvalue().startswith("These requests can't be together:\n")


def test_explanation_that_fails_is_silent(repository: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from pkgrs.query import why

    def crash(*args: Any) -> None:
        raise KeyError("bug")

    monkeypatch.setattr(why, "explain_failure", crash)
    stream = io.StringIO()
    print_explanation(context(repository, "app-1 lib-2"), stream)
    assert stream.getvalue() == ""


def run(module: Any, arguments: Sequence[str], capsys: Optional[pytest.CaptureFixture] = None) -> int:
    from argparse import ArgumentParser
    parser = ArgumentParser()
    module.setup_parser(parser)
    with pytest.raises(SystemExit) as caught:
        module.command(parser.parse_args(arguments), parser)
    return int(caught.value.code or 0)


@pytest.mark.parametrize("module, arguments, code, first", [
    (why_command, ["lib", "tool"], 0, "lib-2.0 is in the environment, since:"),
    (why_command, ["free", "tool"], 1, "free is not in the environment."),
    (why_command, ["lib", "app-1", "lib-2"], 1, "These requests can't be together:"),
    (why_command, ["lib", "nothing"], 1, "The request can't be resolved: "),
    (why_not_command, ["lib-1", "tool"], 0, "lib-1 is not in the environment; lib-2.0 is."),
    (why_not_command, ["lib-2", "tool"], 1, "lib-2.0 is in the environment."),
    (why_not_command, ["lib-2", "app-1", "lib-2"], 1, "These requests can't be together:"),
    (why_not_command, ["--exclude", "lib-3.0", "--", "lib-3", "lib-1+"], 0,
     "lib-3 is not in the environment; lib-2.0 is."),
])
def test_commands(repository: str, capsys: pytest.CaptureFixture, module: Any, arguments: List[str], code: int,
                  first: str) -> None:
    assert run(module, ["--ni", "--paths", repository] + arguments) == code
    assert capsys.readouterr().out.startswith(first)


def test_commands_with_a_file(repository: str, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    good, bad = str(tmp_path / "good.rxt"), str(tmp_path / "bad.rxt")
    context(repository, "tool").save(good)
    context(repository, "app-1 lib-2").save(bad)
    package_repository_manager.clear_caches()
    assert run(why_command, ["-i", good, "helper"]) == 0
    assert "helper-1.0 is in the environment" in capsys.readouterr().out
    assert run(why_command, ["-i", good]) == 0
    assert capsys.readouterr().out == "the request resolves; name a package\n"
    assert run(why_command, ["-i", bad]) == 1
    assert "These requests can't be together:" in capsys.readouterr().out
    assert run(why_command, ["-i", bad, "x", "tool"]) == 2


def test_command_without_a_context(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.delenv("REZ_RXT_FILE", raising=False)
    assert run(why_command, ["maya"]) == 1
    assert "not in a resolved environment context" in capsys.readouterr().err
    assert "REZ_RXT_FILE" not in os.environ
