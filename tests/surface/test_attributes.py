"""What clients hang on our objects, and the modules they reach without an import of their own."""
import copy
import pickle
import subprocess
import sys
import weakref

import pytest

from rez.version import Requirement, RequirementList, Version, VersionRange
from rez.version._requirement import VersionedObject

OBJECTS = [Version("1.2"), VersionRange("1+<2"), Requirement("~foo-1"), RequirementList([Requirement("a-1")]),
           VersionedObject("foo-1")]


@pytest.mark.parametrize("thing", OBJECTS, ids=repr)
def test_objects_carry_attributes_of_clients(thing):
    thing = copy.copy(thing)
    thing.origin = "command line"
    for twin in (copy.copy(thing), copy.deepcopy(thing), pickle.loads(pickle.dumps(thing, 2))):
        assert (type(twin), str(twin), twin.origin) == (type(thing), str(thing), "command line")
    assert weakref.ref(thing)() is thing


# In Rez, modules import each other: what a client imports brings the rest.
REACHED = [
    ("rez.resolved_context", "rez.exceptions.RezError"),
    ("rez.resolved_context", "rez.utils.formatting.PackageRequest"),
    ("rez.packages", "rez.config.config"),
    ("rez.packages", "rez.package_repository.package_repository_manager"),
    ("rez.packages", "rez.version.Version"),
    ("rez.config", "rez.system.system"),
    ("rez.config", "rez.vendor.schema.schema.Or"),
    ("rez.serialise", "rez.vendor.yaml.dump"),
    ("rez.build_process", "rez.release_hook.ReleaseHook"),
    ("rez.cli._main", "rez.cli._util.subcommands"),
    ("rez.package_bind", "rez.bind._utils.check_version"),
]


@pytest.mark.parametrize("imported, used", REACHED)
def test_modules_are_reached_through_what_was_imported(imported, used):
    subprocess.run([sys.executable, "-c", "import %s; %s" % (imported, used)], check=True)


# What works in a process that has imported nothing else.
FIRST_USES = [
    "from rez.config import config; config.plugins.release_vcs.git.allow_no_upstream",
    "from rez.config import config; assert 'shell' in list(config.plugins)",
    "from rez.config import config; config.validate_data()",
    "from rez.packages import config; config.plugins.shell.bash",
    "from rez.system import system; system.shell, system.variant, system.get_summary_string(), system.clear_caches()",
    "from rez.utils.platform_mapped import platform_mapped; platform_mapped(lambda s: 'x')(None)",
    "from rez.shells import create_shell, get_shell_types; create_shell(), get_shell_types()",
    "from rez.plugin_managers import plugin_manager; plugin_manager.get_summary_string()",
    "from rez.package_repository import package_repository_manager as m; m.get_repository('memory@x')",
    "from rez.build_system import get_valid_build_systems; get_valid_build_systems('.')",
    "from rez.rex import RexExecutor, Python; RexExecutor(Python(target_environ={})).env.X = 1",
    "from rez.status import status; status.context, status.suites",
    "from rez.package_order import PackageOrderList; PackageOrderList.singleton",
    "from rez.package_filter import PackageFilterList; PackageFilterList.singleton",
    "import rezplugins.shell.bash as m; m.register_plugin().name()",
    "import rezplugins.build_process.local as m; m.register_plugin().name()",
    "import rezplugins.release_hook.emailer as m; m.register_plugin().schema_dict",
]


@pytest.mark.parametrize("code", FIRST_USES)
def test_first_use(code):
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", ["rez.nothing", "rez.vendor.nothing", "rez.cli.nothing", "rez.utils.nothing",
                                  "rez.config.nothing", "rez.__project__"])
def test_what_is_nowhere_is_not_reached(name):
    import rez.cli
    import rez.config
    import rez.utils
    import rez.vendor  # noqa: F401
    module, _, attribute = name.rpartition(".")
    assert not hasattr(sys.modules[module], attribute)


@pytest.mark.parametrize("name", ["rez.utils.colorize", "rez.utils.graph_utils", "rez.utils.memcached", "rez.config",
                                  "rez.resolved_context", "rez.packages", "rez.solver", "rez.exceptions"])
def test_star_imports(name):
    names = {}
    exec("from %s import *" % name, names)
    assert len(names) > 10


@pytest.mark.parametrize("module", ["rez.config", "rez.packages", "rez.resolved_context", "rez.cli._main"])
def test_files_of_the_configuration_are_those_of_the_time_of_the_import(module, tmp_path, monkeypatch):
    for name in ("before.py", "after.py"):
        (tmp_path / name).write_text("implicit_packages = [%r]" % name)
    monkeypatch.setenv("REZ_CONFIG_FILE", str(tmp_path / "before.py"))
    code = ("import os, rez; os.environ['REZ_CONFIG_FILE'] = %r; import %s; os.environ['REZ_CONFIG_FILE'] = 'none'\n"
            "from rez.config import config; print(config.implicit_packages)" % (str(tmp_path / "after.py"), module))
    answer = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, universal_newlines=True, check=True)
    assert answer.stdout == "['after.py']\n"
