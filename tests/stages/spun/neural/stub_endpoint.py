"""A server on this machine that answers as a test tells it, in the place of an OpenAI-compatible endpoint."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """Nothing: a judge may hang up while it is answered."""


class Endpoint:
    """``answer``: from the decoded request and its number (from 0) to a status and a body."""

    def __init__(self, answer):
        self.answer = answer
        self.paths, self.requests, self.keys = [], [], []
        self.connections = set()
        self.closing = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.paths.append(self.path)
                endpoint.requests.append(asked)
                endpoint.keys.append(self.headers["Authorization"])
                endpoint.connections.add(self.client_address)
                status, body = endpoint.answer(asked, len(endpoint.requests) - 1)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Nothing: stderr is the test's."""

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


def prompt_of(asked):
    return asked["prompt"] if "prompt" in asked else asked["messages"][0]["content"]


def passages(asked):
    """What stands behind A and behind B in the prompt."""
    lines = prompt_of(asked).splitlines()
    return {line[0]: line[3:] for line in lines if line[:3] in ("A: ", "B: ")}


def chat(letter, *alternatives):
    """A chat's answer; ``alternatives``: pairs of token and logarithm of probability."""
    told = {"content": [{"token": letter, "top_logprobs": [{"token": t, "logprob": p} for t, p in alternatives]}]}
    return json.dumps(
        {
            "id": "x",
            "choices": [{"index": 0, "message": {"content": letter}, "logprobs": told if alternatives else None}],
        }
    ).encode()


def completion(letter, **alternatives):
    told = {"tokens": [letter], "top_logprobs": [alternatives]} if alternatives else None
    return json.dumps({"choices": [{"text": letter, "logprobs": told}]}).encode()
