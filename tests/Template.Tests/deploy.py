"""Makes the stack in moto, a server that plays AWS, and prints what can be read back, as JSON.

python3 deploy.py TEMPLATE RESOLVED

TEMPLATE goes through AWS's own SAM translator and then into moto's CloudFormation. What that does not know is in RESOLVED: a JSON object of
logical id to {Type, Properties}, every intrinsic function replaced by its value. It is made through the API of the service itself,
whose parameters botocore checks against AWS's service models. Ends with 3 where a package is missing.
"""

import io
import json
import logging
import os
import sys
import warnings
import zipfile

REGION = "eu-west-1"
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION=REGION)
os.environ.pop("AWS_PROFILE", None)
warnings.simplefilter("ignore")
logging.disable()  # moto names each resource that it passes over

try:
    import boto3
    from moto import mock_aws
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse
except ImportError as error:
    print(f"python3 has no module {error.name} (pip install 'moto[all]' aws-sam-translator)", file=sys.stderr)
    sys.exit(3)

STACK = "flows"


class NoManagedPolicies:
    """The translator asks for AWS's managed policies, of which the template uses none."""

    def load(self):
        return {}


def translate(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/function.zip"
    return transform(template, {}, NoManagedPolicies())


def put_code():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("empty", "")
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="code", Key="function.zip", Body=archive.getvalue())


def lower(properties):
    """CloudFormation's property names as the CloudWatch Logs API spells them."""
    return {key[0].lower() + key[1:]: value for key, value in properties.items()}


def texts(value):
    """Values that CloudFormation takes as numbers and the API as strings."""
    return {key: str(item) for key, item in value.items()}


def lifecycle(rule):
    """A rule of the bucket's lifecycle as the S3 API spells it."""
    expiration = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = rule["ExpirationInDays"]
    if "ExpiredObjectDeleteMarker" in rule:
        expiration["ExpiredObjectDeleteMarker"] = rule["ExpiredObjectDeleteMarker"]
    same = ("Status", "AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration")
    return {
        "ID": rule["Id"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
        **({"Expiration": expiration} if expiration else {}),
        **(
            {"Transitions": [{"StorageClass": t["StorageClass"], "Days": t["TransitionInDays"]} for t in rule["Transitions"]]}
            if "Transitions" in rule
            else {}
        ),
        **{key: rule[key] for key in same if key in rule},
    }


def make(kind, p):
    """One resource, through its service's API."""
    client = boto3.client
    if kind == "AWS::Logs::LogStream":
        client("logs").create_log_stream(**lower(p))
    elif kind == "AWS::Logs::SubscriptionFilter":
        client("logs").put_subscription_filter(**lower(p))
    elif kind == "AWS::Logs::Destination":
        name = p["DestinationName"]
        client("logs").put_destination(destinationName=name, targetArn=p["TargetArn"], roleArn=p["RoleArn"])
        client("logs").put_destination_policy(destinationName=name, accessPolicy=p["DestinationPolicy"])
    elif kind == "AWS::KinesisFirehose::DeliveryStream":
        for processor in p["ExtendedS3DestinationConfiguration"]["ProcessingConfiguration"]["Processors"]:
            processor["Parameters"] = [texts(parameter) for parameter in processor["Parameters"]]
        client("firehose").create_delivery_stream(**p)
    elif kind == "AWS::Kinesis::Stream":
        client("kinesis").start_stream_encryption(StreamName=p["Name"], **p["StreamEncryption"])
    elif kind == "AWS::S3::Bucket":
        s3, bucket = client("s3"), p["BucketName"]
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=p["PublicAccessBlockConfiguration"])
        s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=p["OwnershipControls"])
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=p["VersioningConfiguration"])
        s3.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": [lifecycle(rule) for rule in p["LifecycleConfiguration"]["Rules"]]}
        )
    elif kind == "AWS::S3::BucketPolicy":
        client("s3").put_bucket_policy(Bucket=p["Bucket"], Policy=json.dumps(p["PolicyDocument"]))
    elif kind == "AWS::Glue::Database":
        client("glue").create_database(**p)
    elif kind == "AWS::Glue::Table":
        client("glue").create_table(**p)
    elif kind == "AWS::Athena::WorkGroup":
        client("athena").create_work_group(Name=p["Name"], Description=p["Description"], Configuration=p["WorkGroupConfiguration"])
    elif kind == "AWS::Athena::NamedQuery":
        client("athena").create_named_query(**p)
    elif kind == "AWS::SQS::QueuePolicy":
        for queue in p["Queues"]:
            client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(p["PolicyDocument"])})
    elif kind == "AWS::SNS::TopicPolicy":
        for topic in p["Topics"]:
            client("sns").set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(p["PolicyDocument"]))
    elif kind == "AWS::SNS::Subscription":
        client("sns").subscribe(**p)
    elif kind == "AWS::CloudWatch::Alarm":
        client("cloudwatch").put_metric_alarm(**p)
    elif kind == "AWS::Lambda::EventInvokeConfig":
        client("lambda").put_function_event_invoke_config(**p)
    else:
        raise ValueError(f"{kind}: nobody makes it")


def read():
    """What the services say that there is."""
    client = boto3.client
    logs, awslambda, athena, sqs, sns = client("logs"), client("lambda"), client("athena"), client("sqs"), client("sns")
    s3, events, cloudwatch, iam = client("s3"), client("events"), client("cloudwatch"), client("iam")
    stack = client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    bucket = "my-flow-logs"
    queues = sqs.list_queues().get("QueueUrls", [])
    topics = [topic["TopicArn"] for topic in sns.list_topics()["Topics"]]
    roles = [role for role in iam.list_roles()["Roles"] if role["RoleName"].startswith(STACK)]
    return {
        "status": stack["StackStatus"],
        "outputs": {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]},
        "logGroups": logs.describe_log_groups()["logGroups"],
        "flowLogs": client("ec2").describe_flow_logs()["FlowLogs"],
        "subscriptionFilters": logs.describe_subscription_filters(logGroupName="/vpc-flow-logs")["subscriptionFilters"],
        "destinations": logs.describe_destinations()["destinations"],
        "deliveryStream": client("firehose").describe_delivery_stream(DeliveryStreamName=f"{STACK}-flow-logs")["DeliveryStreamDescription"],
        "stream": client("kinesis").describe_stream_summary(StreamName=f"{STACK}-rejects")["StreamDescriptionSummary"],
        "database": client("glue").get_database(Name="vpc_flow_logs")["Database"],
        "table": client("glue").get_table(DatabaseName="vpc_flow_logs", Name="flow_logs")["Table"],
        "workGroup": athena.get_work_group(WorkGroup=STACK)["WorkGroup"],
        "namedQueries": [
            athena.get_named_query(NamedQueryId=query)["NamedQuery"]
            for query in athena.list_named_queries(WorkGroup=STACK)["NamedQueryIds"]
        ],
        "functions": {function["FunctionName"]: function for function in awslambda.list_functions()["Functions"]},
        "eventSourceMappings": awslambda.list_event_source_mappings()["EventSourceMappings"],
        "eventInvokeConfig": awslambda.get_function_event_invoke_config(FunctionName=f"{STACK}-partition-registrar"),
        "rules": [
            {**rule, "Targets": events.list_targets_by_rule(Rule=rule["Name"])["Targets"]} for rule in events.list_rules()["Rules"]
        ],
        "bucket": {
            "encryption": s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"],
            "publicAccess": s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"],
            "ownership": s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"],
            "lifecycle": s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"],
            "policy": json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]),
        },
        "queues": {
            url.rsplit("/", 1)[1]: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in queues
        },
        "topics": {
            arn: {
                "attributes": sns.get_topic_attributes(TopicArn=arn)["Attributes"],
                "subscriptions": sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"],
            }
            for arn in topics
        },
        "dashboard": json.loads(cloudwatch.get_dashboard(DashboardName="VPC-Flow-Log-Analysis")["DashboardBody"]),
        "alarms": cloudwatch.describe_alarms()["MetricAlarms"],
        "roles": {
            role["RoleName"].rsplit("-", 1)[0].removeprefix(f"{STACK}-"): {
                "trust": role["AssumeRolePolicyDocument"],
                "policies": [
                    iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"]
                    for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
                ],
            }
            for role in roles
        },
    }


@mock_aws
def main(template, resolved):
    put_code()
    vpc = boto3.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    translated = translate(template)
    parameters = {
        "S3BucketName": "my-flow-logs",
        "VPCId": vpc,
        "AlarmEmail": "a@b.example",
        "RetentionDays": "30",
        "OrganizationId": "o-abcd123456",
    }
    boto3.client("cloudformation").create_stack(
        StackName=STACK,
        TemplateBody=json.dumps(translated),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM"],
    )
    with open(resolved, encoding="utf-8") as file:
        for logical_id, resource in json.load(file).items():
            try:
                make(resource["Type"], resource["Properties"])
            except Exception as error:
                raise RuntimeError(f"{logical_id}: {error}") from error
    state = read()
    state["translated"] = {name: resource["Type"] for name, resource in translated["Resources"].items()}
    json.dump(state, sys.stdout, default=str)


if __name__ == "__main__":
    main(*sys.argv[1:])
