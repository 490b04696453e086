// Mail, topics and the locked bucket at an AWS that nobody here wrote: moto. What counts is what moto itself then tells.
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectLockConfigurationCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { keepers } from "@dr/audit/keepers";
import { connectors } from "@dr/connectors/connectors";
import { judgeByStatus, type Integration, type OutboundRequest, type Verdict } from "@dr/delivery";
import { createAddressGuard } from "@dr/delivery/url-rules";
import { createGuardedSend } from "@dr/delivery/guarded-send";
import type { SenderParts } from "@dr/delivery/sender";
import { createSignRequest } from "@dr/delivery/sign-request";
import { systemClock } from "@dr/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendAll } from "../api/configured-places.ts";
import { commits, facts } from "../api/told-facts.ts";
import { startMoto, type Server } from "./servers.ts";

const REGION = "us-east-1";
const BUCKET = "dr-audit-trail";
const keys = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "y" };
const config = { region: REGION, credentials: { accessKeyId: "x", secretAccessKey: "y" }, forcePathStyle: true };
const signRequest = createSignRequest(keys);

describe.runIf(process.env["DR_INTEROP"] === "1")("receivers on moto", () => {
  let moto: Server;
  const send = createGuardedSend({ guard: createAddressGuard({ allow: ["127.0.0.1"] }), allowPlainLoopback: true });
  const parts = {
    env: { AWS_REGION: REGION },
    variables: { ...keys, DR_AUDIT_BUCKET: BUCKET },
    readSecret: () => Promise.resolve({}),
    readLog: () => Promise.resolve(commits),
    clock: systemClock,
  } as unknown as SenderParts;
  const of = (kind: string): Integration => [...connectors(parts), ...keepers(parts)].find((each) => each.kind === kind)!;
  /** Sends an execution's requests, and tells what each answer means. */
  const deliver = async (kind: string, settings: Record<string, string>): Promise<readonly Verdict[]> => {
    const integration = of(kind);
    const verdicts: Verdict[] = [];
    for (const request of await sendAll(integration, settings))
      verdicts.push((integration.judge ?? judgeByStatus)(await send(request), request));
    return verdicts;
  };
  const query = async (service: string, form: Record<string, string>): Promise<string> => {
    const url = `${moto.endpoint}/`;
    const body = new URLSearchParams(form).toString();
    const headers = await signRequest({
      service,
      region: REGION,
      url,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
    });
    return (await send({ id: "1", method: "POST", url, headers, body } satisfies OutboundRequest)).body;
  };

  beforeAll(async () => {
    moto = await startMoto();
  }, 300_000);
  afterAll(() => moto.stop());

  it("SES takes mails of a sender that it knows, and what it does not take is final", { timeout: 60_000 }, async () => {
    const settings = { apiUrl: moto.endpoint, from: "dr@example.com", to: "on-call@example.com, lead@example.com" };
    const refused = await deliver("email", settings);
    expect(new Set(refused.map(({ kind }) => kind))).toEqual(new Set(["dead"]));
    await query("ses", { Action: "VerifyEmailIdentity", EmailAddress: "dr@example.com", Version: "2010-12-01" });
    const taken = await deliver("email", settings);
    expect(new Set(taken.map(({ kind }) => kind))).toEqual(new Set(["sent"]));
    const data = (await (await fetch(`${moto.endpoint}/moto-api/data.json`)).json()) as { ses: { Message?: Record<string, unknown>[] } };
    const mails = JSON.stringify(data.ses.Message);
    expect(data.ses.Message?.length).toBe(taken.length);
    for (const text of ["on-call@example.com", "lead@example.com", "shop"]) expect(mails).toContain(text);
  });

  it("SNS gives every fact to a queue that subscribed, with the attributes that filters go by", { timeout: 60_000 }, async () => {
    const sqs = new SQSClient({ ...config, endpoint: moto.endpoint });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "heard" }));
    const topicArn =
      /<TopicArn>([^<]+)</.exec(await query("sns", { Action: "CreateTopic", Name: "dr-events", Version: "2010-03-31" }))?.[1] ?? "";
    await query("sns", {
      Action: "Subscribe",
      Version: "2010-03-31",
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:${REGION}:123456789012:heard`,
      "Attributes.entry.1.key": "RawMessageDelivery",
      "Attributes.entry.1.value": "true",
    });
    const verdicts = await deliver("sns", { apiUrl: moto.endpoint, topicArn });
    expect(verdicts.map(({ kind }) => kind)).toEqual(facts.map(() => "sent"));
    const heard: { type: string; id: string; attribute: string | undefined }[] = [];
    for (let turn = 0; turn < 5 && heard.length < facts.length; turn += 1) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      heard.push(
        ...Messages.map(({ Body = "{}", MessageAttributes }) => ({
          ...(JSON.parse(Body) as { type: string; id: string }),
          attribute: MessageAttributes?.["executionType"]?.StringValue,
        })),
      );
    }
    expect(heard.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b))).toEqual(facts.map(({ id }) => id));
    expect(new Set(heard.map(({ attribute }) => attribute))).toEqual(new Set(["recovery"]));
  });

  it("S3 keeps each record once under the bucket's own lock, in the order of the log", { timeout: 60_000 }, async () => {
    const s3 = new S3Client({ ...config, endpoint: moto.endpoint });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true }));
    const lock = { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 7 } } } as const;
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket: BUCKET, ObjectLockConfiguration: lock }));
    const settings = { apiUrl: `${moto.endpoint}/${BUCKET}` };
    expect(new Set((await deliver("s3", settings)).map(({ kind }) => kind))).toEqual(new Set(["sent"]));
    // Again: what is there already is not written a second time, and counts as taken.
    expect(new Set((await deliver("s3", settings)).map(({ kind }) => kind))).toEqual(new Set(["sent"]));
    for (const { sequence, type } of facts) {
      const place = { Bucket: BUCKET, Key: `audit/EXEC/e/${String(sequence).padStart(12, "0")}.json` };
      const record = JSON.parse((await (await s3.send(new GetObjectCommand(place))).Body?.transformToString()) ?? "{}") as object;
      expect(record).toMatchObject({ type, version: sequence, hash: "h" });
      expect((await s3.send(new HeadObjectCommand(place))).ObjectLockMode).toBe("COMPLIANCE");
    }
  });
});
