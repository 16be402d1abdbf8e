#!/usr/bin/env bash
# The README's AutoLeap tour by curl: login, one page, a row of its own, logout. AUTOLEAP_BASE_URL says where.
set -euo pipefail
ask() { curl -sS --max-time 20 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }
field() { sed -E "s/.*\"$1\":\"?([^,\"}]+).*/\\1/"; }

login=$(curl -sS --max-time 20 "$AUTOLEAP_BASE_URL/partners/login" -H 'Content-Type: application/json' \
    -d '{"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}')
token=$(field accessToken <<< "$login")

page=$(ask "$AUTOLEAP_BASE_URL/items?companyId=SHOP5678&type=part&size=10&page=3")
[ "$(field number <<< "$page")" = 3 ]
[ "$(field last <<< "$page")" = true ]

created=$(ask "$AUTOLEAP_BASE_URL/items" -d '{"companyId": "SHOP5678", "items": [{"itemType": "part",
    "itemName": "Clutch Kit", "itemNumber": "CK-100", "status": "Active", "taxable": true,
    "partDetails": {"costPerUnit": 80.15, "pricePerUnit": 149.99, "isStockItem": true}}]}')
[ "$created" = '{"success":true,"message":"Request completed successfully","data":{}}' ]
item=$(ask "$AUTOLEAP_BASE_URL/items?companyId=SHOP5678&itemNumber=CK-100" | field itemId)
[ "$(ask "$AUTOLEAP_BASE_URL/itemPricing/$item" | field totalPrice)" = 149.99 ]

ask "$AUTOLEAP_BASE_URL/partners/logout" -d '{}' > /dev/null
code=$(ask -o /dev/null -w '%{http_code}' "$AUTOLEAP_BASE_URL/partners/profile")
[ "$code" = 401 ]
