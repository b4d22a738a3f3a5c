"""Prints, for each resource type given, the properties whose change replaces the resource, as AWS's resource schemas in cfn-lint say.

python3 schemas.py REGION TYPE...

Exits with 3 if cfn-lint is missing, with 1 if a type does not exist in the region.
"""

import json
import sys

try:
    from cfnlint.helpers import REGIONS
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
except ImportError as error:
    print(f"python3 has no module {error.name} (pip install cfn-lint)", file=sys.stderr)
    sys.exit(3)


def main(region, *types):
    regions = REGIONS if region == "all" else [region]
    missing, replacing = [], {}
    for name in regions:
        for kind in types:
            try:
                schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(name, kind).schema
            except Exception:
                missing.append(f"{kind} in {name}")
                continue
            replacing[kind] = [path.removeprefix("/properties/") for path in schema.get("createOnlyProperties", [])]
    json.dump({"regions": len(regions), "missing": missing, "replacing": replacing}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
