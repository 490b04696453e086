/** The Route 53 port with the real SDK client: what goes over the wire, how often, and how answers are read. */
import { classifyAwsError } from "@dr/adapter-kit";
import { recorderOfTest, type AwsRecorder, type RecordedAnswer } from "@dr/adapter-kit/testing";
import { expect, test } from "vitest";
import { classifyRoute53Error } from "../src/failures.ts";
import { createInfraClients } from "../src/infra-client.ts";
import type { Route53Port } from "../src/clients/route53-client.ts";

let recorder: AwsRecorder | undefined;

async function route53Answering(...answers: readonly RecordedAnswer[]): Promise<Route53Port> {
  recorder = await recorderOfTest((_request, count) => answers[Math.min(count, answers.length) - 1] ?? "reset");
  return createInfraClients(recorder.env).route53;
}

const changed = `<ChangeResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-11-23T04:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>`;
const set = (name: string, value: string): string =>
  `<ResourceRecordSet><Name>${name}</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>`;

test("all changes of a zone go in one batch, whole record sets, once", async () => {
  const route53 = await route53Answering({ body: changed });
  const changeId = await route53.changeRecordSets(
    "Z1",
    [
      {
        action: "UPSERT",
        recordSet: { Name: "app.example.com.", Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: "new.example.com" }] },
      },
      {
        action: "DELETE",
        recordSet: { Name: "www.example.com.", Type: "A", AliasTarget: { HostedZoneId: "Z2", DNSName: "lb", EvaluateTargetHealth: true } },
      },
    ],
    "dr op-1",
  );
  expect(changeId).toBe("C1");
  expect(recorder?.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /2013-04-01/hostedzone/Z1/rrset"]);
  const body = recorder?.requests[0]?.body ?? "";
  expect(body).toContain("<Comment>dr op-1</Comment>");
  expect(body.match(/<Action>\w+<\/Action>/g)).toEqual(["<Action>UPSERT</Action>", "<Action>DELETE</Action>"]);
  expect(body).toContain("<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>new.example.com</Value></ResourceRecord></ResourceRecords>");
  expect(body).toContain(
    "<AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>lb</DNSName><EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>",
  );
});

test("a change whose answer is lost is sent once, and its outcome is unknown", async () => {
  const route53 = await route53Answering("reset");
  const thrown: unknown = await route53.changeRecordSets("Z1", [], "dr op-1").catch((error: unknown) => error);
  expect(classifyAwsError(thrown).class).toBe("UNKNOWN_OUTCOME");
  expect(recorder?.requests).toHaveLength(1);
});

test.each([
  ["PriorRequestNotComplete", "no", "THROTTLED"],
  ["NoSuchHostedZone", "no", "NOT_FOUND"],
  ["InvalidInput", "no", "INVALID"],
  ["InvalidChangeBatch", "Tried to create resource record set but it already exists", "ALREADY"],
  ["InvalidChangeBatch", "Tried to delete resource record set but it was not found", "ALREADY"],
] as const)("%s (%s) is %s", async (code, message, expected) => {
  const body = `<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  const route53 = await route53Answering({ status: 400, body });
  const thrown: unknown = await route53.changeRecordSets("Z1", [], "dr op-1").catch((error: unknown) => error);
  expect(classifyRoute53Error(thrown).class).toBe(expected);
});

test("the record sets of a name are listed until another name comes, over pages", async () => {
  const page = (sets: string, next: string): RecordedAnswer => ({
    body: `<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>${sets}</ResourceRecordSets>${next}<MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`,
  });
  const goesOn = `<IsTruncated>true</IsTruncated><NextRecordName>\\052.example.com.</NextRecordName><NextRecordType>AAAA</NextRecordType>`;
  const ends = `<IsTruncated>true</IsTruncated><NextRecordName>b.example.com.</NextRecordName><NextRecordType>A</NextRecordType>`;
  const route53 = await route53Answering(
    page(set("\\052.example.com.", "192.0.2.1"), goesOn),
    page(set("\\052.example.com.", "192.0.2.2") + set("a.example.com.", "192.0.2.3"), ends),
  );
  const found = await route53.listRecordSets("Z1", "*.Example.com");
  expect(found.map(({ ResourceRecords }) => ResourceRecords?.[0]?.Value)).toEqual(["192.0.2.1", "192.0.2.2"]);
  expect(recorder?.requests.map(({ path }) => new URL(path, "http://x").searchParams.toString())).toEqual([
    "name=%5C052.example.com.",
    "name=%5C052.example.com.&type=AAAA",
  ]);
});

test("a change is asked by its plain id", async () => {
  const route53 = await route53Answering({
    body: `<GetChangeResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo><Id>/change/C1</Id><Status>INSYNC</Status><SubmittedAt>2026-11-23T04:00:00Z</SubmittedAt></ChangeInfo></GetChangeResponse>`,
  });
  expect(await route53.changeStatus("C1")).toBe("INSYNC");
  expect(recorder?.requests[0]?.path).toBe("/2013-04-01/change/C1");
});
