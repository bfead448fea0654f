"""The site as it really runs: gunicorn on a database of its own, killed and started at will, on a line that breaks.

For programs, not for pytest. `fresh_database` comes first: Django reads its settings only once.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.browser.site_settings"
READY = "The site is at"
AT_ONCE = struct.pack("ii", 1, 0)


@contextmanager
def fresh_database(*, by_migrations: bool = True) -> Iterator[None]:
    """A new database on the PostgreSQL that DATABASE_URL names, else in a SQLite file; gone afterwards.

    Its tables are as the migrations say or, which is far quicker, as the models say.
    """
    os.environ |= {"DJANGO_SETTINGS_MODULE": SETTINGS, "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "DEBUG": "no"}
    with tempfile.TemporaryDirectory(prefix="aligns-") as folder:
        os.environ["DOCUMENTS_ROOT"] = f"{folder}/documents"
        given = os.environ.get("DATABASE_URL", "")
        if given.startswith("postgres"):
            with _postgresql_database(given) as address:
                yield _made_ready(address, by_migrations)
        else:
            yield _made_ready(f"sqlite:///{folder}/site.sqlite3", by_migrations)


@contextmanager
def _postgresql_database(server: str) -> Iterator[str]:
    import psycopg2

    name = f"proof_{uuid.uuid4().hex}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.close()


def _made_ready(address: str, by_migrations: bool) -> None:
    os.environ["DATABASE_URL"] = address
    import django
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    if by_migrations:
        call_command("migrate", verbosity=0)
        return
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)  # no model has it


class Site:
    """gunicorn with its workers, as `make run` starts it."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen | None = None

    @property
    def is_up(self) -> bool:
        return self.process is not None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "aligns_site.wsgi"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(self.port), "BIND": f"127.0.0.1:{self.port}", "DEMO_PASSWORD": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        if not any(READY in line for line in self.process.stdout):
            raise RuntimeError("The site did not start.")

    def kill(self) -> None:
        """SIGKILL, for the server and all its workers at once."""
        stopped, self.process = self.process, None
        if stopped:
            with suppress(ProcessLookupError):
                os.killpg(stopped.pid, signal.SIGKILL)
            stopped.wait()


class Line:
    """What lies between browser and site, and breaks: at once, or at a moment of the next answer on its way.

    The moments: "half" is sent; all is sent and being worked on ("sent"); the site says what became of it ("reply").
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.is_cut = False
        self.sprung = threading.Event()
        self._moment, self._then = "", None
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        self._reset()

    def restore(self) -> None:
        self.is_cut = False

    def set_trap(self, moment: str, then) -> None:
        """When the next answer comes to this moment, do that, and break every connection there is."""
        self.sprung.clear()
        self._moment, self._then = moment, then

    def _listen(self) -> None:
        while True:
            browser, _ = self._listening.accept()
            threading.Thread(target=self._carry, args=[browser], daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        site = None
        with suppress(OSError):
            site = None if self.is_cut else socket.create_connection(("127.0.0.1", self.site.port))
        if site is None:
            self._drop(browser)
            return
        with self._guard:
            self._open |= {browser, site}
        moment = [""]
        threading.Thread(target=self._back, args=[site, browser, moment], daemon=True).start()
        self._forth(browser, site, moment)

    def _forth(self, browser: socket.socket, site: socket.socket, moment: list[str]) -> None:
        missing = 0
        with suppress(OSError):
            while data := browser.recv(65536):
                if data.startswith(b"POST /assessments/"):
                    moment[0], self._moment = self._moment, ""
                    missing = _length(data)
                if moment[0] == "half":
                    site.sendall(data[: len(data) // 2])
                    self._spring()
                    return
                site.sendall(data)
                missing -= len(data)
                if moment[0] == "sent" and missing <= 0:
                    self._spring()
        self._drop(site)
        self._forget(browser)

    def _back(self, site: socket.socket, browser: socket.socket, moment: list[str]) -> None:
        with suppress(OSError):
            while data := site.recv(65536):
                if moment[0] == "reply":
                    self._spring()
                    return
                browser.sendall(data)
            browser.shutdown(socket.SHUT_WR)
        self._forget(site)

    def _spring(self) -> None:
        self._then()
        self._reset()
        self.sprung.set()

    def _reset(self) -> None:
        with self._guard:
            broken = list(self._open)
        for one in broken:
            self._drop(one)

    def _drop(self, one: socket.socket) -> None:
        """Without a goodbye, as a line breaks. Whoever still listens on it wakes up."""
        with suppress(OSError):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            one.shutdown(socket.SHUT_RD)
        self._forget(one)

    def _forget(self, one: socket.socket) -> None:
        with self._guard:
            self._open.discard(one)
        one.close()


def _length(head: bytes) -> int:
    """Of a whole request, from its first bytes."""
    names, _, _ = head.partition(b"\r\n\r\n")
    for line in names.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return len(names) + 4 + int(value)
    return len(head)


def chromium() -> str:
    found = subprocess.run([ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=False).stdout.strip()
    return found or sys.exit("No Chromium was found. Set CHROMIUM, or run `scripts/chromium --install`.")
