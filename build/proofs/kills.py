#!/usr/bin/env python3
"""Kills a server at random moments while groups are pushed, hooks are told and old flows are deleted; then looks whether all that it had
acknowledged is there, once, with its picture.   build/proofs/kills.py [kills, 25 unless told] [seed]"""
import base64, collections, hashlib, http.server, os, random, sqlite3, sys, threading, time
from server import Server, free_port

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
chance = random.Random(SEED)
picture = base64.b64encode(open(os.path.join(os.path.dirname(__file__), "picture.jpg"), "rb").read()).decode()
told = collections.Counter()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode(errors="replace")
        for word in body.split('"'):
            if word.startswith("KILL") and len(word) == 11:
                told[word] += 1
                break
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
server = Server("--Retention:FlowDays=1")
server.start()
print(server.command("hook", "add", "--url", f"http://127.0.0.1:{receiver.server_port}/", "--events", "groups", "--allow-private").stdout.strip(), f"seed {SEED}")
acknowledged, number, gate = set(), [0], threading.Lock()
ending = threading.Event()


def push():
    while not ending.is_set():
        with gate:
            number[0] += 1
            mine = number[0]
        # Every seventh is old enough to be deleted while the others come.
        old = mine % 7 == 0
        moment = int((time.time() - (3 * 86400 if old else 0)) * 1000)
        plate = f"KILL{mine:07d}"
        group = {
            "data_type": "alpr_group", "version": 2, "epoch_start": moment, "epoch_end": moment + 900, "agent_uid": f"killed{mine % 3}", "camera_id": 7,
            "uuids": [f"{plate}-1"], "best_uuid": f"{plate}-1", "best_uuid_epoch_ms": moment, "best_plate_number": plate, "best_confidence": 90.5,
            "candidates": [{"plate": plate, "confidence": 90.5, "matches_template": 1}], "overview_jpeg": picture,
        }
        while not ending.is_set():
            try:
                status, words = server.ask("/push/", group, timeout=10)
                if 400 <= status < 500:
                    print(f"refused: {words}")
                    os._exit(1)
                if status == 200:
                    if not old:
                        acknowledged.add(plate)
                    break
            except OSError:
                pass
            time.sleep(.05)


pushers = [threading.Thread(target=push, daemon=True) for _ in range(4)]
for one in pushers:
    one.start()
for kill in range(1, KILLS + 1):
    time.sleep(chance.uniform(.05, 4))
    if kill % 5 == 0:
        deleting = server.begin("retention", "run")
        time.sleep(chance.uniform(.5, 3))
        deleting.kill()
        deleting.wait()
    server.kill()
    server.start()
    if kill % 10 == 0:
        print(f"{kill} kills, {len(acknowledged)} groups acknowledged", flush=True)
ending.set()
for one in pushers:
    one.join()
for _ in range(120):
    if acknowledged <= told.keys():
        break
    time.sleep(1)
server.command("retention", "run")
server.stop()

data = f"{server.folder}/data"
base = sqlite3.connect(next(f"{data}/{name}" for name in os.listdir(data) if name.endswith(".db")))
faults = [] if acknowledged else ["nothing was acknowledged"]
if (whole := base.execute("pragma integrity_check").fetchone()[0]) != "ok":
    faults.append(f"database: {whole}")
rows = collections.Counter(plate for (plate,) in base.execute("select Plate from Flows"))
faults += [f"{plate} is lost" for plate in acknowledged if rows[plate] == 0]
faults += [f"{plate} is stored {count} times" for plate, count in rows.items() if count > 1]
files = {name: os.path.join(folder, name) for folder, _, names in os.walk(f"{data}/pictures") for name in names}
sums = {hashlib.sha256(open(path, "rb").read()).hexdigest() for path in files.values()}
faults += [f"the picture of {plate} is lost" for plate, sum in base.execute("select Plate, PictureSha256 from Flows where HasPicture = 1") if sum and sum not in sums]
faults += [f"{plate} is kept though it is old" for (plate,) in base.execute("select Plate from Flows") if int(plate[4:]) % 7 == 0]
faults += [f"nobody was told of {plate}" for plate in acknowledged - told.keys()]
print(f"{KILLS} kills: {len(acknowledged)} groups acknowledged, {sum(rows.values())} flows stored, {len(files)} pictures, "
      f"{sum(told.values())} deliveries, {sum(count - 1 for count in told.values())} of them again; {len(faults)} faults")
print("\n".join(faults[:20]))
if faults:
    print(f"The data stays in {server.folder}")
else:
    server.remove()
sys.exit(1 if faults else 0)
