#!/usr/bin/env python3
"""Several machines on one PostgreSQL share a camera that plays the demo clip in a loop. One of them is killed, paused, drained or ended in turn, by
seed. Vehicles are counted at the source against flows stored: none twice, and none missing but those that passed while nobody could watch, or just before.
   build/proofs/cluster.py [ROUNDS] [SEED] [NODES]"""
import glob, http.server, os, pwd, random, shutil, signal, subprocess, sys, tempfile, threading, time
from server import ROOT, Server, free_port

CLIP, RATE, LENGTH = f"{ROOT}/Dashboard/Demo/street", 5, 46.0
MOST, PAUSE = 15.0, 26  # Seconds until another machine watches; how long one is paused.
SEEN, OPEN = 2.0, 6.0  # Only who is in the picture so long is counted, as a busy machine may miss others; so long a vehicle may wait to be stored.
SETTLED, FAR = 5.0, 12.0  # After so long who has begun to watch misses nothing; farther from any fault it was recognition that missed one.


class Database:
    def __init__(self):
        self.bin, self.folder, self.port = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1], tempfile.mkdtemp(prefix="plates-cluster-"), free_port()
        root = os.getuid() == 0  # It does not run as root.
        if root:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c max_connections=300"
        self.run("pg_ctl", "-D", "data", "-w", "-t", "60", "-o", options, "-l", f"{self.folder}/log", "start")

    def run(self, program, *words):
        subprocess.run([*self.before, f"{self.bin}/{program}", *words], cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    def query(self, text):
        out = subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-At", "-c", text, "postgres"],
                             check=True, capture_output=True, text=True).stdout
        return [line.split("|") for line in out.splitlines()]

    def remove(self):
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Source:
    """A camera: the clip as a stream of pictures, at the same place for whoever looks, and when each look began."""

    def __init__(self):
        folder = tempfile.mkdtemp(prefix="plates-source-")
        subprocess.run(["ffmpeg", "-v", "error", "-i", CLIP + ".mp4", "-r", str(RATE), "-q:v", "3", f"{folder}/%04d.jpg"], check=True)
        self.pictures = [open(path, "rb").read() for path in sorted(glob.glob(folder + "/*.jpg"))]
        shutil.rmtree(folder)
        self.began, self.looks, source = time.time(), [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=picture")
                self.end_headers()
                last, is_first = -1, True
                try:
                    while True:
                        now = int((time.time() - source.began) * RATE)
                        if now != last:
                            last, jpeg = now, source.pictures[now % len(source.pictures)]
                            self.wfile.write(b"--picture\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg) + jpeg + b"\r\n")
                            if is_first:
                                source.looks.append(time.time())
                                is_first = False
                        time.sleep(.02)
                except OSError:
                    pass

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{server.server_port}/clip.mjpg"

    def passages(self, begin, end):
        """Plate, from and to of the vehicles that passed between two moments, wholly."""
        vehicles = [line.split("\t") for line in open(CLIP + ".txt") if not line.startswith("#")]
        for loop in range(int((end - self.began) / LENGTH) + 1):
            for plate, first, last, kind in ((v[0], float(v[1]), float(v[2]), v[3].strip()) for v in vehicles):
                at = self.began + loop * LENGTH
                if kind == "passing" and last - first >= SEEN and begin <= at + first and at + last <= end:
                    yield plate, at + first, at + last


class Node(Server):
    def __init__(self, name, role, database, pictures):
        super().__init__(f"--Role={role}", "--Database:Provider=PostgreSql", "--Cluster:Enabled=true", "--Cluster:Address=127.0.0.1",
                         f"--Cluster:Port={free_port()}", f"--Cluster:Node={name}", "--Tracking:TimeDelta=00:00:02")
        self.name = name
        self.environment["Database__ConnectionString"] = f"Host=127.0.0.1;Port={database.port};Username=postgres;Database=postgres"
        os.makedirs(f"{self.folder}/data")
        os.symlink(pictures, f"{self.folder}/data/pictures")
        self.key = ""  # None is needed.


def watcher(database):
    """The machine of the newest turn, and since when."""
    rows = database.query('SELECT "Node", "BeganMs", "EndedMs" FROM "CameraTurns" ORDER BY "Turn" DESC LIMIT 1')
    return (rows[0][0], int(rows[0][1]) / 1000, rows[0][2] != "") if rows else (None, 0, True)


def await_watcher(database, source, since, other_than=None, wait=120):
    end = time.time() + wait
    while time.time() < end:
        name, began, is_over = watcher(database)
        looks = [look for look in source.looks if look >= max(began, since)]
        if name and name != other_than and not is_over and looks:
            return name, looks[0]
        time.sleep(.2)
    raise SystemExit(f"nobody watches the camera after {wait} s")


def main():
    rounds, seed, count = (int(word) for word in (sys.argv[1:] + ["4", "1", "2"][len(sys.argv) - 1:])[:3])
    chance, database, source, pictures = random.Random(seed), Database(), Source(), tempfile.mkdtemp(prefix="plates-pictures-")
    nodes = [Node(f"node{i}", "All" if i == 0 else "Recognizer", database, pictures) for i in range(count)]
    failed, faults = [], []
    try:
        for node in nodes:
            node.start()
        nodes[0].command("camera", "add", "--alias", "street", "--source", source.address)
        name, look = await_watcher(database, source, 0)
        begin = time.time() + 2
        print(f"{'round':<6}{'what':<10}{'of':<8}{'now':<8}{'seconds':>8}", flush=True)
        print(f"{'':<6}{'start':<10}{'':<8}{name:<8}")
        for number in range(1, rounds + 1):
            time.sleep(chance.uniform(12, 30))
            what, node = chance.choice(["kill", "pause", "end"]), next(node for node in nodes if node.name == watcher(database)[0])
            at = time.time()
            if what == "kill":
                node.kill()
            elif what == "pause":
                node.process.send_signal(signal.SIGSTOP)
            else:
                node.process.terminate()
            name, look = await_watcher(database, source, at, other_than=node.name)
            faults.append((at, look))
            print(f"{number:<6}{what:<10}{node.name:<8}{name:<8}{look - at:>8.1f}", flush=True)
            if look - at > MOST:
                failed.append(f"round {number}: {look - at:.1f} s without anybody who watches")
            if what == "pause":
                time.sleep(max(0, at + PAUSE - time.time()))
                node.process.send_signal(signal.SIGCONT)
            elif what == "end" and node.process.wait(60) != 0:
                failed.append(f"round {number}: it ended with {node.process.returncode}")
            if what == "pause":
                node.process.wait(60)  # It finds that it was declared dead, and ends.
            node.start()
        time.sleep(20)
        end = time.time() - 15
        failed += judge(database, list(source.passages(begin, end)), faults)
    finally:
        for node in nodes:
            if node.process and node.process.poll() is None:
                node.process.send_signal(signal.SIGCONT)
            if failed or sys.exc_info()[0]:
                print(f"--- {node.name}:\n" + open(node.log.name).read()[-6000:])
            node.remove()
        database.remove()
        shutil.rmtree(pictures, ignore_errors=True)
    raise SystemExit("; ".join(failed) if failed else 0)


def judge(database, passages, faults):
    flows = [(plate, int(at) / 1000) for plate, at in database.query(
        'SELECT "Plate", "CapturedSecond" * 1000 + 500 FROM "Flows" WHERE NOT "IsPreview"')]
    once, twice, missing = 0, [], []
    for plate, first, last in passages:
        # A letter or two that were misread are not what this is about.
        stored = sum(1 for other, at in flows if first - 1.5 <= at <= last + 1.5 and len(other) == len(plate)
                     and sum(a != b for a, b in zip(other, plate)) <= 2)
        once += stored == 1
        if stored > 1:
            twice.append(plate)
        if stored == 0:
            print(f"  {plate} is missing, {min((first - at for at, _ in faults), key=abs, default=0):.1f} s from the nearest fault")
            far = all(first > look + FAR or last < at - FAR for at, look in faults)
            missing.append("unread" if far else "excused" if any(first < look + SETTLED and last > at - OPEN for at, look in faults) else "lost")
    excused, unread, lost = (missing.count(kind) for kind in ("excused", "unread", "lost"))
    print(f"{len(passages)} vehicles passed, {once} stored once, {len(twice)} twice; {excused} passed while nobody could watch, {lost} missing "
          f"besides; {unread} were not read, far from any fault; {len(flows)} flows in all")
    return ([f"stored twice: {', '.join(twice)}"] * bool(twice) + [f"{lost} vehicles are missing"] * bool(lost)
            + [f"the machine is too slow for this: {unread} of {len(passages)} vehicles were not read"] * (unread > len(passages) / 10))


main()
