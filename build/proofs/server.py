"""A server for the proofs: a folder of its own, one administrator, one key. `build/proofs/*.py` use it; it needs a built program."""
import http.client, json, os, shutil, signal, socket, subprocess, tempfile, time, urllib.error, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("PROGRAM", os.path.join(ROOT, "Dashboard/bin/Release/net10.0/Dashboard.dll"))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    def __init__(self, *settings, nice=0):
        """`nice`: how much it yields to others, once it has started, on a machine of few processors."""
        self.folder = tempfile.mkdtemp(prefix="plates-proof-")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.settings = [f"--DataDirectory={self.folder}/data", "--Admin:Email=a@example.org", *settings]
        self.environment = {**os.environ, "Admin__Password": "a long password 12"}
        self.log = open(f"{self.folder}/log", "a+")
        self.key, self.process, self.nice = None, None, nice

    def command(self, *words, **more):
        return subprocess.run(["dotnet", PROGRAM, *words, *self.settings], env=self.environment, cwd=self.folder, capture_output=True, text=True, **more)

    def begin(self, *words):
        return subprocess.Popen(["dotnet", PROGRAM, *words, *self.settings], env=self.environment, cwd=self.folder, stdout=self.log, stderr=self.log)

    def start(self, *more, wait=600):
        self.process = subprocess.Popen(
            ["dotnet", PROGRAM, "--urls", self.address, *self.settings, *more], env=self.environment, cwd=self.folder,
            stdout=self.log, stderr=self.log)
        end = time.time() + wait
        while time.time() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"The server ended by itself: {self.tail()}")
            try:
                with urllib.request.urlopen(f"{self.address}/healthz/live", timeout=20):
                    break
            except (OSError, http.client.HTTPException):
                time.sleep(.1)
        else:
            raise SystemExit(f"The server does not answer: {self.tail()}")
        if self.nice:
            for thread in os.listdir(f"/proc/{self.process.pid}/task"):
                try:
                    os.setpriority(os.PRIO_PROCESS, int(thread), self.nice)
                except ProcessLookupError:
                    pass
        if self.key is None:
            self.key = self.command("key", "add", "--email", "a@example.org").stdout.split()[-1]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, path, body=None, timeout=30):
        """Status and what was answered, JSON as what it says; a connection that fails raises OSError."""
        request = urllib.request.Request(self.address + path, headers={"X-Api-Key": self.key})
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if "json" in (answer.headers.get_content_type() or "") and text else text
        except urllib.error.HTTPError as error:
            return error.code, error.read()[:300]
        except http.client.HTTPException as error:
            # Killed in the midst of its answer.
            raise ConnectionError(f"The answer broke off: {error!r}") from error

    def tail(self):
        self.log.flush()
        return "".join(open(f"{self.folder}/log").readlines()[-5:])

    def numbers(self):
        """Resident megabytes, open files and threads of the server alone."""
        status = open(f"/proc/{self.process.pid}/status").read()
        find = lambda name: int(status.split(name)[1].split()[0])
        return find("VmRSS:") // 1024, len(os.listdir(f"/proc/{self.process.pid}/fd")), find("Threads:")
