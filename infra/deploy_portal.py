"""Puts the built portal into the bucket of a stack, and lets the edge ask for it anew.

Prints what was done as JSON.

    python infra/deploy_portal.py <name of the stack> <folder of the portal>

What a page needs is there before the page is, and for a week after the page is gone: somebody may still have it open.
"""

import json
import mimetypes
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import boto3
from botocore.exceptions import ClientError
from deployed_stack import outputs

# What the edge serves, and which files were replaced when: nobody reads that through the edge.
SITE = "site/"
RECORD = "replaced.json"
# Their names change with their contents.
HASHED = "_next/static/"
KEPT = timedelta(days=7)
NOT_FOUND = "404.html"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def build(folder):
    """The names of the built files, in the order in which they have to arrive."""
    out = folder / "out"
    if not (out / "index.html").is_file():
        sys.exit(f"{out} has no index.html: build the portal first")
    names = [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()]
    # Notes about the build.
    names = [name for name in names if not name.startswith(".")]
    return sorted(names, key=lambda name: (not name.startswith(HASHED), name.endswith(".html"), name))


def cache_control(rules, name):
    """What headers.json says: of several rules, later ones win."""
    said = None
    for rule in rules:
        path = rule["path"]
        is_about = f"/{name}".startswith(path[:-1]) if path.endswith("*") else f"/{name}" == path
        if is_about:
            said = rule["headers"].get("cache-control", said)
    return said or sys.exit(f"headers.json says nothing about how long {name} may be kept")


def content_type(name):
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    return kind or sys.exit(f"{name}: its type is not known")


def upload(s3, bucket, folder, rules, name):
    s3.put_object(
        Bucket=bucket,
        Key=SITE + name,
        Body=(folder / "out" / name).read_bytes(),
        ContentType=content_type(name),
        CacheControl=cache_control(rules, name),
        # Read by infra/edge/status.js.
        Metadata={"status": "404"} if name == NOT_FOUND else {},
    )


def files_there(s3, bucket):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=SITE)
    return {item["Key"].removeprefix(SITE) for page in pages for item in page.get("Contents", [])}


def replaced_before(s3, bucket):
    """When files were replaced, by name."""
    try:
        text = s3.get_object(Bucket=bucket, Key=RECORD)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return {}
    return {name: datetime.fromisoformat(time) for name, time in json.loads(text).items()}


def remove_replaced(s3, bucket, names, now):
    """Removes what was replaced a week ago, notes what has just been, and gives what it removed."""
    known = replaced_before(s3, bucket)
    replaced = {name: known.get(name, now) for name in files_there(s3, bucket) - set(names)}
    # A page that is gone is not to be found; what it needs stays for those who have it open.
    gone = {name for name, time in replaced.items() if name.endswith(".html") or now - time > KEPT}
    kept = {name: time.isoformat() for name, time in sorted(replaced.items()) if name not in gone}
    s3.put_object(Bucket=bucket, Key=RECORD, Body=json.dumps(kept, indent=1), ContentType="application/json")
    for name in sorted(gone):
        s3.delete_object(Bucket=bucket, Key=SITE + name)
    return sorted(gone)


def main(stack, folder):
    folder, now = Path(folder), datetime.now(timezone.utc)
    names = build(folder)
    rules = json.loads((folder / "headers.json").read_text(encoding="utf-8"))["rules"]
    said = outputs(stack, "PortalBucket", "EdgeId", "PortalUrl")
    s3, bucket = boto3.client("s3"), said["PortalBucket"]
    there = files_there(s3, bucket)
    new = [name for name in names if not (name.startswith(HASHED) and name in there)]
    for name in new:
        upload(s3, bucket, folder, rules, name)
    removed = remove_replaced(s3, bucket, names, now)
    boto3.client("cloudfront").create_invalidation(
        DistributionId=said["EdgeId"],
        InvalidationBatch={
            # One path, however many files it stands for, is one of those that cost nothing.
            "Paths": {"Quantity": 1, "Items": ["/*"]},
            "CallerReference": now.isoformat(),
        },
    )
    done = {"url": said["PortalUrl"], "uploaded": new, "removed": removed}
    print(json.dumps(done, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
