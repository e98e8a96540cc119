"""A program of a vendor that works on a bucket with one boto3 client and knows nothing of s3-connect.

Each line of the input is a command as JSON, such as ["get", "my-bucket", "in/x"]. The answer is a line of JSON with the
outcome, `ok` or an error code, and the access key ID that signed the last request."""

import json
import re
import sys

import boto3
from botocore.exceptions import ClientError

client = boto3.client("s3")
signer = None


def remember_signer(request, **_):
    global signer
    header = request.headers["Authorization"]
    text = header.decode() if isinstance(header, bytes) else header
    signer = re.search(r"Credential=([^/]+)/", text).group(1)


client.meta.events.register("before-send.s3", remember_signer)


def multipart(bucket, key):
    upload = client.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
    at = {"Bucket": bucket, "Key": key, "UploadId": upload}
    tag = client.upload_part(**at, PartNumber=1, Body=b"x")["ETag"]
    parts = {"Parts": [{"PartNumber": 1, "ETag": tag}]}
    client.complete_multipart_upload(**at, MultipartUpload=parts)


commands = {
    "list": lambda bucket, prefix: client.list_objects_v2(Bucket=bucket, Prefix=prefix),
    "get": lambda bucket, key: client.get_object(Bucket=bucket, Key=key)["Body"].read(),
    "put": lambda bucket, key: client.put_object(Bucket=bucket, Key=key, Body=b"x"),
    "multipart": multipart,
}

for line in sys.stdin:
    name, *arguments = json.loads(line)
    try:
        commands[name](*arguments)
        outcome = "ok"
    except ClientError as error:
        outcome = error.response["Error"]["Code"]
    print(json.dumps({"outcome": outcome, "signer": signer}), flush=True)
