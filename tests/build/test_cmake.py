"""The build systems that run CMake and make, for real."""
import argparse
import os
import shutil

import pytest

from pkgrs.build.build_system import create_build_system
from pkgrs.build.cmake import CMakeBuildSystem, RezCMakeError
from pkgrs.tool_errors import BuildError

needs_cmake = pytest.mark.skipif(not (shutil.which("cmake") and shutil.which("make")), reason="needs cmake, make")
needs_make = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


def project(studio, lines, body="", **files):
    text = "cmake_minimum_required(VERSION 3.10)\ninclude(RezBuild)\nproject(foo NONE)\n" + lines
    return studio.source("foo", body, CMakeLists__txt=text, **files)


@needs_cmake
def test_modules(studio, tree, capfd):
    studio.package("lib", "2.3", """
def commands():
    env.CMAKE_MODULE_PATH.append("{root}/cmake")
""")
    (studio.packages / "lib" / "2.3" / "cmake").mkdir()
    (studio.packages / "lib" / "2.3" / "cmake" / "lib.cmake").write_text(
        "set(lib_INCLUDE_DIRS /inc)\nset(lib_LIBRARIES one two)\nset(lib_DEFINITIONS -DX=1)\n")
    folder = project(studio, """
rez_find_packages(lib PREFIX app AUTO)
rez_package_in_use(lib used)
rez_package_in_use(other unused)
file(WRITE ${CMAKE_BINARY_DIR}/told
     "${app_INCLUDE_DIRS}|${app_LIBRARIES}|${app_DEFINITIONS}|${CMAKE_CXX_FLAGS}|${used}|${unused}|"
     "${LIB_VERSION}|${LIB_MINOR_VERSION}|${LIB_PATCH_VERSION}|${FOO_VERSION}|${REZ_BUILD_TYPE}")
install(FILES ${CMAKE_BINARY_DIR}/told DESTINATION .)
rez_install_files(data/a.txt RELATIVE data DESTINATION files)
rez_install_files(data/a.txt DESTINATION links LOCAL_SYMLINK)
rez_install_files(data/a.txt DESTINATION . EXECUTABLE)
rez_install_dirs(data DESTINATION dirs)
rez_install_cmake(DESTINATION cmake INCLUDE_DIRS include /abs LIBRARIES foo CUSTOM_STRING "# more (text)")
""", "requires = ['lib']\n")
    (studio.root / "src" / "foo" / "data").mkdir()
    (studio.root / "src" / "foo" / "data" / "a.txt").write_text("a")
    studio.build(folder)
    place = studio.local / "foo" / "1.0"
    files = tree(place)
    assert files["told"] == "/inc|one;two|-DX=1|  -DX=1|TRUE||2.3|3|0|1.0|local"
    assert files["files/a.txt"] == files["dirs/data/a.txt"] == files["data/a.txt"] == "a"
    assert os.access(str(place / "data" / "a.txt"), os.X_OK)
    assert os.readlink(str(place / "links" / "data" / "a.txt")) == folder + "/data/a.txt"
    assert files["cmake/foo.cmake"] == (
        'set(foo_ROOT "$ENV{REZ_FOO_ROOT}")\n'
        'set(foo_INCLUDE_DIRS "$ENV{REZ_FOO_ROOT}/include;/abs")\n'
        'set(foo_LIBRARY_DIRS "")\n'
        'set(foo_LIBRARIES "foo")\n'
        'set(foo_DEFINITIONS "")\n\n'
        'set(foo_USE_SYSTEM_INCLUDE_DIRS "FALSE")\n\n'
        '# more (text)\n')


@needs_cmake
@pytest.mark.parametrize("lines, text", [
    ("rez_find_packages(nosuch PREFIX x REQUIRED)", "cmake module nor pkgconfig file could be found for package"),
    ("rez_find_packages(lib)", "need to specify PREFIX in call to rez_find_packages"),
    ("rez_install_files(DESTINATION x)", "no files listed in call to install_files_"),
    ("rez_install_files(a)", "need to specify DESTINATION in call to install_files_"),
    ("rez_install_dirs(DESTINATION x)", "no directories listed in call to install_dirs_"),
    ("rez_install_cmake()", "need to specify DESTINATION in call to install_cmake"),
    ("rez_install_python(py FILES a DESTINATION b)", "a version of python must be listed as a requirement"),
    ("include(RezRepository)\nrez_set_archive(v a b)", "REZ_REPO_PAYLOAD_DIR environment variable is not set"),
])
def test_errors_of_modules(studio, capfd, lines, text):
    folder = project(studio, lines + "\n")
    with pytest.raises(BuildError, match=r"^The cmake build system failed\.$"):
        studio.build(folder, install=False)
    assert text in " ".join(capfd.readouterr().err.split())


@needs_cmake
def test_commands(studio, capfd):
    folder = studio.source("foo", "", CMakeLists__txt="cmake_minimum_required(VERSION 3.10)\nproject(foo NONE)\n"
                           "install(FILES package.py DESTINATION x)\n")
    opts = argparse.Namespace(build_target="Debug", cmake_build_system=None)
    system = create_build_system(folder, opts=opts, verbose=True, build_args=["-DA=1"], child_build_args=["-j3"])
    from pkgrs.build.process import create_build_process
    create_build_process("local", folder, system, quiet=True).build(install=True)
    lines = [line for line in capfd.readouterr().out.splitlines() if line.startswith("Executing")]
    assert lines == [
        "Executing: %s %s -Wno-dev --no-warn-unused-cli -DA=1 -DCMAKE_INSTALL_PREFIX=%s "
        "-DCMAKE_MODULE_PATH=${CMAKE_MODULE_PATH} -DCMAKE_BUILD_TYPE=Debug -DREZ_BUILD_TYPE=local "
        "-DREZ_BUILD_INSTALL=1 -G Unix Makefiles" % (shutil.which("cmake"), folder, studio.local / "foo" / "1.0"),
        "Executing: make -j3",
        "Executing: make -j3 install",
    ]


def test_settings(studio):
    folder = studio.source("foo", """
with scope("config") as c:
    c.plugins.build_system.cmake.cmake_binary = "/nowhere/cmake"
""", CMakeLists__txt="")
    with pytest.raises(RezCMakeError, match="^cmake binary does not exist: /nowhere/cmake$"):
        studio.build(folder)
    assert CMakeBuildSystem.child_build_system() == "make"


def test_generator_of_another_platform(studio):
    folder = studio.source("foo", "", CMakeLists__txt="")
    with pytest.raises(RezCMakeError, match="only available on the OSX platform"):
        create_build_system(folder, opts=argparse.Namespace(build_target=None, cmake_build_system="xcode"))


@needs_make
def test_make(studio, capfd):
    folder = studio.source("foo", "", Makefile="all:\n\techo $(REZ_BUILD_PROJECT_NAME) > made\n"
                           "install: all\n\tcp made $(PREFIX)/made\n")
    studio.build(folder, build_args=["-s"])
    assert (studio.local / "foo" / "1.0" / "made").read_text() == "foo\n"
    assert (studio.root / "src" / "foo" / "build" / "made").exists()


@needs_make
def test_failing_make(studio, capfd):
    folder = studio.source("foo", "", Makefile="all:\n\tfalse\n")
    with pytest.raises(BuildError, match=r"^The make build system failed\.$"):
        studio.build(folder)
