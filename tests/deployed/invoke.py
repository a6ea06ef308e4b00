"""Invokes a function of a deployed stack with an event; fails with what the function says if it fails.

    python tests/deployed/invoke.py <endpoint of the emulator> <ARN of the function> <file of the event>
"""

import sys

import boto3

endpoint, function, event = sys.argv[1:]
functions = boto3.client(
    "lambda",
    endpoint_url=endpoint,
    region_name=function.split(":")[3],
    aws_access_key_id="test",
    aws_secret_access_key="test",
)
with open(event, "rb") as payload:
    answer = functions.invoke(FunctionName=function, Payload=payload.read())
if "FunctionError" in answer:
    sys.exit(f"{function}: {answer['Payload'].read().decode()}")
