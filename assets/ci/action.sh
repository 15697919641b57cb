#!/usr/bin/env bash
# The steps of action.yml: action.sh program|check|render|summary|outcome. They take their inputs from the environment,
# and run with the bash 3.2 of macOS too.
set -euo pipefail

work=${RUNNER_TEMP:-/tmp}/extra-credit
program=${EXTRA_CREDIT:-extra-credit}

# Lines as arguments, in `list`; empty ones are left out.
split() {
  list=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [ -z "$line" ] || list+=("$line")
  done <<<"$1"
}

output() { printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

fail() {
  printf '::error::%s\n' "$1"
  exit 2
}

find_program() {
  if [ -n "$INPUT_BINARY" ]; then
    case $INPUT_BINARY in
      */*) program=$(cd "$(dirname "$INPUT_BINARY")" && pwd)/$(basename "$INPUT_BINARY") ;;
      *) program=$INPUT_BINARY ;;
    esac
  elif [ -n "$INPUT_VERSION" ]; then
    case $(uname -s)-$(uname -m) in
      Linux-x86_64) target=x86_64-unknown-linux-musl ;;
      Linux-aarch64) target=aarch64-unknown-linux-musl ;;
      Darwin-arm64) target=aarch64-apple-darwin ;;
      Darwin-x86_64) target=x86_64-apple-darwin ;;
      MINGW*-x86_64 | MSYS*-x86_64) target=x86_64-pc-windows-msvc ;;
      *) fail "no release is made for $(uname -s) on $(uname -m); leave \`version\` out to build from source" ;;
    esac
    mkdir -p "$work/program"
    name=extra-credit-$INPUT_VERSION-$target
    from=$SERVER/$REPOSITORY/releases/download/$INPUT_VERSION
    (
      cd "$work/program"
      curl -fsSL --retry 3 -O "$from/$name.tar.gz" -O "$from/SHA256SUMS"
      if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi
      grep -F " $name.tar.gz" SHA256SUMS | "${sum[@]}" -c -
      tar -xzf "$name.tar.gz"
    )
    program=$work/program/$name/extra-credit
  else
    cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$work/program"
    program=$work/program/bin/extra-credit
  fi
  "$program" --version
  printf 'EXTRA_CREDIT=%s\n' "$program" >>"$GITHUB_ENV"
}

# Workflow commands on standard output become annotations of the files.
check_files() {
  split "$INPUT_CHECK_ARGS"
  options=(${list[@]+"${list[@]}"})
  split "$INPUT_FILES"
  [ ${#list[@]} -gt 0 ] || fail "\`files\` names no files"
  mkdir -p "$work/report"
  status=0
  "$program" check --format github --report "$work/report/findings.jsonl" ${options[@]+"${options[@]}"} -- "${list[@]}" || status=$?
  output status "$status"
  [ "$status" -lt 2 ] || exit "$status"
}

render_files() {
  split "$INPUT_ARGS"
  options=(${list[@]+"${list[@]}"})
  mkdir -p "$work/report"
  case $INPUT_MODE in
    render) ;;
    locked) options+=(--locked --diff-dir "$work/report/diff") ;;
    *) fail "no mode is called \`$INPUT_MODE\`; there are check, render, locked" ;;
  esac
  split "$INPUT_FILES"
  [ ${#list[@]} -gt 0 ] || fail "\`files\` names no files"
  status=0
  "$program" render --quiet --output "$INPUT_OUTPUT" --report "$work/report/report.jsonl" --junit "$work/report/report.xml" \
    ${options[@]+"${options[@]}"} -- "${list[@]}" || status=$?
  output status "$status"
  output report "$work/report/report.jsonl"
  output folder "$work/report"
  [ "$status" -ne 2 ] || exit 2
}

make_summary() {
  options=()
  [ -z "$INPUT_PICTURES_URL" ] || options=(--pictures "$INPUT_PICTURES_URL")
  [ ! -f "$work/report/findings.jsonl" ] || options+=(--findings "$work/report/findings.jsonl")
  "$program" report summary "$work/report/report.jsonl" ${options[@]+"${options[@]}"} >"$work/report/summary.md"
  # To be sent: pictures are in the file.
  "$program" report summary "$work/report/report.jsonl" ${options[@]+"${options[@]}"} --output "$work/report/summary.html"
  output summary "$work/report/summary.md"
  cat "$work/report/summary.md" >>"$GITHUB_STEP_SUMMARY"
  # Nothing to show is no failure: the render step tells what became of the cards.
  rm -f "$work/report"/sheet*.png
  if [ -d "$INPUT_OUTPUT" ] && "$program" sheet --quiet "$INPUT_OUTPUT" --output "$work/report/sheet.png" >/dev/null; then
    # What does not fit one sheet goes on several, which have numbers.
    if [ -f "$work/report/sheet.png" ]; then
      first=sheet.png
      names='a contact sheet of them, `sheet.png`, are'
    else
      first=sheet-1.png
      count=0
      while [ -f "$work/report/sheet-$((count + 1)).png" ]; do count=$((count + 1)); done
      names="$count contact sheets of them, \`sheet-1.png\` to \`sheet-$count.png\`, are"
    fi
    output sheet "$work/report/$first"
    printf '\nThe cards, and %s in the artifacts of this run.\n' "$names" >>"$GITHUB_STEP_SUMMARY"
  fi
}

case ${1:-} in
  program) find_program ;;
  check) check_files ;;
  render) render_files ;;
  summary) make_summary ;;
  outcome)
    for status in "${CHECKED:-0}" "${RENDERED:-0}"; do
      [ "${status:-0}" -eq 0 ] || exit "$status"
    done
    ;;
  *) fail "usage: action.sh program|check|render|summary|outcome" ;;
esac
