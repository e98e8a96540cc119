// A program of a vendor that works on a bucket with one client of the AWS SDK for JavaScript and knows nothing of
// s3-connect. It takes the same commands as boto3_session.py.
// CommonJS, because only `require` finds packages by NODE_PATH.

const readline = require("node:readline");
const {
  S3Client,
  ListObjectsV2Command,
  GetObjectCommand,
  PutObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  CompleteMultipartUploadCommand,
} = require("@aws-sdk/client-s3");

const client = new S3Client({});
let signer = null;
// After the signature, which is made in an earlier step.
client.middlewareStack.add(
  (next) => (args) => {
    signer = args.request.headers.authorization.match(/Credential=([^/]+)\//)[1];
    return next(args);
  },
  { step: "deserialize", name: "rememberSigner" },
);

async function multipart(Bucket, Key) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const part = new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "x" });
  const { ETag } = await client.send(part);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
}

const commands = {
  list: (Bucket, Prefix) => client.send(new ListObjectsV2Command({ Bucket, Prefix })),
  get: async (Bucket, Key) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    await Body.transformToString();
  },
  put: (Bucket, Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: "x" })),
  multipart,
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...args] = JSON.parse(line);
    let outcome = "ok";
    try {
      await commands[name](...args);
    } catch (error) {
      outcome = error.Code ?? error.name;
    }
    console.log(JSON.stringify({ outcome, signer }));
  }
}

main();
