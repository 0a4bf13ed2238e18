"""A shell plugin: `sh` that says what it sets."""
from rez.rex import OutputStyle
from rez.shells import Shell
from rezplugins.shell.sh import SH


class Noisy(SH):
    """Writes a comment above each variable."""

    @classmethod
    def name(cls):
        return "noisy"

    @classmethod
    def executable_name(cls):
        return "sh"

    @classmethod
    def startup_capabilities(cls, rcfile=False, norc=False, stdin=False, command=False):
        cls._overruled_option("rcfile", "noisy", rcfile)
        return (False, norc, stdin, command)

    def setenv(self, key, value):
        self.comment("setting %s" % key)
        super().setenv(key, value)

    def get_output(self, style=OutputStyle.file):
        return "# noisy\n" + super().get_output(style)


assert issubclass(Noisy, Shell)


def register_plugin():
    return Noisy
