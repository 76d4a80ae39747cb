#!/usr/bin/env bash
# Proves the images and compose.yaml with the Docker engine of this machine: RST, FIN, refusal
# and silence arrive in a second container as the scenarios declare them. Pulls nothing, leaves
# nothing behind, and touches only what is called badrdp-test.
#
#   BADRDP_REQUIRE_DOCKER=1   fail where there is no engine; otherwise that is said and forgiven
#   BADRDP_BUSYBOX            see build.sh; with a busybox, the client's kernel is asked as well
set -euo pipefail

cd "$(dirname "$0")/.."
project=badrdp-test
export BADRDP_TAG=test BADRDP_LAB=$project
# Of the person who runs this; compose.yaml would take it.
unset BADRDP_SCENARIOS

say() { printf '%s\n' "$*"; }
ok() { say "ok      $*"; }
fail() {
  say "FAILED  $*" >&2
  exit 1
}

skip() {
  [[ ${BADRDP_REQUIRE_DOCKER:-} != 1 ]] || fail "$1, and BADRDP_REQUIRE_DOCKER is set"
  say "SKIPPED: the Docker tests: $1"
  exit 0
}

command -v docker >/dev/null || skip "there is no docker command"
# An engine that hangs is as good as none.
engine=$(timeout 20 docker info --format '{{.OSType}} {{.Architecture}}' 2>/dev/null) ||
  skip "no Docker engine answers"
[[ $engine == "linux $(uname -m)" ]] ||
  skip "the Docker engine runs $engine, which this machine cannot build for"
if timeout 20 docker compose version >/dev/null 2>&1; then
  compose_command=(docker compose)
elif command -v docker-compose >/dev/null; then
  compose_command=(docker-compose)
else
  skip "there is neither \`docker compose\` nor \`docker-compose\`"
fi

# Nothing here takes a minute; what does hangs.
compose() {
  timeout 60 "${compose_command[@]}" --project-name "$project" --file docker/compose.yaml "$@"
}

# A run in two parts, as shards.compose.yaml spreads it.
shards() {
  BADRDP_IMAGE="badrdp-client:$BADRDP_TAG" BADRDP_SHARDS=2 BADRDP_RUN='--cause wrong-service' \
    timeout 120 "${compose_command[@]}" --project-name "$project-shards" \
    --file docker/shards.compose.yaml "$@"
}

clean() {
  local left
  left=$(docker ps --all --quiet --filter "name=^/?$project[-_]")
  # shellcheck disable=SC2086 # one word for each container
  [[ -z $left ]] || docker rm --force --volumes $left
  compose down --volumes --remove-orphans --timeout 1
  shards down --volumes --remove-orphans --timeout 1
  docker image rm "badrdp:$BADRDP_TAG" "badrdp-client:$BADRDP_TAG"
}

finish() {
  local status=$?
  trap - EXIT
  if ((status != 0)); then
    say "--- what the servers said" >&2
    compose logs --no-color --tail 20 >&2 || true
  fi
  clean >/dev/null 2>&1 || true
  exit "$status"
}

now() { date +%s%3N; }

# Waits until a command succeeds, for 30 s at most: images start in one, keys take a few.
eventually() {
  local what=$1 end=$((SECONDS + 30))
  shift
  until "$@"; do
    ((SECONDS < end)) || fail "$what: not within 30 s"
    sleep 0.2
  done
}

id_of() { compose ps --quiet "$1"; }

is_healthy() { [[ $(docker inspect --format '{{.State.Health.Status}}' "$1") == healthy ]]; }

# Without -q: grep would leave early, and `docker logs` fail.
has_logged() { docker logs "$1" 2>&1 | grep -- "$2" >/dev/null; }

# The first value of a field in the probe's JSON.
field() { sed -n "/^ *\"$1\": \"/ { s/.*: \"\(.*\)\".*/\1/p; q; }"; }

# Meets a server with the probe in a container of its own: what it must find there, as a glob, then
# the probe's arguments.
meets() {
  local expected=$1 found json
  shift
  # The probe's status tells that something was found; what it was is in the JSON.
  json=$(compose run --rm -T --no-deps client --format json --patience 3s "$@" </dev/null 2>/dev/null) || true
  found="$(field outcome <<<"$json"), $(field cause <<<"$json"), at $(field stage <<<"$json")"
  # shellcheck disable=SC2053 # a glob
  [[ $found == $expected ]] || fail "$*: expected $expected; found $found"
  ok "$*: $found"
}

# Ends a container as `docker stop` does, and proves that it went by itself.
stops() {
  local what=$1 container=$2 begin took
  begin=$(now)
  timeout 30 docker stop "$container" >/dev/null
  took=$(($(now) - begin))
  ((took < 5000)) || fail "$what: docker stop took $took ms"
  local code
  code=$(docker inspect --format '{{.State.ExitCode}}' "$container")
  [[ $code == 143 ]] || fail "$what: exit code $code, not 143"
  ok "$what: docker stop took $took ms, exit code 143"
}

# Counters of the TCP stack of a fresh client container in which only nc has run: who asks our own
# probe about our own server should ask somebody else as well.
kernel_counts() {
  local expected=$1 found host=$2 port=$3
  found=$(compose run --rm -T --no-deps --entrypoint /bin/sh client -c \
    "sleep 2 | timeout 3 nc $host $port >/dev/null 2>&1; cat /proc/net/snmp" </dev/null 2>/dev/null |
    awk '/^Tcp: [0-9]/ {
      printf "opened %d, refused %d, reset %d, %s", $6, $8, $9, $13 ? "repeated" : "answered"
    }')
  [[ $found == "$expected" ]] || fail "kernel at $host:$port: expected $expected; found $found"
  ok "kernel at $host:$port: $found"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
clean >/dev/null 2>&1 || true # what a run that was killed has left

docker/build.sh

say "--- the image"
size=$(docker image inspect --format '{{.Size}}' "badrdp:$BADRDP_TAG")
((size <= 12000000)) || fail "the image has $size bytes, more than 12 MB"
ok "the image has $size bytes"
run=(docker run --pull never --rm --network none --read-only --cap-drop ALL)
code=0
"${run[@]}" "badrdp:$BADRDP_TAG" >/dev/null 2>&1 || code=$?
[[ $code == 4 ]] || fail "without a scenario: exit code $code, not 4"
ok "without a scenario: exit code 4"
code=0
"${run[@]}" "badrdp:$BADRDP_TAG" health >/dev/null 2>&1 || code=$?
[[ $code == 5 ]] || fail "health of nothing: exit code $code, not 5"
ok "health of nothing: exit code 5"

# Keys are being made then, and process 1 has no default action for SIGTERM.
docker run --pull never --detach --name "$project-early" --network none \
  "badrdp:$BADRDP_TAG" serve --all >/dev/null
stops "a server that is not armed yet" "$project-early"

say "--- compose"
compose up --detach 2>/dev/null || fail "compose up"
win11=$(id_of win11)
reset=$(id_of reset)
any=$(id_of any)
for server in "$win11" "$reset" "$any"; do
  eventually "health" is_healthy "$server"
done
ok "3 servers are healthy"
users=$(docker top "$win11" -eo uid,pid | awk 'NR > 1 { print $1 }')
[[ $users == 65534 ]] || fail "it runs as $users, not as 65534"
rights=$(docker inspect --format '{{.HostConfig.Privileged}} {{.HostConfig.CapAdd}} {{.HostConfig.CapDrop}} {{.HostConfig.ReadonlyRootfs}}' "$win11")
[[ $rights == "false [] [ALL] true" ]] || fail "its rights are $rights"
ok "it runs as 65534, without a capability, on a read-only disk"

say "--- a client in another container"
meets "connected, healthy, at done" win11.badrdp.test
meets "connection-reset, middlebox, at tls-handshake" win11.badrdp.test:3390
meets "connection-closed, middlebox, at connection-confirm" win11.badrdp.test:3391
meets "connection-refused, network, at connect" win11.badrdp.test:3392
meets "timed-out, network, at connect" win11.badrdp.test:3393
meets "timed-out, handshake, at connection-confirm" win11.badrdp.test:3394
meets "certificate-rejected, certificate, at tls-handshake" win11.badrdp.test:3395
meets "certificate-rejected, certificate, at tls-handshake" win11.badrdp.test:3396
# A RST at accept races with the client's first step, so where it arrives is not said.
meets "connection-reset, *" reset.badrdp.test
meets "protocol-error, wrong-service, at connection-confirm" any.badrdp.test --user vnc

if [[ -e target/docker/client/bin/nc ]]; then
  kernel_counts "opened 1, refused 0, reset 0, answered" win11.badrdp.test 3389
  kernel_counts "opened 1, refused 0, reset 1, answered" reset.badrdp.test 3389
  kernel_counts "opened 1, refused 0, reset 0, answered" win11.badrdp.test 3391
  kernel_counts "opened 1, refused 1, reset 0, answered" win11.badrdp.test 3392
  kernel_counts "opened 1, refused 0, reset 0, repeated" win11.badrdp.test 3393
else
  say "note    the client's kernel is not asked: there is no static busybox"
fi

if [[ -e target/docker/client/bin/sh ]]; then
  say "--- shards"
  expected=$("${run[@]}" "badrdp:$BADRDP_TAG" list --cause wrong-service --format json |
    grep -c '"id": "')
  shards up --scale shard=2 >/dev/null 2>&1 || fail "shards up"
  merged=$(shards run --rm -T shard merge </dev/null 2>/dev/null) || fail "shards merge"
  found=$(grep -c '"verdict": "PASS"' <<<"$merged")
  [[ $found == "$expected" ]] || fail "two shards passed $found of $expected scenarios"
  ok "two shards passed all $expected scenarios between them"
else
  say "note    no run is spread over containers: there is no static busybox"
fi

say "--- the end"
compose run --detach --no-deps --name "$project-held" client \
  --patience 60s --retries 0 win11.badrdp.test:3394 >/dev/null 2>&1
eventually "a connection that is held" has_logged "$win11" "#2  server falls silent"
stops "a server that holds a connection" "$win11"
for scenario in middlebox/reset-after-client-hello middlebox/close-at-accept network/refused \
  network/syn-black-hole handshake/silent-after-connection-request; do
  has_logged "$win11" "^$scenario  .*faults\{0,1\} delivered" || fail "$scenario: not delivered"
done
! has_logged "$win11" "not as declared" || fail "a fault was not delivered as declared"
ok "every fault was delivered as declared"
stops "a server with one scenario" "$reset"
stops "a server with all scenarios" "$any"
say "passed in $SECONDS s"
