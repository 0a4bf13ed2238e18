"""The build system that runs cargo, for real."""
import os
import shutil
import subprocess

import pytest

from pkgrs.build.build_system import get_buildsys_types, get_valid_build_systems
from pkgrs.tool_errors import BuildError

pytestmark = pytest.mark.skipif(not shutil.which("cargo"), reason="needs cargo")

MANIFEST = """[package]
name = "hello"
version = "0.1.0"
edition = "2018"

[lib]
crate-type = ["cdylib"]
"""


@pytest.fixture
def crate(studio, settings):
    settings(parent_variables=["PATH", "HOME", "RUSTUP_HOME", "CARGO_HOME"],
             standard_system_paths=[os.path.dirname(shutil.which("cargo")), "/usr/bin", "/bin"])
    folder = studio.source("foo", "", Cargo__toml=MANIFEST)
    os.mkdir(folder + "/src")
    with open(folder + "/src/lib.rs", "w") as file:
        file.write('#[no_mangle]\npub extern "C" fn answer() -> i32 { 42 }\n')
    with open(folder + "/src/main.rs", "w") as file:
        file.write('fn main() { println!("{}", env!("REZ_BUILD_PROJECT_VERSION")); }\n')
    return folder


def test_found_but_not_listed(crate):
    assert [cls.name() for cls in get_valid_build_systems(crate)] == ["cargo"]
    assert "cargo" not in get_buildsys_types()


def test_build_and_install(studio, crate, capfd):
    studio.build(crate, build_args=["--offline"])
    place = studio.local / "foo" / "1.0"
    assert subprocess.run([str(place / "bin" / "hello")], stdout=subprocess.PIPE, check=True).stdout == b"1.0\n"
    assert [path.suffix for path in (place / "lib").iterdir()] in ([".so"], [".dylib"])


def test_failure(studio, crate, capfd):
    with open(crate + "/src/main.rs", "w") as file:
        file.write("fn main() { nonsense }\n")
    with pytest.raises(BuildError, match=r"^The cargo build system failed\.$"):
        studio.build(crate, build_args=["--offline"])
