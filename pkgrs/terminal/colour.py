"""Colours of messages, as the settings `*_fore`, `*_back` and `*_styles` say."""
from __future__ import annotations

import logging
import sys

from pkgrs.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Callable, Dict, Optional, Sequence, Tuple


__all__ = [
    "colorama_wrap", "stream_is_tty", "critical", "error", "warning", "info", "debug", "heading", "local",
    "implicit", "ephemeral", "alias", "notset", "inactive", "ColorizedStreamHandler", "Printer",
]

_ESCAPE = "\033[%dm"
_HUES = ("BLACK", "RED", "GREEN", "YELLOW", "BLUE", "MAGENTA", "CYAN", "WHITE")


def _palette(first: int) -> Dict[str, str]:
    codes = {hue: _ESCAPE % (first + index) for index, hue in enumerate(_HUES)}
    codes.update(("LIGHT%s_EX" % hue, _ESCAPE % (first + 60 + index)) for index, hue in enumerate(_HUES))
    codes["RESET"] = _ESCAPE % (first + 9)
    return codes


_FORE = _palette(30)
_BACK = _palette(40)
_RESET_ALL = _ESCAPE % 0
_STYLES = {"BRIGHT": _ESCAPE % 1, "DIM": _ESCAPE % 2, "NORMAL": _ESCAPE % 22, "RESET_ALL": _RESET_ALL}


def _config() -> Any:
    from pkgrs.config.config import config
    return config


def colorama_wrap(stream: Any) -> Any:
    """Get a stream that shows colours on old Windows consoles too, where `colorama` is installed."""
    if sys.platform != "win32":
        return stream
    try:
        from colorama.initialise import wrap_stream
    except ImportError:
        return stream
    return wrap_stream(stream, convert=None, strip=None, autoreset=False, wrap=True)


def stream_is_tty(stream: Any) -> bool:
    """Tell whether the stream is a terminal."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty())


# -- styles

def critical(str_: str) -> str:
    """Get the string in the style of critical errors."""
    return _color_level(str_, "critical")


def error(str_: str) -> str:
    """Get the string in the style of errors."""
    return _color_level(str_, "error")


def warning(str_: str) -> str:
    """Get the string in the style of warnings."""
    return _color_level(str_, "warning")


def info(str_: str) -> str:
    """Get the string in the style of information."""
    return _color_level(str_, "info")


def debug(str_: str) -> str:
    """Get the string in the style of debugging messages."""
    return _color_level(str_, "debug")


def heading(str_: str) -> str:
    """Get the string in the style of headings."""
    return _color_level(str_, "heading")


def local(str_: str) -> str:
    """Get the string in the style of local packages."""
    return _color_level(str_, "local")


def implicit(str_: str) -> str:
    """Get the string in the style of implicit packages."""
    return _color_level(str_, "implicit")


def ephemeral(str_: str) -> str:
    """Get the string in the style of ephemeral packages."""
    return _color_level(str_, "ephemeral")


def alias(str_: str) -> str:
    """Get the string in the style of aliases of tools."""
    return _color_level(str_, "alias")


def notset(str_: str) -> str:
    """Get the string followed by the code that ends all styles."""
    return _color(str_)


def inactive(str_: str) -> str:
    """Get the string in the style of what isn't active."""
    return _color(str_, styles=["dim"])


def _color_level(str_: str, level: str) -> str:
    return _color(str_, *_get_style_from_config(level))


def _color(
    str_: str, fore_color: Optional[str] = None, back_color: Optional[str] = None,
    styles: Optional[Sequence[str]] = None,
) -> str:
    # Colours that don't exist count as none.
    if not _config().color_enabled:
        return str_

    codes = []
    if fore_color:
        codes.append(_FORE.get(fore_color.upper(), ""))
    if back_color:
        codes.append(_BACK.get(back_color.upper(), ""))
    for style in styles or ():
        codes.append(_STYLES.get(style.upper(), ""))
    return "".join(codes) + str_ + _RESET_ALL


def _get_style_from_config(key: str) -> Tuple[Any, Any, Any]:
    config = _config()
    return (getattr(config, key + "_fore", ""), getattr(config, key + "_back", ""),
            getattr(config, key + "_styles", None))


def _is_forced() -> bool:
    return _config().color_enabled == "force"


class ColorizedStreamHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Log handler that colours messages by level, if the stream is a terminal."""

    STYLES: Dict[int, Callable[[str], str]] = {
        logging.CRITICAL: critical,
        logging.ERROR: error,
        logging.WARNING: warning,
        logging.INFO: info,
        logging.DEBUG: debug,
        logging.NOTSET: notset,
    }

    def __init__(self, stream: Optional[IO[str]] = None) -> None:
        super().__init__(stream)
        self.stream = colorama_wrap(self.stream)

    @property
    def is_tty(self) -> bool:
        """Whether the stream is a terminal."""
        return stream_is_tty(self.stream)

    @property
    def is_colorized(self) -> bool:
        """Whether messages are coloured."""
        return self.is_tty or _is_forced()

    def _get_style_function_for_level(self, level: int) -> Callable[[str], str]:
        return self.STYLES.get(level, notset)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a log record, coloured."""
        super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        """Get the text of a log record, coloured."""
        text = super().format(record)
        try:
            return self._get_style_function_for_level(record.levelno)(text) if self.is_colorized else text
        except ConfigurationError:  # which is most likely what the record is about
            return text


class Printer:
    """Prints lines, coloured if the stream is a terminal.

    Args:
        buf: Stream to print to; stdout by default.
    """

    def __init__(self, buf: Any = None) -> None:
        buf = sys.stdout if buf is None else buf
        self.colorize: bool = bool(stream_is_tty(buf)) or _is_forced()
        self.buf = colorama_wrap(buf) if self.colorize else buf

    def __call__(self, msg: str = "", style: Optional[Callable[[str], str]] = None) -> None:
        """Print a line.

        Args:
            msg: Text.
            style: Function that colours it.
        """
        print(self.get(msg, style), file=self.buf)
        self.buf.flush()

    def get(self, msg: str, style: Optional[Callable[[str], str]] = None) -> str:
        """Get the text as it would be printed."""
        return style(msg) if style and self.colorize else msg
