"""The release hook `amqp`: tells a message broker of a release."""
from __future__ import annotations

from pkgrs.base.log import print_debug, print_error
from pkgrs.release.hook import ReleaseHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List


def publish_message(host: str, amqp_settings: Dict[str, Any], routing_key: str, data: Dict[str, Any],
                    block: bool = True) -> bool:
    """See `pkgrs.context.track.publish_message`, which is imported when there is something to publish."""
    from pkgrs.context import track
    return track.publish_message(host, amqp_settings, routing_key, data, block)


class AmqpReleaseHook(ReleaseHook):
    """Publishes a message that names the package and the variants that were released."""

    schema_dict = {
        "host": str,
        "userid": str,
        "password": str,
        "connect_timeout": int,
        "exchange_name": str,
        "exchange_routing_key": str,
        "message_delivery_mode": int,
        "message_attributes": dict,
    }

    @classmethod
    def name(cls) -> str:
        return "amqp"

    def post_release(self, user: str, install_path: str,  # type: ignore[override]
                     variants: List[Any], **kwargs: Any) -> None:
        if not variants:
            return
        package = variants[0].parent
        data: Dict[str, Any] = {
            "package": {
                "name": package.name,
                "version": str(package.version),
                "qualified_name": package.qualified_name,
                "uri": package.uri,
                "handle": package.handle.to_dict(),
                "user": user,
            },
            "variants": [{"handle": variant.handle.to_dict()} for variant in variants],
        }
        data.update(self.settings.message_attributes or {})
        self.publish_message(data)

    def publish_message(self, data: Dict[str, Any]) -> None:
        """Publish a message, as JSON."""
        host, key = self.settings.host, self.settings.exchange_routing_key
        if not host:
            print_error("Did not publish message, host is not specified")
            return
        print("Publishing AMQP message on %s..." % key)
        publish_message(host, self.settings, key, data)
        if self.package.config.debug("package_release"):
            print_debug("Published message: %s" % (data,))


def register_plugin() -> type:
    return AmqpReleaseHook
