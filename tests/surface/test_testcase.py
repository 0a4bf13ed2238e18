"""`rez.tests.util`, on which clients build their tests."""
import os
import sys
import unittest

import pytest
from rez.config import config
from rez.tests import util


def run(case):
    """Run the tests of a class; returns the result."""
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
    return result


def test_settings_of_a_class_hold_for_its_tests_alone(monkeypatch):
    monkeypatch.setenv("REZ_WARN_ALL", "1")
    seen = []

    class Case(util.TestBase):
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.settings["packages_path"] = ["/mine"]

        def setup_once(self):
            seen.append("once")

        def test_first(self):
            seen.append((config.packages_path, config.warn_all, os.environ["REZ_QUIET"]))
            os.environ["MADE_BY_TEST"] = "1"
            self.update_settings({"prefix_prompt": False})
            self.update_settings({"editor": "e"})
            seen.append((self.settings, config.prefix_prompt, config.editor))
            self.update_settings({"editor": "f"}, override=True)
            seen.append((self.settings, config.packages_path == ["/mine"]))

        def test_second(self):
            seen.append((config.packages_path, config.editor == "f", "MADE_BY_TEST" in os.environ))
            seen.append(self.get_settings_env())

    before = config.packages_path
    assert run(Case).wasSuccessful()
    assert seen == [
        "once", (["/mine"], False, "true"),
        ({"packages_path": ["/mine"], "editor": "e"}, True, "e"), ({"editor": "f"}, False),
        "once", (["/mine"], False, False), {"REZ_PACKAGES_PATH_JSON": '["/mine"]'},
    ]
    assert config.packages_path == before


@pytest.mark.parametrize("split", [True, False])
def test_a_test_for_each_shell(split, monkeypatch):
    monkeypatch.setattr(util, "use_parameterized", split)
    monkeypatch.setattr(util, "get_available_shells", lambda: ["bash", "csh", "sh"])
    seen = []

    class Case(util.TestBase):
        @util.per_available_shell(exclude=["csh"])
        def test_it(self, shell):
            seen.append((shell, config.default_shell))
            self.assertNotEqual(shell, "sh")

    result = run(Case)
    assert seen == [("bash", "bash"), ("sh", "sh")]
    assert [case.id().rpartition(".")[2] for case, _ in result.failures] == ["test_it_1_sh" if split else "test_it"]
    assert "(in shell 'sh')" in result.failures[0][1]


def test_skipped():
    class Case(util.TestBase):
        @util.program_dependent("sh", "no-such-program")
        def test_program(self):
            self.fail()

        @util.install_dependent()
        def test_install(self):
            self.fail()

        @util.program_dependent("sh")
        def test_runs(self):
            self.assertTrue(config.locked)

    result = run(Case)
    assert result.wasSuccessful() and result.testsRun == 3
    assert sorted(reason for _, reason in result.skipped) == [
        "Must be run via 'rez-selftest' tool, see "
        "https://rez.readthedocs.io/en/stable/installation.html#installation-script",
        "Requires all programs to be present and functioning: ['sh', 'no-such-program']",
    ]


def test_folder(monkeypatch):
    monkeypatch.delenv("REZ_KEEP_TMPDIRS", raising=False)

    class Case(util.TestBase, util.TempdirMixin):
        @classmethod
        def setUpClass(cls):
            util.TempdirMixin.setUpClass()
            cls.settings = {}

        @classmethod
        def tearDownClass(cls):
            util.TempdirMixin.tearDownClass()

        def test_it(self):
            os.mkdir(os.path.join(self.root, "locked"), 0o500)

    assert run(Case).wasSuccessful()
    assert not os.path.exists(util.TempdirMixin.root)


def test_restoring(tmp_path):
    with util.restore_os_environ(), util.restore_sys_path():
        os.environ["MADE_BY_TEST"] = "1"
        sys.path.append("made by test")
    assert "MADE_BY_TEST" not in os.environ
    assert "made by test" not in sys.path


@pytest.mark.parametrize("reverse, found", [(True, "b"), (False, "a")])
def test_find_file_in_path(tmp_path, reverse, found):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("")
    path = os.pathsep.join(str(tmp_path / name) for name in ("none", "a", "b"))
    assert util.find_file_in_path("file", path, reverse=reverse) == str(tmp_path / found / "file")
    assert util.find_file_in_path("other", path) is None
