"""The shape of package definitions, as schemas."""
from __future__ import annotations

from textwrap import dedent
from typing import Any

from pkgrs.base.schema import And, Optional, Or, Required, Schema, Use, extensible_schema_dict
from pkgrs.config.config import Config, create_config
from pkgrs.definition.source import SourceCode
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version

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

_is_late = And(SourceCode, lambda code: code.late_binding)

_late_request = Or(PackageRequest, And(str, Use(PackageRequest)))

late_requires_schema = Schema([_late_request])

# texts of several lines lose the indentation that they have in the definition
large_string_dict = And(str, Use(lambda text: dedent(text).strip()))

tests_schema = _tests_schema(_late_request)

# what every resource has
base_resource_schema_dict = {
    Required("name"): str,
}

package_family_schema_dict = base_resource_schema_dict.copy()

package_base_schema_dict = base_resource_schema_dict.copy()
package_base_schema_dict.update({
    Optional("base"): str,
    Optional("version"): Version,
    Optional("description"): str,
    Optional("authors"): [str],
    Optional("requires"): late_bound([PackageRequest]),
    Optional("build_requires"): late_bound([PackageRequest]),
    Optional("private_build_requires"): late_bound([PackageRequest]),
    Optional("has_plugins"): late_bound(bool),
    Optional("plugin_for"): late_bound([str]),
    Optional("uuid"): str,
    Optional("config"): Config,
    Optional("tools"): late_bound([str]),
    Optional("help"): late_bound(help_schema),
    Optional("hashed_variants"): bool,
    Optional("relocatable"): late_bound(Or(None, bool)),
    Optional("cachable"): late_bound(Or(None, bool)),
    Optional("tests"): late_bound(tests_schema),
    Optional("pre_commands"): SourceCode,
    Optional("commands"): SourceCode,
    Optional("post_commands"): SourceCode,
    Optional("pre_build_commands"): SourceCode,
    Optional("pre_test_commands"): SourceCode,
    Optional("timestamp"): int,
    Optional("revision"): object,
    Optional("changelog"): str,
    Optional("release_message"): Or(None, str),
    Optional("previous_version"): Version,
    Optional("previous_revision"): object,
    Optional("vcs"): str,
    Optional(str): late_bound(object),
})

package_schema_dict = package_base_schema_dict.copy()
package_schema_dict.update({
    Optional("variants"): [[PackageRequest]],
})

variant_schema_dict = package_base_schema_dict.copy()

package_family_schema = Schema(package_family_schema_dict)
package_schema = Schema(package_schema_dict)
variant_schema = Schema(variant_schema_dict)

_commands_schema = Or(SourceCode, callable, str, [str])
_function_schema = Or(SourceCode, callable)
_package_request_schema = And(str, Use(PackageRequest))

# definitions as they stand in files
package_pod_schema_dict = base_resource_schema_dict.copy()
package_pod_schema_dict.update({
    Optional("base"): str,
    Optional("version"): And(str, Use(Version)),
    Optional("description"): large_string_dict,
    Optional("authors"): [str],
    Optional("requires"): late_bound([_package_request_schema]),
    Optional("build_requires"): late_bound([_package_request_schema]),
    Optional("private_build_requires"): late_bound([_package_request_schema]),
    Optional("variants"): [[_package_request_schema]],
    Optional("has_plugins"): late_bound(bool),
    Optional("plugin_for"): late_bound([str]),
    Optional("uuid"): str,
    Optional("config"): And(dict, Use(lambda settings: create_config(overrides=settings))),
    Optional("tools"): late_bound([str]),
    Optional("help"): late_bound(help_schema),
    Optional("hashed_variants"): bool,
    Optional("relocatable"): late_bound(Or(None, bool)),
    Optional("cachable"): late_bound(Or(None, bool)),
    Optional("tests"): late_bound(tests_schema),
    Optional("pre_commands"): _commands_schema,
    Optional("commands"): _commands_schema,
    Optional("post_commands"): _commands_schema,
    Optional("pre_build_commands"): _commands_schema,
    Optional("pre_test_commands"): _commands_schema,
    Optional("timestamp"): int,
    Optional("revision"): object,
    Optional("changelog"): large_string_dict,
    Optional("release_message"): Or(None, str),
    Optional("previous_version"): And(str, Use(Version)),
    Optional("previous_revision"): object,
    Optional("vcs"): str,
    Optional(str): late_bound(object),
})

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
