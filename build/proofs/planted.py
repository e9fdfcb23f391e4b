#!/usr/bin/env python3
"""Plants secrets wherever the server takes one, lets what uses them fail and log all that it has to say, and looks for them in its log, pages, downloads,
answers, metrics, command lines, the surroundings of its programs and its files.   build/proofs/planted.py [seconds, 60 unless told]"""
import base64, glob, html, http.cookiejar, json, os, re, sys, tempfile, threading, time, urllib.parse, urllib.request
from load import Receiver, check, faults
from server import Server, free_port

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
planted = {
    "mail password": "planted-mail-1a", "MQTT password": "planted-mqtt-2b", "password of an RTSP camera": "planted-rtsp-3c",
    "password of an HTTP camera": "planted-http-4d", "password of a snapshot address": "planted-snap-5e", "secret of a web hook": "planted-hook-6f-long-enough",
    "token in a web hook's address": "planted-token-7g", "password of a proxy": "planted-proxy-8h", "key of a collector": "planted-otlp-9i",
    "administrator's password": "a long password 12", "user's password": "planted user password 10j",
    "password of an address in another spelling": "planted-odd-11k",
}
ODD = planted["password of an address in another spelling"]
SPELLINGS = [
    f"http://127.0.0.1:9/x?userpwd={ODD}&x", f"http://127.0.0.1:9/x?usr=ada;pas={ODD}", f"rtsp://127.0.0.1:9/x?c=ada:{ODD}&n=1",
    f"http://127.0.0.1:9/x?%70assword={ODD}", f"rtsp://127.0.0.1:9/ada%3A{ODD}/1", f"http://127.0.0.1:9/x?src=rtsp://ada:{ODD}@127.0.0.1/1",
    f"http://127.0.0.1:9/x#{ODD}", "http://127.0.0.1:9/x?a=" + base64.b64encode(f"ada:{ODD}".encode()).decode(), f"rtsp://ada%3A{ODD}@127.0.0.1:9/1",
    f"rtsp://{ODD}@127.0.0.1:9/1", f"http://127.0.0.1:9/x?has%C5%82o={ODD}", f"http://127.0.0.1:9/x?pwd%20{ODD}", f"http://127.0.0.1:9/x//ada:{ODD}@b/1",
    f"rtsp://127.0.0.1:9/contraseña/{ODD}", f"http://127.0.0.1:9/x?src=rtsp://{ODD}@b/1", f"http://127.0.0.1:9/wachtwoord-{ODD}",
]
os.environ.update({
    "Email__Password": planted["mail password"], "Mqtt__Password": planted["MQTT password"],
    "HTTPS_PROXY": f"http://user:{planted['password of a proxy']}@127.0.0.1:9", "Telemetry__Headers": f"api-key={planted['key of a collector']}",
})
server, receiver = Server(
    "--Email:Host=127.0.0.1", "--Email:Port=9", "--Email:User=x", "--Email:From=x@example.org", "--Mqtt:Enabled=true", "--Mqtt:Host=127.0.0.1",
    "--Mqtt:Port=9", "--Mqtt:User=x", "--Telemetry:Endpoint=http://127.0.0.1:9", "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft=Debug"), Receiver()
TOKEN = planted["token in a web hook's address"]
words = []


def said(*line, **more):
    ended = server.command(*line, **more)
    words.append((" ".join(line[:2]), ended.stdout + ended.stderr))
    return ended


class Browser:
    """Signs in as people do, and keeps what it gets."""

    def __init__(self):
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path, body=None):
        request = urllib.request.Request(server.address + path, data=body, headers={"Accept": "text/html,*/*"})
        try:
            with self.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def sign_in(self, email, password):
        page = self.get("/account/sign-in")[1]
        token = html.unescape(re.search('__RequestVerificationToken" value="([^"]+)"', page).group(1))
        fields = {"_handler": "sign-in", "__RequestVerificationToken": token, "Form.Email": email, "Form.Password": password}
        return self.get("/account/sign-in", urllib.parse.urlencode(fields).encode())


def look(place, text):
    """In clear, as JSON and addresses write it, and in base64 at any offset."""
    raw = text if isinstance(text, bytes) else text.encode()
    for name, secret in planted.items():
        forms = {secret.encode(), secret.encode("utf-16-le"), urllib.parse.quote(secret).encode(), urllib.parse.quote_plus(secret).encode(), html.escape(secret).encode()}
        for shift in range(3):
            # The characters that depend on what stands around it are left out.
            forms.add(base64.b64encode(bytes(shift) + secret.encode())[4 if shift else 0:-4])
        check(not any(form in raw for form in forms), f"the {name} is in {place}")


try:
    server.start("--demo")
    planted["API key"] = server.key
    said("user", "add", "--email", "v@example.org", "--role", "Viewer", input=planted["user's password"] + "\n")
    said("camera", "add", "--alias", "One", "--source", f"rtsp://user:{planted['password of an RTSP camera']}@127.0.0.1:9/live")
    said("camera", "add", "--alias", "Two", "--source", f"http://user:{planted['password of an HTTP camera']}@127.0.0.1:9/video?pwd={planted['password of an HTTP camera']}")
    for number, address in enumerate(SPELLINGS):
        said("camera", "add", "--alias", f"Odd {number}", "--source", address)
    listing = f"{server.folder}/cameras.csv"
    with open(listing, "w") as file:
        file.write("alias,address,snapshot\n" f"Three,rtsp://127.0.0.1:9/x,http://user:{planted['password of a snapshot address']}@127.0.0.1:9/s.jpg\n")
    said("camera", "import", "--file", listing)
    os.remove(listing)
    for address in (receiver.address, "http://127.0.0.1:9/"):
        said("hook", "add", "--url", f"{address}?token={TOKEN}", "--events", "groups",
             "--secret", planted["secret of a web hook"], "--allow-private")
    administrator = Browser()
    administrator.sign_in("a@example.org", "wrong " + planted["token in a web hook's address"])
    status, page = administrator.sign_in("a@example.org", planted["administrator's password"])
    pages = ["/", "/app/cameras", "/app/cameras/1", "/app/cameras/2", "/app/cameras/3", "/app/cameras/4", *(f"/app/cameras/{5 + i}" for i in range(len(SPELLINGS))), "/app/flows", "/app/agents", "/app/users", "/app/settings",
             "/app/audit", "/app/audit/export.csv", "/app/web-hooks", "/app/web-hooks/1", "/app/web-hooks/e-mail", "/app/live", "/app/statistics", "/app/about",
             "/app/about/support.txt", "/app/account", "/app/sites", "/app/alert-lists"]
    begin, opened = time.time(), 0
    while time.time() - begin < SECONDS:
        moment = int(time.time() * 1000)
        server.ask("/push/", {"data_type": "alpr_group", "epoch_start": moment, "agent_uid": "secrets", "camera_id": 1, "best_uuid": f"s-{moment}",
                              "best_plate_number": "LOAD0000001", "best_confidence": 90})
        for path in pages if opened == 0 or time.time() - begin > SECONDS - 10 else []:
            status, text = administrator.get(path)
            check(status in (200, 404), f"{path} answered {status}")
            opened += status == 200
            look(path, text)
        for path in ("/cameras", "/api/admin/hooks", "/metrics", "/healthz/ready", f"/cameras?api_key={server.key}"):
            look(path.split("?")[0], str(server.ask(path)[1]))
        for folder in glob.glob("/proc/[0-9]*"):
            try:
                line, surroundings = open(f"{folder}/cmdline", "rb").read(), open(f"{folder}/environ", "rb").read()
                if server.folder.encode() in line or b"ffmpeg" in line:
                    look(f"the command line of {line.split(bytes(1))[0].decode()}", line)
                    if b"ffmpeg" in line:
                        look("the surroundings of ffmpeg", surroundings)
            except OSError:
                continue
        time.sleep(2)
    print(f"  {opened} pages and downloads, {len(receiver.told)} plates told by web hook")
    check(opened > 2 * len(pages) * 2 // 3, "too few pages opened: nobody was signed in")
    backup = f"{server.folder}/backup.tar"
    said("backup", "--to", backup)
    server.stop()
    for name, text in words:
        look(f"what `{name}` said", text)
    server.log.flush()
    log = open(f"{server.folder}/log", "rb").read()
    look("the log", log)
    kept = [path for folder, _, names in os.walk(server.folder) for path in [os.path.join(folder, name) for name in names] if path != f"{server.folder}/log"]
    kept += [path for path in glob.glob(f"{tempfile.gettempdir()}/*") if os.path.isfile(path) and os.path.getmtime(path) >= begin]
    for path in kept:
        look(path.removeprefix(server.folder), open(path, "rb").read())
    print(f"  {len(log.splitlines())} lines in the log, {len(kept)} files; {len(planted)} secrets were planted")
finally:
    server.stop()
    if not faults:
        server.remove()
    else:
        print(f"All of it stays in {server.folder}")
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
