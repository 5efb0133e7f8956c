"""The ways an alert leaves the installation: e-mail through a relay, and a signed webhook.

Belongs here: how a message is sent. What is told, and when, stands in `alerts`.
"""

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

import httpx

from pipelines.alerts.settings import AlertSettings

SIGNATURE, MOMENT = "X-Woonzorg-Handtekening", "X-Woonzorg-Tijd"

FAILURES = (smtplib.SMTPException, httpx.HTTPError, OSError)
"""What a relay or receiver that does not co-operate raises; the alert is tried again next time."""


def mail(settings: AlertSettings, subject: str, text: str) -> None:
    """Send one message.

    Raises:
        smtplib.SMTPException: refused, or without the encryption that was asked for.
        OSError: not reachable, or a certificate that is not trusted.
    """
    host, port = settings.smtp_host, settings.smtp_port
    with smtplib.SMTP(host, port, timeout=settings.wacht_s) as relay:
        if settings.smtp_starttls:
            relay.starttls(context=_trust(settings))
        if settings.smtp_gebruiker:
            relay.login(settings.smtp_gebruiker, settings.password)
        relay.send_message(_message(settings, subject, text))


def _message(settings: AlertSettings, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())[:200]
    message["From"] = settings.van
    message["To"] = ", ".join(settings.aan)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=settings.van.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def post(settings: AlertSettings, documents: Sequence[dict[str, Any]]) -> None:
    """POST each document, signed; a redirect is a refusal.

    The signature is HMAC-SHA-256 over the time header, a point and the body, in hexadecimals.

    Raises:
        httpx.HTTPError: not reachable, or another answer than 2xx.
    """
    trust = _trust(settings)
    with httpx.Client(timeout=settings.wacht_s, verify=trust, follow_redirects=False) as client:
        for document in documents:
            body = json.dumps(document, ensure_ascii=False, default=str).encode()
            moment = str(int(time.time()))
            headers = {
                "Content-Type": "application/json",
                MOMENT: moment,
                SIGNATURE: f"sha256={signature(settings.key, moment, body)}",
            }
            answer = client.post(settings.webhook, content=body, headers=headers)
            if not answer.is_success:
                raise httpx.HTTPStatusError(
                    f"status {answer.status_code}", request=answer.request, response=answer
                )


def signature(key: bytes, moment: str, body: bytes) -> str:
    """What the receiver computes too, to know that it was us."""
    return hmac.new(key, moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _trust(settings: AlertSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)
