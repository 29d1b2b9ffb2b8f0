"""Serve the provider: `python -m tests.provider FOLDER PORT CALLBACK`."""

from __future__ import annotations

import os
import sys
from pkgutil import resolve_name
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(folder: str, port: str, callback: str) -> None:
    os.environ["PROVIDER_FOLDER"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.provider.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    resolve_name("tests.provider.stock:stock")(callback)
    server = make_server("127.0.0.1", int(port), get_wsgi_application(), Server, Quiet)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
