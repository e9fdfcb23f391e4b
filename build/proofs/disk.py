#!/usr/bin/env python3
"""What a server does on a disk that is full, read-only or slow, behind a lock of a minute on its database, with a damaged page of it, and with few open
files: it says so, goes on by itself where that is possible, and what it had acknowledged is there. As root, for tmpfs; the slow disk needs strace.
build/proofs/disk.py [full|readonly|slow|locked|damaged|files, all unless told]"""
import os, resource, shutil, sqlite3, subprocess, sys, time
from load import Load, check, counters, faults, ready, told
from people import People
from server import PROGRAM, Server


def on_tmpfs(server, size, *options):
    os.makedirs(f"{server.folder}/data", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}m", *options]), "tmpfs", f"{server.folder}/data"], check=True)


def end(load):
    load.end()
    print("  own camera:", counters(load.server, "plates_flows_stored_total", "plates_flows_rejected_total", "plates_flows_pending"))
    check(counters(load.server, "plates_flows_rejected_total")["plates_flows_rejected_total"] == 0, "flows of the server's own camera were dropped")
    load.server.stop()
    base = sqlite3.connect(f"{load.server.folder}/data/dashboard.db")
    check(base.execute("pragma integrity_check").fetchone()[0] == "ok", "the database is damaged")
    load.compare(plate for (plate,) in base.execute("select Plate from Flows"))
    told(load.server)


def full():
    server = Server("--Retention:MinimumFreePercent=0")
    on_tmpfs(server, 3000)
    try:
        server.start("--demo")
        load = Load(server)
        time.sleep(20)
        load.report("with room")
        with open(f"{server.folder}/data/ballast", "wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 20))
            except OSError:
                pass
        # What was being written when it filled up is pushed out as well.
        print("  told", ready(server, False, 10, "disk is full"))
        time.sleep(20)
        load.report("full")
        os.remove(f"{server.folder}/data/ballast")
        print("  ready again", ready(server, True, 90))
        load.report("while it comes back")
        time.sleep(10)
        check(load.report("with room again")["push 200"] > 0, "nothing is taken though there is room again")
        end(load)
    finally:
        server.stop()
        subprocess.run(["umount", "-l", f"{server.folder}/data"])
        server.remove()


def readonly():
    server = Server()
    server.start()
    server.stop()
    shutil.move(f"{server.folder}/data", f"{server.folder}/whole")
    on_tmpfs(server, 300)
    try:
        shutil.copytree(f"{server.folder}/whole", f"{server.folder}/data", dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", f"{server.folder}/data"], check=True)
        begin = time.time()
        ended = server.command("--urls", server.address)
        print(f"  ends after {time.time() - begin:.1f} s with {ended.returncode}: {(ended.stderr or ended.stdout).strip()[:300]}")
        check(ended.returncode == 1 and len(ended.stderr.strip().splitlines()) == 1 and "data" in ended.stderr, "no clear line of a read-only folder")
    finally:
        subprocess.run(["umount", "-l", f"{server.folder}/data"])
        server.remove()


def slow():
    if not shutil.which("strace"):
        print("  not tried: strace is missing")
        return
    server = Server()
    server.start("--demo")
    load = Load(server)
    time.sleep(10)
    load.report("fast")
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync,pwrite64", "-e", "inject=fsync,fdatasync:delay_enter=2000000",
         "-e", "inject=pwrite64:delay_enter=20000", "-p", str(server.process.pid)])
    time.sleep(60)
    load.report("slow (2 s for each sync, 20 ms for each write)")
    tracer.terminate()
    tracer.wait()
    time.sleep(10)
    load.report("fast again")
    end(load)
    server.remove()


def locked():
    server = Server()
    server.start("--demo")
    load = Load(server)
    time.sleep(10)
    load.report("free")
    people = People(server)
    time.sleep(10)
    people.report("free")
    base = sqlite3.connect(f"{server.folder}/data/dashboard.db", isolation_level=None, timeout=60)
    base.execute("begin exclusive")
    begin = time.time()
    print("  told", ready(server, False, 10, "locked by another program"))
    time.sleep(60 - (time.time() - begin))
    load.report("locked for a minute")
    answers, longest = people.report("locked for a minute")
    check(max(longest.values()) < 15 and not any(" 500" in kind for kind in answers), "who signs in waits or is refused without a word")
    base.execute("rollback")
    print("  ready", ready(server, True, 10))
    time.sleep(5)
    people.report("while it comes back")
    time.sleep(10)
    check(people.report("free again")[0]["page in"] > 0, "nobody gets in though the lock is gone")
    people.end()
    time.sleep(10)
    check(load.report("free again")["push 200"] > 0, "nothing is taken though the lock is gone")
    end(load)
    server.remove()


def damaged():
    """A page of a large database is overwritten while the server runs: how long until it says so, wherever the page is. FLOWS says how large."""
    server = Server()
    server.command("seed", "--flows", os.environ.get("FLOWS", "200000"))
    file = f"{server.folder}/data/dashboard.db"
    print(f"  {os.path.getsize(file) >> 20} MB")
    shutil.copytree(f"{server.folder}/data", f"{server.folder}/whole")
    base = sqlite3.connect(f"file:{server.folder}/whole/dashboard.db?mode=ro&immutable=1", uri=True)
    for name in ("Flows", "IX_Flows_Plate", "IX_Flows_Color", "FlowCandidates", "PlateSuffixes"):
        page, kind = base.execute("select pageno, pagetype from dbstat where name = ? and pagetype <> 'root' order by random() limit 1", [name]).fetchone()
        server.start()
        ready(server, True, 60)
        for _ in range(20):
            check(server.ask("/healthz/ready")[0] == 200, "a healthy database is called damaged")
            time.sleep(1)
        with open(file, "r+b") as written:
            written.seek((page - 1) * 4096)
            written.write(os.urandom(4096))
        print(f"  page {page} ({kind} of {name}):", ready(server, False, 120, "damaged")[:160], flush=True)
        server.stop()
        shutil.rmtree(f"{server.folder}/data")
        shutil.copytree(f"{server.folder}/whole", f"{server.folder}/data")
    server.remove()


def files():
    server = Server()
    begin = time.time()
    ended = subprocess.run(
        ["dotnet", PROGRAM, "--urls", server.address, *server.settings], cwd=server.folder, env=server.environment, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)), timeout=60)
    print(f"  ends after {time.time() - begin:.1f} s with {ended.returncode}: {ended.stderr.strip()[:300]}")
    check(ended.returncode == 1 and len(ended.stderr.strip().splitlines()) == 1 and "256" in ended.stderr, "no clear line of too few open files")
    server.remove()


for name in sys.argv[1:] or ["files", "readonly", "full", "locked", "damaged", "slow"]:
    print(f"{name}:", flush=True)
    globals()[name]()
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
