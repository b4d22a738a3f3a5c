"""Translates a template with AWS's SAM translator, once for each region and once for each value of each parameter.

python3 translate.py TEMPLATE VALUES

VALUES is a file with a JSON object: parameter name to a list of values. Prints a JSON object: the number of regions and of values, and the
errors. Exits with 3 if a package is missing.
"""

import copy
import json
import logging
import os
import sys
import warnings

warnings.simplefilter("ignore")
logging.disable()  # the translator names each metric that nobody collects
try:
    import boto3
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse
except ImportError as error:
    print(f"python3 has no module {error.name} (pip install boto3 aws-sam-translator)", file=sys.stderr)
    sys.exit(3)


class NoManagedPolicies:
    """The translator asks for AWS's managed policies, of which the template uses none."""

    def load(self):
        return {}


def main(path, values_path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    with open(values_path, encoding="utf-8") as file:
        values = json.load(file)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/function.zip"
    session = boto3.session.Session(region_name="us-east-1")
    regions = sorted(
        region for partition in ("aws", "aws-cn", "aws-us-gov") for region in session.get_available_regions("lambda", partition)
    )
    calls = [(region, {}) for region in regions] + [("us-east-1", {name: value}) for name, list in values.items() for value in list]
    errors = []
    for region, parameters in calls:
        os.environ["AWS_DEFAULT_REGION"] = region
        try:
            transform(copy.deepcopy(template), parameters, NoManagedPolicies())
        except Exception as error:
            errors.append(f"{region} {parameters}: {getattr(error, 'message', error)}")
    json.dump({"regions": regions, "values": len(calls) - len(regions), "errors": errors}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
