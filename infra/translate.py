"""Prints a template as AWS SAM translates it, as JSON."""

import json
import os
import sys

# What the template is translated for.
REGION = "eu-central-1"
STACK = "navaia"

os.environ.setdefault("AWS_DEFAULT_REGION", REGION)

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """Every function has a role of its own, so none of AWS's policies has to be known."""

    @staticmethod
    def load():
        return {}


def translate(path):
    """The template as it is handed to CloudFormation."""
    with open(path, encoding="utf-8") as file:
        packaged = yaml_parse(file.read())
    for resource in packaged["Resources"].values():
        # What `sam deploy` does first: it uploads the local folder.
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://code/{resource['Properties']['CodeUri']}"
    parameters = {"AWS::Region": REGION, "AWS::StackName": STACK, "AWS::Partition": "aws"}
    return transform(packaged, parameters, NoManagedPolicies())


if __name__ == "__main__":
    json.dump(translate(sys.argv[1]), sys.stdout)
