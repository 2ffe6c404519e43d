"""An API server that keeps objects in memory: enough of one for the commands of kamel, and for no more."""
import http.server, itertools, json, threading, urllib.parse

KINDS = {
    "v1": {"Pod": "pods", "ConfigMap": "configmaps", "Secret": "secrets", "Namespace": "namespaces", "Event": "events"},
    "apps/v1": {"Deployment": "deployments", "ControllerRevision": "controllerrevisions"},
    "camel.apache.org/v1": {"Integration": "integrations", "Pipe": "pipes", "Kamelet": "kamelets", "IntegrationProfile": "integrationprofiles"},
    "camel.apache.org/v1alpha1": {"KameletBinding": "kameletbindings"},
}


def merge(into, patch):
    for key, value in patch.items():
        if value is None:
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


class Store:
    """Objects by (api version, plural, namespace, name). `arrived` is called with each that was made or changed: an operator's part."""

    def __init__(self, arrived=lambda item: None):
        self.items, self.versions, self.arrived = {}, itertools.count(1), arrived

    def put(self, key, item, before=None):
        meta = item.setdefault("metadata", {})
        meta.setdefault("namespace", key[2])
        meta.setdefault("uid", f"uid-{key[3]}")
        meta.setdefault("creationTimestamp", "2026-01-01T00:00:00Z")
        edited = before is None or before.get("spec") != item.get("spec")
        meta["generation"] = (before["metadata"]["generation"] if before else 0) + edited
        meta["resourceVersion"] = str(next(self.versions))
        self.items[key] = item
        if edited:
            self.arrived(item)
        return item

    def answer(self, method, path, query, body):
        parts = path.strip("/").split("/")
        version, rest = ("v1", parts[2:]) if parts[0] == "api" else ("/".join(parts[1:3]), parts[3:])
        if not rest:
            kinds = KINDS.get(version)
            return (200, {"resources": [{"name": p, "kind": k, "namespaced": k != "Namespace"} for k, p in kinds.items()]}) if kinds else (404, {})
        space = ""
        if rest[0] == "namespaces" and len(rest) > 2:
            space, rest = rest[1], rest[2:]
        plural, name = rest[0], rest[1] if len(rest) > 1 else ""
        key = (version, plural, space, name)
        if method == "POST":
            key = key[:3] + (body["metadata"]["name"],)
            return (409, self.refusal(key, "AlreadyExists", "already exists")) if key in self.items else (201, self.put(key, body))
        if not name:
            labels = dict(pair.split("=") for pair in query.get("labelSelector", [""])[0].split(",") if "=" in pair)
            fits = lambda item: all(item["metadata"].get("labels", {}).get(k) == v for k, v in labels.items())
            return 200, {"metadata": {"resourceVersion": "1"}, "items": [i for k, i in sorted(self.items.items()) if k[:3] == key[:3] and fits(i)]}
        before = self.items.get(key)
        if before is None and not (method == "PATCH" and "fieldManager" in query):
            return 404, self.refusal(key, "NotFound", "not found")
        if method == "GET":
            return 200, before
        if method == "DELETE":
            return 200, self.items.pop(key)
        if method == "PUT":
            return 200, self.put(key, body, before)
        after = json.loads(json.dumps(before or {}))
        merge(after, body)
        return 200, self.put(key, after, before)

    def refusal(self, key, reason, text):
        group = key[0].split("/")[0] if "/" in key[0] else ""
        return {"kind": "Status", "reason": reason, "message": f'{key[1]}{"." + group if group else ""} "{key[3]}" {text}'}


def serve(store):
    """Runs in a thread of its own. Its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self):
            url = urllib.parse.urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, out = store.answer(self.command, url.path, urllib.parse.parse_qs(url.query), json.loads(body) if body else None)
            text = json.dumps(out).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
