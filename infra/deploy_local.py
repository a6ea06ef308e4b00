"""Deploys template.yaml into an emulator of AWS on this machine.

Prints the outputs of the stack and the ARNs of its functions by name as JSON.

    python infra/deploy_local.py <endpoint of the emulator> <folder of the functions' binaries>

What differs from a deployment to AWS is here and says why; the template is what AWS gets.
"""

import io
import json
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import WaiterError

from translate import REGION, STACK, translate

# The bucket that the translated template takes code from.
BUCKET = "code"


def client(service, endpoint):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def package(binary):
    """A zip that runs a binary where it is: one with the binary in it would take seconds for every function."""
    if not binary.is_file():
        sys.exit(f"{binary} is missing: build the functions first")
    bootstrap = zipfile.ZipInfo("bootstrap")
    bootstrap.external_attr = 0o755 << 16
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(bootstrap, f'#!/bin/sh\nexec "{binary}"\n')
    return content.getvalue()


def upload_code(s3, resources, binaries):
    for resource in resources.values():
        if resource["Type"] == "AWS::Lambda::Function":
            key = resource["Properties"]["Code"]["S3Key"]
            s3.put_object(Bucket=BUCKET, Key=key, Body=package(binaries / Path(key).name))


def expand_routes(resources):
    """AWS makes the routes of an HTTP API from its OpenAPI body. The emulator ignores the body."""
    apis = [item for item in resources.items() if item[1]["Type"] == "AWS::ApiGatewayV2::Api"]
    for api, resource in apis:
        body = resource["Properties"].pop("Body")
        resource["Properties"] |= {
            "Name": body["info"]["title"],
            "ProtocolType": "HTTP",
        }
        operations = [
            (f"{method.upper()} {path}", operation["x-amazon-apigateway-integration"])
            for path, methods in body["paths"].items()
            for method, operation in methods.items()
        ]
        for number, (route, integration) in enumerate(operations):
            resources[f"{api}Integration{number}"] = {
                "Type": "AWS::ApiGatewayV2::Integration",
                "Properties": {
                    "ApiId": {"Ref": api},
                    "IntegrationType": integration["type"].upper(),
                    "IntegrationMethod": integration["httpMethod"],
                    "IntegrationUri": integration["uri"],
                    "PayloadFormatVersion": integration["payloadFormatVersion"],
                    "TimeoutInMillis": integration["timeoutInMillis"],
                },
            }
            resources[f"{api}Route{number}"] = {
                "Type": "AWS::ApiGatewayV2::Route",
                "Properties": {
                    "ApiId": {"Ref": api},
                    "RouteKey": route,
                    "Target": {"Fn::Sub": f"integrations/${{{api}Integration{number}}}"},
                },
            }


def let_edge_find_api(resources, endpoint):
    """The emulator's edge calls no address that is AWS's. The emulator has the API below a path of its own as well."""
    address = urlsplit(endpoint)
    origins = resources["Edge"]["Properties"]["DistributionConfig"]["Origins"]
    api = next(origin for origin in origins if origin["Id"] == "api")
    api["DomainName"] = address.hostname
    api["OriginPath"] = {"Fn::Sub": "/_aws/execute-api/${Api}/$default"}
    api["CustomOriginConfig"] |= {"OriginProtocolPolicy": "http-only", "HTTPPort": address.port}


def drop_alarms_of_expressions(resources):
    """The emulator knows alarms of one metric only. None of them ever goes off there."""
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]:
            del resources[name]


def drop_queries(resources):
    """The emulator keeps no queries."""
    for name, resource in list(resources.items()):
        if resource["Type"] == "AWS::Logs::QueryDefinition":
            del resources[name]


def create(cloudformation, url):
    """Creates the stack and gives its outputs. Ends with the resources that failed if it cannot be created."""
    parameters = [{"ParameterKey": "Registration", "ParameterValue": "open"}]
    cloudformation.create_stack(
        StackName=STACK, TemplateURL=url, Parameters=parameters, Capabilities=["CAPABILITY_IAM"]
    )
    waiter = cloudformation.get_waiter("stack_create_complete")
    try:
        waiter.wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    except WaiterError as error:
        events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
        for event in reversed(failed):
            reason = event.get("ResourceStatusReason", "no reason given")
            print(f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}", file=sys.stderr)
        sys.exit(f"the stack was not created: {error}")
    stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def main(endpoint, binaries):
    template = translate("template.yaml")
    resources = template["Resources"]
    s3 = client("s3", endpoint)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    upload_code(s3, resources, Path(binaries).resolve())
    expand_routes(resources)
    let_edge_find_api(resources, endpoint)
    drop_alarms_of_expressions(resources)
    drop_queries(resources)
    s3.put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(template))
    outputs = create(client("cloudformation", endpoint), f"{endpoint}/{BUCKET}/template.json")
    pages = client("lambda", endpoint).get_paginator("list_functions").paginate()
    functions = {function["FunctionName"]: function["FunctionArn"] for page in pages for function in page["Functions"]}
    json.dump({"outputs": outputs, "functions": functions}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
