"""Colours of text on a terminal."""
from __future__ import annotations

from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
STYLES = ("bold", "faint", "italic", "underline", "blink", "blink2", "negative", "concealed", "crossed")


def color(s: str, fg: Any = None, bg: Any = None, style: Optional[str] = None) -> str:
    """Get a text in a colour.

    Args:
        fg, bg: Its colour and that behind it: a name of `COLORS`, or a number up to 255.
        style: Names of `STYLES`, with `+` between them.

    Raises:
        Exception: There is no such colour or style.
    """
    codes = []
    for base, value in ((30, fg), (40, bg)):
        if value:
            if value in COLORS:
                codes.append(str(base + COLORS.index(value)))
            elif isinstance(value, int) and 0 <= value <= 255:
                codes.append("%d;5;%d" % (base + 8, value))
            else:
                raise Exception('Invalid color "%s"' % value)
    for name in style.split("+") if style else ():
        if name not in STYLES:
            raise Exception('Invalid style "%s"' % name)
        codes.append(str(1 + STYLES.index(name)))
    return "\x1b[%sm%s\x1b[0m" % (";".join(codes), s) if codes else s


black, red, green, yellow, blue, magenta, cyan, white = (partial(color, fg=name) for name in COLORS)
bold, faint, italic, underline, blink, blink2, negative, concealed, crossed = (
    partial(color, style=name) for name in STYLES)
