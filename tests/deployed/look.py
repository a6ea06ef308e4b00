"""Looks into a deployed stack, behind its API, and prints what it finds as JSON.

    python tests/deployed/look.py <endpoint of the emulator> <region> edge-key | sources | lines

`edge-key`: the key in its secret, and as the edge sends it. `sources`: the addresses that attempts were counted for.
`lines`: what functions wrote into the log group of the stack.
"""

import json
import sys

import boto3

endpoint, region, what = sys.argv[1:]


def client(service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def edge_key():
    edges = client("cloudfront")
    (edge,) = edges.list_distributions()["DistributionList"]["Items"]
    origins = edges.get_distribution_config(Id=edge["Id"])["DistributionConfig"]["Origins"]["Items"]
    (sent,) = next(origin for origin in origins if origin["Id"] == "api")["CustomHeaders"]["Items"]
    secret = client("secretsmanager").get_secret_value(SecretId="navaia/edge-key-1")["SecretString"]
    return {"secret": secret, "sentByEdge": sent["HeaderValue"]}


def sources():
    table = client("dynamodb")
    (name,) = table.list_tables()["TableNames"]
    pages = table.get_paginator("scan").paginate(TableName=name, ProjectionExpression="PK")
    keys = {item["PK"]["S"] for page in pages for item in page["Items"]}
    return sorted(key.removeprefix("THROTTLE#SOURCE#") for key in keys if key.startswith("THROTTLE#SOURCE#"))


def lines():
    pages = client("logs").get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/navaia")
    messages = [event["message"].strip() for page in pages for event in page["events"]]
    return [json.loads(message) for message in messages if message.startswith("{")]


print(json.dumps({"edge-key": edge_key, "sources": sources, "lines": lines}[what]()))
