#!/usr/bin/env python3
"""Measures an operator that looks after very many Integrations: its memory, what it does when nothing happens, and a full resync.

    tests/bench/cluster_crowd.py declare|resync|idle --kubeconfig FILE [--namespace default] [--integrations 1000] [--pid PID] [--metrics URL] [--seconds 60]

declare   writes the Integrations, which have no pods, and waits until the operator has accepted all of them
resync    an operator was just started (PID): waits until it has looked at all of them and has nothing left to do
idle      its CPU time over so many seconds, and its memory
Every tenth serves HTTP, thus has a Service and an Ingress, too. Limits are those of the issue: 100 MB, 1 % of a CPU, 60 s."""
import argparse, os, re, sys, time, urllib.request
from cluster_many import Api


def path(o, n=None):
    return f"/apis/camel.apache.org/v1/namespaces/{o.namespace}/integrations" + ("" if n is None else f"/crowd-{n:04}")


def declare(o):
    api, began = Api(o.kubeconfig), time.monotonic()
    for n in range(o.integrations):
        uri = "platform-http:/hello" if n % 10 == 0 else "timer:tick?period=60000"
        flow = {"from": {"uri": uri, "steps": [{"filter": {"simple": "${body} != null", "steps": [{"setBody": {"constant": f"number {n}"}}]}}, {"log": "${body}"}]}}
        body = {"apiVersion": "camel.apache.org/v1", "kind": "Integration", "metadata": {"name": f"crowd-{n:04}"}, "spec": {"replicas": 0, "flows": [flow]}}
        api.call("PATCH", path(o, n) + "?fieldManager=bench&force=true", body, "application/apply-patch+yaml")
    accepted = 0
    while accepted < o.integrations:
        if time.monotonic() - began > 1200:
            sys.exit(f"after 20 minutes {accepted} of {o.integrations} were accepted")
        time.sleep(1)
        items = api.call("GET", path(o))["items"]
        accepted = sum(one["metadata"]["name"].startswith("crowd-") and any(c["type"] == "RoutesAccepted" and c["status"] == "True" for c in one.get("status", {}).get("conditions", []))
                       for one in items)
    print(f"{o.integrations} Integrations declared and accepted in {time.monotonic() - began:.1f} s")
    return 0


def metrics(o):
    text = urllib.request.urlopen(o.metrics, timeout=30).read().decode()
    done = sum(float(value) for value in re.findall(r'(?m)^kamel_operator_reconcile_seconds_count\{kind="Integration".*\} (\S+)$', text))
    return done, float(re.search(r"(?m)^kamel_operator_queue_length (\S+)$", text).group(1))


def age(pid):
    """Seconds since the process began."""
    started = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return float(open("/proc/uptime").read().split()[0]) - started


def resync(o):
    while True:
        done, waiting = metrics(o)
        if done >= o.integrations and waiting == 0:
            break
        if age(o.pid) > 600:
            sys.exit(f"after 10 minutes {done:.0f} of {o.integrations} were looked at, {waiting:.0f} wait")
        time.sleep(0.2)
    took = age(o.pid)
    print(f"full resync of {o.integrations} Integrations {took:.1f} s after the start of the process")
    return 0 if took < 60 else 1


def memory(pid):
    status = open(f"/proc/{pid}/status").read()
    return [int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) * 1024 / 1e6 for name in ("VmRSS", "VmHWM")]


def idle(o):
    ticks = lambda: sum(map(int, open(f"/proc/{o.pid}/stat").read().rsplit(")", 1)[1].split()[11:13]))
    before, began = ticks(), time.monotonic()
    time.sleep(o.seconds)
    share = (ticks() - before) / os.sysconf("SC_CLK_TCK") / (time.monotonic() - began) * 100
    now, most = memory(o.pid)
    print(f"with {o.integrations} Integrations: {now:.0f} MB ({most:.0f} MB at most), {share:.2f} % of a CPU over {o.seconds:g} s in which nothing happened")
    return 0 if now < 100 and share < 1 else 1


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["declare", "resync", "idle"])
    p.add_argument("--kubeconfig", required=True)
    p.add_argument("--namespace", default="default")
    p.add_argument("--integrations", type=int, default=1000)
    p.add_argument("--pid", type=int)
    p.add_argument("--metrics")
    p.add_argument("--seconds", type=float, default=60)
    o = p.parse_args()
    return {"declare": declare, "resync": resync, "idle": idle}[o.what](o)


if __name__ == "__main__":
    sys.exit(main())
