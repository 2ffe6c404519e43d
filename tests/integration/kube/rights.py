"""Takes the operator's rights away, one by one, each in a namespace of its own:  see `rights` beside this file."""
import argparse, concurrent.futures, json, re, subprocess, sys, threading, time

STUBS = [("serving.knative.dev", "v1", "Service", "services"), ("eventing.knative.dev", "v1", "Broker", "brokers"), ("eventing.knative.dev", "v1", "Trigger", "triggers"),
         ("messaging.knative.dev", "v1", "Channel", "channels"), ("messaging.knative.dev", "v1", "InMemoryChannel", "inmemorychannels"),
         ("messaging.knative.dev", "v1beta1", "KafkaChannel", "kafkachannels"), ("messaging.knative.dev", "v1", "Subscription", "subscriptions"),
         ("sources.knative.dev", "v1", "SinkBinding", "sinkbindings"), ("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects"),
         ("keda.sh", "v1alpha1", "TriggerAuthentication", "triggerauthentications"), ("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors"),
         ("gateway.networking.k8s.io", "v1", "Gateway", "gateways"), ("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes")]
# Checked by OpenShift's own API server only.
NOT_HERE = {("create", "route.openshift.io", "routes/custom-host")}

ASKED = re.compile(r"system:serviceaccount:([^:\"]+):kamel-operator")


def stub(group, version, kind, plural):
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.{group}",
            "annotations": {"api-approved.kubernetes.io": "unapproved"}},
            "spec": {"group": group, "scope": "Namespaced", "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": kind + "List"},
                     "versions": [{"name": version, "served": True, "storage": True, "subresources": {"status": {}},
                                   "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]}}


def integration(name, uris, traits, **more):
    flows = [{"from": {"uri": uri, "steps": [{"log": "x"} if to is None else {"to": to}]}} for uri, to in uris]
    return {"apiVersion": "camel.apache.org/v1", "kind": "Integration", "metadata": {"name": name}, "spec": {"flows": flows, "traits": traits, **more}}


WEB, TICK = [("platform-http:/a", None)], [("timer:a?period=60000", None)]


def first():
    """Objects that make the operator use each kind of child."""
    kafka = ("kafka:a?brokers=b:1&groupId=g&securityProtocol=SASL_SSL&saslMechanism=PLAIN&saslJaasConfig=RAW(x required username=\"u\" password=\"{{p}}\";)", None)
    return [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "login"}, "stringData": {"p": "x"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "watched"}, "data": {"a": "1"}},
        {"apiVersion": "eventing.knative.dev/v1", "kind": "Broker", "metadata": {"name": "default"}},
        {"apiVersion": "messaging.knative.dev/v1", "kind": "Channel", "metadata": {"name": "out"}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "others"}, "spec": {"selector": {"matchLabels": {"app": "o"}}, "template": {
            "metadata": {"labels": {"app": "o"}}, "spec": {"containers": [{"name": "c", "image": "none"}]}}}},
        {"apiVersion": "k8spatterns.io/v1", "kind": "ConfigWatcher", "metadata": {"name": "w"}, "spec": {"configMap": "watched", "podSelector": {"app": "o"}}},
        {"apiVersion": "camel.apache.org/v1", "kind": "Kamelet", "metadata": {"name": "k-source"}, "spec": {"definition": {"title": "k"}, "template": {
            "from": {"uri": "timer:k", "steps": [{"to": "kamelet:sink"}]}}}},
        {"apiVersion": "camel.apache.org/v1", "kind": "IntegrationPlatform", "metadata": {"name": "camel-k"}, "spec": {}},
        {"apiVersion": "camel.apache.org/v1", "kind": "IntegrationProfile", "metadata": {"name": "pr"}, "spec": {}},
        {"apiVersion": "camel.apache.org/v1", "kind": "Pipe", "metadata": {"name": "p"}, "spec": {"source": {"uri": "timer:p"}, "sink": {"uri": "log:p"}}},
        {"apiVersion": "camel.apache.org/v1alpha1", "kind": "KameletBinding", "metadata": {"name": "b"}, "spec": {"source": {"uri": "timer:p"}, "sink": {"uri": "log:p"}}},
        integration("web", WEB, {"knative-service": {"enabled": False}, "pdb": {"enabled": True}, "prometheus": {"enabled": True}, "gateway": {"enabled": True, "className": "none"}, "route": {"host": "h"},
                                 "mount": {"volumes": ["data:/data:1Mi:ReadWriteOnce"]}}),
        integration("serving", WEB, {"knative-service": {"enabled": True}}),
        integration("job", TICK, {"cron": {"enabled": True}}),
        integration("moves", TICK, {}),
        integration("scaled", [kafka], {"keda": {"enabled": True}, "mount": {"configs": ["secret:login"]}}),
        integration("events", [("knative:event/a", None), ("knative:channel/b", "knative:channel/out")], {"knative-service": {"enabled": False}}),
        integration("looks", TICK[:1] + [("timer:b", "knative:endpoint/nowhere")], {"knative": {"sinkBinding": False}}),
        integration("bad", [("nothing:x", None)], {}),
    ]


def second():
    """Later: each of those has fewer children, and an edit."""
    edited = [("timer:z?period=60000", None)]
    more = [integration(name, edited, {"gc": {"enabled": True}}) for name in ("web", "serving", "job", "scaled", "events")]
    more.append(integration("moves", TICK, {"gc": {"enabled": True}, "cron": {"enabled": True}}))  # its Deployment goes
    return more + [integration("bad", [("nothing:y", None)], {}), {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "watched"}, "data": {"a": "2"}}]


def edits(cluster, space):
    """More edits than history keeps, and the same mistake again and again."""
    for n in range(13):
        text = "timer:e?period=%d" % (60000 + n)
        cluster.apply([integration("web", [(text, None)], {"gc": {"enabled": True}}), integration("bad", [("nothing:y", None) if n % 2 else (text, None)], {})], "-n", space)
        time.sleep(1)


class Cluster:
    def __init__(self, kubectl, state):
        self.kubectl, self.state, self.read = kubectl, state, 0
        self.events, self.lock = {}, threading.Lock()  # of the audit log up to `read`

    def k(self, *arguments, text=None):
        done = subprocess.run([self.kubectl, *arguments], input=text, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"kubectl {' '.join(arguments)}: {done.stderr[:500]}")
        return done.stdout

    def apply(self, objects, *arguments):
        self.k("apply", "--server-side", "--force-conflicts", "--validate=false", *arguments, "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))

    def read_log(self):
        """What has been written since, sorted by the namespace of the operator that asked."""
        with self.lock, open(f"{self.state}/audit.log") as log:
            log.seek(self.read)
            for line in iter(log.readline, ""):
                if not line.endswith("\n"):  # still being written
                    break
                self.read = log.tell()
                asked = ASKED.search(line)
                if asked:
                    self.events.setdefault(asked.group(1), []).append(json.loads(line))

    def calls(self, space):
        """What the operator of a namespace asked for: (verb, group, resource), and of the refusals the messages."""
        used, refused, words = set(), set(), ""
        self.read_log()
        for event in list(self.events.get(space, [])):
            if "objectRef" not in event:
                continue
            ref = event["objectRef"]
            right = (event["verb"], ref.get("apiGroup", ""), ref["resource"] + ("/" + ref["subresource"] if "subresource" in ref else ""))
            if event.get("annotations", {}).get("authorization.k8s.io/decision") == "forbid":
                refused.add(right)
            elif event["responseStatus"].get("code") == 403:
                words += event["responseStatus"].get("message", "") + "\n"
            else:
                used.add(right)
                if right[0] == "patch" and event["responseStatus"].get("code") == 201:  # server-side apply: two rights in one call
                    used.add(("create", *right[1:]))
        return used, refused, words


def flat(rules):
    return sorted({(verb, group, resource) for rule in rules for verb in rule["verbs"] for group in rule["apiGroups"] for resource in rule["resources"]})


def as_rules(rights):
    return [{"verbs": [verb], "apiGroups": [group], "resources": [resource]} for verb, group, resource in rights]


class Operator:
    """One with these rights, in a namespace of its own."""

    def __init__(self, cluster, kamel, space, rights):
        self.cluster, self.space = cluster, space
        cluster.k("create", "namespace", space)
        subject = {"kind": "ServiceAccount", "name": "kamel-operator", "namespace": space}
        cluster.apply([{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "kamel-operator"}},
                       {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "kamel-operator"}, "rules": as_rules(rights)},
                       {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "kamel-operator"}, "subjects": [subject],
                        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "kamel-operator"}}], "-n", space)
        config = json.load(open(f"{cluster.state}/k/admin.kubeconfig"))
        config["users"][0]["user"]["token"] = cluster.k("create", "token", "kamel-operator", "-n", space).strip()
        path = f"{cluster.state}/{space}.kubeconfig"
        json.dump(config, open(path, "w"))
        self.command = [kamel, "operator", "--kube-config", path, "-n", space, "--watch", space, "--image", "none", "--health-port", "0", "--health-host", "127.0.0.1"]
        self.log = open(f"{cluster.state}/{space}.log", "w")
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)

    def run(self, enough, seconds):
        """The life of a namespace, until `enough` or the end of it: first, second, and an operator that starts when much is there."""
        try:
            for objects in (first, second):
                self.cluster.apply(objects(), "-n", self.space)
                if self.wait(enough, seconds / 3):
                    return True
            self.process.terminate()
            self.process.wait()
            self.leave_behind()
            self.start()
            edits(self.cluster, self.space)
            return self.wait(enough, seconds / 3)
        finally:
            self.process.kill()
            self.process.wait()
            subprocess.run([self.cluster.kubectl, "delete", "namespace", self.space, "--wait=false"], capture_output=True)

    def leave_behind(self):
        """A ConfigMap as Camel K's operator makes them."""
        uid = self.cluster.k("get", "integration", "web", "-n", self.space, "-o", "jsonpath={.metadata.uid}")
        owner = {"apiVersion": "camel.apache.org/v1", "kind": "Integration", "name": "web", "uid": uid}
        self.cluster.apply([{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web-source-000", "labels": {"camel.apache.org/integration": "web"},
                             "ownerReferences": [owner]}}], "-n", self.space)

    def wait(self, enough, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if enough():
                return True
            if self.process.poll() is not None:  # a right without which it does not even start
                self.start()
            time.sleep(0.5)
        return enough()


def without(cluster, kamel, rights, number, right, seconds):
    space = f"without-{number}"
    operator = Operator(cluster, kamel, space, [one for one in rights if one != right])

    def seen():
        _, refused, words = cluster.calls(space)
        cannot = f'cannot {right[0]} resource "{right[2]}" in API group "{right[1]}"'  # the second right of an apply is no decision of its own
        return right in refused or cannot in words or (right[2].endswith("/finalizers") and "finalizers" in words)
    return operator.run(seen, seconds)


def main():
    p = argparse.ArgumentParser()
    for name in ("kamel", "kubectl", "state"):
        p.add_argument(f"--{name}", required=True)
    p.add_argument("--filter", default="")
    p.add_argument("--seconds", type=float, default=90)
    o = p.parse_args()
    cluster = Cluster(o.kubectl, o.state)
    cluster.apply([stub(*one) for one in STUBS])
    install = subprocess.run([o.kamel, "install", "-n", "default", "-o", "json"], capture_output=True, text=True, check=True).stdout
    items = json.loads(install)
    items = items["items"] if isinstance(items, dict) else items
    cluster.apply([one for one in items if one["kind"] == "CustomResourceDefinition"])
    cluster.k("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
    rights = flat(next(one for one in items if one["kind"] == "Role" and one["metadata"]["name"] == "kamel-operator")["rules"])
    checked = [right for right in rights if right not in NOT_HERE and right[1] != "route.openshift.io"]
    finalizers = {right for right in checked if right[2].endswith("/finalizers")}
    failed = []

    def all_used():
        return not set(checked) - finalizers - cluster.calls("with-all")[0]
    Operator(cluster, o.kamel, "with-all", rights).run(all_used, o.seconds)
    used, refused, words = cluster.calls("with-all")
    for right in sorted(refused):
        failed.append(f"refused though it has all rights of its manifest: {' '.join(right)}")
    if words:
        failed.append(f"refused though it has all rights of its manifest: {words}")
    unused = set(checked) - finalizers - used
    failed += [f"granted, and not used: {' '.join(right)}" for right in sorted(unused)]
    print(f"{len(rights)} rights; with all of them {len(used)} kinds of calls, {len(refused)} refused, {len(unused)} rights not used")
    wanted = [right for right in checked if right not in unused and re.search(o.filter, " ".join(right))]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = pool.map(lambda one: without(cluster, o.kamel, rights, one[0], one[1], o.seconds), enumerate(wanted))
        for right, seen in zip(wanted, results):
            if not seen:
                failed.append(f"nobody misses it: {' '.join(right)}")
    print("\n".join(failed))
    print(f"{len(wanted)} rights taken away one by one; {len(rights) - len(checked)} are for OpenShift, whose API is not here")
    print(f"{len(wanted) + 1 - len(failed)} passed, {len(failed)} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
