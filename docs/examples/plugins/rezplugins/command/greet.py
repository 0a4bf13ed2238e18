"""A command plugin: `rez greet`."""
from rez.command import Command
from rez.config import config

command_behavior = {"hidden": False, "arg_mode": "grouped"}


def setup_parser(parser, completions=False):
    parser.add_argument("-l", "--loud", action="store_true", help="greet loudly")
    parser.add_argument("NAME", nargs="?", default="world", help="who to greet")


def command(opts, parser=None, extra_arg_groups=None):
    text = "%s, %s" % (config.plugins.command.greet.word, opts.NAME)
    print(text.upper() if opts.loud else text, extra_arg_groups, opts.verbose)
    if opts.NAME == "nobody":
        parser.error("nobody to greet")
    return 3 if opts.NAME == "three" else 0


class Greet(Command):
    """Greets somebody."""

    schema_dict = {"word": str}

    @classmethod
    def name(cls):
        return "greet"


def register_plugin():
    return Greet
