"""Settings of build systems."""
import os

cmake = {
    # What CMake generates: "eclipse", "codeblocks", "make", "nmake", "mingw", "xcode" or "ninja".
    "build_system": "make",
    # Kind of build: "Debug", "Release" or "RelWithDebInfo".
    "build_target": "Release",
    # Arguments added to each run of CMake.
    "cmake_args": [
        '-Wno-dev',
        '--no-warn-unused-cli',
    ],
    # The programs. None: those in $PATH.
    "cmake_binary": None,
    "make_binary": None,
    # Install compiled Python files too.
    "install_pyc": True,
}

if os.name != "posix":
    cmake["build_system"] = "nmake"
