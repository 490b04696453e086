// Scripts in a bucket that keeps versions, on moto: the version that the plan names is read, whatever was put there since.
import { connectedThrough } from "@dr/adapter-kit";
import { CreateBucketCommand, DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScriptPort } from "../../services/adapter-app/src/clients/script-client.ts";
import { peerAt } from "./operations/scene.ts";
import { startMoto, type Server } from "./servers.ts";

const Bucket = "dr-recovery-scripts-123456789012";
const Key = "billing/recover the ledger.sh";

describe.runIf(process.env["DR_INTEROP"] === "1")("scripts of S3, on moto", () => {
  let moto: Server;
  let s3: S3Client;
  const read = (key: string, version: string) => {
    const { region, credentials } = peerAt("moto", moto.endpoint).at("us-east-1");
    const env = connectedThrough({ AWS_REGION: region, DR_AWS_ENDPOINT: moto.endpoint }, { credentials, readAttempts: 1 });
    return createScriptPort(env, undefined).get(Bucket, key, version);
  };
  const put = async (Body: string): Promise<string> => (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? "";

  beforeAll(async () => {
    moto = await startMoto();
    s3 = new S3Client({ ...peerAt("moto", moto.endpoint).at("us-east-1"), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  }, 60_000);

  afterAll(() => moto.stop());

  it("an older version is read as it was, also when the newest is gone", async () => {
    const [reviewed, newer] = [await put("systemctl start billing"), await put("rm -rf /")];
    expect([await read(Key, reviewed), await read(Key, newer)]).toEqual(["systemctl start billing", "rm -rf /"]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await read(Key, reviewed)).toBe("systemctl start billing");
  });

  it("a version, a key or a bucket that is not there is none, not a failure of ours", async () => {
    const version = await put("true");
    expect([await read(`${Key}.old`, version), await read(Key, "3HL4kqtJlcpXroDTDmJrmSpXd3dIbrHY")]).toEqual([undefined, undefined]);
  });
});
