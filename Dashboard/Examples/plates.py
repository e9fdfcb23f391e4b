#!/usr/bin/env python3
"""Plate Dashboard from Python 3.8 or newer, with nothing but its own library.

  export PLATES_URL=http://localhost:8881 PLATES_KEY=lpr_…    # the key: page My account, or: Dashboard key add --email E
  python3 plates.py flows AB1            flows whose plate holds AB1, newest first
  python3 plates.py picture 465 car.jpg  the picture of flow 465
  PLATES_SECRET=… python3 plates.py listen 8900    takes web hooks on this port; the secret is the web hook's

A web hook sends the vendor's format unless the plain one is chosen, which this program reads: on the page, or hook add --format plain.
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.request
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

URL = os.environ.get("PLATES_URL", "http://localhost:8881").rstrip("/")
MAX_BODY = 1024 * 1024
MAX_AGE = 300  # seconds
MAX_KNOWN = 10_000


def ask(path, body=None):
    """The answer of the API as JSON; what it refuses raises urllib.error.HTTPError, whose text says what to do."""
    request = urllib.request.Request(URL + path, headers={"Authorization": "Bearer " + os.environ["PLATES_KEY"]})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def flows(part):
    return ask("/flows/search", {"filter": {"plate": {"like": part}}})


def picture(number):
    """The picture as JPEG; None where there is none any more."""
    image = ask(f"/flows/{number}")["image"]
    return None if image is None else base64.b64decode(image)


def is_genuine(secret, timestamp, signature, body):
    """Whether a request of a web hook comes from the server, unchanged, and not long ago."""
    signed = timestamp.encode() + b"." + body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode()) and abs(time.time() - int(timestamp)) < MAX_AGE


class Receiver(BaseHTTPRequestHandler):
    known = OrderedDict()  # A delivery may come twice; its number tells.

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if not 0 < length <= MAX_BODY:
            return self.answer(413)
        body = self.rfile.read(length)
        if not is_genuine(os.environ["PLATES_SECRET"], self.headers.get("X-Timestamp", "0"), self.headers.get("X-Signature", ""), body):
            return self.answer(401)
        number = self.headers["X-Delivery-Id"]
        if number not in self.known:
            self.known[number] = True
            while len(self.known) > MAX_KNOWN:
                self.known.popitem(last=False)
            told(json.loads(body))
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


def told(event):
    if "event" not in event:
        print("a body in the vendor's format: give this web hook the plain one (page Web hooks, or: hook add --format plain)", flush=True)
    elif event["event"] == "flow":
        print("flow", event["flow"]["plate"].upper(), "at", event["flow"]["camera"], event["links"]["image"], flush=True)
    elif event["event"] == "alert":
        print("alert", event["list"]["name"], event["entry"]["plate"].upper(), event["entry"]["description"], flush=True)
    else:
        print(event["event"], flush=True)


def main(words):
    if words[:1] == ["flows"] and len(words) == 2:
        for flow in flows(words[1]):
            print(flow["id"], flow["timestamp"], flow["camera"], flow["plate"].upper())
    elif words[:1] == ["picture"] and len(words) == 3:
        image = picture(words[1])
        if image is None:
            sys.exit("The picture was removed to make room.")
        with open(words[2], "wb") as file:
            file.write(image)
    elif words[:1] == ["listen"] and len(words) == 2:
        server = ThreadingHTTPServer(("", int(words[1])), Receiver)
        print("listening on", server.server_port, flush=True)
        server.serve_forever()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
