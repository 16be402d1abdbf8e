#!/usr/bin/env bash
# The README's tour by curl. HTP_BASE_URL, HTP_USER and HTP_PASSWORD say where.
set -euo pipefail
ask() { curl -sS --fail-with-body --max-time 20 -u "$HTP_USER:$HTP_PASSWORD" "$@"; }
sell() { # vendor, store, item
    ask -H 'Content-Type: application/json' -d "{\"po_number\":\"PO-1\",\"line_items\":[{\"vendor_id\":$1,
        \"vendor_store\":$2,\"vendor_inventory_id\":$3,\"price\":1}]}" "$HTP_BASE_URL/sale/create"
}

page=$(ask "$HTP_BASE_URL/inventory/search/*/CUMMINS/ISX?category=USED&vendor=101&result_size=1")
uri=$(sed -E 's/.*"details_uri":"([^"]+)".*/\1/' <<< "$page")
[[ $uri == "$HTP_BASE_URL/inventory/details/"* ]]
details=$(ask "$uri")
grep -qE '"available_quantity":"?1"?[,}]' <<< "$details"

IFS=/ read -r vendor store item <<< "${uri##*/details/}"
sold=$(sell "$vendor" "$store" "$item")
grep -q '"errors":\[\]' <<< "$sold"
page=$(ask "$HTP_BASE_URL/inventory/search/*/CUMMINS/ISX?category=USED&vendor=101&result_size=all")
if grep -qF "$uri\"" <<< "$page"; then echo 'a sold item is still found'; exit 1; fi
again=$(sell "$vendor" "$store" "$item")
grep -q ERR_NOT_AVAILABLE <<< "$again"

code=$(curl -sS -o /dev/null -w '%{http_code}' -u "$HTP_USER:$HTP_PASSWORD" -H 'X-Mockbay-Error: rate_limited' "$uri")
[ "$code" = 429 ]
