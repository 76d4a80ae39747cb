#!/usr/bin/env bash
# Builds the static binary and the images badrdp:dev and badrdp-client:dev from what is on this
# machine: Rust, the C library's static archive, Docker. Pulls nothing.
#
#   --binary-only    builds no images, and needs no Docker
#   BADRDP_TAG       another tag than `dev`
#   BADRDP_BUSYBOX   a static busybox for the client image; the one in PATH if not said
set -euo pipefail

cd "$(dirname "$0")/.."
tag=${BADRDP_TAG:-dev}
stage=target/docker

die() {
  printf 'docker/build.sh: %s\n' "$1" >&2
  exit 1
}

# Whether a program runs where there is no loader and no library.
is_static() {
  { LC_ALL=C ldd "$1" 2>&1 || true; } | grep -qE 'statically linked|not a dynamic executable'
}

# --target has to be said even though it is this machine: without it the flags reach the
# procedural macros, which cannot be static. getrandom looks its system call up by dlsym, which
# a static binary does not have, and then reads /dev/urandom; told so, it just makes the call.
target=$(rustc -vV | sed -n 's/^host: //p')
[[ $target == *-linux-* ]] || die "images are for Linux; this is $target"
unset CARGO_ENCODED_RUSTFLAGS
export RUSTFLAGS='-C target-feature=+crt-static --cfg getrandom_backend="linux_getrandom"'
# LLVM makes functions of what stands in many places; without being asked it does so on other
# processors only.
RUSTFLAGS+=' -C llvm-args=-enable-machine-outliner=always'
# Each function has an entry in the tables for unwinding, which LLVM does not count: what saves
# less than that is not worth a function. With a frame pointer the entry says where the frame is
# once, and not again after each instruction that moves the stack.
RUSTFLAGS+=' -C llvm-args=-outliner-benefit-threshold=24 -C force-frame-pointers=yes'
# rustc links with lld there, which can fold functions that are the same, and pack relocations.
[[ $target != x86_64-unknown-linux-gnu ]] ||
  RUSTFLAGS+=' -C link-arg=-Wl,--icf=all -C link-arg=-Wl,-z,pack-relative-relocs'
# A folder of its own: other flags would have cargo rebuild everything, back and forth.
cargo build --profile image --config docker/cargo.toml --locked --package badrdp \
  --target "$target" --target-dir target/static
binary=target/static/$target/image/badrdp
is_static "$binary" || die "$binary is not static"
[[ ${1:-} != --binary-only ]] || exit 0

rm -rf "$stage"
mkdir -p "$stage/client/bin"
cp "$binary" "$stage/badrdp"
cp "$binary" "$stage/client/badrdp"
busybox=${BADRDP_BUSYBOX-$(command -v busybox || true)}
if [[ -n $busybox ]] && is_static "$busybox"; then
  cp "$busybox" "$stage/client/bin/busybox"
  for applet in cat grep ls nc nslookup ping sh sleep timeout wget; do
    ln -s busybox "$stage/client/bin/$applet"
  done
else
  echo "no static busybox here (Debian: busybox-static): the client image has no shell" >&2
fi

docker build --quiet --tag "badrdp:$tag" --file docker/Dockerfile . >/dev/null
docker build --quiet --tag "badrdp-client:$tag" --file docker/client/Dockerfile . >/dev/null

size() {
  awk -v bytes="$2" -v what="$1" 'BEGIN { printf "%-18s %5.2f MB\n", what, bytes / 1e6 }'
}
size binary "$(wc -c <"$binary")"
for image in "badrdp:$tag" "badrdp-client:$tag"; do
  size "$image" "$(docker image inspect --format '{{.Size}}' "$image")"
done
