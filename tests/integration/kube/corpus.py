"""Bad Integrations, a hundred of them, as one YAML stream on standard output; their names say what is wrong."""
import json

FLOW = {"from": {"uri": "timer:x", "steps": [{"log": "hi"}]}}
bad = {}


def add(kind, **spec):
    bad[f"{kind}-{sum(k.startswith(kind) for k in bad)}"] = spec


def source(text, name="a.yaml", **more):
    return [{"name": name, "content": text, **more}]


for step in ["setBdy", "fliter", "chioce", "lgo", "splitt", "marshall", "tod", "wiretap", "agregate", "loopp", "dealy", "thottle", "enrch", "stopp", "transfrom"]:
    add("unknown-step", flows=[{"from": {"uri": "timer:x", "steps": [{step: {"simple": "x"}}]}}])
for uri in ["nothing:x", "kafak:topic", "htp://x", "timr:x", "platform-htp:/x", "sedaa:x", "aws2-s3:bucket", "jms:queue", "salesforce:x", "telegram:x"]:
    add("unknown-scheme", flows=[{"from": {"uri": uri, "steps": [{"log": "x"}]}}])
for text in ["- from: {", "- from:\n  uri: 'timer:x", "\tfrom: x", "- &a [*b]", "- from:\n    uri: timer:x\n   steps: []", "- {from: {uri: timer:x, steps: [}]}", "key: [1,2",
             "- from: *nothing", "'"]:
    add("broken-yaml", sources=source(text))
for flows in [["text"], [1], [None], [[]], [{"from": "x", "to": "y"}], [{"from": {}}], [{"from": {"uri": 5}}], [{"from": {"uri": "timer:x", "steps": "text"}}],
              [{"from": {"uri": "timer:x", "steps": [{"choice": 5}]}}], [{"route": {}}]]:
    add("wrong-type", flows=flows)
for language in ["java", "groovy", "xml", "kotlin", "js"]:
    add("other-language", sources=source("class A {}", "A." + language, language=language))
for name in ["none", "missing", "gone", "away", "nowhere"]:
    add("missing-configmap", sources=[{"name": "a.yaml", "contentRef": name, "contentKey": "content"}])
for simple in ["${body", "${bdy}", "${header.", "${body} ==", "${nothing:x}", "${", "${body} & ${body}", "${date:nothing", "${random(}", "${body} = 5"]:
    add("bad-expression", flows=[{"from": {"uri": "timer:x", "steps": [{"filter": {"simple": simple, "steps": [{"log": "x"}]}}]}}])
for options in ["period=soon", "delay=x", "repeatCount=many", "nothing=1", "period=-5x", "fixedRate=maybe", "perod=5", "dealy=1", "synchronous=perhaps", "period="]:
    add("bad-option", flows=[{"from": {"uri": "timer:x?" + options, "steps": [{"log": "x"}]}}])
for kamelet in ["no-such-source", "timr-source", "x", "log-snk", "kafka-sorce"]:
    add("missing-kamelet", flows=[{"from": {"uri": "kamelet:" + kamelet, "steps": [{"log": "x"}]}}])
for step in ["filter", "split", "setHeader", "loop", "setBody", "throwException"]:
    add("missing-option", flows=[{"from": {"uri": "timer:x", "steps": [{step: {}}]}}])
for compressed in ["not base64!", "aGVsbG8=", "H4sI", "====", "QUJD"]:
    add("bad-compression", sources=source(compressed, compression=True))
for id_ in range(3):
    add("same-id", flows=[{"route": {"id": "a", **FLOW}}, {"route": {"id": "a", **FLOW}}])
for missing in ["{{no.such.property}}"] * 2:
    add("missing-property", flows=[{"from": {"uri": "timer:x?period=" + missing, "steps": [{"log": "x"}]}}])
add("nothing")
add("nothing", flows=[])
add("huge", sources=source("# " + "x" * 1_100_000 + "\n" + json.dumps([FLOW])))
add("deep", sources=source("- " * 500 + "x"))
add("no-steps", flows=[{"from": {"uri": "timer:x"}}])
for name, spec in bad.items():
    print("---")
    print(json.dumps({"apiVersion": "camel.apache.org/v1", "kind": "Integration", "metadata": {"name": name}, "spec": {"replicas": 1, **spec}}))
