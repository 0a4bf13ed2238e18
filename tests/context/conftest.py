"""A small repository for tests of contexts."""
import pytest

from pkgrs.config.config import config

DEFINITIONS = {
    "lib/1.0": '''
        tools = ["libtool", "shared"]
        def pre_commands():
            env.LIB_PRE = "{this.name}"
        def commands():
            env.PATH.append("{root}/bin")
            env.LIB_VERSION = version
            env.LIB_FEATURE = ephemerals.get("feature", "none")
            alias("lt", "echo {version}")
        def post_commands():
            env.LIB_POST = "{env.LIB_VERSION}"
    ''',
    "lib/1.1": 'tools = ["libtool", "shared"]\n',
    "lib/2.0": "",
    "app/1.0.0": '''
        requires = ["lib-1"]
        tools = ["apptool", "shared"]
        def commands():
            env.APP = resolve.lib.version
            env.PYTHONPATH.prepend("{root}/python")
            env.LITERAL = literal("$HOME {x}")
    ''',
    "plain": "",
    "old/1": "timestamp = 1400000000\n",
    "bad_name/1": "def commands():\n    env.X = nonesuch\n",
    "bad_env/1": "def commands():\n    env.X = env.NOT_SET_ANYWHERE.value()\n",
    "bad_stop/1": 'def commands():\n    stop("no %s", "more")\n',
    "fixed/1": "relocatable = False\n",
    "ring_a/1": 'requires = ["ring_b"]\n',
    "ring_b/1": 'requires = ["ring_a"]\n',
}


def _write_packages(folder, definitions):
    from textwrap import dedent
    for path, text in definitions.items():
        name, _, version = path.partition("/")
        target = folder / path
        target.mkdir(parents=True)
        lines = ["name = %r" % name] + (["version = %r" % version] if version else [])
        (target / "package.py").write_text("\n".join(lines) + "\n" + dedent(text))
    return str(folder)


@pytest.fixture
def write_packages():
    """Writes package definitions into a folder; their names and versions are those of their folders."""
    return _write_packages


@pytest.fixture
def packages(tmp_path):
    """Path of the repository, which is the configured one."""
    path = _write_packages(tmp_path / "packages", DEFINITIONS)
    config.override("packages_path", [path])
    config.override("local_packages_path", str(tmp_path / "local"))
    config.override("implicit_packages", ["~platform==linux"])
    config.override("default_shell", "bash")
    return path


@pytest.fixture
def resolve(packages):
    """Resolves requests."""
    from pkgrs.context.context import ResolvedContext

    def make(*requests, **kwargs):
        return ResolvedContext(list(requests), **kwargs)

    return make
