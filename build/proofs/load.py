"""What the proofs put on a server: groups that are pushed until they are taken, lists and pages that are asked for, a receiver of web hooks."""
import base64, collections, http.server, os, re, threading, time
from server import free_port

picture = base64.b64encode(open(os.path.join(os.path.dirname(__file__), "picture.jpg"), "rb").read()).decode()
faults = []


def check(is_so, words):
    if not is_so:
        faults.append(words)
        print(f"  FAULT: {words}", flush=True)


def group(plate, moment, agent):
    """What an agent pushes of a vehicle."""
    return {
        "data_type": "alpr_group", "version": 2, "epoch_start": moment, "epoch_end": moment + 900, "agent_uid": agent, "camera_id": 7,
        "uuids": [f"{plate}-1"], "best_uuid": f"{plate}-1", "best_uuid_epoch_ms": moment, "best_plate_number": plate, "best_confidence": 90.5,
        "candidates": [{"plate": plate, "confidence": 90.5, "matches_template": 1}], "overview_jpeg": picture,
    }


class Receiver:
    """Counts the plates that it was told of: those of a pattern."""

    def __init__(self, pattern="LOAD[0-9]{7}"):
        told = self.told = collections.Counter()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode(errors="replace")
                if plate := re.search(pattern, body):
                    told[plate.group()] += 1
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self.address = f"http://127.0.0.1:{self.listener.server_port}/"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()


class Load:
    def __init__(self, server):
        self.server, self.ending, self.gate = server, threading.Event(), threading.Lock()
        self.acknowledged, self.answers, self.longest, self.number, self.moment = set(), collections.Counter(), collections.Counter(), 0, 0
        self.threads = [threading.Thread(target=self.push, daemon=True) for _ in range(2)] + [threading.Thread(target=self.read, daemon=True)]
        for one in self.threads:
            one.start()

    def ask(self, kind, path, body=None):
        begin = time.time()
        try:
            status, _ = self.server.ask(path, body, timeout=120)
        except OSError as error:
            status = type(error).__name__
        self.answers[f"{kind} {status}"] += 1
        self.longest[kind] = max(self.longest[kind], time.time() - begin)
        return status

    def push(self):
        while not self.ending.is_set():
            with self.gate:
                self.number += 1
                plate = f"LOAD{self.number:07d}"
                # Two of one camera and moment would be one vehicle.
                self.moment = moment = max(self.moment + 1, int(time.time() * 1000))
            # As an agent does: again until it is taken.
            while not self.ending.is_set():
                if self.ask("push", "/push/", group(plate, moment, "load")) == 200:
                    self.acknowledged.add(plate)
                    break
                self.ending.wait(.2)
            self.ending.wait(.05)

    def read(self):
        while not self.ending.wait(.2):
            self.ask("list", "/api/search/plate?start=2020-01-01&topn=20")
            self.ask("metrics", "/metrics")
            self.ask("page", "/account/sign-in")

    def report(self, name):
        """Tells what was answered since the last time, and that nothing of it was a 500."""
        print(f"  {name}: {dict(self.answers)}, longest " + ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in self.longest.items()), flush=True)
        check(not any(" 500" in kind for kind in self.answers), f"{name}: a request was answered with 500")
        answers, self.answers, self.longest = self.answers, collections.Counter(), collections.Counter()
        return answers

    def end(self):
        self.ending.set()
        for one in self.threads:
            one.join(130)

    def compare(self, plates):
        """Holds what was acknowledged against the plates of the database."""
        stored = collections.Counter(plate for plate in plates if plate.startswith("LOAD"))
        for plate in self.acknowledged:
            check(stored[plate] == 1, f"{plate} is stored {stored[plate]} times")
        print(f"  {len(self.acknowledged)} groups acknowledged, {sum(stored.values())} stored", flush=True)


def ready(server, is_ready, wait, words=""):
    """Seconds until it says so, and its words."""
    begin = time.time()
    while time.time() - begin < wait:
        status, answer = server.ask("/healthz/ready")
        if (status == 200) == is_ready and words in str(answer):
            return f"after {time.time() - begin:.1f} s: {status} {answer}"
        time.sleep(.5)
    check(False, f"/healthz/ready says {status} {answer} after {wait} s")
    return f"never: {status} {answer}"


def counters(server, *names):
    """Numbers of /metrics, of all cameras together."""
    text = server.ask("/metrics")[1].decode()
    return {name: sum(float(line.split()[-1]) for line in text.splitlines() if re.match(rf"{name}[ {{]", line)) for name in names}


def told(server, most=1000):
    """How much the log says of it: what lasts is to be said once."""
    lines = open(f"{server.folder}/log").read().splitlines()
    # Without numbers, so that what repeats itself is one.
    often = collections.Counter(re.sub("[0-9]+", "#", line)[:110] for line in lines).most_common(1)[0]
    print(f"  {len(lines)} lines in the log, {sum(line.startswith('   at ') for line in lines)} of them of stack traces; {often[1]} times: {often[0].strip()}")
    check(len(lines) <= most, f"{len(lines)} lines in the log")
