#!/usr/bin/env python3
"""The other side of the stream tests: GET /NUMBER gives so many bytes, POST counts what comes and remembers its digest (GET /digest, GET /count)."""
import hashlib, http.server, sys

PIECE = bytes(range(256)) * 1024  # 256 KiB


class Peer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count, digest = 0, ""

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/digest":
            return self.answer(Peer.digest.encode())
        if self.path == "/count":
            return self.answer(str(Peer.count).encode())
        size = int(self.path[1:])
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        while size > 0:
            self.wfile.write(PIECE[: min(size, len(PIECE))])
            size -= min(size, len(PIECE))

    def do_POST(self):
        left = int(self.headers["Content-Length"])
        digest = hashlib.sha256()
        Peer.count = 0
        while left > 0:
            piece = self.rfile.read(min(left, 1 << 20))
            if not piece:
                break
            digest.update(piece)
            left -= len(piece)
            Peer.count += len(piece)
        Peer.digest = digest.hexdigest()
        self.answer(b"taken")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Peer)
print(server.server_port, flush=True)
server.serve_forever()
