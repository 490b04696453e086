// The wire as AWS documents it, in literal texts: client and server share the SDK's schemas and would share a mistake.
import { describe, expect, test } from "vitest";
import { awsError } from "../aws-error.ts";
import { ec2 } from "../services/ec2/service.ts";
import { rds } from "../services/rds/service.ts";
import { route53 } from "../services/route53/service.ts";
import { s3 } from "../services/s3/service.ts";
import { ssm } from "../services/ssm/service.ts";
import { parseForm } from "./query-form.ts";

const post = (body: string, headers: Record<string, string> = {}, url = "/") => ({ method: "POST", url, headers, body });

describe("aws-query", () => {
  test("reads wrapped lists, booleans, numbers and times", async () => {
    const wire = await rds.wire();
    expect(
      await wire.decode(
        post(
          "Action=DescribeEvents&Version=2014-10-31&MaxRecords=20&StartTime=2026-11-28T10%3A00%3A00Z" +
            "&EventCategories.EventCategory.2=b&EventCategories.EventCategory.1=a%26x&Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v",
        ),
      ),
    ).toEqual({
      action: "DescribeEvents",
      input: {
        MaxRecords: 20,
        StartTime: new Date("2026-11-28T10:00:00Z"),
        EventCategories: ["a&x", "b"],
        Filters: [{ Name: "n", Values: ["v"] }],
      },
    });
    expect(await wire.decode(post("Action=RebootDBInstance&DBInstanceIdentifier=x&ForceFailover=true"))).toEqual({
      action: "RebootDBInstance",
      input: { DBInstanceIdentifier: "x", ForceFailover: true },
    });
  });

  test("writes the result in its wrapper, lists under their member names, text escaped", async () => {
    const { status, body } = (await rds.wire()).encode(
      "DescribeEvents",
      { Marker: 'm<1>&"', Events: [{ SourceType: "db-cluster", EventCategories: ["failover"], Date: new Date("2026-11-28T10:00:00Z") }] },
      "req-1",
    );
    expect(status).toBe(200);
    expect(body).toBe(
      '<DescribeEventsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeEventsResult><Marker>m&lt;1&gt;&amp;&quot;</Marker><Events><Event>' +
        "<SourceType>db-cluster</SourceType><EventCategories><EventCategory>failover</EventCategory></EventCategories><Date>2026-11-28T10:00:00Z</Date>" +
        "</Event></Events></DescribeEventsResult><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></DescribeEventsResponse>",
    );
  });

  test("writes errors with their type", async () => {
    const { status, body } = (await rds.wire()).encodeError(awsError("DBInstanceNotFound", "no <x>", 404), "req-1");
    expect(status).toBe(404);
    expect(body).toBe(
      '<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>no &lt;x&gt;</Message></Error><RequestId>req-1</RequestId></ErrorResponse>',
    );
  });

  test("a form cannot reach a prototype, and a name that is a value and a parent is a parent", () => {
    const form = parseForm("__proto__.polluted=1&constructor.prototype.polluted=1&A=1&A.B=2");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(form)).toContain("constructor");
    expect(form["A"]).toEqual({ B: "2" });
  });
});

describe("ec2-query", () => {
  test("reads flat lists, in the order of their numbers", async () => {
    const body =
      "Action=DescribeInstances&InstanceId.2=i-2&InstanceId.1=i-1&Filter.1.Name=tag%3Ax&Filter.1.Value.1=1&Filter.1.Value.10=3&Filter.1.Value.2=2";
    expect(await (await ec2.wire()).decode(post(body))).toEqual({
      action: "DescribeInstances",
      input: { InstanceIds: ["i-1", "i-2"], Filters: [{ Name: "tag:x", Values: ["1", "2", "3"] }] },
    });
  });

  test("writes items without a result wrapper, and its own error envelope", async () => {
    const wire = await ec2.wire();
    expect(
      wire.encode(
        "DescribeInstanceStatus",
        { InstanceStatuses: [{ InstanceId: "i-1", InstanceState: { Code: 16, Name: "running" } }] },
        "r",
      ).body,
    ).toBe(
      '<DescribeInstanceStatusResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>r</requestId><instanceStatusSet><item>' +
        "<instanceId>i-1</instanceId><instanceState><code>16</code><name>running</name></instanceState></item></instanceStatusSet></DescribeInstanceStatusResponse>",
    );
    expect(wire.encodeError(awsError("DryRunOperation", "x", 412), "r")).toMatchObject({
      status: 412,
      body: "<Response><Errors><Error><Code>DryRunOperation</Code><Message>x</Message></Error></Errors><RequestID>r</RequestID></Response>",
    });
  });
});

describe("rest-xml", () => {
  test("reads path, query and an XML body with elements that occur once", async () => {
    const wire = await route53.wire();
    const xml =
      '<?xml version="1.0"?><ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes><Change><Action>UPSERT</Action>' +
      "<ResourceRecordSet><Name>a.example.com</Name><Type>TXT</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>&quot;007 &amp; b&quot;</Value></ResourceRecord></ResourceRecords>" +
      "</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
    expect(await wire.decode(post(xml, {}, "/2013-04-01/hostedzone/Z1/rrset"))).toEqual({
      action: "ChangeResourceRecordSets",
      input: {
        HostedZoneId: "Z1",
        ChangeBatch: {
          Changes: [
            {
              Action: "UPSERT",
              ResourceRecordSet: { Name: "a.example.com", Type: "TXT", TTL: 60, ResourceRecords: [{ Value: '"007 & b"' }] },
            },
          ],
        },
      },
    });
    const url = "/2013-04-01/hostedzone/Z1/rrset/?maxitems=5&name=a%20b.example.com&type=A";
    expect(await wire.decode({ method: "GET", url, headers: {}, body: "" })).toEqual({
      action: "ListResourceRecordSets",
      input: { HostedZoneId: "Z1", MaxItems: 5, StartRecordName: "a b.example.com", StartRecordType: "A" },
    });
  });

  test("writes a document with the model's root element", async () => {
    const output = { ChangeInfo: { Id: "/change/C1", Status: "PENDING", SubmittedAt: new Date("2026-11-28T10:00:00Z") } };
    expect((await route53.wire()).encode("GetChange", output, "r").body).toContain(
      "<ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status><SubmittedAt>2026-11-28T10:00:00Z</SubmittedAt></ChangeInfo>",
    );
  });

  test("is told apart by method, path and query; what fits nothing is refused", async () => {
    const wire = await route53.wire();
    const action = async (method: string, url: string) => (await wire.decode({ method, url, headers: {}, body: "" })).action;
    expect(await action("GET", "/2013-04-01/hostedzone/Z1")).toBe("GetHostedZone");
    expect(await action("GET", "/2013-04-01/hostedzonesbyname?dnsname=x")).toBe("ListHostedZonesByName");
    expect(await action("GET", "/2013-04-01/change/C1")).toBe("GetChange");
    await expect(action("PATCH", "/2013-04-01/change/C1")).rejects.toMatchObject({ aws: { code: "InvalidAction", status: 404 } });
  });
});

describe("aws-json", () => {
  const target = { "x-amz-target": "AmazonSSM.GetParametersByPath" };

  test("reads the operation from its header", async () => {
    const wire = await ssm.wire();
    expect(await wire.decode(post('{"Path":"/a","Recursive":true}', target))).toEqual({
      action: "GetParametersByPath",
      input: { Path: "/a", Recursive: true },
    });
    expect(await wire.decode(post("", target))).toEqual({ action: "GetParametersByPath", input: {} });
    await expect(async () => wire.decode(post("{", target))).rejects.toMatchObject({ aws: { code: "SerializationException" } });
    await expect(async () => wire.decode(post("{}"))).rejects.toMatchObject({ aws: { code: "UnknownOperationException" } });
  });

  test("writes times as epoch seconds and errors with their type", async () => {
    const wire = await ssm.wire();
    expect(wire.encode("GetParameter", { Parameter: { Name: "/a", Version: 3, LastModifiedDate: new Date(1500) } }, "r").body).toBe(
      '{"Parameter":{"Name":"/a","Version":3,"LastModifiedDate":1.5}}',
    );
    expect(wire.encodeError(awsError("ParameterNotFound", "none"), "r")).toMatchObject({
      status: 400,
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: '{"__type":"ParameterNotFound","message":"none"}',
    });
  });
});

describe("rest-xml of S3", () => {
  test.each([
    ["PUT", "/assets/a/b.txt", "PutObject"],
    ["PUT", "/assets/a/b.txt?x-id=PutObject", "PutObject"],
    ["DELETE", "/assets/a/b.txt", "DeleteObject"],
  ])("%s %s is %s, whether or not the client names it", async (method, url, action) => {
    expect(await (await s3.wire()).decode({ method, url, headers: {}, body: "" })).toMatchObject({ action });
  });

  test.each(["/assets/a?x-id=CopyObject", "/assets/a?partNumber=1&uploadId=u"])("PUT %s is no PutObject", async (url) => {
    const wire = await s3.wire();
    const decoded = Promise.resolve(wire.decode({ method: "PUT", url, headers: {}, body: "" }));
    expect((await decoded.catch(() => ({ action: "refused" }))).action).not.toBe("PutObject");
  });
});
