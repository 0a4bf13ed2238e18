"""The option `--output` of commands that write reports."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Sequence

import click

from parity.report.files import FORMATS, Data


def _checked(context: click.Context, parameter: click.Parameter, paths: Sequence[Path]) -> Sequence[Path]:
    """What can't be written is told before anything is run."""
    for path in paths:
        if path.suffix not in FORMATS:
            raise click.BadParameter("%s: one of %s is needed" % (path, ", ".join(FORMATS)))
        if not os.access(str(path.parent), os.W_OK):
            raise click.BadParameter("%s: its folder can't be written to, or is not there" % path)
    return paths


option: Any = click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(dir_okay=False, path_type=Path), callback=_checked,
    help="Also write a report: .json, .xml (JUnit), .md or .html. May be given more than once.")


def write(paths: Sequence[Path], data: Data) -> None:
    """Write the report in the format of each path.

    Raises:
        click.ClickException: One can't be written.
    """
    for path in paths:
        try:
            path.write_text(FORMATS[path.suffix](data), encoding="utf-8")
        except OSError as error:
            raise click.ClickException("%s: %s" % (path, error.strerror or error))
