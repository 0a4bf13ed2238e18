"""Source folders and repositories for tests of building."""
import textwrap

import pytest

from pkgrs.build.build_system import create_build_system
from pkgrs.build.process import create_build_process
from pkgrs.config.config import config
from pkgrs.package.find import get_package
from pkgrs.repository.manager import package_repository_manager


class Studio:
    """A folder with a repository of packages, one of local and one of released packages, and sources."""

    def __init__(self, root):
        self.root = root
        self.packages, self.local, self.release = root / "packages", root / "local", root / "release"
        for folder in (self.packages, self.local, self.release):
            folder.mkdir()

    def package(self, name, version, body=""):
        folder = self.packages / name / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text("name = %r\nversion = %r\n%s" % (name, version, textwrap.dedent(body)))
        package_repository_manager.clear_caches()

    def source(self, name, body, version="1.0", **files):
        folder = self.root / "src" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.py").write_text("name = %r\nversion = %r\n%s" % (name, version, textwrap.dedent(body)))
        for file, text in files.items():
            (folder / file.replace("__", ".")).write_text(text)
        return str(folder)

    def process(self, folder, vcs=None, opts=None, build_args=(), scripts=False, **options):
        system = create_build_system(folder, opts=opts, build_args=build_args, write_build_scripts=scripts)
        return create_build_process("local", folder, system, vcs=vcs, quiet=True, **options)

    def build(self, folder, install=True, **options):
        package_repository_manager.clear_caches()
        names = ("install_path", "clean", "variants")
        arguments = {name: options.pop(name) for name in names if name in options}
        return self.process(folder, **options).build(install=install, **arguments)

    def installed(self, name, version="1.0", root=None):
        package_repository_manager.clear_caches()
        return get_package(name, version, paths=[str(root or self.local)])


@pytest.fixture
def settings():
    """Override settings for one test: `settings(name=value)`."""
    changed = []

    def override(**values):
        for name, value in values.items():
            config.override(name, value)
            changed.append(name)

    yield override
    for name in changed:
        config.remove_override(name)


@pytest.fixture
def studio(tmp_path, settings):
    made = Studio(tmp_path)
    settings(packages_path=[str(made.local), str(made.packages)], local_packages_path=str(made.local),
             release_packages_path=str(made.release), implicit_packages=[], default_shell="bash")
    package_repository_manager.clear_caches()
    yield made
    package_repository_manager.clear_caches()


@pytest.fixture
def tree():
    """The files below a folder, by their paths in it, with their text (None for folders)."""
    def tree_(folder):
        return {str(path.relative_to(folder)): None if path.is_dir() else path.read_text(errors="replace")
                for path in sorted(folder.rglob("*"))}
    return tree_
