"""The OpenAPI documents of all vendors are valid, and have every operation that the contract lists.

    python3 openapi.py MOCKBAY_URL
"""

import json
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator, validate


def get(path):
    with urllib.request.urlopen(sys.argv[1] + "/__mockbay/" + path) as reply:
        return json.load(reply)


def main():
    operations = get("operations")["operations"]
    for vendor in get("version")["vendors"]:
        document = get(f"openapi/{vendor}.json")
        validate(document, cls=OpenAPIV31SpecValidator)
        wanted = sum(len(one["bindings"]) for one in operations if one["vendor"] == vendor)
        found = [
            operation["operationId"]
            for methods in document["paths"].values()
            for operation in methods.values()
        ]
        assert len(found) == len(set(found)) == wanted, f"{vendor}: {len(found)} of {wanted}"
        for methods in document["paths"].values():
            for operation in methods.values():
                assert operation["responses"], f"{operation['operationId']} has no reply"
        print(f"{vendor}: {len(found)} operations, valid OpenAPI {document['openapi']}")


main()
