"""The transcript: what Camel K's `kamel` 2.x (for commands that it has dropped, the last version that had them) prints for each command, one after the
other in one namespace. `out` is both streams together. A difference has its reason in `why`; without one it fails."""

CLUSTER = "runs are local unless --cluster says otherwise: this kamel runs routes itself"
USAGE = "wrong usage has a code of its own, 2, and a hint; any failure of Camel K is 1"
NO_KITS = "there are no kits: nothing is built"
COLUMNS = "columns are aligned, for people"

HELLO = "- from:\n    uri: timer:tick\n    steps:\n    - log: hi\n"
FILES = {"hello.yaml": HELLO, "other.yaml": HELLO, "Camel Case.yaml": HELLO}

# (command, exit code, output, why it is another one here)
COMMANDS = [
    ("get", 0, "NAME\tPHASE\tKIT\n"),
    ("run hello.yaml --cluster", 0, 'Integration "hello" created\n'),
    ("run hello.yaml --cluster", 0, 'Integration "hello" unchanged\n'),
    ("run hello.yaml --cluster -p a=b", 0, 'Integration "hello" updated\n'),
    ("run other.yaml --cluster -w", 0, 'Integration "other" created\nProgress: integration "other" in phase Running\n',
     "the receipts of the pods are told, too"),
    ("run 'Camel Case.yaml' --cluster -o yaml", 0,
     "apiVersion: camel.apache.org/v1\nkind: Integration\nmetadata:\n  creationTimestamp: null\n  name: camel-case\nspec:\n  flows:\n  - from:\n      steps:\n      - log: hi\n      uri: timer:tick\n"
     "status: {}\n", "fields stay in the order in which they were written, and there is no empty creationTimestamp"),
    ("run hello.yaml other.yaml --cluster", 1, "Error: unable to determine integration name\n", "it says what to do; " + USAGE),
    ("run hello.yaml --cluster -t nothing.x=1", 1, "Error: trait nothing does not exist in catalog\n", "it says where they are listed; " + USAGE),
    ("run absent.yaml --cluster", 1, "Error: one of the provided sources is not reachable: missing file or unsupported scheme in absent.yaml\n", "in the form of all errors of routes, and with their code"),
    ("run hello.yaml --cluster --dev -o yaml", 1, "Error: cannot use --dev with -o/--output option\n", "it says which options exclude each other, in the words of all such errors"),
    ("get", 0, "NAME\tPHASE\tKIT\nhello\tRunning\t\nother\tRunning\t\n"),
    ("get other", 0, "NAME\tPHASE\tKIT\nother\tRunning\t\n"),
    ("get absent", 1, 'Error: integrations.camel.apache.org "absent" not found\n', "the status of HTTP and its reason stand before the API server's message"),
    ("rebuild hello", 0, "1 integrations have been rebuilt\n"),
    ("rebuild --all", 0, "2 integrations have been rebuilt\n"),
    ("rebuild", 1, "Error: invalid combination: provide one or several integration names or set --all flag for all integrations\n"),
    ("undeploy hello", 0, "warning: could not undeploy integration hello, it is not in status Running\n0 integrations have been undeployed\n"),
    ("undeploy absent", 1, 'Error: could not find integration absent in namespace default: integrations.camel.apache.org "absent" not found\n'),
    ("deploy hello", 1, "Error: could not run an Integration in  status\n"),
    ("deploy absent", 1, 'Error: could not get Integration or Pipe absent: integrations.camel.apache.org "absent" not found\n'),
    ("rebuild absent", 1, 'Error: could not find integration absent in namespace default: integrations.camel.apache.org "absent" not found\n'),
    ("rebuild hello --all", 1, "Error: invalid combination: --all flag is set and at least one integration name is provided\n"),
    ("bind timer-source log-sink", 0, 'binding "timer-source-to-log-sink" created\n'),
    ("bind timer-source log-sink", 0, 'binding "timer-source-to-log-sink" unchanged\n'),
    ("bind timer-source log-sink -p source.message=hi", 0, 'binding "timer-source-to-log-sink" updated\n'),
    ("bind timer-source kafka:orders --step set-body-action -o yaml", 0,
     "apiVersion: camel.apache.org/v1\nkind: Pipe\nmetadata:\n  creationTimestamp: null\n  name: timer-source-to-kafka-orders\nspec:\n  sink:\n    uri: kafka:orders\n  source:\n    ref:\n      apiVersion: "
     "camel.apache.org/v1\n      kind: Kamelet\n      name: timer-source\n  steps:\n  - ref:\n      apiVersion: camel.apache.org/v1\n      kind: Kamelet\n      name: set-body-action\nstatus: {}\n",
     "fields stay in the order in which a Pipe is read, and there is no empty creationTimestamp"),
    ("bind timer-source", 1, "Error: source or sink is missing\n", USAGE),
    ("promote hello", 1, "Error: promote requires a destination namespace as --to argument\n"),
    ("promote hello --to default", 1, "Error: source and destination namespaces must be different in order to avoid promoted Integration/Pipe clashes with the source Integration/Pipe\n"),
    ("promote hello --to prod", 0, 'Promoted Integration "hello" created\n'),
    ("kamelet get", 0, "NAME\tPHASE\tTYPE\tGROUP\tBUNDLED\tREAD ONLY\tTITLE\n", COLUMNS),
    ("kamelet delete absent", 1, 'Error: no kamelet found with name "absent"\n', "what is not there needs no deletion"),
    ("delete absent", 0, "Integration absent not found. Skipped.\n"),
    ("delete hello", 0, "Integration hello deleted\n"),
    ("delete", 1, "Error: invalid combination: provide one or several integration names or set --all flag for all integrations\n"),
    ("delete --all", 0, "1 integration(s) deleted\n"),
    ("delete --all", 0, "Nothing to delete\n"),
    ("reset --force", 0, '1 bindings deleted from namespace "default"\n0 integrations deleted from namespace "default"\n0 integration kits deleted from namespace "default"\nCamel K successfully reset\n',
     NO_KITS + "; KameletBindings are told apart from Pipes"),
    ("reset --force", 0, '0 bindings deleted from namespace "default"\n0 integrations deleted from namespace "default"\n0 integration kits deleted from namespace "default"\nCamel K successfully reset\n',
     NO_KITS + "; KameletBindings are told apart from Pipes"),
    ("version", 0, "Camel K Client 2.10.1\n", "it is another program"),
    ("kit get", 0, "NAME\tPHASE\tTYPE\tIMAGE\n", NO_KITS),
    ("kit delete absent", 0, 'no integration kit found with name "absent"\n', NO_KITS),
    ("kit delete", 1, "Error: invalid combination: neither all flag nor named Kits are set\n"),
    ("kit create mine -d camel:kafka", 0, 'integration kit "mine" created\n', NO_KITS + ", and what it is asked for cannot be made"),
    ("debug hello", 1, 'Error: integration "hello" not found in namespace "default"\n'),
    ("run hello.yaml --cluster", 0, 'Integration "hello" created\n'),
    ("debug hello", 0, 'Enabling debug mode on integration "hello"...\n', "there is no JVM to attach to, and it says what helps instead"),
    ("run hello.yaml --cluster -t telemetry.enabled=true", 0, 'Integration "hello" updated\n', "what has no effect is told"),
    ("delete hello", 0, "Integration hello deleted\n"),
    ("runn hello.yaml", 1, 'Error: unknown command "runn" for "kamel"\n\nDid you mean this?\n\trun\n\nRun \'kamel --help\' for usage\n', USAGE),
]
