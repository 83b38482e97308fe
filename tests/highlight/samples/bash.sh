#!/usr/bin/env bash
# Back up a folder, keep the last few copies, tell somebody.
set -euo pipefail
IFS=$'\n\t'

readonly KEEP=${KEEP:-7}
TARGET="${1:?usage: $0 TARGET [SOURCE...]}"
shift
declare -A sizes=()
sources=("$@")
log_file=/var/log/backup-$(date +%Y-%m-%d).log
dry_run=false

log() {
  local level=$1; shift
  printf '%s [%-5s] %s\n' "$(date -Iseconds)" "$level" "$*" | tee -a "$log_file" >&2
}

die() { log ERROR "$@"; exit 1; }

cleanup() {
  local status=$?
  rm -rf -- "${tmp:-}"
  [[ $status -eq 0 ]] || log WARN "ended with status $status"
}
trap cleanup EXIT INT TERM

usage() {
  cat <<EOF
Usage: $(basename "$0") TARGET [SOURCE...]

  KEEP  how many copies are kept (now: $KEEP)
  It costs \$0.
EOF
}

while getopts ":hnk:v" opt; do
  case "$opt" in
    h) usage; exit 0 ;;
    n) dry_run=true ;;
    k) KEEP="$OPTARG" ;;
    \?) die "unknown option -$OPTARG" ;;
    *) : ;;
  esac
done
shift $((OPTIND - 1))

command -v rsync >/dev/null 2>&1 || die 'rsync is not installed'
tmp=$(mktemp -d "${TMPDIR:-/tmp}/backup.XXXXXX")

for source in "${sources[@]}"; do
  if [ ! -d "$source" ]; then
    log WARN "skipping $source: not a folder"
    continue
  elif [[ "$source" =~ ^/(proc|sys|dev)(/|$) ]]; then
    die "will not copy $source"
  fi
  size=$(du -sk "$source" | cut -f1)
  sizes["$source"]=$size
  if (( size > 1024 * 1024 )); then
    log INFO "large: $source has $((size / 1024)) MB"
  fi
done

name="backup-$(date +%s)-${HOSTNAME%%.*}"
if ! $dry_run; then
  mkdir -p "$TARGET/$name"
  rsync --archive --delete --link-dest="$TARGET/latest" "${sources[@]}" "$TARGET/$name/" | while read -r line; do
    log DEBUG "$line"
  done
  ln -sfn "$name" "$TARGET/latest"
  tar -czf "$TARGET/$name.tar.gz" -C "$TARGET" "$name"
fi

# Throw the oldest away.
count=0
until [ "$count" -ge "${#sources[@]}" ]; do
  count=$((count + 1))
done
find "$TARGET" -maxdepth 1 -name 'backup-*' -type d -print0 \
  | sort -z \
  | head -z -n "-$KEEP" \
  | xargs -0 --no-run-if-empty rm -rf

function notify {
  local message="$1"
  curl --silent --fail -X POST "https://example.org/hook" \
    -H "Content-Type: application/json" \
    -H "Authorization: Bearer $TOKEN" \
    -d "{\"text\": \"$message\"}" > /dev/null || true
}

python3 - <<'PY'
import sys
print("from a heredoc: $HOME stays", file=sys.stderr)
PY

total=0
for key in "${!sizes[@]}"; do total=$((total + sizes[$key])); done
notify "Backed up ${#sizes[@]} folders, $total KB."
export PATH="$HOME/.local/bin:$PATH" LANG=C
echo "done" && exit 0
