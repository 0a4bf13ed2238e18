"""A small repository, and suites of its packages."""
import pytest

from pkgrs.config.config import config

FOO = """
tools = ["fooer", "both"]
def commands():
    env.PATH.append("{root}/bin")
    env.FOO = "{version}"
"""
DEFINITIONS = {
    "foo/1.0": FOO,
    "foo/1.1": FOO,
    "bar/1": 'requires = ["foo-1.0"]\ntools = ["barrer", "both"]\n',
    "extra/2": "def commands():\n    env.EXTRA = 1\n",
}
TOOL = '#!/bin/sh\necho $(basename $0) "$FOO" "$EXTRA" "$@"\n'


@pytest.fixture
def packages(tmp_path):
    """Path of the repository, which is the configured one. `foo` has a tool that tells how it was called."""
    root = tmp_path / "packages"
    for path, text in DEFINITIONS.items():
        folder = root / path
        (folder / "bin").mkdir(parents=True)
        (folder / "package.py").write_text("name = %r\nversion = %r\n%s" % (*path.split("/"), text))
        for tool in ("fooer", "both"):
            (folder / "bin" / tool).write_text(TOOL)
            (folder / "bin" / tool).chmod(0o755)
    config.override("packages_path", [str(root)])
    config.override("local_packages_path", str(tmp_path / "local"))
    config.override("implicit_packages", [])
    config.override("default_shell", "bash")
    return str(root)


@pytest.fixture
def resolve(packages):
    """Resolves requests."""
    from pkgrs.context.context import ResolvedContext
    return lambda *requests: ResolvedContext(list(requests))


@pytest.fixture
def suite(resolve):
    """A suite of three contexts; A and B give a tool of one name."""
    from pkgrs.suite.suite import Suite
    suite = Suite()
    suite.add_context("A", resolve("foo-1.0"))
    suite.add_context("B", resolve("bar"))
    suite.add_context("E", resolve("extra"))
    return suite


@pytest.fixture
def saved(suite, tmp_path):
    """That suite, loaded from a folder."""
    suite.save(str(tmp_path / "suite"))
    return suite.load(str(tmp_path / "suite"))
