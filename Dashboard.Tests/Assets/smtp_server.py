"""A mail server (aiosmtpd) on loopback that keeps what it takes in a folder, a file a mail, until its standard input ends.

smtp_server.py FOLDER none|tls|starttls CERTIFICATE KEY USER PASSWORD prints its port. Exit code 3: aiosmtpd is not installed.
"""
import asyncio
import pathlib
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)

folder, security, certificate, key, user, password = sys.argv[1:]


class Mailbox:
    def __init__(self):
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        part = pathlib.Path(folder, f"{self.count}.part")
        part.write_bytes(envelope.original_content)
        part.rename(part.with_suffix(".eml"))
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (user.encode(), password.encode()), handled=False)


tls = None
if security != "none":
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

options = {"authenticator": sign_in, "auth_required": True, "auth_require_tls": security == "starttls"} if user else {}
if security == "starttls":
    options |= {"tls_context": tls, "require_starttls": True}


async def serve():
    loop = asyncio.get_running_loop()
    mailbox = Mailbox()
    listener = await loop.create_server(
        lambda: SMTP(mailbox, hostname="mail.test.example", **options), "127.0.0.1", 0, ssl=tls if security == "tls" else None)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
