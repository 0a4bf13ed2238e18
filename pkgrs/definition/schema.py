"""The shape of package definitions, as schemas."""
from __future__ import annotations

from pkgrs.base.schema import And, Optional, Or, Required, Schema, Use, extensible_schema_dict
from pkgrs.base.text import dedent
from pkgrs.config.config import Config, create_config
from pkgrs.definition.source import SourceCode
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Tuple


# attributes that a release adds
package_release_keys = (
    "timestamp",
    "revision",
    "changelog",
    "release_message",
    "previous_version",
    "previous_revision",
    "vcs",
)

# attributes that a developer's definition has and an installed one has not
package_build_only_keys = (
    "requires_rez_version",
    "build_system",
    "build_command",
    "preprocess",
    "pre_build_commands",
)


def late_bound(schema: Any) -> Any:
    """A schema that accepts the code of a late-bound function as well.

    Args:
        schema: What accepts the plain value.
    """
    return Or(SourceCode, schema)


def _tests_schema(request_schema: Any) -> Schema:
    command = Or(str, [str])
    return Schema({
        Optional(str): Or(
            command,
            extensible_schema_dict({
                "command": Or(str, [str]),
                Optional("requires"): [request_schema],
                Optional("run_on"): Or(str, [str]),
                Optional("on_variants"): Or(bool, {"type": "requires", "value": [request_schema]}),
            }),
        ),
    })


help_schema = Or(str, [[str]])

_late_request = Or(PackageRequest, And(str, Use(PackageRequest)))

late_requires_schema = Schema([_late_request])


def _stripped(text: str) -> str:
    return dedent(text).strip()


# texts of several lines lose the indentation that they have in the definition
large_string_dict = And(str, Use(_stripped))

tests_schema = _tests_schema(_late_request)

# what every resource has
base_resource_schema_dict: Dict[Any, Any] = {
    Required("name"): str,
}

_commands_schema = Or(SourceCode, callable, str, [str])
_function_schema = Or(SourceCode, callable)
_package_request_schema = And(str, Use(PackageRequest))

_file_version = And(str, Use(Version))
_file_config = And(dict, Use(lambda settings: create_config(overrides=settings)))
_flag = late_bound(Or(None, bool))
_plain_requests = late_bound([PackageRequest])
_file_requests = late_bound([_package_request_schema])

# attribute -> what a loaded package has, what stands in a definition file
_ATTRIBUTES: Dict[str, Tuple[Any, Any]] = {
    "base": (str, str),
    "version": (Version, _file_version),
    "description": (str, large_string_dict),
    "authors": ([str], [str]),
    "requires": (_plain_requests, _file_requests),
    "build_requires": (_plain_requests, _file_requests),
    "private_build_requires": (_plain_requests, _file_requests),
    "variants": ([[PackageRequest]], [[_package_request_schema]]),
    "has_plugins": (late_bound(bool), late_bound(bool)),
    "plugin_for": (late_bound([str]), late_bound([str])),
    "uuid": (str, str),
    "config": (Config, _file_config),
    "tools": (late_bound([str]), late_bound([str])),
    "help": (late_bound(help_schema), late_bound(help_schema)),
    "hashed_variants": (bool, bool),
    "relocatable": (_flag, _flag),
    "cachable": (_flag, _flag),
    "tests": (late_bound(tests_schema), late_bound(tests_schema)),
    "pre_commands": (SourceCode, _commands_schema),
    "commands": (SourceCode, _commands_schema),
    "post_commands": (SourceCode, _commands_schema),
    "pre_build_commands": (SourceCode, _commands_schema),
    "pre_test_commands": (SourceCode, _commands_schema),
    "timestamp": (int, int),
    "revision": (object, object),
    "changelog": (str, large_string_dict),
    "release_message": (Or(None, str), Or(None, str)),
    "previous_version": (Version, _file_version),
    "previous_revision": (object, object),
    "vcs": (str, str),
}


def _schema_dict(column: int) -> Dict[Any, Any]:
    """The name, the attributes by one column of the table, and custom attributes."""
    result = dict(base_resource_schema_dict)
    result.update((Optional(name), forms[column]) for name, forms in _ATTRIBUTES.items())
    result[Optional(str)] = late_bound(object)
    return result


# a variant has the attributes of its package, but for its variants
package_base_schema_dict = {key: value for key, value in _schema_dict(0).items() if key._schema != "variants"}
package_schema_dict = dict(package_base_schema_dict)
package_schema_dict[Optional("variants")] = _ATTRIBUTES["variants"][0]
variant_schema_dict = dict(package_base_schema_dict)
package_pod_schema_dict = _schema_dict(1)
package_family_schema_dict = dict(base_resource_schema_dict)

package_family_schema = Schema(package_family_schema_dict)
package_schema = Schema(package_schema_dict)
variant_schema = Schema(variant_schema_dict)
package_pod_schema = Schema(package_pod_schema_dict)

# definitions as they are written
version_schema = Or(str, And(Version, Use(str)))
package_request_schema = Or(str, And(PackageRequest, Use(str)))
source_code_schema = Or(SourceCode, And(str, Use(SourceCode)))
_written_tests_schema = _tests_schema(package_request_schema)

package_serialise_schema = Schema({
    Required("name"): str,
    Optional("version"): version_schema,
    Optional("description"): str,
    Optional("authors"): [str],
    Optional("tools"): late_bound([str]),
    Optional("requires"): late_bound([package_request_schema]),
    Optional("build_requires"): late_bound([package_request_schema]),
    Optional("private_build_requires"): late_bound([package_request_schema]),
    Optional("variants"): [[package_request_schema]],
    Optional("hashed_variants"): bool,
    Optional("relocatable"): late_bound(Or(None, bool)),
    Optional("cachable"): late_bound(Or(None, bool)),
    Optional("pre_commands"): source_code_schema,
    Optional("commands"): source_code_schema,
    Optional("post_commands"): source_code_schema,
    Optional("pre_build_commands"): source_code_schema,
    Optional("pre_test_commands"): source_code_schema,
    Optional("help"): late_bound(help_schema),
    Optional("uuid"): str,
    Optional("config"): dict,
    Optional("tests"): late_bound(_written_tests_schema),
    Optional("timestamp"): int,
    Optional("revision"): object,
    Optional("changelog"): str,
    Optional("release_message"): Or(None, str),
    Optional("previous_version"): version_schema,
    Optional("previous_revision"): object,
    Optional(str): object,
})
