# An OpenID token endpoint for tests: gives whoever has the right client secret an unsigned token. Prints its port; `tokens.py SECRET`.
import base64
import http.server
import json
import sys
import time


def part(claims: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


class Endpoint(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        given = base64.b64decode(self.headers.get("Authorization", "Basic ").split(" ", 1)[1]).decode()
        good = given == "alice:" + sys.argv[1]
        now = int(time.time())
        token = part({"alg": "none"}) + "." + part({"sub": "alice", "iat": now, "exp": now + 300}) + "."
        answer = json.dumps({"access_token": token, "token_type": "Bearer", "expires_in": 300} if good else {"error": "invalid_client"}).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
print(server.server_port, flush=True)
server.serve_forever()
