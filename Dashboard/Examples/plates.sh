#!/bin/sh
# Plate Dashboard from a shell, with curl, sed, base64 and openssl.
#
#   export PLATES_URL=http://localhost:8881 PLATES_KEY=lpr_…    # the key: page My account, or: Dashboard key add --email E
#   sh plates.sh flows AB1            flows whose plate holds AB1, newest first, as JSON
#   sh plates.sh picture 465 car.jpg  the picture of flow 465
#   PLATES_SECRET=… sh plates.sh verify "$X_TIMESTAMP" "$X_SIGNATURE" < body    is a request of a web hook genuine and recent?
set -eu

url=${PLATES_URL:-http://localhost:8881}

get() {
  curl --silent --show-error --fail-with-body --header "Authorization: Bearer $PLATES_KEY" "$@"
}

case "${1:-}" in
  flows)
    part=$(printf %s "${2:-}" | tr -cd '[:alnum:]')
    get "$url/flows/search" --header 'Content-Type: application/json' --data "{\"filter\": {\"plate\": {\"like\": \"$part\"}}}"
    ;;
  picture)
    get "$url/flows/$2" | sed -n 's/.*"image":"\([^"]*\)".*/\1/p' | base64 -d > "$3"
    ;;
  verify)
    # Signed are the moment, a full stop and the body, to the byte.
    body=$(mktemp)
    trap 'rm -f "$body"' EXIT
    { printf '%s.' "$2"; cat; } > "$body"
    signature=sha256=$(openssl dgst -sha256 -hmac "$PLATES_SECRET" -r "$body" | cut -d ' ' -f 1)
    age=$(($(date +%s) - $2))
    if [ "$signature" = "$3" ] && [ "$age" -gt -300 ] && [ "$age" -lt 300 ]; then
      echo genuine
    else
      echo forged
      exit 1
    fi
    ;;
  *)
    sed -n '2,7p' "$0" >&2
    exit 2
    ;;
esac
