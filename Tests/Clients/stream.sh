#!/usr/bin/env bash
# curl follows the journal of a bay while it is written.
#
#     stream.sh MOCKBAY_URL
set -euo pipefail
bay=$MOCKBAY_BAY
folder=$(mktemp -d)
trap 'kill $pid 2> /dev/null || true; rm -rf "$folder"' EXIT
mkfifo "$folder/events"
curl -sN "$1/__mockbay/bays/$bay/journal/stream?since=0" > "$folder/events" &
pid=$!
exec 3< "$folder/events"
next() { # the next line that begins so
    local line
    while read -r -t 20 line <&3; do
        if [[ $line == "$1"* ]]; then
            echo "$line"
            return
        fi
    done
    echo "no line began with '$1'" >&2
    return 1
}
next ': the journal of' > "$folder/head"
curl -s "$1/~$bay/htp/nowhere" > "$folder/reply"
[ "$(next 'id: ')" = 'id: 1' ]
next 'data: ' | grep -q '"status":404'
curl -s "$1/~$bay/htp/nowhere" > "$folder/reply"
[ "$(next 'id: ')" = 'id: 2' ]
curl -s -X DELETE "$1/__mockbay/bays/$bay"
next 'event: end' > "$folder/end"
next 'data: ' | grep -q 'the bay was removed'
wait "$pid" # curl ends by itself, and well
