#!/bin/bash
# keda.sh STATE_DIR [VERSION]: builds KEDA's operator and metrics server from their Go module and installs them, without the
# admission webhooks, in the running cluster.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); S=$(realpath "$1"); v=${2:-v2.20.2}
export CGO_ENABLED=0 PATH=$PATH:/usr/local/go/bin KUBECONFIG=$S/admin.kubeconfig
CACHE=${CACHE:-$here/.bin}; out=$CACHE/keda-$v
src=$(go mod download -json github.com/kedacore/keda/v2@$v | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
mkdir -p "$out"; cp "$src/go.mod" "$src/go.sum" "$out"; chmod u+w "$out"/go.*
(cd "$src"; for c in operator adapter; do [ -x "$out/keda-$c" ] || go build -modfile "$out/go.mod" -trimpath -ldflags '-s -w' -o "$out/keda-$c" "./cmd/$c"; done)
image() { local t; t=$(mktemp -d); mkdir "$t/tmp"; chmod 1777 "$t/tmp"; cp "$out/$1" "$t/$2"; RUN_AS=65532 ROOTFS=$t bash "$here/image.sh" "$S" "local/$1:1" "/$2"; rm -rf "$t"; }
image keda-operator keda; image keda-adapter keda-adapter
k() { "$CACHE/kubectl" "$@"; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cp -r "$src/config" "$work/"; chmod -R u+w "$work"; sed -i '/webhooks/d' "$work/config/default/kustomization.yaml"
k kustomize "$work/config/default" |
  sed -E 's,ghcr.io/kedacore/keda-metrics-apiserver:[a-z0-9.]+,local/keda-adapter:1,; s,ghcr.io/kedacore/keda:[a-z0-9.]+,local/keda-operator:1,; s/imagePullPolicy: Always/imagePullPolicy: IfNotPresent/; s/cpu: 100m/cpu: 20m/' >"$work/all.yaml"
k apply --server-side --force-conflicts -f "$work/all.yaml" >/dev/null || { sleep 2; k apply --server-side --force-conflicts -f "$work/all.yaml" >/dev/null; }
k -n keda wait --for=condition=Available deployment --all --timeout=180s
