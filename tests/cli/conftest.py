"""A small repository, and commands run in this process."""
import sys

import pytest

from pkgrs.config.config import config

DEFINITIONS = {
    "foo/1.0": 'tools = ["fooer"]\ndef commands():\n    env.FOO = "{version}"\n',
    "foo/1.1": 'tools = ["fooer"]\ndef commands():\n    env.FOO = "{version}"\n',
    "foo/2.0": "",
    "bar/1": 'requires = ["foo-1.0"]\n',
    "broken/1": "def commands():\n    env.X = nonesuch\n",
}


@pytest.fixture
def packages(tmp_path):
    """Path of the repository, which is the configured one."""
    root = tmp_path / "packages"
    for path, text in DEFINITIONS.items():
        name, version = path.split("/")
        (root / path).mkdir(parents=True)
        (root / path / "package.py").write_text("name = %r\nversion = %r\n%s" % (name, version, text))
    config.override("packages_path", [str(root)])
    config.override("local_packages_path", str(tmp_path / "local"))
    config.override("implicit_packages", [])
    config.override("default_shell", "bash")
    return str(root)


@pytest.fixture
def run(monkeypatch, capfd):
    """Runs a command as its script would; returns exit code, output and errors."""
    monkeypatch.delenv("REZ_RXT_FILE", raising=False)
    monkeypatch.delenv("REZ_DEBUG", raising=False)

    def run_command(line, *args):
        from pkgrs.cli import main
        monkeypatch.setattr(main, "install_handlers", lambda: None)
        monkeypatch.setattr(main, "_hyphened_command", False)
        script, *words = line.split()
        arguments = words + list(args)
        monkeypatch.setattr(sys, "argv", [script] + arguments)
        capfd.readouterr()
        with pytest.raises(SystemExit) as error:
            main.run(script.partition("-")[2] or None)
        out, err = capfd.readouterr()
        return error.value.code or 0, out, err

    return run_command
