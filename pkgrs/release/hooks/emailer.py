"""The release hook `emailer`: tells people of a release."""
from __future__ import annotations

import os.path
import smtplib
from email.mime.text import MIMEText

from pkgrs.base.log import print_error, print_warning
from pkgrs.base.schema import Or
from pkgrs.base.scope import scoped_formatter
from pkgrs.base.yaml import load_yaml
from pkgrs.platform.system import system
from pkgrs.release.hook import ReleaseHook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


class EmailReleaseHook(ReleaseHook):
    """Sends a mail after a release; see the settings for its text and for whom it goes to."""

    schema_dict = {
        "subject": str,
        "body": str,
        "smtp_host": str,
        "smtp_port": int,
        "sender": str,
        "recipients": Or(str, [str]),
    }

    @classmethod
    def name(cls) -> str:
        return "emailer"

    def post_release(self, user: str, install_path: str,  # type: ignore[override]
                     variants: List[Any], release_message: Optional[str] = None,
                     changelog: Optional[str] = None, previous_version: Any = None, **kwargs: Any) -> None:
        if not variants:
            return
        release = {
            "path": install_path,
            "previous_version": previous_version or "None.",
            "message": release_message or "No release message.",
            "changelog": changelog or "No changelog.",
        }
        paths = "\n".join(variant.root for variant in variants)
        formatter = scoped_formatter(system=system, package=variants[0].parent, release=release,
                                     variants={"count": len(variants), "paths": paths})
        self.send_email(formatter.format(self.settings.subject).strip(), formatter.format(self.settings.body).strip())

    def send_email(self, subject: str, body: str) -> None:
        """Send a mail to the recipients; what goes wrong is printed."""
        recipients = self.get_recipients()
        if not recipients:
            return
        if not self.settings.smtp_host:
            print_warning("did not send release email: SMTP host is not specified")
            return
        print("Sending release email to:")
        print("\n".join("- %s" % recipient for recipient in recipients))
        sender = scoped_formatter(system=system).format(self.settings.sender)
        # Only what the standard encoding can't take is sent in another one.
        message = MIMEText(body, "plain", "us-ascii" if body.isascii() else "utf-8")
        message["Subject"] = subject
        message["From"] = sender
        message["To"] = ",".join(recipients)
        try:
            connection = smtplib.SMTP(self.settings.smtp_host, self.settings.smtp_port)
            try:
                connection.sendmail(from_addr=sender, to_addrs=recipients, msg=message.as_string())
            finally:
                connection.quit()
            print("Email(s) sent.")
        except Exception as error:  # the release is done; a mail that does not go out must not end it in an error
            print_error("release email delivery failed: %s" % error)

    def get_recipients(self) -> List[str]:
        """The addresses: those of the settings, or those that a file of rules gives for this package."""
        setting = self.settings.recipients
        if not isinstance(setting, str):
            return list(setting)
        if os.path.exists(setting):
            try:
                return self.load_recipients(setting)
            except Exception as error:  # as in sending
                print_error("failed to load recipients config: %s. Emails not sent" % error)
                return []
        if "@" in setting:
            return [setting]
        print_error("email recipient file does not exist: %s. Emails not sent" % setting)
        return []

    def load_recipients(self, filepath: str) -> List[str]:
        """The addresses that a file of rules gives for this package, sorted.

        The file has a list `rules`. Each has `recipients`, a list, and may have `filters`: attributes that the package
        must have, with a value or a list of values.

        Raises:
            TypeError: Something in the file has a wrong type.
        """
        recipients = set()
        for rule in _typed(load_yaml(filepath).get("rules", []), list):
            filters = _typed(rule.get("filters", {}), dict)
            if all(self._fits(name, wanted) for name, wanted in filters.items()):
                recipients.update(_typed(rule.get("recipients"), list))
        return sorted(recipients)

    def _fits(self, name: str, wanted: Any) -> bool:
        value = getattr(self.package, name, None)
        return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def _typed(value: Any, type_: type) -> Any:
    if not isinstance(value, type_):
        raise TypeError("Expected %s, not %s" % (type_, value))
    return value


def register_plugin() -> type:
    return EmailReleaseHook
