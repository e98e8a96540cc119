"""Copies files as most scripts do: with boto3, one file after another. The command `list` only lists the prefix, which
is the least that an incremental run has to do.

Usage: boto3_loop.py fetch|export|update|list BUCKET PREFIX [FOLDER]

The endpoint and the access key come from the environment.
"""

import os
import sys

import boto3

command, bucket, prefix = sys.argv[1:4]
folder = sys.argv[4] if len(sys.argv) > 4 else None
s3 = boto3.client("s3")


def objects():
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from page.get("Contents", [])


def fetch(skip_same_size):
    for item in objects():
        path = os.path.join(folder, item["Key"].removeprefix(prefix))
        if skip_same_size and os.path.exists(path) and os.path.getsize(path) == item["Size"]:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        s3.download_file(bucket, item["Key"], path)


def export():
    for directory, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(directory, name)
            s3.upload_file(path, bucket, prefix + os.path.relpath(path, folder))


match command:
    case "fetch":
        fetch(skip_same_size=False)
    case "update":
        fetch(skip_same_size=True)
    case "export":
        export()
    case "list":
        print(sum(1 for _ in objects()))
