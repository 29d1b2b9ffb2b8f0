"""`homeward server run`: one process that owns everything that runs.

Order up: database, migrations as owner, static files, rehearsal partnership
(once, in rehearsal mode only), web as the app role, worker as its own role.
Order down: the same backwards, the database last.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import NoReturn

from homeward.config.children import Child
from homeward.config.static import gather_static, open_static
from homeward.ground.binaries import PostgresUnavailable
from homeward.ground.clock import now
from homeward.ground.env import Env, EnvironmentRefused, read_env
from homeward.ground.places import make_private
from homeward.ground.postgres import Cluster
from homeward.ground.record import CommandFailed, child_environment, record_running, run_step
from homeward.ground.scope_key import keep_scope_key
from homeward.ground.sloppiness import findings

REHEARSAL = "homeward.rehearsal.load"
WORKER = "homeward.jobs.worker"
THREADS = 4
PATIENCE = 60.0
PAUSE = 0.25
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotServe(RuntimeError):
    """The service cannot be started as asked; the sentence says why and what to do."""


class Stopped(BaseException):
    """Somebody asked us to stop."""


def main(arguments: list[str] | None = None) -> int:
    """Run until asked to stop. 0: stopped as asked; 2: could not start, with one sentence."""
    asked = read_arguments(arguments)
    parts = {"all": serve, "prepare": prepare, "web": web_alone, "worker": worker_alone}
    for number in SIGNALS:
        signal.signal(number, raise_stopped)
    try:
        parts[asked.only](read_env(), asked.host, asked.port)
    except Stopped:
        say("Stopped. The record is safe.")
    except (EnvironmentRefused, PostgresUnavailable, CommandFailed, CannotServe) as error:
        print(f"homeward: {error}", file=sys.stderr, flush=True)
        return 2
    return 0


def read_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """`--host`, `--port` and `--only`."""
    parser = argparse.ArgumentParser(prog="homeward server run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--only", choices=["all", "prepare", "web", "worker"], default="all")
    return parser.parse_args(arguments)


def raise_stopped(number: int, frame: FrameType | None) -> NoReturn:
    """Turn the first signal into Stopped; further ones must not disturb the stopping."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped


def say(sentence: str) -> None:
    """Tell whoever watches the terminal."""
    print(sentence, flush=True)


def serve(env: Env, host: str, port: int) -> None:
    """Bring everything up, keep it up, and take it down again when stopped."""
    check_port(host, port)
    make_private(env.var)
    keep_mode(env)
    refuse_sloppiness(env, host)
    with record_running(env, say) as cluster:
        keep_scope_key(env)
        gather_static(env, say)
        load_rehearsal(env)
        children = [web(env, host, port), *worker(env)]
        with kept(children):
            wait_until_served(host, port, children)
            announce(env, host, port)
            watch(children, cluster)


def prepare(env: Env, host: str, port: int) -> None:
    """What comes before web and worker when each is kept by the system, as a user of its own."""
    make_private(env.var)
    keep_mode(env)
    refuse_sloppiness(env, host)
    with record_running(env, say):
        keep_scope_key(env)
        gather_static(env, say)
        open_static(env)


def web_alone(env: Env, host: str, port: int) -> None:
    """Become the web server of a record that was prepared."""
    become(env, web(env, host, port))


def worker_alone(env: Env, host: str, port: int) -> None:
    """Become the worker of a record that was prepared."""
    become(env, worker(env)[0])


def become(env: Env, child: Child) -> NoReturn:
    """Run a child's command in our place. CannotServe with the embedded server, which we keep."""
    if env.embedded:
        raise CannotServe(
            "Web and worker can run apart only on a database of their own: set DATABASE_URL, or"
            " leave out --only."
        )
    refuse_sloppiness(env, "127.0.0.1", notes=False)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    os.execvpe(child.command[0], child.command, child.environment)


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody else listens on, before anything is started."""
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        raise CannotServe(
            f"Port {port} on {host} cannot be used ({error.strerror}): stop what uses it, "
            f"or choose another with `make run PORT={port + 1}`."
        ) from error


def keep_mode(env: Env) -> None:
    """A record stays what it was first served as: fictional people never meet real ones."""
    mode = "REHEARSAL" if env.rehearsal else "LIVE"
    stamp = env.var / "mode"
    if not stamp.exists():
        stamp.write_text(mode, encoding="ascii")
    found = stamp.read_text(encoding="ascii").strip()
    if found != mode:
        raise CannotServe(
            f"The record in {env.var} is a {found.lower()} record and HOMEWARD_REHEARSAL asks for "
            f"a {mode.lower()} one: set HOMEWARD_VAR to another folder, or leave the mode as it is."
        )


def refuse_sloppiness(env: Env, host: str, notes: bool = True) -> None:
    """Serve no live record that would be open; say what else is not as it should be."""
    for finding in findings(env, now(), host):
        if finding.stops:
            raise CannotServe(finding.sentence)
        if notes:
            say(f"Note: {finding.sentence}")


def load_rehearsal(env: Env) -> None:
    """Load the fictional partnership once, in rehearsal mode only."""
    stamp = env.var / "rehearsed"
    if not env.rehearsal or stamp.exists() or not has_module(REHEARSAL):
        return
    say("Loading the rehearsal partnership (fictional people).")
    run_step(env, "worker", REHEARSAL)
    stamp.touch()


def has_module(name: str) -> bool:
    """Whether this installation has the module."""
    return importlib.util.find_spec(name) is not None


def web(env: Env, host: str, port: int) -> Child:
    """The web server: application loaded once, then forked."""
    counts = Path(os.environ.get("RUNTIME_DIRECTORY") or env.var / "run") / "metrics"
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir(parents=True)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "homeward.config.wsgi:application"]
    command += ["--bind", address, "--worker-class", "gthread", "--threads", str(THREADS)]
    command += ["--workers", str(env.processes), "--preload", "--no-control-socket"]
    command += ["--timeout", "60", "--graceful-timeout", "5", "--log-level", "warning"]
    command += ["--logger-class", "homeward.config.gunicorn_log.GunicornLogger"]
    environment = child_environment(env, "app")
    return Child("web server", command, {**environment, "PROMETHEUS_MULTIPROC_DIR": str(counts)})


def worker(env: Env) -> list[Child]:
    """The worker; none when this installation has no such module."""
    if not has_module(WORKER):
        return []
    command = [sys.executable, "-m", WORKER]
    return [Child("worker", command, child_environment(env, "worker"))]


@contextmanager
def kept(children: list[Child]) -> Iterator[None]:
    """Start the children; stop them all, whatever happens."""
    try:
        for child in children:
            child.start()
        yield
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.stop()


def wait_until_served(host: str, port: int, children: list[Child]) -> None:
    """Return when the web answers. CannotServe when it does not within a minute."""
    deadline = time.monotonic() + PATIENCE
    while not answers(host, port):
        for child in children:
            report(child.watch())
        if time.monotonic() > deadline:
            raise CannotServe("The web server did not answer within a minute; its reason is above.")
        time.sleep(0.05)


def answers(host: str, port: int) -> bool:
    """Whether the web says that it is alive."""
    probe = HTTPConnection(host, port, timeout=5)
    try:
        probe.request("GET", "/health/live")
        return probe.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        probe.close()


def announce(env: Env, host: str, port: int) -> None:
    """Say where it is and how to sign in."""
    say(f"\nhomeward is ready: http://{host}:{port}/")
    if env.rehearsal:
        say("Sign in: open /sign-in/ and press a name. Everybody in it is fictional.")
    else:
        say("Sign in: with e-mail address, password and code, over https (see SECURITY.md).")
    say("Stop: Ctrl-C.\n")


def watch(children: list[Child], cluster: Cluster | None) -> None:
    """Keep everything running until Stopped; end, too, when `make` itself was killed."""
    parent = os.getppid()
    while True:
        for child in children:
            report(child.watch())
        if cluster is not None and cluster.wait(0):
            report("The database server ended; starting it again.")
            cluster.stop()
            cluster.start()
        if "MAKELEVEL" in os.environ and os.getppid() != parent:
            raise Stopped
        time.sleep(PAUSE)


def report(sentence: str | None) -> None:
    """Say a sentence if there is one."""
    if sentence is not None:
        say(sentence)


if __name__ == "__main__":
    sys.exit(main())
