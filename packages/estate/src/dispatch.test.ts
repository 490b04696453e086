// Requests that no SDK client would send, and defects: every one gets an answer.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { createEstate, type Estate } from "./estate.ts";

let estate: Estate;
const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
  estate = createEstate({ memory: true, clock: () => 0, log: (entry) => void logged.push(entry.message), newRequestId: () => "req-1" });
});

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const send = async (
  service: string | undefined,
  request: { method?: string; url?: string; body?: string; headers?: Record<string, string> },
) => {
  const headers = { ...(service !== undefined && signed(service)), ...request.headers };
  const answer = await estate.handle({ method: request.method ?? "POST", url: request.url ?? "/", headers, body: request.body ?? "" });
  return answer === "reset" ? answer : { status: answer.status, body: answer.body, headers: answer.headers };
};

test("an unsigned request is refused", async () => {
  expect(await send(undefined, {})).toMatchObject({
    status: 403,
    headers: { "x-amzn-errortype": "MissingAuthenticationToken", "x-dr-simulated": "true" },
  });
});

test("a service that is not simulated says so", async () => {
  expect(await send("kinesis", {})).toMatchObject({
    status: 501,
    body: JSON.stringify({
      __type: "ServiceNotSimulated",
      code: "ServiceNotSimulated",
      message: 'The simulated estate has no service "kinesis".',
    }),
  });
  expect(await send("constructor", {})).toMatchObject({ status: 501 });
});

test.each([
  ["rds", { body: "Action=DeleteDBProxy" }, "InvalidAction"],
  ["rds", { body: "Action=toString" }, "InvalidAction"],
  ["rds", { body: "" }, "MissingAction"],
  ["rds", { body: "Action=DescribeDBClusters&MaxRecords=5" }, "InvalidParameterValue"],
  ["ec2", { body: "Action=CreateVpc" }, "InvalidAction"],
  ["route53", { method: "DELETE", url: "/2013-04-01/hostedzone/Z1" }, "InvalidAction"],
  ["route53", { method: "GET", url: "/2013-04-01/hostedzone/%zz" }, "InvalidInput"],
  ["route53", { url: "/2013-04-01/hostedzone/Z1/rrset", body: "<nonsense" }, "MalformedInput"],
  ["route53", { url: "/2013-04-01/hostedzone/Z1/rrset", body: "<a/>" }, "InvalidInput"],
  ["ssm", { body: "{}" }, "UnknownOperationException"],
  ["ssm", { body: "{", headers: { "x-amz-target": "AmazonSSM.GetParameter" } }, "SerializationException"],
  ["sts", { body: "Action=GetSessionToken" }, "InvalidAction"],
])("%s %j is answered with %s", async (service, request, code) => {
  const answer = await send(service, request);
  expect(answer).toMatchObject({ status: expect.any(Number) as number });
  expect(answer === "reset" ? "" : answer.body).toContain(code);
  expect(answer === "reset" ? "" : answer.headers["x-amzn-requestid"]).toBe("req-1");
});

test.each([
  [{ url: "/CreateSourceNetwork", body: "{}" }, "UnknownOperationException"],
  [{ url: "/DescribeJobs", method: "GET" }, "UnknownOperationException"],
  [{ url: "/DescribeJobs", body: "{" }, "ValidationException"],
  [{ url: "/DescribeJobs", body: '{"maxResults":"many"}' }, "ValidationException"],
])("drs %j is answered with %s", async (request, code) => {
  expect(await send("drs", request)).toMatchObject({ headers: { "x-amzn-errortype": code } });
});

test("a defect is logged and answered as the service's internal error", async () => {
  estate.close();
  const broken = createEstate({
    memory: true,
    clock: () => 0,
    log: (entry) => void logged.push(entry.message),
    callerOf: () => ({
      account: "1",
      userId: "u",
      get arn(): string {
        throw new Error("defect");
      },
    }),
  });
  const answer = await broken.handle({ method: "POST", url: "/", headers: signed("sts"), body: "Action=GetCallerIdentity" });
  expect(answer).toMatchObject({ status: 500 });
  expect(logged).toEqual(["estate.defect"]);
});

test("a closed estate still answers, with 500", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "estate-"));
  const closed = createEstate({ dataDir, clock: () => 0, log: (entry) => void logged.push(entry.message) });
  closed.close();
  const body = JSON.stringify({ kind: "throttle" });
  expect(await closed.handle({ method: "POST", url: "/_local/estate/faults", headers: {}, body })).toMatchObject({ status: 500 });
  expect(logged).toEqual(["estate.defect"]);
  rmSync(dataDir, { recursive: true });
});
