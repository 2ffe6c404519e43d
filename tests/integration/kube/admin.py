"""What a pod's admin port lets in, tried with certificates of all kinds:  admin.py ADDRESS FOLDER
FOLDER has ca.crt and ca.key of the operator's authority, tls.crt and tls.key of the operator, pod.crt and pod.key of the pods."""
import http.client, json, ssl, subprocess, sys

address, folder = sys.argv[1:3]
name = subprocess.run(["openssl", "x509", "-in", f"{folder}/pod.crt", "-noout", "-ext", "subjectAltName"], capture_output=True, text=True, check=True).stdout.split("DNS:")[1].strip()


def make(what, authority, use="clientAuth", days=("20200101000000Z", "20991231000000Z")):
    """A key and a certificate that `authority` has signed."""
    run = lambda *words: subprocess.run(["openssl", *words], check=True, capture_output=True)
    run("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", f"{folder}/{what}.key")
    run("req", "-new", "-key", f"{folder}/{what}.key", "-subj", "/CN=kamel-operator", "-out", f"{folder}/{what}.csr")
    open(f"{folder}/index.txt", "w").close()
    open(f"{folder}/ca.cnf", "w").write(f"[ca]\ndefault_ca=c\n[c]\ndatabase={folder}/index.txt\nnew_certs_dir={folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n"
                                        f"[p]\ncommonName=supplied\n[e]\nextendedKeyUsage={use}\n")
    run("ca", "-batch", "-notext", "-config", f"{folder}/ca.cnf", "-extensions", "e", "-startdate", days[0], "-enddate", days[1],
        "-cert", f"{folder}/{authority}.crt", "-keyfile", f"{folder}/{authority}.key", "-in", f"{folder}/{what}.csr", "-out", f"{folder}/{what}.crt")
    return what


def another_authority():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{folder}/other.key", "-out", f"{folder}/other.crt",
                    "-days", "9", "-subj", "/CN=kamel admin authority"], check=True, capture_output=True)
    return "other"


def ask(identity, method="GET", body=None):
    """The status and the receipt; (0, why) where nobody is let in."""
    context = ssl.create_default_context(cafile=f"{folder}/ca.crt")
    if identity:
        context.load_cert_chain(f"{folder}/{identity}.crt", f"{folder}/{identity}.key")
    connection = http.client.HTTPSConnection(address, 9443, context=context, timeout=10)
    try:
        raw = __import__("socket").create_connection((address, 9443), 10)
        connection.sock = context.wrap_socket(raw, server_hostname=name)
        connection.request(method, "/routes", json.dumps(body) if body else None)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (ssl.SSLError, OSError, http.client.HTTPException) as why:
        return 0, str(why)


def expect(what, found, wanted):
    print(f"{what}: {found}")
    if found != wanted:
        sys.exit(f"{what}: {found}, not {wanted}")


strangers = {"no certificate": None, "the pods' own, for servers": "pod", "one of another authority": make("stranger", another_authority()),
             "one that has expired": make("expired", "ca", days=("20200101000000Z", "20200201000000Z")),
             "one that is not valid yet": make("early", "ca", days=("20900101000000Z", "20991231000000Z")), "one for servers, of the right authority": make("server", "ca", "serverAuth")}
for what, identity in strangers.items():
    expect(what, ask(identity)[0], 0)
status, now = ask("tls")
expect("the operator's", status, 200)
version = {key: now[key] for key in ("uid", "generation", "revision", "digest")}
other = {"sources": [{"name": "a.yaml", "text": "- from:\n    uri: platform-http:/hello\n    steps:\n    - setBody: {constant: replayed}\n"}], "kamelets": [], "properties": {}}
for what, change, wanted in [("the same push again", {}, 200),
                             ("a push of an older revision", {"revision": version["revision"] - 1, "digest": "old"}, 409),
                             ("a later write of an older generation", {"revision": version["revision"] + 5, "generation": version["generation"] - 1, "digest": "old"}, 409),
                             ("a push without a digest", {"digest": ""}, 400)]:
    status, receipt = ask("tls", "PUT", {**version, **change, **other})
    expect(what, status, wanted)
expect("what runs afterwards", {key: ask("tls")[1][key] for key in version}, version)
