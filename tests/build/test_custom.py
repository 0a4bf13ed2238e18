"""The build system that runs a package's own command."""
import argparse
import json

import pytest

from pkgrs.build.build_system import create_build_system, get_buildsys_types, get_valid_build_systems
from pkgrs.build.custom import CustomBuildSystem
from pkgrs.tool_errors import BuildContextResolveError, BuildError, BuildSystemError


def test_variables(studio):
    """What Rez 3.4.0 sets in a build."""
    studio.package("lib", "2.1")
    studio.package("tool", "1")
    folder = studio.source("foo", """
        description = '  in $HOME "and" so on  '
        requires = ["lib-2+"]
        private_build_requires = ["tool"]
        variants = [["lib-2.1"]]
        build_command = "env | grep ^REZ_BUILD_ | sort > $REZ_BUILD_INSTALL_PATH/variables"
    """)
    studio.build(folder)
    install = str(studio.local / "foo" / "1.0" / "lib-2.1")
    lines = (studio.local / "foo" / "1.0" / "lib-2.1" / "variables").read_text().splitlines()
    found = dict(line.split("=", 1) for line in lines)
    threads = found.pop("REZ_BUILD_THREAD_COUNT")
    assert int(threads) > 0
    assert found == {
        "REZ_BUILD_ENV": "1",
        "REZ_BUILD_INSTALL": "1",
        "REZ_BUILD_INSTALL_PATH": install,
        "REZ_BUILD_PATH": folder + "/build/lib-2.1",
        "REZ_BUILD_PROJECT_DESCRIPTION": 'in $HOME "and" so on',
        "REZ_BUILD_PROJECT_FILE": folder + "/package.py",
        "REZ_BUILD_PROJECT_NAME": "foo",
        "REZ_BUILD_PROJECT_VERSION": "1.0",
        "REZ_BUILD_REQUIRES": "lib-2+ lib-2.1 tool",
        "REZ_BUILD_REQUIRES_UNVERSIONED": "lib lib tool",
        "REZ_BUILD_SOURCE_PATH": folder,
        "REZ_BUILD_TYPE": "local",
        "REZ_BUILD_VARIANT_INDEX": "0",
        "REZ_BUILD_VARIANT_REQUIRES": "lib-2.1",
        "REZ_BUILD_VARIANT_SUBPATH": "lib-2.1",
    }


@pytest.mark.parametrize("command, arguments, expected", [
    ('"printf \'%s|\' {name} {version} {install} {variant_index}."', [], "foo|1.0|install|.|"),
    ('["printf", "%s|", "{name} a"]', ["b c", "{version}"], "foo a|b c|1.0|"),
    ('"printf \'%s|\'"', ["a b", "c"], "a b|c|"),
])
def test_commands(studio, capfd, command, arguments, expected):
    folder = studio.source("foo", "build_command = %s\n" % command)
    studio.build(folder, build_args=arguments)
    assert capfd.readouterr().out == expected


def test_no_command_to_run(studio, tree):
    folder = studio.source("foo", "build_command = False\n")
    assert studio.build(folder) == 1
    assert sorted(tree(studio.local / "foo" / "1.0")) == ["build.rxt", "package.py"]


def test_build_without_install(studio, tree):
    folder = studio.source("foo", "build_command = 'echo made > $REZ_BUILD_PATH/made'\n")
    studio.build(folder, install=False)
    assert not tree(studio.local)
    assert (studio.root / "src" / "foo" / "build" / "made").read_text() == "made\n"
    assert json.loads((studio.root / "src" / "foo" / "build" / "build.rxt").read_text())["building"] is True


def test_clean(studio):
    folder = studio.source("foo", "build_command = 'echo x >> $REZ_BUILD_PATH/made'\n")
    made = studio.root / "src" / "foo" / "build" / "made"
    studio.build(folder, install=False)
    studio.build(folder, install=False)
    assert made.read_text() == "x\nx\n"
    studio.build(folder, install=False, clean=True)
    assert made.read_text() == "x\n"


def test_build_folder_elsewhere(studio, settings, tmp_path):
    settings(build_directory=str(tmp_path / "elsewhere"))
    folder = studio.source("foo", "build_command = 'echo x >> $REZ_BUILD_PATH/made'\n")
    studio.build(folder, install=False)
    assert (tmp_path / "elsewhere" / "made").exists()


def test_pre_build_commands(studio):
    folder = studio.source("foo", """
        variants = [["~a"]]
        build_command = "echo $BEFORE > $REZ_BUILD_INSTALL_PATH/out"
        def pre_build_commands():
            env.BEFORE = " ".join([this.name, str(this.index), build.build_type, str(build.install)])
            env.BEFORE.append(build.install_path)
    """)
    studio.build(folder)
    places = [path.parent for path in (studio.local / "foo" / "1.0").rglob("out")]
    assert len(places) == 1
    place = places[0]
    assert (place / "out").read_text() == "foo 0 local True:%s\n" % place


def test_options_of_the_developer(studio, monkeypatch):
    folder = studio.source(
        "foo", 'build_command = "env | grep ^__PARSE | sort > $REZ_BUILD_INSTALL_PATH/out"\n',
        parse_build_args__py="parser.add_argument('--flavour', default='plain')\n"
                             "parser.add_argument('--flags', nargs='*')\n"
                             "parser.add_argument('--fast', action='store_true')\n"
                             "parser.add_argument('--none')\n")
    monkeypatch.chdir(folder)
    parser = argparse.ArgumentParser()
    CustomBuildSystem.bind_cli(parser, parser.add_argument_group("own"))
    opts = parser.parse_args(["--flags", "a", "b", "--fast"])
    opts.parser = parser
    studio.build(folder, opts=opts)
    assert (studio.local / "foo" / "1.0" / "out").read_text() == (
        "__PARSE_ARG_FAST=1\n__PARSE_ARG_FLAGS=a b\n__PARSE_ARG_FLAVOUR=plain\n__PARSE_ARG_NONE=\n")


def test_options_with_an_error(studio, monkeypatch, caplog):
    folder = studio.source("foo", "build_command = False\n", parse_build_args__py="1 / 0\n")
    monkeypatch.chdir(folder)
    parser = argparse.ArgumentParser()
    CustomBuildSystem.bind_cli(parser, parser.add_argument_group("own"))
    assert "Error in ./parse_build_args.py: division by zero" in caplog.text


def test_failure(studio, tree):
    folder = studio.source("foo", "build_command = 'touch $REZ_BUILD_INSTALL_PATH/x; exit 4'\n")
    with pytest.raises(BuildError, match=r"^The custom build system failed\.$"):
        studio.build(folder)
    assert set(tree(studio.local)) <= {"foo", "foo/.building1.0"}
    assert studio.installed("foo") is None


def test_environment_that_does_not_resolve(studio):
    studio.package("lib", "1")
    studio.package("lib", "2")
    folder = studio.source("foo", "requires = ['lib-1', 'lib-2']\nbuild_command = 'true'\n")
    with pytest.raises(BuildContextResolveError) as error:
        studio.build(folder)
    assert "lib-1 <--!--> lib-2" in str(error.value)
    assert json.loads((studio.root / "src" / "foo" / "build" / "build.rxt").read_text())["status"] == "failed"


def test_script(studio):
    folder = studio.source("foo", "build_command = 'true'\nvariants = [['~a']]\n")
    studio.build(folder, install=False, scripts=True)
    scripts = list((studio.root / "src" / "foo" / "build").rglob("build-env"))
    assert len(scripts) == 1 and scripts[0].stat().st_mode & 0o777 == 0o555
    assert scripts[0].read_text().splitlines() == [
        "#!/usr/bin/env _rez_fwd",
        "func_name: _FWD__spawn_build_shell",
        "kwargs:",
        "  build_path: %s" % scripts[0].parent,
        "  install: false",
        "  install_path: %s" % (studio.local / "foo" / "1.0" / scripts[0].parent.name),
        "  variant_index: 0",
        "  working_dir: %s" % folder,
        "module:",
        "- build_system",
        "- custom",
    ]


@pytest.mark.parametrize("files, body, expected", [
    ({}, "", []),
    ({"CMakeLists__txt": ""}, "", ["cmake"]),
    ({"CMakeLists__txt": "", "Makefile": ""}, "", ["cmake", "make"]),
    ({"CMakeLists__txt": ""}, "build_command = 'x'\n", ["custom"]),
    ({"CMakeLists__txt": ""}, "build_system = 'make'\n", ["make"]),
])
def test_detection(studio, files, body, expected):
    folder = studio.source("foo", body, **files)
    assert sorted(cls.name() for cls in get_valid_build_systems(folder)) == expected


def test_detection_errors(studio):
    folder = studio.source("foo", "")
    with pytest.raises(BuildSystemError, match="^No build system is associated with the path %s$" % folder):
        create_build_system(folder)
    with pytest.raises(BuildSystemError, match="^Not a valid working directory for build system 'make': "):
        create_build_system(folder, "make")
    folder = studio.source("bar", "", CMakeLists__txt="", Makefile="")
    with pytest.raises(BuildSystemError, match="^Source could be built with one of: cmake, make; Please specify"):
        create_build_system(folder)


def test_types():
    assert [name for name in get_buildsys_types() if name in ("cmake", "custom", "make")] == ["cmake", "custom", "make"]
