"""The rules of package filters: what they match, and how they are written."""
from __future__ import annotations

import fnmatch
import re

from pkgrs.errors import ConfigurationError
from pkgrs.version.requirement import Requirement, VersionedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Dict, Optional, Pattern, Tuple, Type, TypeVar
    from pkgrs.package.model import Package

    RuleT = TypeVar("RuleT", bound="Rule")


__all__ = ["GlobRule", "RangeRule", "RegexRule", "RegexRuleBase", "Rule", "TimestampRule"]


# What testing one rule costs, in arbitrary units: names are at hand, a timestamp needs the definition.
_NAME_COST = 10
_DEFINITION_COST = 1000


class Rule:
    """Base of the rules that match packages."""

    __module__ = "rez.package_filter"

    #: What the rule is called in text: `glob(foo-*)`.
    name: ClassVar[Optional[str]] = None

    family_re: ClassVar[Pattern[str]] = re.compile("[^*?]+" + VersionedObject.sep_regex_str)
    label_re: ClassVar[Pattern[str]] = re.compile("^([^(]+)\\(([^\\(\\)]+)\\)$")

    _family: Optional[str]

    def match(self, package: "Package") -> bool:
        """Tell whether the package matches."""
        raise NotImplementedError

    def family(self) -> Optional[str]:
        """Return the name of the only package family that the rule is about, None if there is no such."""
        return self._family

    def cost(self) -> int:
        """Return about how long it takes to test a package."""
        raise NotImplementedError

    @classmethod
    def parse_rule(cls, txt: str) -> "Rule":
        """Make a rule of its text.

        Args:
            txt: `glob(…)`, `regex(…)`, `range(…)`, `before(…)` or `after(…)`. Without such a label,
                it is a glob if it has an asterisk, else a range.

        Raises:
            ConfigurationError: If the text is not a rule.
        """
        label, argument = cls._parse_label(txt)
        if label is None:
            label = "glob" if "*" in txt else "range"
            txt = "%s(%s)" % (label, txt)
            # text with other brackets is taken as it is, label and all
            argument = cls._parse_label(txt)[1]
        rule_class = _RULE_CLASSES.get(label)
        if rule_class is None:
            raise ConfigurationError("'%s' is not a valid package filter type" % label)
        try:
            return rule_class._parse(txt if rule_class is TimestampRule else argument)
        except Exception as error:
            raise ConfigurationError("Error parsing package filter '%s': %s: %s"
                                     % (txt, type(error).__name__, error))

    @classmethod
    def _parse(cls, txt: str) -> "Rule":
        raise NotImplementedError

    @classmethod
    def _parse_label(cls, txt: str) -> Tuple[Optional[str], str]:
        match = cls.label_re.match(txt)
        return match.groups() if match else (None, txt)  # type: ignore[return-value]

    @classmethod
    def _extract_family(cls, txt: str) -> Optional[str]:
        """Return the family name that a pattern starts with, None if it starts otherwise."""
        match = cls.family_re.match(txt)
        return match.group()[:-1] if match else None

    def __repr__(self) -> str:
        return str(self)


class RegexRuleBase(Rule):
    """Base of rules that match a pattern with the qualified name of a package, `foo-1.2`."""

    __module__ = "rez.package_filter"

    def __init__(self, s: str) -> None:
        self.txt = s
        self._family = self._extract_family(s)
        self.regex: Pattern[str] = re.compile(self._expression(s))

    @staticmethod
    def _expression(pattern: str) -> str:
        """Return the regular expression that a pattern stands for."""
        return pattern

    def match(self, package: "Package") -> bool:
        """Tell whether the package's qualified name starts with a match of the pattern."""
        return bool(self.regex.match(package.qualified_name))

    def cost(self) -> int:
        """Return about how long it takes to test a package."""
        return _NAME_COST

    @classmethod
    def _parse(cls: Type[RuleT], txt: str) -> RuleT:
        return cls(txt)  # type: ignore[call-arg]

    def __str__(self) -> str:
        return "%s(%s)" % (self.name, self.txt)


class RegexRule(RegexRuleBase):
    """A rule with a regular expression, which must match from the start of the qualified name.

    Args:
        s: Regular expression.
    """

    __module__ = "rez.package_filter"

    name = "regex"


class GlobRule(RegexRuleBase):
    """A rule with a shell pattern, which must match the whole qualified name.

    Args:
        s: Shell pattern.
    """

    __module__ = "rez.package_filter"

    name = "glob"

    @staticmethod
    def _expression(pattern: str) -> str:
        return fnmatch.translate(pattern)


class RangeRule(Rule):
    """A rule with a requirement.

    Args:
        requirement: Packages match that do not conflict with it.
    """

    __module__ = "rez.package_filter"

    name = "range"

    def __init__(self, requirement: Requirement) -> None:
        self._requirement = requirement
        self._family = requirement.name

    def match(self, package: "Package") -> bool:
        """Tell whether the package does not conflict with the requirement."""
        return not self._requirement.conflicts_with(VersionedObject.construct(package.name, package.version))

    def cost(self) -> int:
        """Return about how long it takes to test a package."""
        return _NAME_COST

    @classmethod
    def _parse(cls: Type[RuleT], txt: str) -> RuleT:
        return cls(Requirement(txt))  # type: ignore[call-arg]

    def __str__(self) -> str:
        return "%s(%s)" % (self.name, self._requirement)


class TimestampRule(Rule):
    """A rule with a time of release. Packages match that were released then or before.

    Args:
        timestamp: Seconds since 1970.
        family: Name of the package family that the rule is about; all by default.
        reverse: Match packages released later instead.
        match_untimestamped: Match also packages that have no timestamp.
    """

    __module__ = "rez.package_filter"

    name = "timestamp"

    def __init__(self, timestamp: int, family: Optional[str] = None, reverse: bool = False,
                 match_untimestamped: bool = False) -> None:
        self.timestamp = timestamp
        self.reverse = reverse
        self.match_untimestamped = match_untimestamped
        self._family = family

    def match(self, package: "Package") -> bool:
        """Tell whether the package was released at such a time."""
        released = package.timestamp
        if not released:
            return self.match_untimestamped
        return bool(released > self.timestamp if self.reverse else released <= self.timestamp)

    def cost(self) -> int:
        """Return about how long it takes to test a package, whose definition must be read for that."""
        return _DEFINITION_COST

    @classmethod
    def after(cls, timestamp: int, family: Optional[str] = None) -> "TimestampRule":
        """Make a rule that matches packages released after that time."""
        return cls(timestamp, family=family, reverse=True)

    @classmethod
    def before(cls, timestamp: int, family: Optional[str] = None) -> "TimestampRule":
        """Make a rule that matches packages released at that time or before."""
        return cls(timestamp, family=family)

    @classmethod
    def _parse(cls: Type[RuleT], txt: str) -> RuleT:
        label, argument = cls._parse_label(txt)
        family: Optional[str] = None
        if ":" in argument:
            family, argument = argument.split(":", 1)
        return cls(int(argument), family, label == "after")  # type: ignore[call-arg]

    def __str__(self) -> str:
        argument = "%s:%s" % (self._family, self.timestamp) if self._family else self.timestamp
        return "%s(%s)" % ("after" if self.reverse else "before", argument)


_RULE_CLASSES: Dict[str, Type[Rule]] = {
    "glob": GlobRule,
    "regex": RegexRule,
    "range": RangeRule,
    "before": TimestampRule,
    "after": TimestampRule,
}
