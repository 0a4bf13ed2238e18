"""Messages about contexts to a broker that speaks AMQP."""
from __future__ import annotations

import atexit
import json
import logging
import queue
import threading
import time

from pkgrs.base.log import print_debug, print_error, print_warning
from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Tuple


try:
    from pika import BasicProperties, BlockingConnection, ConnectionParameters, PlainCredentials
    from pika.exceptions import AMQPConnectionError
except ImportError:
    class AMQPConnectionError(Exception):  # type: ignore[no-redef]
        """No broker can be reached: the library is not installed."""

    def ConnectionParameters(*args: Any, **kwargs: Any) -> Any:  # type: ignore[no-redef]
        """Stands for the library's class."""
        raise AMQPConnectionError("the library `pika` is not installed")

    BasicProperties = BlockingConnection = PlainCredentials = ConnectionParameters  # type: ignore[assignment,misc]

__all__ = ["publish_message", "parse_host_and_port", "set_pika_log_level", "on_exit"]

_WAIT_AT_EXIT = 5.0

_lock = threading.Lock()
_queue: "queue.Queue[Dict[str, Any]]" = queue.Queue()
_thread: Optional[threading.Thread] = None
_num_pending = 0


def payload_base() -> Dict[str, Any]:
    """Get what all messages about contexts hold."""
    from pkgrs.base.dicts import deep_del
    from pkgrs.base.text_patterns import ENV_VAR_REGEX
    from pkgrs.platform.system import system

    data: Dict[str, Any] = {
        "rez_version": system.rez_version,
        "host": system.hostname,
        "user": system.user,
    }
    data.update(config.context_tracking_extra_fields or {})

    def has_nothing(value: Any) -> bool:
        """Whether a text is empty, or refers to a variable that is not set."""
        return isinstance(value, str) and (not value or bool(ENV_VAR_REGEX.search(value)))

    return deep_del(data, has_nothing)


def track(context_data: Dict[str, Any], action: str, payload: Dict[str, Any]) -> None:
    """Send a message about a context.

    Args:
        context_data: The context, as plain data.
        action: What was done with it: created or sourced.
        payload: What else the message is to hold.
    """
    settings = config.context_tracking_amqp
    publish_message(
        host=config.context_tracking_host,
        amqp_settings=settings,
        routing_key="%s.%s" % (settings["exchange_routing_key"], action.upper()),
        data={"action": action, "context": context_data, **payload},
        block=False,
    )


def publish_message(host: str, amqp_settings: Dict[str, Any], routing_key: str, data: Dict[str, Any],
                    block: bool = True) -> bool:
    """Send a message.

    Args:
        host: The broker, with its port if that is not the usual one; `stdout` to print the message instead.
        amqp_settings: The settings `context_tracking_amqp`, or those of the release hook.
        routing_key: Routing key of the message.
        data: The message, which is sent as JSON.
        block: Whether to wait until it is sent.

    Returns:
        Whether it was sent; True if not waited for.
    """
    global _num_pending, _thread
    arguments: Dict[str, Any] = {"host": host, "amqp_settings": amqp_settings, "routing_key": routing_key, "data": data}
    if block:
        return _publish_message(**arguments)
    with _lock:
        _num_pending += 1
        _queue.put(arguments)
        if _thread is None:
            _thread = threading.Thread(target=_publish_messages_async, daemon=True)
            _thread.start()
    return True


def _publish_messages_async() -> None:
    global _num_pending
    while True:
        arguments = _queue.get()
        try:
            _publish_message(**arguments)
        finally:
            _num_pending -= 1


def _publish_message(host: str, amqp_settings: Dict[str, Any], routing_key: str, data: Dict[str, Any]) -> bool:
    if host == "stdout":
        print("Published to %s: %s" % (routing_key, data))
        return True
    if config.debug("context_tracking"):
        set_pika_log_level()
    try:
        connection = _connect(host, amqp_settings)
    except (OSError, AMQPConnectionError) as error:
        message = "Cannot connect to the message broker: %s" % error
        if host:
            print_warning(message)
        elif config.debug("context_tracking"):
            print_debug(message)
        return False

    try:
        properties = BasicProperties(
            content_type="application/json", delivery_mode=amqp_settings["message_delivery_mode"])
        connection.channel().basic_publish(
            exchange=amqp_settings["exchange_name"], routing_key=routing_key,
            body=json.dumps(data), properties=properties)
    except Exception as error:
        print_error("Failed to publish message: %s" % error)
        return False
    finally:
        connection.close()
    return True


def _connect(host: str, amqp_settings: Dict[str, Any]) -> Any:
    name, port = parse_host_and_port(host)
    parameters: Dict[str, Any] = {
        "host": name,
        "socket_timeout": amqp_settings["connect_timeout"],
        "client_properties": {"connection_name": "rez"},
    }
    if port is not None:
        parameters["port"] = port
    if amqp_settings.get("userid"):
        parameters["credentials"] = PlainCredentials(amqp_settings["userid"], amqp_settings.get("password"))
    return BlockingConnection(ConnectionParameters(**parameters))


def parse_host_and_port(url: str) -> Tuple[Optional[str], Optional[int]]:
    """Split a host, which may begin with a scheme, into name and port; None for what is missing.

    Raises:
        ValueError: The port is not a number.
    """
    from urllib.parse import urlsplit

    parts = urlsplit(url if "://" in url else "//" + url)
    return parts.hostname, parts.port


def set_pika_log_level() -> None:
    """Have the library tell all that it does, if `debug_context_tracking` is on."""
    if config.debug("context_tracking"):
        for name in ("pika", "rez.vendor.pika"):
            logging.getLogger(name).setLevel(logging.DEBUG)


@atexit.register
def on_exit() -> None:
    """Give waiting messages some time to be sent."""
    end = time.time() + _WAIT_AT_EXIT
    while _num_pending and time.time() < end:
        time.sleep(0.02)

