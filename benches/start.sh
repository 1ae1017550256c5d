#!/usr/bin/env bash
# Measures cold start and rest, under Xvfb with software GL: the time until the first frame with the example is drawn, the share of
# it that Claimbook itself takes (fonts, notebook, the frame; not the window system and the driver), and the CPU time of a window at rest.
#   cargo build --release && benches/start.sh [target/release/claimbook]
set -euo pipefail
claimbook=${1:-target/release/claimbook}
work=$(mktemp -d)
export XDG_RUNTIME_DIR=$work LIBGL_ALWAYS_SOFTWARE=1 RUST_LOG=warn,claimbook=info
unset WAYLAND_DISPLAY
for number in $(seq 191 220); do [ -e "/tmp/.X11-unix/X$number" ] || break; done
Xvfb ":$number" -screen 0 1360x900x24 >/dev/null 2>&1 &
server=$!
export DISPLAY=:$number
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -e "/tmp/.X11-unix/X$number" ] && break; sleep 0.1; done
sleep 0.5
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
for turn in 1 2 3 4 5; do
  CLAIMBOOK_CONFIG_DIR=$work/$turn "$claimbook" 2> "$work/log" &
  program=$!
  for _ in $(seq 100); do grep -q 'first frame' "$work/log" && break; sleep 0.1; done
  sleep 2
  before=$(ticks $program); sleep 5; after=$(ticks $program)
  echo "start $turn: $(grep -o 'the first frame.*' "$work/log" || echo 'no first frame'); at rest: $(( (after - before) * 10 )) ms of CPU in 5 s"
  kill $program; wait $program 2>/dev/null || true
done
