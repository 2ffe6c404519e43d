#!/usr/bin/env python3
"""How long 1,000 route tests take:  tests/bench/route_tests.py [TESTS] [LIMIT_S]

Writes files with routes like those of an order pipeline - redelivery with a minute between (that is as long as Camel waits), a dead letter channel, split, choice, aggregate with
a timeout - and 20 tests for each file; half of them send several messages, every fifth lets failures happen. Runs `kamel test` over all of them three times
and tells the median. Fails above LIMIT_S (5) and when a test does not pass. KAMEL=path takes that binary instead of build/release/kamel.
"""
import os, re, statistics, subprocess, sys, tempfile, time

TESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
LIMIT = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0
KAMEL = os.environ.get("KAMEL", os.path.join(os.path.dirname(__file__), "../../build/release/kamel"))
PER_FILE = 20

ROUTES = """
- errorHandler: { deadLetterChannel: { deadLetterUri: "kafka:dead", useOriginalMessage: true, redeliveryPolicy: { maximumRedeliveries: 3, redeliveryDelay: 1h } } }
- route:
    id: receive
    from:
      uri: kafka:orders
      steps:
        - unmarshal: { json: {} }
        - setProperty: { name: customer, simple: "${body[customer]}" }
        - to: http://bank/credit
        - setBody: { simple: "${body[items]}" }
        - split:
            tokenize: ","
            steps:
              - choice:
                  when:
                    - simple: "${body} regex '[0-9]+'"
                      steps: [ { to: "kafka:known" } ]
                  otherwise: { steps: [ { to: "kafka:unknown" } ] }
        - delay: { constant: 60000 }
        - log: "done with ${exchangeProperty.customer}"
- route:
    id: collect
    from:
      uri: kafka:known
      steps:
        - aggregate:
            correlationExpression: { constant: all }
            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
            completionTimeout: 3600000
            steps: [ { setBody: { simple: "${body.size}" } }, { to: "kafka:batches" } ]
"""

def test(number):
    many = 1 + number % 2 * 4
    if number % 5 == 0:
        return f"""  - name: order {number} is put aside when the bank is closed
    mocks: {{ uri: "http:*", fail: java.net.ConnectException }}
    send: {{ to: receive, body: {{ customer: c{number}, items: "1,2" }} }}
    expect: {{ kafka:dead: [ {{ body: {{ customer: c{number}, items: "1,2" }}, at: 3m }} ], kafka:known: 0 }}
"""
    return f"""  - name: order {number} is split and collected
    mocks: {{ uri: "http:*", headers: {{ credit: {number} }} }}
    send: {{ to: kafka:orders, body: {{ customer: c{number}, items: "{number},x,7" }}, repeat: {many} }}
    expect:
      kafka:known: {{ count: {2 * many} }}
      kafka:unknown: {{ count: {many}, messages: [ {{ body: x, headers: {{ credit: {number} }} }} ] }}
      kafka:batches: {{ count: 1, messages: [ {2 * many} ] }}
      log: done with c{number}
"""

with tempfile.TemporaryDirectory() as folder:
    for first in range(0, TESTS, PER_FILE):
        with open(f"{folder}/orders{first:05}.yaml", "w") as out:
            out.write(ROUTES)
        with open(f"{folder}/orders{first:05}.test.yaml", "w") as out:
            out.write("tests:\n" + "".join(test(number) for number in range(first, min(first + PER_FILE, TESTS))))
    seconds = []
    for _ in range(3):
        began = time.monotonic()
        done = subprocess.run([KAMEL, "test", "-q", folder], capture_output=True, text=True, timeout=600)
        seconds.append(time.monotonic() - began)
        passed = re.search(r"(\d+) passed", done.stdout)
        if done.returncode != 0 or not passed or int(passed[1]) != TESTS:
            sys.exit(f"not all passed:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    median = statistics.median(seconds)
    print(f"{TESTS} route tests in {median:.2f} s ({median / TESTS * 1000:.2f} ms each; all: {', '.join(f'{s:.2f}' for s in seconds)} s)")
    sys.exit(0 if median < LIMIT else f"slower than {LIMIT} s")
