"""What a deployed stack says about itself, and why it cannot be asked."""

import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError


def outputs(stack, *names):
    """These outputs of a stack, by their names. Ends the program with one line where they cannot be had."""
    try:
        described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"error: the stack {stack} cannot be asked: {error}")
    there = {item["OutputKey"]: item["OutputValue"] for item in described.get("Outputs", [])}
    missing = [name for name in names if name not in there]
    if missing:
        sys.exit(f"error: the stack {stack} has no output {', '.join(missing)}: deploy it first")
    return {name: there[name] for name in names}
