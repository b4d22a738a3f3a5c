"""Creates the member account's stack in moto, and prints its flow log, filters and roles, as JSON.

python3 member.py TEMPLATE RESOLVED

RESOLVED is a file with a JSON object of logical id to properties, every intrinsic function resolved, for the subscription filters, which
moto's CloudFormation does not know. Exits with 3 if a package is missing.
"""

import json
import logging
import os
import sys
import warnings

REGION = "eu-west-1"
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION=REGION)
os.environ.pop("AWS_PROFILE", None)
warnings.simplefilter("ignore")
logging.disable()

try:
    import boto3
    from moto import mock_aws
    from moto.logs.models import logs_backends
    from samtranslator.yaml_helper import yaml_parse
except ImportError as error:
    print(f"python3 has no module {error.name} (pip install 'moto[all]' aws-sam-translator)", file=sys.stderr)
    sys.exit(3)

ARCHIVE = "999999999999"


@mock_aws
def main(path, resolved):
    for name in ("flows-archive", "flows-reject"):
        # moto looks for a log group of the destination's name in the destination's account.
        logs_backends[ARCHIVE][REGION].create_log_group(name, {})
    vpc = boto3.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    parameters = {
        "VPCId": vpc,
        "ArchiveDestinationArn": f"arn:aws:logs:{REGION}:{ARCHIVE}:destination:flows-archive",
        "RejectDestinationArn": f"arn:aws:logs:{REGION}:{ARCHIVE}:destination:flows-reject",
    }
    boto3.client("cloudformation").create_stack(
        StackName="member",
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    logs = boto3.client("logs")
    with open(resolved, encoding="utf-8") as file:
        for properties in json.load(file).values():
            logs.put_subscription_filter(**{key[0].lower() + key[1:]: value for key, value in properties.items()})
    json.dump(
        {
            "status": boto3.client("cloudformation").describe_stacks(StackName="member")["Stacks"][0]["StackStatus"],
            "flowLogs": boto3.client("ec2").describe_flow_logs()["FlowLogs"],
            "filters": logs.describe_subscription_filters(logGroupName="/vpc-flow-logs")["subscriptionFilters"],
            "roles": [role["RoleName"] for role in boto3.client("iam").list_roles()["Roles"]],
        },
        sys.stdout,
        default=str,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
