"""The emulator's process: moto with its gaps closed, on loopback.

It prints one line of JSON, {"port": N}, once it listens, and ends by itself when the process that started it is gone
or its time is up, so that no run, however it ends, leaves a server behind.

usage: python launcher.py --parent PID [--port N] [--seconds N]
"""

import argparse
import json
import logging
import os
import signal
import threading
import time

# Gap: without it, attaching an AWS managed policy answers 404.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import inventory
from gaps import batch, ec2, iam, s3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


def end_with(parent, seconds):
    """Ends this process when `parent` is no longer its parent, or after `seconds`."""

    def watch():
        deadline = time.monotonic() + seconds
        while os.getppid() == parent and time.monotonic() < deadline:
            time.sleep(0.2)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def application():
    moto = DomainDispatcherApplication(create_backend_app)

    def answer(environ, start_response):
        if environ["PATH_INFO"] == "/moto-api/inventory":
            body = json.dumps(inventory.take()).encode()
            start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]
        return moto(environ, start_response)

    return answer


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--parent", type=int, required=True)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=2 * 60 * 60)
    given = arguments.parse_args()

    end_with(given.parent, given.seconds)
    # An interrupt at the terminal reaches the whole process group; whoever started us decides when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

    inventory.leave_out_what_backends_start_with()
    for service in (batch, ec2, iam, s3):
        service.close()

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", given.port, application(), threaded=True)
    os.environ["MOTO_PORT"] = str(server.port)
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
