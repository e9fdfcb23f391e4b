"""People who sign in while a proof goes on: with the right password, with a wrong one, and for a token of the API."""
import collections, http.cookiejar, json, re, threading, time, urllib.error, urllib.parse, urllib.request


class People:
    """Signs in by the page and by /authenticate once a second; a wrong password now and then. Counts what is answered, and how long it took."""

    def __init__(self, server, password="a long password 12", email="a@example.org"):
        self.server, self.email, self.password, self.ending = server, email, password, threading.Event()
        self.answers, self.longest = collections.Counter(), collections.Counter()
        self.threads = [threading.Thread(target=self.go, args=(one,), daemon=True) for one in (self.page, self.wrong, self.token)]
        for one in self.threads:
            one.start()

    def go(self, what):
        # Fewer wrong ones than keep an account shut.
        pause = 30 if what == self.wrong else 2
        while not self.ending.is_set():
            kind, begin = what.__name__, time.time()
            try:
                answer = what()
            except OSError as error:
                answer = type(error).__name__
            self.answers[f"{kind} {answer}"] += 1
            self.longest[kind] = max(self.longest[kind], time.time() - begin)
            self.ending.wait(pause)

    def page(self, password=None):
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stay)
        address = f"{self.server.address}/account/sign-in"
        html = browser.open(urllib.request.Request(address, headers={"Accept": "text/html"}), timeout=120).read().decode()
        token = re.search('__RequestVerificationToken" value="([^"]+)"', html).group(1)
        form = {"_handler": "sign-in", "__RequestVerificationToken": token, "Form.Email": self.email, "Form.Password": password or self.password}
        sent = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Accept": "text/html"})
        try:
            with browser.open(sent, timeout=120) as answer:
                return "refused" if "is wrong" in answer.read().decode() else answer.status
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            return "in" if error.code == 302 else f"{error.code} busy" if "database is busy" in text else error.code

    def wrong(self):
        return self.page("not the password")

    def token(self):
        body = json.dumps({"email": self.email, "password": self.password}).encode()
        sent = urllib.request.Request(f"{self.server.address}/authenticate", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(sent, timeout=120) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def report(self, name):
        """Tells what was answered since the last time."""
        print(f"  {name}, people: {dict(self.answers)}, longest " + ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in self.longest.items()), flush=True)
        answers, longest, self.answers, self.longest = self.answers, self.longest, collections.Counter(), collections.Counter()
        return answers, longest

    def end(self):
        self.ending.set()
        for one in self.threads:
            one.join(130)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
