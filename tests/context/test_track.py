"""Messages about contexts."""
import pytest

from pkgrs.config.config import config
from pkgrs.context import track
from pkgrs.context.context import ResolvedContext

SETTINGS = {"userid": "", "password": "", "connect_timeout": 1, "exchange_name": "rez",
            "exchange_routing_key": "KEY", "message_delivery_mode": 1}


@pytest.mark.parametrize("url, expected", [
    ("host", ("host", None)), ("host:1", ("host", 1)), ("amqp://host:5", ("host", 5)),
    ("amqp://user:word@host:5", ("host", 5)), ("", (None, None))])
def test_host_and_port(url, expected):
    assert track.parse_host_and_port(url) == expected


def test_bad_port():
    with pytest.raises(ValueError):
        track.parse_host_and_port("host:x")


def test_print_instead(capsys):
    assert track.publish_message("stdout", {}, "KEY", {"a": 1})
    assert capsys.readouterr().out == "Published to KEY: {'a': 1}\n"


class Connection:
    """Records what is published."""

    def __init__(self, parameters):
        self.parameters = parameters
        Connection.last = self

    def channel(self):
        return self

    def basic_publish(self, **kwargs):
        self.published = kwargs

    def close(self):
        self.closed = True


@pytest.fixture
def broker(monkeypatch):
    for name in ("ConnectionParameters", "PlainCredentials", "BasicProperties"):
        monkeypatch.setattr(track, name, lambda *args, **kwargs: (args, kwargs))
    monkeypatch.setattr(track, "BlockingConnection", Connection)


def test_publish(broker):
    assert track.publish_message("host:7", dict(SETTINGS, userid="me", password="word"), "KEY.X", {"a": 1})
    parameters = Connection.last.parameters[1]
    assert (parameters["host"], parameters["port"], parameters["credentials"]) == ("host", 7, (("me", "word"), {}))
    assert Connection.last.published["body"] == '{"a": 1}' and Connection.last.published["exchange"] == "rez"
    assert Connection.last.closed


@pytest.mark.parametrize("host, level", [("host", "WARNING"), ("", None)])
def test_no_broker(broker, monkeypatch, caplog, host, level):
    def refuse(parameters):
        raise OSError("refused")

    monkeypatch.setattr(track, "BlockingConnection", refuse)
    with caplog.at_level("DEBUG"):
        assert not track.publish_message(host, SETTINGS, "KEY", {})
    assert [record.levelname for record in caplog.records] == ([level] if level else [])


def test_failing_publish(broker, monkeypatch, caplog):
    monkeypatch.setattr(Connection, "basic_publish", lambda self, **kwargs: 1 / 0)
    assert not track.publish_message("host", SETTINGS, "KEY", {})
    assert caplog.records[0].getMessage() == "Failed to publish message: division by zero"


def test_contexts_are_reported(resolve, tmp_path, monkeypatch):
    sent = []
    monkeypatch.setattr(track, "publish_message", lambda **kwargs: sent.append(kwargs))
    monkeypatch.setattr(ResolvedContext, "context_tracking_payload", None)
    config.override("context_tracking_host", "host")
    config.override("context_tracking_extra_fields", {"show": "x", "unset": "$NOT_SET_ANYWHERE", "empty": ""})
    path = str(tmp_path / "c.rxt")
    resolve("plain").save(path)
    ResolvedContext.load(path)
    resolve("lib-1", "lib-2")
    assert [(m["routing_key"], m["data"]["action"], m["data"]["context"]["status"]) for m in sent] == [
        ("REZ.CONTEXT.CREATED", "created", "solved"), ("REZ.CONTEXT.SOURCED", "sourced", "solved"),
        ("REZ.CONTEXT.CREATED", "created", "failed")]
    assert set(sent[0]["data"]) == {"action", "context", "rez_version", "host", "user", "show"}


def test_a_failure_is_not_the_user_s(resolve, monkeypatch, caplog):
    monkeypatch.setattr(track, "publish_message", lambda **kwargs: 1 / 0)
    config.override("context_tracking_host", "host")
    assert resolve("plain").success
    assert caplog.records[0].getMessage() == "Context tracking failed: ZeroDivisionError: division by zero"
