"""Package filters: rules that keep packages out of searches and resolves."""
from __future__ import annotations

import fnmatch
import re

from pkgrs.base.descriptors import cached_class_property, cached_property
from pkgrs.config.config import config
from pkgrs.errors import ConfigurationError
from pkgrs.package.find import iter_packages
from pkgrs.package.found_empty import take
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, VersionedObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Dict, Iterator, List, Optional, Pattern, Tuple, Type, TypeVar, Union
    from pkgrs.package.model import Package

    BaseT = TypeVar("BaseT", bound="PackageFilterBase")
    RuleT = TypeVar("RuleT", bound="Rule")
    Rules = Dict[Optional[str], List["Rule"]]


__all__ = [
    "GlobRule", "PackageFilter", "PackageFilterBase", "PackageFilterList", "RangeRule", "RegexRule", "RegexRuleBase",
    "Rule", "TimestampRule", "no_filter"]


# What testing one rule costs, in arbitrary units: names are at hand, a timestamp needs the definition.
_NAME_COST = 10
_DEFINITION_COST = 1000


class PackageFilterBase:
    """Base of package filters."""

    __module__ = "rez.package_filter"

    def excludes(self, package: "Package") -> Optional["Rule"]:
        """Return the rule that excludes the package, None if none does."""
        raise NotImplementedError

    def add_exclusion(self, rule: "Rule") -> None:
        """Add a rule; packages that match it are excluded."""
        raise NotImplementedError

    def add_inclusion(self, rule: "Rule") -> None:
        """Add a rule; packages that match it are not excluded, whatever the other rules say."""
        raise NotImplementedError

    @classmethod
    def from_pod(cls: Type[BaseT], data: Any) -> BaseT:
        """Make a filter of what `to_pod` returns."""
        raise NotImplementedError

    def to_pod(self) -> Any:
        """Return the filter as lists, dictionaries and strings."""
        raise NotImplementedError

    def iter_packages(self, name: str, range_: Union[VersionRange, str, None] = None,
                      paths: Optional[List[str]] = None) -> Iterator["Package"]:
        """Iterate over the packages of a name that the filter does not exclude, in no particular order.

        Args:
            name: Name of the packages.
            range_: Versions to search for, all by default.
            paths: Package search paths, by default those of the setting `packages_path`.
        """
        for package in iter_packages(name, range_, paths):
            if not self.excludes(package):
                yield package

    @property
    def sha1(self) -> str:
        """Hash of the rules, in hexadecimal digits."""
        from hashlib import sha1
        return sha1(str(self).encode("utf-8")).hexdigest()

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, str(self))


class PackageFilter(PackageFilterBase):
    """Exclusion and inclusion rules.

    A package is excluded if it matches an exclusion rule and no inclusion rule.
    """

    __module__ = "rez.package_filter"

    def __init__(self) -> None:
        # rules that apply to one family stand under its name, the others under None
        self._excludes: Rules = {}
        self._includes: Rules = {}

    def excludes(self, package: "Package") -> Optional["Rule"]:
        """Return the rule that excludes the package, None if none does."""
        if not self._excludes:
            return None
        excluding = _first_match(self._excludes, package)
        if excluding and self._includes and _first_match(self._includes, package):
            return None
        return excluding

    def add_exclusion(self, rule: "Rule") -> None:
        """Add a rule; packages that match it are excluded."""
        self._add_rule(self._excludes, rule)

    def add_inclusion(self, rule: "Rule") -> None:
        """Add a rule; packages that match it are not excluded, whatever the other rules say."""
        self._add_rule(self._includes, rule)

    def _add_rule(self, rules_dict: Rules, rule: "Rule") -> None:
        rules = rules_dict.setdefault(rule.family(), [])
        rules.append(rule)
        rules.sort(key=lambda rule: rule.cost())
        self.__dict__.pop("cost", None)

    def copy(self) -> "PackageFilter":
        """Return a copy."""
        return self & PackageFilter()

    def __and__(self, other: "PackageFilter") -> "PackageFilter":
        """Return a filter with the rules of both."""
        result = PackageFilter()
        for source in (self, other):
            for rules in source._excludes.values():
                for rule in rules:
                    result.add_exclusion(rule)
            for rules in source._includes.values():
                for rule in rules:
                    result.add_inclusion(rule)
        return result

    def __bool__(self) -> bool:
        return bool(self._excludes)

    @cached_property
    def cost(self) -> float:
        """About how long it takes to test a package. Rules for one family count a tenth."""
        total = 0.0
        for family, rules in self._excludes.items():
            cost = float(sum(rule.cost() for rule in rules))
            total += cost / 10 if family else cost
        return total

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "PackageFilter":
        """Make a filter of rules, each as text.

        Args:
            data: Dictionary that may have the keys `excludes` and `includes`: each a rule or a list of these.

        Raises:
            ConfigurationError: If a rule is not valid.
        """
        result = PackageFilter()
        for key, add in (("excludes", result.add_exclusion), ("includes", result.add_inclusion)):
            texts = data.get(key)
            if not texts:
                continue
            for text in [texts] if isinstance(texts, str) else texts:
                add(Rule.parse_rule(text))
        return result

    def to_pod(self) -> Dict[str, List[str]]:
        """Return the rules as text."""
        data = {}
        for key, rules_dict in (("excludes", self._excludes), ("includes", self._includes)):
            if rules_dict:
                data[key] = [str(rule) for rules in rules_dict.values() for rule in rules]
        return data

    def __str__(self) -> str:
        return str((_sorted_rules(self._excludes), _sorted_rules(self._includes)))


def _first_match(rules_dict: Rules, package: "Package") -> Optional["Rule"]:
    for key in (package.name, None):
        for rule in rules_dict.get(key, ()):
            if rule.match(package):
                return rule
    return None


def _sorted_rules(rules_dict: Rules) -> List[Tuple[Optional[str], List["Rule"]]]:
    return sorted(rules_dict.items(), key=lambda item: item[0] or "")


class PackageFilterList(PackageFilterBase):
    """Filters that each may exclude a package. They are kept in order of their costs when they were added."""

    __module__ = "rez.package_filter"

    def __init__(self) -> None:
        self.filters: List[PackageFilter] = []

    def add_filter(self, package_filter: PackageFilter) -> None:
        """Add a filter."""
        self.filters.append(package_filter)
        self.filters.sort(key=lambda package_filter: package_filter.cost)

    def add_exclusion(self, rule: "Rule") -> None:
        """Add an exclusion rule to the last filter; make one if there is none."""
        if self.filters:
            self.filters[-1].add_exclusion(rule)
        else:
            package_filter = PackageFilter()
            package_filter.add_exclusion(rule)
            self.add_filter(package_filter)

    def add_inclusion(self, rule: "Rule") -> None:
        """Add an inclusion rule to each filter."""
        for package_filter in self.filters:
            package_filter.add_inclusion(rule)

    def excludes(self, package: "Package") -> Optional["Rule"]:
        """Return the first rule that excludes the package, None if none does."""
        for package_filter in self.filters:
            rule = package_filter.excludes(package)
            if rule:
                return rule
        return None

    def copy(self) -> "PackageFilterList":
        """Return a copy."""
        result = PackageFilterList()
        result.filters = [package_filter.copy() for package_filter in self.filters]
        return result

    @classmethod
    def from_pod(cls, data: List[Dict[str, Any]]) -> "PackageFilterList":
        """Make filters of a list of what `PackageFilter.from_pod` takes.

        Raises:
            ConfigurationError: If a rule is not valid.
        """
        result = PackageFilterList()
        for item in data:
            result.add_filter(PackageFilter.from_pod(item))
        return result

    def to_pod(self) -> List[Dict[str, List[str]]]:
        """Return the rules of the filters as text."""
        return [package_filter.to_pod() for package_filter in self.filters]

    def __bool__(self) -> bool:
        return any(self.filters)

    def __str__(self) -> str:
        return str(tuple(sorted(self.filters, key=lambda package_filter: package_filter.cost)))

    @cached_class_property
    def singleton(cls) -> "PackageFilterList":
        """The filters of the setting `package_filter`."""
        setting = None if take("package_filter") else config.package_filter
        if setting is None:
            return PackageFilterList()
        return PackageFilterList.from_pod([setting] if isinstance(setting, dict) else setting)


#: Filters that exclude nothing.
no_filter = PackageFilterList()


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
