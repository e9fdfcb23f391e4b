#!/usr/bin/env python3
"""Holds tables of PostgreSQL locked for a minute each, and restarts it (kindly, at once, away for half a minute), under a server that is pushed to,
watches a camera, tells a web hook and is signed in to. Nothing that was acknowledged is lost, all of it is told, the server says what is wrong, and comes
back by itself. Where a lock keeps readers out too, pages and programs are told so within ten seconds.   build/proofs/postgresql.py [locks|restarts]"""
import glob, os, pwd, subprocess, sys, tempfile, time
from load import Load, Receiver, check, counters, faults, ready, told
from people import People
from server import Server, free_port

bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
folder, port = tempfile.mkdtemp(prefix="plates-postgresql-"), free_port()
# It does not run as root.
if os.getuid() == 0:
    os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
else:
    before = []


def run(program, *words):
    return subprocess.run([*before, f"{bin}/{program}", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)


def control(*words):
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
    run("pg_ctl", "-D", "data", "-w", "-t", "60", "-o", options, "-l", f"{folder}/log", *words)


def query(text):
    return subprocess.run(["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-At", "-c", text, "postgres"],
                          check=True, capture_output=True, text=True).stdout.splitlines()


run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
control("start")
os.environ["Database__ConnectionString"] = f"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres"
receiver, server = Receiver(), Server("--Database:Provider=PostgreSql")
try:
    server.start("--demo")
    server.command("hook", "add", "--url", receiver.address, "--events", "groups", "--allow-private")
    load = Load(server)
    time.sleep(20)
    load.report("before")
    people = People(server)
    parts = sys.argv[1:] or ["locks", "restarts"]
    locks = [(table, "exclusive") for table in ("Flows", "Users", "UserSessions")] + [(table, "access exclusive") for table in ("Flows", "Users", "Cameras")]
    for table, mode in locks if "locks" in parts else []:
        holder = subprocess.Popen(["psql", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "postgres", "-c", "begin",
                                   "-c", f'lock table "{table}" in {mode} mode', "-c", "select pg_sleep(60)", "-c", "rollback"],
                                  stdout=subprocess.DEVNULL)
        print("  told", ready(server, False, 12, "locked by another program"))
        holder.wait()
        slowest = max(load.longest[kind] for kind in ("list", "metrics", "page"))
        check(slowest < 10, f"whoever asks for a list, a page or numbers waits {slowest:.1f} s")
        load.report(f"{table} held for a minute ({mode})")
        answers, longest = people.report(f"{table} held for a minute ({mode})")
        check(max(longest.values()) < 15 and not any(" 500" in kind for kind in answers), "who signs in waits or is refused without a word")
        print("  ready", ready(server, True, 15))
    time.sleep(15)
    check(people.report("afterwards")[0]["page in"] > 0, "nobody gets in though the lock is gone")
    people.end()
    restarts = (("restarted kindly", "fast", 0), ("killed and started", "immediate", 0), ("away for half a minute", "immediate", 30))
    for name, stop, away in restarts if "restarts" in parts else ():
        control("stop", "-m", stop)
        if away:
            print("  told", ready(server, False, 10, "database"))
            time.sleep(away)
        control("start")
        print("  ready", ready(server, True, 60))
        load.report(name)
        time.sleep(15)
        check(load.report("afterwards")["push 200"] > 0, "nothing is taken though the database is back")
    load.end()
    for _ in range(120):
        if load.acknowledged <= receiver.told.keys():
            break
        time.sleep(1)
    numbers = counters(server, "plates_flows_stored_total", "plates_flows_rejected_total", "plates_flows_pending")
    print("  own camera:", numbers)
    check(numbers["plates_flows_rejected_total"] == 0, "flows of the server's own camera were dropped")
    server.stop()
    load.compare(query('select "Plate" from "Flows"'))
    own = int(query("select count(*) from \"Flows\" where \"Plate\" not like 'LOAD%'")[0])
    check(own >= numbers["plates_flows_stored_total"], f"the server counted {numbers['plates_flows_stored_total']:.0f} flows of its own, {own} are there")
    for plate in load.acknowledged - receiver.told.keys():
        check(False, f"nobody was told of {plate}")
    print(f"  {len(receiver.told)} told by web hook, {sum(count - 1 for count in receiver.told.values())} times again")
    told(server)
finally:
    server.stop()
    control("stop", "-m", "immediate")
    if not faults:
        server.remove()
    else:
        print(f"The log stays in {server.folder}")
    subprocess.run(["rm", "-rf", folder])
print(f"{len(faults)} faults")
sys.exit(1 if faults else 0)
