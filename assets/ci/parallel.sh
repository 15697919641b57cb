#!/bin/sh
# Cards in several processes of one machine, into one folder: parallel.sh RECORDS OUT SHARDS [OPTION...]
# The program uses all processors by itself; this is for more machines (parallel --sshlogin), or to bound each process.
# EXTRA_CREDIT names the program if it is not on the path. Reports go to OUT-reports/.
set -eu

[ $# -ge 3 ] || { echo "usage: parallel.sh RECORDS OUT SHARDS [OPTION...]" >&2; exit 2; }
records=$1 out=$2 shards=$3
shift 3
program=${EXTRA_CREDIT:-extra-credit}
reports=$out-reports
mkdir -p "$reports"

one() {
  # $1 is the number of the shard; the rest is the same for all.
  number=$1
  shift
  "$program" render "$records" -o "$out" --jobs 1 --quiet --shard "$number/$shards" \
    --report "$reports/$number.jsonl" "$@"
}

if [ "${1:-}" = --one ]; then
  shift
  one "$@"
  exit
fi

# Reports of an earlier run with more shards would not belong to this one.
rm -f "$reports"/*.jsonl
# A shard with a card that fails must not stop the others; the joined report tells.
if command -v parallel >/dev/null; then
  seq "$shards" | parallel --jobs 2 "$0" "$records" "$out" "$shards" --one {} "$@" || true
else
  seq "$shards" | xargs -P 2 -I {} "$0" "$records" "$out" "$shards" --one {} "$@" || true
fi
"$program" report merge "$reports"/*.jsonl -o "$out-report.jsonl"
