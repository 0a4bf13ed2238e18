"""Colours, the log handler, log files and the progress bar."""
import io
import logging
import os
from types import SimpleNamespace
from unittest import mock

import pytest

from pkgrs.terminal import colour, progress
from pkgrs.terminal import logging as terminal_logging
from pkgrs.terminal.progress import ProgressBar
from pkgrs.terminal.signals import install_signal_handler


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    """The settings that count here."""
    config = SimpleNamespace(
        color_enabled=True, show_progress=True, error_fore="red", error_back=None, error_styles=[],
        critical_fore="red", critical_back="white", critical_styles=["bright"], info_fore="green", info_back=None,
        info_styles=None, warning_fore="nonsense", warning_back=None, warning_styles=["nonsense"])
    monkeypatch.setattr(colour, "_config", lambda: config)
    return config


@pytest.mark.parametrize("style, expected", [
    (colour.error, "\x1b[31mtxt\x1b[0m"),
    (colour.critical, "\x1b[31m\x1b[47m\x1b[1mtxt\x1b[0m"),
    (colour.info, "\x1b[32mtxt\x1b[0m"),
    (colour.warning, "txt\x1b[0m"),
    (colour.inactive, "\x1b[2mtxt\x1b[0m"),
    (colour.notset, "txt\x1b[0m"),
])
def test_styles(settings, style, expected):
    assert style("txt") == expected
    settings.color_enabled = False
    assert style("txt") == "txt"


@pytest.mark.parametrize("fore, back, expected", [
    ("Black", "cyan", "\x1b[30m\x1b[46mx\x1b[0m"), ("lightred_ex", "RESET", "\x1b[91m\x1b[49mx\x1b[0m"),
    (None, "lightwhite_ex", "\x1b[107mx\x1b[0m"),
])
def test_colours(fore, back, expected):
    assert colour._color("x", fore, back) == expected


@pytest.mark.parametrize("enabled, stream, expected", [
    (True, Terminal, "\x1b[31mhi\x1b[0m\nplain\n\n"), (True, io.StringIO, "hi\nplain\n\n"),
    ("force", io.StringIO, "\x1b[31mhi\x1b[0m\nplain\n\n"), (False, Terminal, "hi\nplain\n\n"),
])
def test_printer(settings, enabled, stream, expected):
    settings.color_enabled = enabled
    buf = stream()
    printer = colour.Printer(buf)
    printer("hi", colour.error)
    printer("plain")
    printer()
    assert buf.getvalue() == expected


def record(level, msg):
    return logging.makeLogRecord({"levelno": level, "levelname": logging.getLevelName(level), "msg": msg})


@pytest.mark.parametrize("enabled, stream, expected", [
    (True, Terminal, "\x1b[31me\x1b[0m\ni\x1b[0m\n"), (True, io.StringIO, "e\ni\n"), (False, Terminal, "e\ni\n"),
    ("force", io.StringIO, "\x1b[31me\x1b[0m\ni\x1b[0m\n"),
])
def test_log_handler(settings, enabled, stream, expected):
    settings.color_enabled = enabled
    handler = colour.ColorizedStreamHandler(stream())
    handler.handle(record(logging.ERROR, "e"))
    handler.handle(record(25, "i"))
    assert handler.stream.getvalue() == expected


@pytest.fixture
def rez_logger():
    """The logger `rez`, without handlers, afterwards as it was."""
    logger = logging.getLogger("rez")
    before = (logger.handlers, logger.propagate, logger.level)
    logger.handlers = []
    yield logger
    logger.handlers, logger.propagate, logger.level = before


def our_handlers(logger):
    """Handlers of a logger other than those of the test runner."""
    return [handler for handler in logger.handlers if isinstance(handler, colour.ColorizedStreamHandler)]


def test_init_logging(rez_logger, monkeypatch):
    monkeypatch.delenv("REZ_LOGGING_CONF", raising=False)
    terminal_logging.init_logging()
    terminal_logging.init_logging()
    (handler,) = our_handlers(rez_logger)
    assert (rez_logger.propagate, rez_logger.level) == (False, logging.DEBUG)
    assert handler.format(record(logging.WARNING, "text"))[8:] == " WARNING  text"


def test_init_logging_from_a_file(rez_logger, monkeypatch):
    monkeypatch.setenv("REZ_LOGGING_CONF", "/some/file")
    with mock.patch("logging.config.fileConfig") as configure:
        terminal_logging.init_logging()
    configure.assert_called_once_with("/some/file", disable_existing_loggers=False)
    assert our_handlers(rez_logger) == []


def test_view_file_logs(tmp_path, capsys, settings):
    (tmp_path / "1.log").write_text("10:00 INFO b\n  cont\n10:01 ERROR d\n")
    times = {str(tmp_path / "1.log"): 2, str(tmp_path / "2.log"): 1}
    (tmp_path / "2.log").write_text("10:00 WEIRD a\n")
    settings.color_enabled = "force"
    with mock.patch.object(os, "stat", lambda path: SimpleNamespace(st_ctime=times[path])):
        terminal_logging.view_file_logs(str(tmp_path / "*.log"), 1)
    assert capsys.readouterr().out == (
        "10:00 WEIRD a\n\x1b[32m10:00 INFO b\x1b[0m\n  cont\n\x1b[31m10:01 ERROR d\x1b[0m\n")
    terminal_logging.view_file_logs(str(tmp_path / "*.txt"))
    assert capsys.readouterr().err == "No logs.\n"


# -- progress

@pytest.fixture
def terminal(monkeypatch):
    """What is shown on stderr, a terminal."""
    stream = Terminal()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(ProgressBar, "_is_wanted", staticmethod(lambda: True))
    return stream


def test_progress_bar(terminal):
    bar = ProgressBar("Label", 4)
    bar.next(2)
    bar.message = "x"
    bar.goto(4)
    bar.finish()
    assert terminal.getvalue() == (
        "\x1b[?25l\r\rLabel [################                ] 2/4"
        "\rx [################################] 4/4    \n\x1b[?25h")
    assert (bar.index, bar.remaining, bar.progress, bar.percent) == (4, 0, 1, 100)


def test_progress_of_iteration(terminal):
    assert list(ProgressBar("It", 2).iter("ab")) == ["a", "b"]
    assert terminal.getvalue().count("\r") == 4 and terminal.getvalue().endswith("2/2\n\x1b[?25h")


def test_abandoned_bar_gives_the_cursor_back(terminal):
    bar = ProgressBar("It", 2)
    del bar
    assert terminal.getvalue().endswith("\x1b[?25h")


def test_no_bar_unless_wanted(terminal, monkeypatch):
    monkeypatch.setattr(ProgressBar, "_is_wanted", staticmethod(lambda: False))
    ProgressBar("It", 2).next()
    assert terminal.getvalue() == ""
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=io.StringIO()))
    monkeypatch.setattr(ProgressBar, "_is_wanted", staticmethod(lambda: True))
    bar = ProgressBar("It", 2)
    bar.next()
    bar.finish()
    assert bar.file.getvalue() == ""


def test_bar_with_nothing_to_do(terminal):
    bar = ProgressBar("It", 0)
    bar.update()
    assert bar.progress == 0 and terminal.getvalue().endswith("0/0")


# -- signals

@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("action, prints", [(None, False), ("other", False), ("print_stack", True)])
def test_signal_prints_stack(monkeypatch, capsys, action, prints):
    import signal
    if action is None:
        monkeypatch.delenv("REZ_SIGUSR1_ACTION", raising=False)
    else:
        monkeypatch.setenv("REZ_SIGUSR1_ACTION", action)
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    try:
        assert install_signal_handler() == action
        os.kill(os.getpid(), signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert ("test_signal_prints_stack" in capsys.readouterr().out) is prints
