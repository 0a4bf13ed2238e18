"""Settings of release hooks."""

# Sends a mail after a release.
emailer = {
    "smtp_host": '',
    "smtp_port": 25,
    "sender": '{system.user}@rez-release.com',
    # Addresses, or a YAML file of rules that say whom to write to about which packages.
    "recipients": [],
    "subject": '[rez] [release] {system.user} released {package.qualified_name}',
    "body": "\n".join([
        "Package '{package.qualified_name}' was released by {system.user}@{system.fqdn}.",
        "",
        "USER: {system.user}",
        "PACKAGE: {package.qualified_name}",
        "RELEASED TO: {release.path}",
        "PREVIOUS VERSION: {release.previous_version}",
        "REZ VERSION: {system.rez_version}",
        "",
        "{variants.count} VARIANTS:",
        "{variants.paths}",
        "",
        "MESSAGE:",
        "{release.message}",
        "",
        "CHANGELOG:",
        "{release.changelog}",
    ]),
}

# Runs commands. Each is {"command": ..., "args": ..., "pretty_args": ..., "user": ..., "env": ...}.
command = {
    "print_commands": True,
    "print_output": True,
    "print_error": True,
    # A failing command stops the release (those before it).
    "cancel_on_error": True,
    # A failing command keeps the next ones from running.
    "stop_on_error": True,
    "pre_build_commands": [],
    "pre_release_commands": [],
    "post_release_commands": []
}

# Tells an AMQP broker.
amqp = {
    "host": '',
    "userid": '',
    "password": '',
    "connect_timeout": 10,
    "exchange_name": '',
    "exchange_routing_key": 'REZ.PACKAGE.RELEASED',
    "message_delivery_mode": 1,
    "message_attributes": {}
}
