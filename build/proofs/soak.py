#!/usr/bin/env python3
"""Runs a server with the demo camera, pushes, pages and searches for minutes, and tells the trend of its memory, files and threads. Passwords that
were planted are looked for in its log, its metrics and the command lines of its programs.   build/proofs/soak.py [minutes, 60 unless told]"""
import glob, os, sys, time
from server import Server

MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 60
PLANTED = ["planted-camera-1", "planted-hook-2", "planted-mail-3", "a long password 12"]
os.environ["Email__Password"] = PLANTED[2]
server = Server("--Email:Host=127.0.0.1", "--Email:Port=9", "--Email:User=x", "--Email:From=x@example.org")
server.start("--demo")
server.command("camera", "add", "--alias", "Planted", "--source", f"rtsp://user:{PLANTED[0]}@127.0.0.1:9/live")
server.command("hook", "add", "--url", "http://127.0.0.1:9/", "--events", "groups", "--secret", PLANTED[1], "--allow-private")
samples, found, begin, number = [], set(), time.time(), 0
while time.time() - begin < MINUTES * 60:
    number += 1
    moment = int(time.time() * 1000)
    server.ask("/push/", {
        "data_type": "alpr_group", "version": 2, "epoch_start": moment, "epoch_end": moment + 500, "agent_uid": "soak", "camera_id": 1,
        "best_uuid": f"soak-{moment}", "uuids": [f"soak-{moment}"], "best_plate_number": f"SOAK{number % 500}", "best_confidence": 90,
        "candidates": [{"plate": f"SOAK{number % 500}", "confidence": 90, "matches_template": 1}]})
    for path in ("/api/search/plate?start=2020-01-01&topn=50", "/cameras", "/healthz/ready", "/metrics"):
        status, _ = (server.ask(path) if path != "/metrics" else (0, None))
        if status >= 500 and path != "/healthz/ready":
            print(f"{path} answered {status}")
    if number % 60 == 0:
        samples.append((time.time() - begin, *server.numbers()))
        for line in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                text = open(line, "rb").read()
            except OSError:
                continue
            if b"ffmpeg" in text or b"Dashboard.dll" in text:
                found |= {f"{secret} in {line}" for secret in PLANTED if secret.encode() in text}
    time.sleep(.5)


def trend(column):
    """Per hour, by least squares, without the first fifth: what is loaded once is no trend."""
    late = samples[len(samples) // 5:]
    xs, ys = [sample[0] / 3600 for sample in late], [sample[column] for sample in late]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / (sum((x - mx) ** 2 for x in xs) or 1)


for column, name in ((1, "megabytes"), (2, "open files"), (3, "threads")):
    values = [sample[column] for sample in samples]
    print(f"{name}: {values[0]} at first, {min(values)} to {max(values)}, {values[-1]} at last, {trend(column):+.1f} an hour")
server.log.flush()
log = open(f"{server.folder}/log").read() + str(server.ask("/cameras"))
found |= {f"{secret} in the log or an answer" for secret in PLANTED[1:] if secret in log} | (
    {f"{PLANTED[0]} in the log"} if PLANTED[0] in open(f"{server.folder}/log").read() else set())
print(f"{number} rounds in {MINUTES:g} minutes; planted secrets found: {len(found)}")
print("\n".join(sorted(found)))
server.remove()
sys.exit(1 if found else 0)
