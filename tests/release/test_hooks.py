"""Release hooks: commands, mails, messages."""
import ast
import socket
import threading

import pytest

from pkgrs.tool_errors import ReleaseHookCancellingError
from pkgrs.package.find import get_package
from pkgrs.release.hook import ReleaseHookEvent, create_release_hook, create_release_hooks, get_release_hook_types


@pytest.fixture
def released(checkout, tmp_path):
    """The variants of a package in the repository of released ones."""
    folder = tmp_path / "released" / "foo" / "1.0"
    folder.mkdir(parents=True)
    (folder / "package.py").write_text("name = 'foo'\nversion = '1.0'\nvariants = [['~a'], ['~b']]\n")
    return list(get_package("foo", "1.0").iter_variants())


@pytest.fixture
def hook(checkout):
    def make(name, **settings):
        lines = ["with scope('config') as c:\n"]
        lines += ["    c.plugins.release_hook.%s.%s = %r\n" % (name, key, value) for key, value in settings.items()]
        checkout.define("".join(lines) if settings else "")
        return create_release_hook(name, checkout.folder)
    return make


def test_events():
    assert [(event.name, event.label, event.noun, event.__name__) for event in ReleaseHookEvent] == [
        ("pre_build", "pre-build", "build", "pre_build"),
        ("pre_release", "pre-release", "release", "pre_release"),
        ("post_release", "post-release", "release", "post_release"),
    ]


def test_types():
    assert [name for name in get_release_hook_types() if name in ("amqp", "command", "emailer")] == [
        "amqp", "command", "emailer"]


def test_missing_hook_is_left_out(checkout, caplog):
    assert [hook.name() for hook in create_release_hooks(["nosuch", "amqp"], checkout.folder)] == ["amqp"]
    assert "Release hook 'nosuch' is not available." in caplog.text


# -- commands

def test_command_before_the_release(hook, capfd):
    made = hook("command", pre_release_commands=[
        {"command": "echo", "args": "of {package.qualified_name} to {release.path} {nope} {variants} $HOME 'a b'"},
        {"command": "echo", "args": ["one arg", "{variants}"], "pretty_args": False},
        {"command": "sh", "args": ["-c", "echo $FOO; pwd"], "env": {"FOO": "{package.name}"}},
    ])
    made.pre_release(user="me", install_path="/rel", variants=[1])
    out = capfd.readouterr().out
    home = out.split("{nope} 1 ")[1].split(" ")[0]
    assert out.splitlines() == [  # output is shown as bytes, as Rez does
        "running command: echo of foo-1.0 to /rel {nope} 1 %s 'a b'" % home,
        'b"of foo-1.0 to /rel {nope} 1 %s \'a b\'"' % home,
        'running command: echo "one arg" [1]',
        "b'one arg [1]'",
        'running command: sh -c "echo %s; pwd"' % "$FOO",
        "    with: FOO={package.name}",
        "b'{package.name}\\n%s'" % made.source_path,
    ]


def test_command_after_the_release(hook, released, capfd):
    made = hook("command", post_release_commands=[{"command": "echo", "args": ["{package.uri}", "{variants[1][index]}"]}])
    made.post_release(user="me", install_path="/rel", variants=released)
    assert capfd.readouterr().out.splitlines()[1] == "b'%s 1'" % released[0].parent.uri


@pytest.mark.parametrize("options, cancels, runs", [
    ({}, True, ["false"]),
    ({"stop_on_error": False}, True, ["false", "no-such-command", "true"]),
    ({"cancel_on_error": False}, False, ["false"]),
])
def test_failing_command(hook, capfd, options, cancels, runs):
    commands = [{"command": name} for name in ("false", "no-such-command", "true")]
    made = hook("command", pre_release_commands=commands, **options)
    if cancels:
        with pytest.raises(ReleaseHookCancellingError, match="^The following pre-release commands failed:\ncommand failed:"):
            made.pre_release(user="me", install_path="/rel")
    else:
        made.pre_release(user="me", install_path="/rel")
    out, err = capfd.readouterr()
    assert [line.split(": ")[1] for line in out.splitlines() if line != "b''"] == runs
    assert ("no-such-command: command not found" in err) is ("no-such-command" in runs)


def test_failing_command_after_the_release(hook, released, caplog):
    made = hook("command", post_release_commands=[{"command": "false"}])
    with caplog.at_level("DEBUG"):
        made.post_release(user="me", install_path="/rel", variants=released)
    assert "The following post-release commands failed:" in caplog.text


def test_silence(hook, capfd):
    made = hook("command", pre_release_commands=[{"command": "echo"}, {"command": "false"}], print_commands=False,
                print_output=False, print_error=False, cancel_on_error=False)
    made.pre_release(user="me", install_path="/rel")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("user, prefix", [("root", ["sudo"]), ("no-such-user", ["sudo", "-u", "no-such-user"])])
def test_other_user(hook, capfd, tmp_path, monkeypatch, user, prefix):
    (tmp_path / "sudo").write_text('#!/bin/sh\necho sudo "$@"\n')
    (tmp_path / "sudo").chmod(0o755)
    monkeypatch.setenv("PATH", "%s:/usr/bin:/bin" % tmp_path)
    made = hook("command", pre_release_commands=[{"command": "true", "user": user}], print_commands=False)
    made.pre_release(user="me", install_path="/rel")
    words = ast.literal_eval(capfd.readouterr().out).decode().split()
    assert words[:-1] == prefix and words[-1].endswith("/true")


# -- mails

@pytest.fixture
def server():
    """A mail server for one mail; what it was told."""
    told = []
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)

    def serve():
        connection, _ = listener.accept()
        stream = connection.makefile("rb")

        def say(text):
            connection.sendall((text + "\r\n").encode())

        say("220 here")
        in_data = False
        for line in stream:
            line = line.decode().rstrip("\r\n")
            told.append(line)
            if in_data:
                if line == ".":
                    in_data = False
                    say("250 ok")
            elif line.upper().startswith("DATA"):
                in_data = True
                say("354 go on")
            elif line.upper().startswith("QUIT"):
                say("221 bye")
                break
            else:
                say("250 ok")
        connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], told, thread
    listener.close()


def test_mail(hook, released, server, capsys):
    port, told, thread = server
    made = hook("emailer", smtp_host="127.0.0.1", smtp_port=port, recipients=["b@x.org", "a@x.org"], sender="me@x.org")
    made.post_release(user="me", install_path="/rel", variants=released, release_message="the message",
                      previous_version="0.9")
    thread.join(5)
    assert capsys.readouterr().out == "Sending release email to:\n- b@x.org\n- a@x.org\nEmail(s) sent.\n"
    assert [line for line in told if line.lower().startswith("rcpt")] == ["rcpt TO:<b@x.org>", "rcpt TO:<a@x.org>"]
    text = "\n".join(told)
    for expected in ("From: me@x.org", "To: b@x.org,a@x.org", "released foo-1.0\n", "PACKAGE: foo-1.0",
                     "RELEASED TO: /rel", "PREVIOUS VERSION: 0.9", "2 VARIANTS:\n%s\n%s\n" % (
                         released[0].root, released[1].root), "MESSAGE:\nthe message\n", "CHANGELOG:\nNo changelog.\n"):
        assert expected in text


def test_mail_that_does_not_go_out(hook, released, caplog, capsys):
    made = hook("emailer", smtp_host="127.0.0.1", smtp_port=9, recipients=["a@x.org"])
    made.post_release(user="me", install_path="/rel", variants=released)
    assert "release email delivery failed: " in caplog.text


@pytest.mark.parametrize("rules, expected", [
    ({"rules": [{"recipients": ["b", "a", "a"]}]}, ["a", "b"]),
    ({"rules": [{"recipients": ["b"], "filters": {"name": "foo"}}]}, ["b"]),
    ({"rules": [{"recipients": ["b"], "filters": {"name": ["bah", "foo"]}}]}, ["b"]),
    ({"rules": [{"recipients": ["b"], "filters": {"name": "fo*"}}]}, []),
    ({"rules": [{"recipients": ["b"], "filters": {"name": "foo", "nope": 1}}]}, []),
    ({"rules": [{"recipients": ["b"], "filters": {"num_variants": 0}}, {"recipients": ["c"]}]}, ["b", "c"]),
    ({}, []),
])
def test_rules_of_recipients(hook, tmp_path, rules, expected):
    import yaml
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules))
    assert hook("emailer", recipients=str(tmp_path / "rules.yaml")).get_recipients() == expected


@pytest.mark.parametrize("rules, text", [
    ("rules: 5", "failed to load recipients config: Expected <class 'list'>, not 5. Emails not sent"),
    ("rules: [{}]", "Expected <class 'list'>, not None"),
    ("rules: [{filters: 4, recipients: []}]", "Expected <class 'dict'>, not 4"),
    ("[]", "'list' object has no attribute 'get'"),
])
def test_wrong_rules(hook, tmp_path, caplog, rules, text):
    (tmp_path / "rules.yaml").write_text(rules)
    assert hook("emailer", recipients=str(tmp_path / "rules.yaml")).get_recipients() == []
    assert text in caplog.text


def test_recipient_without_a_file(hook, caplog):
    assert hook("emailer", recipients="me@x.org").get_recipients() == ["me@x.org"]
    assert hook("emailer", recipients="nosuchfile").get_recipients() == []
    assert "email recipient file does not exist: nosuchfile. Emails not sent" in caplog.text


# -- messages

def test_message(hook, released, capsys):
    made = hook("amqp", host="stdout", message_attributes={"extra": 1})
    made.post_release(user="me", install_path="/rel", variants=released)
    package = released[0].parent
    data = {
        "package": {"name": "foo", "version": "1.0", "qualified_name": "foo-1.0", "uri": package.uri,
                    "handle": package.handle.to_dict(), "user": "me"},
        "variants": [{"handle": variant.handle.to_dict()} for variant in released],
        "extra": 1,
    }
    assert capsys.readouterr().out == ("Publishing AMQP message on REZ.PACKAGE.RELEASED...\n"
                                       "Published to REZ.PACKAGE.RELEASED: %s\n" % data)


def test_message_without_a_host(hook, released, caplog):
    hook("amqp").post_release(user="me", install_path="/rel", variants=released)
    assert "Did not publish message, host is not specified" in caplog.text
