"""Prints a template as AWS SAM translates it, as JSON."""

import json
import os
import sys

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """Every function has a role of its own, so none of AWS's policies has to be known."""

    @staticmethod
    def load():
        return {}


def main(path):
    with open(path, encoding="utf-8") as file:
        packaged = yaml_parse(file.read())
    for resource in packaged["Resources"].values():
        # What `sam deploy` does first: it uploads the local folder.
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://code/{resource['Properties']['CodeUri']}"
    parameters = {"AWS::Region": "eu-central-1", "AWS::StackName": "navaia", "AWS::Partition": "aws"}
    translated = transform(packaged, parameters, NoManagedPolicies())
    json.dump(translated, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
