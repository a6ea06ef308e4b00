"""Runs a program as the operator of a stack: it is told the stack's table and address, and the credentials that the AWS
CLI would use.

    python infra/as_operator.py <name of the stack> <program> [<argument> ...]
"""

import os
import sys

import boto3
from deployed_stack import outputs

# What the program is told, and which output of the stack that is.
OUTPUTS = {"TABLE_NAME": "TableName", "PORTAL_URL": "PortalUrl"}


def variables(stack):
    # That asks AWS, so there are a region and credentials after it.
    said = outputs(stack, *OUTPUTS.values())
    session = boto3.Session()
    credentials = session.get_credentials().get_frozen_credentials()
    told = {name: said[output] for name, output in OUTPUTS.items()}
    told["AWS_REGION"] = session.region_name
    told["AWS_ACCESS_KEY_ID"] = credentials.access_key
    told["AWS_SECRET_ACCESS_KEY"] = credentials.secret_key
    # Empty counts as none: a token of other credentials may be in the environment.
    told["AWS_SESSION_TOKEN"] = credentials.token or ""
    return told


def main():
    stack, program, *arguments = sys.argv[1:]
    os.execvpe(program, [program, *arguments], os.environ | variables(stack))


main()
