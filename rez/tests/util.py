"""Base classes and decorators for tests."""
import copy
import functools
import json
import os
import shutil
import sys
import tempfile
import threading
import unittest
from contextlib import ExitStack, contextmanager

from rez.config import _create_locked_config, config
from rez.shells import get_shell_class, get_shell_types
from rez.system import system

try:
    from parameterized import parameterized  # noqa: F401
    use_parameterized = True
except ImportError:
    use_parameterized = False

_DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "tests")
_restore_os_environ_lock = threading.Lock()
_restore_sys_path_lock = threading.Lock()


class TestBase(unittest.TestCase):
    """A test with a configuration of its own.

    The settings are those of Rez's defaults and of the class attribute `settings`; no configuration file or
    variable has a say in them. The environment is as before when the test ends.
    """

    @classmethod
    def setUpClass(cls):
        cls.settings = {}

    def __init__(self, *nargs, **kwargs):
        super().__init__(*nargs, **kwargs)
        self.setup_once_called = False

    def setUp(self):
        self.maxDiff = None
        self.__environ = dict(os.environ)
        os.environ["REZ_QUIET"] = "true"
        self.setup_config()
        if not self.setup_once_called:
            self.setup_once()
            self.setup_once_called = True

    def setup_once(self):
        """Called before the test, once the configuration is there."""

    def tearDown(self):
        self.teardown_config()
        os.environ.clear()
        os.environ.update(self.__environ)

    @classmethod
    def data_path(cls, *dirs):
        """Path to something in the folder of test data."""
        return os.path.realpath(os.path.join(_DATA, *dirs))

    def setup_config(self):
        """Put the test's settings in the place of the present ones."""
        self._config = _create_locked_config(dict(self.settings))
        config._swap(self._config)

    def teardown_config(self):
        """Bring the former settings back."""
        config._swap(self._config)
        self._config = None

    def update_settings(self, new_settings, override=False):
        """Use other settings for the rest of the test.

        Args:
            new_settings: Settings and their values.
            override: Only these, in the place of the class's.
        """
        self.teardown_config()
        self.settings = {} if override else copy.deepcopy(type(self).settings)
        self.settings.update(new_settings)
        self.setup_config()

    def get_settings_env(self):
        """Environment variables that give the settings to another process."""
        return {"REZ_%s_JSON" % name.upper(): json.dumps(value) for name, value in self.settings.items()}

    def inject_python_repo(self):
        """Add the repository that has a package of Python, which the self-test makes."""
        self.update_settings({"packages_path": config.packages_path + [os.environ["__REZ_SELFTEST_PYTHON_REPO"]]})


class TempdirMixin:
    """Gives a test class a temporary folder, `root`. The variable REZ_KEEP_TMPDIRS has it kept."""

    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="rez_selftest_")

    @classmethod
    def tearDownClass(cls):
        root = getattr(cls, "root", None)
        if not root or not os.path.exists(root):
            return
        if os.getenv("REZ_KEEP_TMPDIRS"):
            print("Tempdir kept due to $REZ_KEEP_TMPDIRS: %s" % root)
        else:
            from rez.utils.filesystem import safe_rmtree
            try:
                safe_rmtree(root)
            except OSError:
                shutil.rmtree(root, ignore_errors=True)


def find_file_in_path(to_find, path_str, pathsep=None, reverse=True):
    """Look for a file in the folders of a search path.

    Args:
        to_find: Its name, or a relative path.
        path_str: The folders.
        pathsep: What stands between them; that of the system by default.
        reverse: Begin with the last one.

    Returns:
        Its path, None if there is none.
    """
    folders = path_str.split(pathsep or os.pathsep)
    paths = [os.path.join(folder, to_find) for folder in (reversed(folders) if reverse else folders)]
    return next((path for path in paths if os.path.exists(path)), None)


def get_available_shells():
    """The shells that are installed here."""
    return [name for name in get_shell_types() if get_shell_class(name).is_available()]


def program_dependent(program_name, *program_names):
    """Decorator: skip the test unless all of these programs can be found."""
    names = [program_name, *program_names]

    def decorate(func):
        @functools.wraps(func)
        def wrapper(self, *args, **kwargs):
            if not all(shutil.which(name) for name in names):
                self.skipTest("Requires all programs to be present and functioning: %s" % names)
            return func(self, *args, **kwargs)
        return wrapper
    return decorate


def per_available_shell(exclude=None):
    """Decorator: run the test for each shell that is installed, which it gets as `shell`.

    Args:
        exclude: Shells to leave out.
    """
    shells = [name for name in get_available_shells() if name not in (exclude or ())]

    def decorate(func):
        @functools.wraps(func)
        def in_shell(self, shell):
            self.update_settings({"default_shell": shell})
            try:
                func(self, shell=shell)
            except AssertionError as error:
                text = str(error.args[0]) if error.args else ""
                error.args = ("%s (in shell '%s')" % (text, shell),) + error.args[1:]
                raise

        if use_parameterized:  # a test for each, in the body of the class that is being made
            names = sys._getframe(1).f_locals
            for index, shell in enumerate(shells):
                names["%s_%d_%s" % (func.__name__, index, shell)] = _in_one(in_shell, shell)
            return None

        @functools.wraps(func)
        def in_each_shell(self):
            for shell in shells:
                print("\ntesting in shell: %s..." % shell)
                in_shell(self, shell)
        return in_each_shell

    return decorate


def _in_one(test, shell):
    @functools.wraps(test)
    def in_one_shell(self):
        test(self, shell)
    return in_one_shell


def install_dependent():
    """Decorator: skip the test unless the self-test of a production install runs it."""
    def decorate(func):
        @functools.wraps(func)
        def wrapper(self, *args, **kwargs):
            if not (system.is_production_rez_install and "__REZ_SELFTEST_RUNNING" in os.environ):
                self.skipTest("Must be run via 'rez-selftest' tool, see "
                              "https://rez.readthedocs.io/en/stable/installation.html#installation-script")
            return func(self, *args, **kwargs)
        return wrapper
    return decorate


@contextmanager
def restore_sys_path():
    """Context after which `sys.path` is as it was. Only one thread is in such a context at a time."""
    def put_back(entries):
        sys.path[:] = entries

    with _restore_sys_path_lock, ExitStack() as stack:
        stack.callback(put_back, list(sys.path))
        yield


@contextmanager
def restore_os_environ():
    """Context after which the environment is as it was. Only one thread is in such a context at a time."""
    with _restore_os_environ_lock, ExitStack() as stack:
        stack.callback(os.environ.update, dict(os.environ))
        stack.callback(os.environ.clear)
        yield
