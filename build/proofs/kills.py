#!/usr/bin/env python3
"""Kills a server at random moments while groups are pushed, an agent with a camera of its own pushes its flows, hooks are told and old flows are
deleted; the agent and the deletion are killed as well. Then looks whether all that was acknowledged, and every flow of the agent, is there, once,
with its picture.   build/proofs/kills.py [kills, 25 unless told] [seed]"""
import collections, hashlib, os, random, sqlite3, sys, threading, time
from load import Receiver, group
from server import PROGRAM, Server

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
chance = random.Random(SEED)
receiver = Receiver("KILL[0-9]{7}")
told = receiver.told
server = Server("--Retention:FlowDays=1")
server.start()
print(server.command("hook", "add", "--url", receiver.address, "--events", "groups", "--allow-private").stdout.strip(), f"seed {SEED}")
server.command("camera", "add", "--alias", "Street", "--source", os.path.join(os.path.dirname(PROGRAM), "demo/street.mp4"), "--disabled")
# Its recognition takes whatever there is, and most of a kill is the time in which the server starts again.
agent = Server("--Role=Agent", f"--Agent:Server={server.address}", f"--Agent:Key={server.key}", nice=10)
agent.key = "none"
agent.start()


def database(of, change=None):
    base = sqlite3.connect(f"{of.folder}/data/dashboard.db", timeout=60)
    if change:
        with base:
            return base.execute(change).rowcount
    return base


while database(server, "update Cameras set AgentId = other.Id, IsEnabled = 1 from (select Id from Agents where IsServer = 0) other") != 1:
    time.sleep(.2)
acknowledged, number, moments, gate = set(), [0], [0], threading.Lock()
ending = threading.Event()


def push():
    while not ending.is_set():
        with gate:
            number[0] += 1
            mine = number[0]
            # Two of one camera and moment would be one vehicle.
            moments[0] = moment = max(moments[0] + 1, int(time.time() * 1000))
        # Every seventh is old enough to be deleted while the others come.
        old = mine % 7 == 0
        moment -= 3 * 86400000 if old else 0
        plate = f"KILL{mine:07d}"
        pushed = group(plate, moment, f"killed{mine % 3}")
        while not ending.is_set():
            try:
                status, words = server.ask("/push/", pushed, timeout=10)
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


failures = []


def push_all():
    try:
        push()
    except BaseException as error:
        # Kills of a server that nobody pushes to show nothing.
        failures.append(f"a pusher ended: {error!r}")
        raise


pushers = [threading.Thread(target=push_all, daemon=True) for _ in range(4)]
for one in pushers:
    one.start()
deleting, deletions, agents_killed, begin = None, 0, 0, time.time()
for kill in range(1, KILLS + 1):
    time.sleep(chance.uniform(.05, 4))
    if deleting:
        deletions += deleting.poll() is None
        deleting.kill()
        deleting.wait()
    deleting = server.begin("retention", "run") if kill % 2 else None
    if kill % 2:
        time.sleep(chance.uniform(0, 2))
    if kill % 4 == 0:
        agents_killed += 1
        agent.kill()
        agent.start()
    server.kill()
    server.start()
    if kill % 10 == 0:
        print(f"{kill} kills, {len(acknowledged)} groups acknowledged, {(time.time() - begin) / kill:.1f} s each", flush=True)
ending.set()
for one in pushers:
    one.join()
# What it has open is stored when it ends, and pushed after its next start.
agent.stop()
last = database(agent).execute("select max(Id) from Flows").fetchone()[0] or 0
agent.start()
for _ in range(900):
    left = last - database(agent).execute("select coalesce(max(Value), 0) from Positions where Name = 'push'").fetchone()[0]
    if acknowledged <= told.keys() and left <= 0:
        break
    time.sleep(1)
agent.stop()
server.command("retention", "run")
server.stop()

data = f"{server.folder}/data"
base = sqlite3.connect(next(f"{data}/{name}" for name in os.listdir(data) if name.endswith(".db")))
faults = failures + ([] if acknowledged else ["nothing was acknowledged"])
if (whole := base.execute("pragma integrity_check").fetchone()[0]) != "ok":
    faults.append(f"database: {whole}")
rows = collections.Counter(plate for (plate,) in base.execute("select Plate from Flows where Plate like 'KILL%'"))
moment = "select Plate, CapturedSecond, CapturedMillisecond from Flows"
whole, there = set(database(agent).execute(f"{moment} where IsPreview = 0 and Id <= {last}")), set(base.execute(moment))
faults += [f"the agent's flow {flow} is lost" for flow in whole - there]
faults += [] if whole else ["the agent stored nothing"]
faults += [f"{plate} is lost" for plate in acknowledged if rows[plate] == 0]
faults += [f"{plate} is stored {count} times" for plate, count in rows.items() if count > 1]
files = {name: os.path.join(folder, name) for folder, _, names in os.walk(f"{data}/pictures") for name in names}
sums = {hashlib.sha256(open(path, "rb").read()).hexdigest() for path in files.values()}
faults += [f"the picture of {plate} is lost" for plate, sum in base.execute("select Plate, PictureSha256 from Flows where HasPicture = 1") if sum and sum not in sums]
faults += [f"{plate} is kept though it is old" for (plate,) in base.execute("select Plate from Flows where Plate like 'KILL%'") if int(plate[4:]) % 7 == 0]
faults += [f"nobody was told of {plate}" for plate in acknowledged - told.keys()]
print(f"{KILLS} kills, {agents_killed} of the agent, {deletions} of a deletion: {len(acknowledged)} groups acknowledged, {sum(rows.values())} flows "
      f"stored, {len(whole)} of the agent with them, {len(files)} pictures, "
      f"{sum(told.values())} deliveries, {sum(count - 1 for count in told.values())} of them again; {len(faults)} faults")
print("\n".join(faults[:20]))
if faults:
    print(f"The data stays in {server.folder} and {agent.folder}")
else:
    agent.remove()
    server.remove()
sys.exit(1 if faults else 0)
