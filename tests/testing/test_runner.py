"""Running the tests of a package."""
import pytest

from pkgrs.config.config import config
from pkgrs.errors import PackageNotFoundError
from pkgrs.tool_errors import PackageTestError
from pkgrs.package.find import get_package
from pkgrs.repository.manager import package_repository_manager
from pkgrs.testing.results import PackageTestResults
from pkgrs.testing.runner import PackageTestRunner

DEFINITION = """
name = "foo"
version = "1.0"
variants = [["lib-1"], ["lib-2"]]
tests = {
    "plain": "echo plain $FOO $BEFORE",
    "failing": {"command": "exit 3", "run_on": "explicit"},
    "words": {"command": ["printf", "%s|", "{version} a", "$FOO"], "requires": ["tool"]},
    "each": {"command": "test -e {root}", "on_variants": True},
    "some": {"command": "true", "on_variants": {"type": "requires", "value": ["lib-2"]}},
    "lost": {"command": "true", "requires": ["no-such-package"]},
    "torn": {"command": "true", "requires": ["lib-3"]},
    "release": {"command": "true", "run_on": ["pre_release", "pre_install"]},
    "killed": {"command": "kill -9 $$", "run_on": "explicit"},
}
def pre_test_commands():
    env.BEFORE = "%s of %s" % (test.name, this.name)
def commands():
    env.FOO = "in {version}" if not testing else "tested {version}"
"""


@pytest.fixture
def studio(tmp_path):
    def add(name, version, text=None):
        folder = tmp_path / name / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text(text or "name = %r\nversion = %r\n" % (name, version))
        return folder

    foo = add("foo", "1.0", DEFINITION)
    for version in "123":
        add("lib", version)
        (foo / ("lib-" + version)).mkdir()
    add("tool", "1")
    for name, value in (("packages_path", [str(tmp_path)]), ("implicit_packages", []), ("default_shell", "bash")):
        config.override(name, value)
    package_repository_manager.clear_caches()
    yield tmp_path
    package_repository_manager.clear_caches()


def runner_of(request="foo", **options):
    return PackageTestRunner(request, **options)


def outcome(runner):
    return [(r["test_name"], r["variant"].index, r["status"], r["description"]) for r in runner.test_results.test_results]


def test_names(studio):
    package = get_package("foo", "1.0")
    names = PackageTestRunner.get_package_test_names
    assert names(package) == ["each", "failing", "killed", "lost", "plain", "release", "some", "torn", "words"]
    assert names(package, run_on=["default"]) == ["each", "lost", "plain", "some", "torn", "words"]
    assert names(package, run_on=["pre_install", "explicit"]) == ["failing", "killed", "release"]
    assert names(package, run_on=["default"], ran_once={"plain", "each"}) == ["each", "lost", "some", "torn", "words"]


@pytest.mark.parametrize("patterns, expected", [
    ([], ["each", "lost", "plain", "some", "torn", "words"]),
    (["plain", "failing"], ["failing", "plain"]),
    (["re*e*"], ["release"]), (["[!p]*n"], ["torn"]), (["nope"], []),
])
def test_patterns(studio, patterns, expected):
    assert sorted(runner_of().find_requested_test_names(patterns)) == expected


@pytest.mark.parametrize("name, code, results", [
    ("plain", 0, [("plain", 1, "success", "Test succeeded")]),
    ("failing", 3, [("failing", 1, "failed", "Test failed with exit code 3")]),
    ("killed", -9, [("killed", 1, "failed", "Test failed with exit code -9")]),
    ("each", 0, [("each", 0, "success", "Test succeeded"), ("each", 1, "success", "Test succeeded")]),
    ("some", 0, [("some", 0, "skipped", "Test skipped as specified by on_variants 'requires' filter"),
                 ("some", 1, "success", "Test succeeded")]),
    ("torn", -1, [("torn", 0, "failed", "The test environment failed to resolve"),
                  ("torn", 1, "failed", "The test environment failed to resolve")]),
])
def test_running(studio, capfd, name, code, results):
    import sys
    runner = runner_of(stdout=sys.stdout, stderr=sys.stderr)
    assert runner.run_test(name) == code
    assert outcome(runner) == results
    assert runner.num_tests == len(results)


def test_package_that_is_not_there(studio, capfd):
    runner = runner_of()
    assert runner.run_test("lost") == -1
    assert [(status, text.split(":")[0]) for _, _, status, text in outcome(runner)] == [
        ("failed", "The test environment failed to resolve")] * 2


@pytest.mark.parametrize("name, extra, expected", [
    ("plain", None, "plain tested 1.0 plain of foo\n"),
    ("plain", ["a b", "{version}"], "plain tested 1.0 plain of foo a b 1.0\n"),
    ("words", None, "1.0 a|tested 1.0|"),
])
def test_commands(studio, capfd, name, extra, expected):
    import sys
    runner = runner_of(stdout=sys.stdout, stderr=sys.stderr)
    assert runner.run_test(name, extra) == 0
    assert capfd.readouterr().out == expected


def test_dry_run(studio, capfd):
    runner = runner_of(dry_run=True, verbose=1)
    assert runner.run_test("failing") == 0
    assert outcome(runner) == [("failing", 1, "skipped", "Dry run mode")]
    assert "Running test command: exit 3" in capfd.readouterr().out


def test_stop_on_fail(studio, capfd):
    runner = runner_of(stop_on_fail=True)
    assert runner.run_test("torn") == -1
    assert runner.stopped_on_fail and runner.num_failed == 1
    assert runner.run_test("plain") == 0 and runner.num_tests == 2  # it is for the caller to stop


def test_extra_packages(studio, capfd):
    runner = runner_of(extra_package_requests=["lib-1"])
    runner.run_test("plain")
    assert outcome(runner) == [("plain", 0, "success", "Test succeeded")]


def test_results_are_added_up(studio, capfd):
    total = PackageTestResults()
    for _ in range(2):
        runner_of(cumulative_test_results=total).run_test("failing")
    assert (total.num_tests, total.num_failed, total.num_success, total.num_skipped) == (2, 2, 0, 0)


def test_errors(studio):
    with pytest.raises(PackageNotFoundError, match="^Could not find package to test: nope-1$"):
        runner_of("nope-1").get_package()
    with pytest.raises(PackageTestError, match="^Test 'nope' not found in package "):
        runner_of().run_test("nope")
    with pytest.raises(RuntimeError, match="^Invalid status$"):
        PackageTestResults().add_test_result("x", None, "good", "")


def test_package_without_tests(studio):
    runner = runner_of("lib==1")
    assert runner.get_test_names() == [] and list(runner.find_requested_test_names(["x"])) == []


def test_summary(studio, capfd):
    runner = runner_of()
    runner.run_test("each")
    capfd.readouterr()
    runner.print_summary()
    root = str(studio / "foo" / "1.0" / "lib-1")
    gap = " " * (len(root) - len("Variant"))
    assert capfd.readouterr().out.splitlines() == [
        "Test results:", "-" * 80, "2 succeeded, 0 failed, 0 skipped", "",
        "Test  Status   Variant%s  Description" % gap,
        "----  ------   -------%s  -----------" % gap,
        "each  success  %s  Test succeeded" % root,
        "each  success  %s  Test succeeded" % root.replace("lib-1", "lib-2"),
    ]


# -- in the current environment

@pytest.fixture
def current(studio, monkeypatch):
    from pkgrs.context.context import ResolvedContext

    def enter(*requests):
        path = str(studio / "current.rxt")
        ResolvedContext(requests).save(path)
        monkeypatch.setenv("REZ_RXT_FILE", path)
    return enter


@pytest.mark.parametrize("requests, name, results", [
    (["foo", "lib-1"], "plain", [("plain", 0, "success", "Test succeeded")]),
    (["foo"], "words", [("words", 1, "failed", "The current environment does not meet test requirements")]),
    (["foo", "tool"], "words", [("words", 1, "success", "Test succeeded")]),
])
def test_in_place(current, capfd, requests, name, results):
    current(*requests)
    runner = runner_of(use_current_env=True)
    code = runner.run_test(name)
    assert outcome(runner) == results and (code == 0) is (results[0][2] == "success")


def test_in_place_without_the_package(current):
    current("lib")
    assert runner_of(use_current_env=True).get_package() is None
