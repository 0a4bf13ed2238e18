"""Messages to a real broker: RabbitMQ, started for these tests on the loopback interface, with all that is its own."""
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pika = pytest.importorskip("pika")

# Debian's command in the path changes the user, and loses the settings below.
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
REFERENCE = os.environ.get("PKGRS_REFERENCE")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SERVER.exists(), reason="needs RabbitMQ")]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Broker:
    """The server, and a queue that gets all messages of an exchange."""

    def __init__(self, folder):
        self.port, distribution, epmd = free_ports(3)
        self.epmd_environ = dict(os.environ, HOME=str(folder), ERL_EPMD_PORT=str(epmd), ERL_EPMD_ADDRESS="127.0.0.1")
        environ = dict(
            self.epmd_environ, RABBITMQ_NODENAME="pkgrs%d@localhost" % self.port, RABBITMQ_NODE_IP_ADDRESS="127.0.0.1",
            RABBITMQ_NODE_PORT=str(self.port), RABBITMQ_DIST_PORT=str(distribution), RABBITMQ_LOGS="-",
            RABBITMQ_MNESIA_BASE=str(folder / "data"), RABBITMQ_LOG_BASE=str(folder / "log"),
            RABBITMQ_ENABLED_PLUGINS_FILE=str(folder / "plugins"), RABBITMQ_CONFIG_FILE=str(folder / "none"),
            RABBITMQ_CONF_ENV_FILE=str(folder / "none.conf"), RABBITMQ_PID_FILE=str(folder / "pid"),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 1:1")
        self.log = folder / "out"
        with open(str(self.log), "wb") as log:
            self.process = subprocess.Popen([str(SERVER)], env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            start_new_session=True)

    def connect(self):
        deadline = time.time() + 300
        while True:
            try:
                connection = pika.BlockingConnection(pika.ConnectionParameters(host="127.0.0.1", port=self.port))
                break
            except pika.exceptions.AMQPConnectionError:
                assert self.process.poll() is None and time.time() < deadline, self.log.read_text(errors="replace")
                time.sleep(0.2)
        self.connection = connection
        self.channel = connection.channel()

    def queue(self, exchange):
        """A queue that gets what is published to an exchange, which is made."""
        self.channel.exchange_declare(exchange=exchange, exchange_type="topic")
        name = self.channel.queue_declare(queue="", exclusive=True).method.queue
        self.channel.queue_bind(exchange=exchange, queue=name, routing_key="#")
        return name

    def take(self, queue, count):
        """That many messages: routing key, what else is known of each, and its data."""
        taken, deadline = [], time.time() + 60
        while len(taken) < count and time.time() < deadline:
            method, properties, body = self.channel.basic_get(queue, auto_ack=True)
            if method is None:
                self.connection.sleep(0.02)
            else:
                taken.append((method.routing_key, properties.content_type, properties.delivery_mode, json.loads(body)))
        assert self.channel.basic_get(queue, auto_ack=True)[0] is None
        return taken

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # The port mapper of its own, which the server has started.
        mapper = shutil.which("epmd")
        # It does not go before it has seen that the server has.
        while mapper and b"Killed" not in subprocess.run([mapper, "-kill"], env=self.epmd_environ, stdout=subprocess.PIPE,
                                                         stderr=subprocess.STDOUT).stdout:
            listed = subprocess.run([mapper, "-names"], env=self.epmd_environ, stdout=subprocess.PIPE)
            if listed.returncode:
                break
            time.sleep(0.1)


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    made = Broker(tmp_path_factory.mktemp("broker"))
    try:
        made.connect()
        yield made
    finally:
        made.stop()


@pytest.fixture
def studio(tmp_path):
    """A source folder that can be released, and the environment of commands."""
    for name in ("source", "release", "local", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "source" / ".stub").write_text("")
    return tmp_path


def run(studio, python, command, arguments, **environ):
    """Run one of the commands under an interpreter; returns its output."""
    code = "import sys; from rez.cli._main import run; sys.argv[0] = 'rez-%s'; sys.exit(run('%s'))" % (command, command)
    ours = {"PYTHONPATH": os.pathsep.join(sys.path)} if python == sys.executable else {}
    return subprocess.run(
        [python, "-c", code, *arguments], cwd=str(studio / "source"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True, check=True, env={
            "PATH": os.environ["PATH"], "HOME": str(studio / "home"), "REZ_RELEASE_PACKAGES_PATH": str(studio / "release"),
            "REZ_LOCAL_PACKAGES_PATH": str(studio / "local"), "REZ_IMPLICIT_PACKAGES": "", "USER": "artist",
            "REZ_PACKAGES_PATH": "%s:%s" % (studio / "local", studio / "release"), **ours, **environ}).stdout


def sides():
    return [sys.executable] + ([REFERENCE] if REFERENCE else [])


def test_release(broker, studio):
    """What the release hook publishes; with real Rez beside us, that it publishes the same."""
    queue = broker.queue("releases")
    (studio / "source" / "package.py").write_text("""
name = "foo"
version = "1.0"
build_command = False
variants = [["~a"], ["~b"]]
with scope("config") as c:
    c.release_hooks = ["amqp"]
    c.plugins.release_hook.amqp.host = "127.0.0.1:%d"
    c.plugins.release_hook.amqp.exchange_name = "releases"
    c.plugins.release_hook.amqp.message_attributes = {"show": "x"}
""" % broker.port)
    results = []
    for python in sides():
        output = run(studio, python, "release", ["-m", "words"])
        assert "Publishing AMQP message on REZ.PACKAGE.RELEASED..." in output
        results.append(broker.take(queue, 1))
        shutil.rmtree(str(studio / "release" / "foo"))
        (studio / "source" / ".stub").write_text("")
    assert all(result == results[0] for result in results)
    ((key, content_type, mode, data),) = results[0]
    assert (key, content_type, mode) == ("REZ.PACKAGE.RELEASED", "application/json", 1)
    assert data["package"]["qualified_name"] == "foo-1.0" and len(data["variants"]) == 2 and data["show"] == "x"


def test_exchange_that_is_not_there(broker, studio):
    """A release does not fail because of its message."""
    (studio / "source" / "package.py").write_text("""
name = "foo"
version = "1.0"
build_command = False
with scope("config") as c:
    c.release_hooks = ["amqp"]
    c.plugins.release_hook.amqp.host = "127.0.0.1:%d"
    c.plugins.release_hook.amqp.exchange_name = "nosuch"
""" % broker.port)
    output = run(studio, sys.executable, "release", ["-m", "words"])
    assert "1 of 1 releases were successful" in output and "Traceback" not in output


def test_contexts(broker, studio):
    """What is told of contexts that are made and used."""
    queue = broker.queue("contexts")
    folder = studio / "local" / "foo" / "1.0"
    folder.mkdir(parents=True)
    (folder / "package.py").write_text("name = 'foo'\nversion = '1.0'\n")
    settings = {
        "REZ_CONTEXT_TRACKING_HOST": "127.0.0.1:%d" % broker.port,
        "REZ_CONTEXT_TRACKING_AMQP_JSON": json.dumps({
            "userid": "guest", "password": "guest", "connect_timeout": 10, "exchange_name": "contexts",
            "exchange_routing_key": "REZ.CONTEXT", "message_delivery_mode": 1}),
        "REZ_CONTEXT_TRACKING_EXTRA_FIELDS_JSON": json.dumps({"show": "x", "unset": "$NOT_SET_ANYWHERE"}),
    }
    results = []
    for python in sides():
        run(studio, python, "env", ["foo", "-o", str(studio / "c.rxt")], **settings)
        run(studio, python, "env", ["-i", str(studio / "c.rxt"), "--", "true"], **settings)
        results.append(broker.take(queue, 2))
    for messages in results:
        for message in messages:
            for measured in ("solve_time", "load_time", "timestamp", "created", "rez_path"):
                message[3]["context"].pop(measured, None)
    assert all(result == results[0] for result in results)
    assert [(message[0], message[3]["action"]) for message in results[0]] == [
        ("REZ.CONTEXT.CREATED", "created"), ("REZ.CONTEXT.SOURCED", "sourced")]
    assert results[0][0][3]["show"] == "x" and "unset" not in results[0][0][3]
    assert [item["variables"]["name"] for item in results[0][0][3]["context"]["resolved_packages"]] == ["foo"]
