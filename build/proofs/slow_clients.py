#!/usr/bin/env python3
"""Holds connections open that send a byte a second (slow loris) beside the demo camera, and tells what that costs: answers of others and frames that
are read.   build/proofs/slow_clients.py [connections, 300 unless told] [seconds, 60]"""
import socket, statistics, sys, threading, time, urllib.request
from server import Server

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 300
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
server = Server()
server.start("--demo")
time.sleep(20)


def frames():
    with urllib.request.urlopen(f"{server.address}/metrics") as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith("plates_frames_processed_total"):
                return float(line.split()[-1])
    return 0


def measure(seconds):
    waits, begin, before = [], time.time(), frames()
    while time.time() - begin < seconds:
        at = time.time()
        with urllib.request.urlopen(f"{server.address}/account/sign-in", timeout=30) as answer:
            answer.read()
        waits.append(1000 * (time.time() - at))
        time.sleep(.2)
    return f"a page in {statistics.median(waits):.0f} ms (median), {max(waits):.0f} ms (longest); {(frames() - before) / (time.time() - begin):.1f} frames a second"


print("alone:       ", measure(SECONDS / 2), flush=True)
closed, ending = [0], threading.Event()


def drip(i):
    with socket.create_connection(("127.0.0.1", server.port)) as one:
        one.settimeout(5)
        text = b"POST /push/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n" + (b"\r\n" if i % 2 else b"X-Slow: ")
        try:
            one.sendall(text)
            while not ending.is_set():
                one.sendall(b"a")
                if ending.wait(1):
                    return
                one.setblocking(False)
                try:
                    if one.recv(1000) is not None:
                        closed[0] += 1
                        return
                except BlockingIOError:
                    pass
                finally:
                    one.setblocking(True)
        except OSError:
            closed[0] += 1


threads = [threading.Thread(target=drip, args=(i,), daemon=True) for i in range(COUNT)]
for one in threads:
    one.start()
print(f"{COUNT} slow ones:", measure(SECONDS), flush=True)
ending.set()
print(f"{closed[0]} of {COUNT} were ended by the server; it has {server.numbers()[0]} MB")
server.remove()
