"""The local build process: variants, installing, tests at install, releasing."""
import os
import threading

import pytest

from pkgrs.build.build_system import create_build_system
from pkgrs.build.process import BuildProcess, create_build_process, get_build_process_types
from pkgrs.tool_errors import BuildError, BuildProcessError, PackageTestError, ReleaseError
from pkgrs.release.vcs import create_release_vcs

TOUCH = "build_command = 'echo $REZ_BUILD_VARIANT_INDEX > $REZ_BUILD_INSTALL_PATH/payload'\n"


def variants(count):
    return "variants = %r\n" % [["~v%d" % index] for index in range(count)]


@pytest.mark.parametrize("chosen, expected", [
    (None, ["0", "1", "2"]), ([1], ["1"]), ([-1, 0], ["0", "2"]), ([2, 2], ["2"]),
])
def test_chosen_variants(studio, chosen, expected):
    folder = studio.source("foo", TOUCH + variants(3))
    assert studio.build(folder, variants=chosen) == len(expected)
    package = studio.installed("foo")
    assert package.num_variants == len(expected)
    payloads = [open(os.path.join(v.root, "payload")).read().strip() for v in package.iter_variants()]
    assert sorted(payloads) == expected


@pytest.mark.parametrize("chosen, text", [([3], "3"), ([5, -4], "-4, 5")])
def test_variants_that_are_not_there(studio, chosen, text):
    folder = studio.source("foo", TOUCH + variants(3))
    with pytest.raises(BuildError, match="^The package does not contain the variants: %s$" % text):
        studio.build(folder, variants=chosen)


def test_index_of_a_package_without_variants(studio):
    folder = studio.source("foo", TOUCH)
    assert studio.build(folder, variants=[0]) == 0


def test_variants_are_merged(studio):
    folder = studio.source("foo", TOUCH + variants(2))
    studio.build(folder, variants=[1])
    studio.build(folder, variants=[0])
    assert [str(v.variant_requires[0]) for v in studio.installed("foo").iter_variants()] == ["~v1", "~v0"]


def test_variant_file(studio):
    studio.package("lib", "1")
    folder = studio.source("foo", TOUCH + "variants = [['lib-1', '~other']]\n")
    studio.build(folder)
    text = next((studio.local / "foo").rglob("variant.json")).read_text()
    assert text == '{\n  "index": 0,\n  "data": [\n    "lib-1",\n    "~other"\n  ]\n}'
    assert next((studio.root / "src" / "foo" / "build").rglob("variant.json")).read_text() == text


def test_hashed_variants_have_short_links(studio):
    folder = studio.source("foo", TOUCH + variants(2) + "hashed_variants = True\n")
    studio.build(folder)
    links = sorted((studio.local / "foo" / "1.0" / "_v").iterdir())
    assert [link.name for link in links] == ["a", "b"]
    assert all(os.readlink(str(link)).startswith("../") and (link / "payload").exists() for link in links)


def test_prefix(studio, tmp_path):
    folder = studio.source("foo", TOUCH)
    studio.build(folder, install_path=str(tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / "foo" / "1.0" / "payload").exists()
    assert not list(studio.local.iterdir())


def test_included_modules(studio, tmp_path, settings):
    settings(package_definition_python_path=str(tmp_path / "modules"))
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "helper.py").write_text("def setup(env):\n    env.HELPED = 1\n\n")
    folder = studio.source("foo", TOUCH + """
@include("helper")
def commands():
    helper.setup(env)
""")
    studio.build(folder)
    include = studio.local / "foo" / "1.0" / ".rez" / "include"
    assert sorted(path.name for path in include.iterdir()) == ["helper.py", "helper.sha1"]
    # The hash of the text without the blanks around it.
    assert (include / "helper.sha1").read_text() == "0e87c3243affd7610e9a2f2a391e38e2336b0788"


def test_early_bound_functions_know_what_is_built(studio):
    folder = studio.source("foo", "build_command = False\n" + variants(2) + """
@early()
def private_build_requires():
    if building:
        return ["~building%d" % build_variant_index]
    return []
""")
    studio.build(folder, install=False)
    texts = [path.read_text() for path in (studio.root / "src" / "foo" / "build").rglob("build.rxt")]
    assert sorted(i for i in range(2) for text in texts if "~building%d" % i in text) == [0, 1]


def test_tests_at_install(studio, capfd):
    folder = studio.source("foo", TOUCH + variants(2) + """
tests = {"once": {"command": "cat {root}/payload", "run_on": "pre_install"},
         "each": {"command": "test -e {root}/payload", "run_on": "pre_install", "on_variants": True},
         "never": "false"}
""")
    process = studio.process(folder)
    process.build(install=True)
    assert [result["test_name"] for result in process.all_test_results.test_results] == ["each", "once", "each"]
    assert studio.installed("foo").num_variants == 2


def test_failing_test_at_install(studio, capfd):
    folder = studio.source("foo", TOUCH + "tests = {'bad': {'command': 'exit 2', 'run_on': 'pre_install'}}\n")
    with pytest.raises(PackageTestError, match="^1 tests failed; the installation has been cancelled$"):
        studio.build(folder)
    assert studio.installed("foo") is None
    assert "Test failed with exit code 2" in capfd.readouterr().out


def test_earlier_payload_comes_back(studio, tree):
    folder = studio.source("foo", "build_command = 'echo old > $REZ_BUILD_INSTALL_PATH/payload'\n" + variants(1))
    studio.build(folder)
    before = tree(studio.local)
    assert "old\n" in before.values()
    folder = studio.source("foo", "build_command = 'echo new > $REZ_BUILD_INSTALL_PATH/payload; exit 1'\n" + variants(1))
    with pytest.raises(BuildError):
        studio.build(folder)
    assert tree(studio.local) == before


def test_parallel_installs_leave_all_variants(studio):
    folder = studio.source("foo", TOUCH + variants(6))
    process = studio.process(folder)
    errors = []

    def install(index):
        try:
            process.build(install=True, variants=[index])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=install, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(str(v.variant_requires[0]) for v in studio.installed("foo").iter_variants()) == [
        "~v%d" % index for index in range(6)]


# -- releasing

def stub(studio, body, **options):
    folder = studio.source("foo", body, __stub="")
    options.setdefault("vcs", create_release_vcs(folder, "stub"))
    return folder, studio.process(folder, **options)


def test_release(studio, settings):
    folder, process = stub(studio, TOUCH + variants(2))
    assert process.release("the message") == 2
    package = studio.installed("foo", root=studio.release)
    assert (package.vcs, package.release_message, package.changelog) == (
        "stub", "the message", "This is the first commit")
    assert isinstance(package.revision, int) and package.previous_version is None
    assert open(os.path.join(folder, ".stub")).read() == "tags:\n  foo-1.0: the message"


def test_release_again(studio, caplog):
    _, process = stub(studio, TOUCH + variants(2))
    process.release(None, variants=[1])
    _, process = stub(studio, TOUCH + variants(2))
    assert process.release(None) == 1
    assert "Skipping 2/2: destination variant already exists (" in caplog.text
    assert [str(v.variant_requires[0]) for v in studio.installed("foo", root=studio.release).iter_variants()] == [
        "~v1", "~v0"]


def test_next_release(studio):
    _, process = stub(studio, TOUCH)
    process.release()
    folder = studio.source("foo", TOUCH, version="1.1")
    studio.process(folder, vcs=create_release_vcs(folder, "stub")).release()
    package = studio.installed("foo", "1.1", root=studio.release)
    assert str(package.previous_version) == "1.0"
    assert package.previous_revision == studio.installed("foo", root=studio.release).revision
    assert package.changelog.startswith("This commit was ")


@pytest.mark.parametrize("latest, raises", [(True, True), (False, False)])
def test_release_of_an_older_version(studio, latest, raises):
    _, process = stub(studio, TOUCH)
    process.release()
    folder = studio.source("foo", TOUCH, version="0.9")
    process = studio.process(folder, vcs=create_release_vcs(folder, "stub"), ensure_latest=latest)
    if raises:
        with pytest.raises(ReleaseError, match="^Cannot release - a newer package version already exists"):
            process.release()
    else:
        assert process.release() == 1


def test_release_of_another_package(studio):
    _, process = stub(studio, TOUCH + "uuid = 'a'\n")
    process.release()
    folder = studio.source("foo", TOUCH + "uuid = 'b'\n", version="1.1")
    with pytest.raises(ReleaseError, match="UUID mismatch"):
        studio.process(folder, vcs=create_release_vcs(folder, "stub")).release()


def test_release_without_a_repository(studio, settings):
    settings(release_packages_path="/nowhere/at/all")
    _, process = stub(studio, TOUCH)
    with pytest.raises(ReleaseError, match="^Release path does not exist: '/nowhere/at/all'$"):
        process.release()


def test_failing_release_leaves_nothing(studio, tree):
    folder, process = stub(studio, "build_command = 'exit 1'\n")
    with pytest.raises(BuildError):
        process.release()
    assert set(tree(studio.release)) <= {"foo", "foo/.building1.0"}
    assert open(os.path.join(folder, ".stub")).read() == ""


def test_changelog_is_shortened(studio, settings):
    settings(max_package_changelog_chars=7)
    _, process = stub(studio, TOUCH)
    assert process.get_release_data()["changelog"] == "This is..."


def test_release_data_without_version_control(studio):
    folder = studio.source("foo", TOUCH)
    assert studio.process(folder).get_release_data() == {"vcs": "None", "previous_version": None}


@pytest.mark.parametrize("template, tag", [
    ("{qualified_name}", "foo-1.0"), ("{name}/{version[0]}", "foo/1"), ("{nope}-{version}", "{nope}-1.0"),
    ("", "unversioned"),
])
def test_tag_name(studio, template, tag):
    folder, process = stub(studio, TOUCH + "with scope('config') as c:\n    c.plugins.release_vcs.tag_name = %r\n" % template)
    assert process.get_current_tag_name() == tag


# -- the objects

def test_processes(studio):
    folder = studio.source("foo", TOUCH)
    assert get_build_process_types() == ["local", "remote"]
    system = create_build_system(folder)
    with pytest.raises(BuildProcessError, match="^Unknown build process: 'nope'$"):
        create_build_process("nope", folder, system)
    with pytest.raises(NotImplementedError, match=r"^coming soon\.\.\.$"):
        create_build_process("remote", folder, system).build()
    process = BuildProcess(folder, system)
    assert process.package is system.package and process.working_dir == folder
    with pytest.raises(NotImplementedError):
        process.build()


def test_version_control_of_another_folder(studio):
    folder = studio.source("foo", TOUCH, __stub="")
    other = studio.source("bar", TOUCH)
    with pytest.raises(BuildProcessError, match="mismatched VCS instance"):
        create_build_process("local", other, create_build_system(other), vcs=create_release_vcs(folder, "stub"))


@pytest.mark.parametrize("verbose, quiet, expected", [
    (False, False, "hdr\n---\n"), (True, False, "\nhdr\n---\na 1\n"), (True, True, ""), (False, True, ""),
])
def test_printing(studio, capsys, verbose, quiet, expected):
    folder = studio.source("foo", TOUCH)
    process = create_build_process("local", folder, create_build_system(folder), verbose=verbose, quiet=quiet)
    process._print_header("hdr", 2)
    process._print("a %d", 1)
    assert capsys.readouterr().out == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that share what is loaded")
def test_variants_at_once(studio, capfd):
    folder = studio.source("foo", "build_command = 'echo building $REZ_BUILD_VARIANT_INDEX; "
                                  "echo $$ > $REZ_BUILD_INSTALL_PATH/payload'\n" + variants(4))
    process = studio.process(folder)
    process.jobs = 3
    assert process.build(install=True) == 4
    assert capfd.readouterr().out.splitlines() == ["building %d" % index for index in range(4)]
    assert studio.installed("foo").num_variants == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that share what is loaded")
def test_failure_of_variants_at_once(studio, capfd):
    folder = studio.source("foo", "build_command = 'exit $REZ_BUILD_VARIANT_INDEX'\n" + variants(2))
    process = studio.process(folder)
    process.jobs = 2
    with pytest.raises(BuildError, match=r"^The custom build system failed\.$"):
        process.build(install=True)
    assert studio.installed("foo").num_variants == 1
