import { describe, expect, test } from "vitest";
import { expectedName, identify } from "./identify.ts";
import { resourceKindSchema, type ResourceKind } from "./kinds.ts";
import { parseReference } from "./reference.ts";

const defaults = { account: "123456789012", region: "eu-central-1" };
const of = (kind: ResourceKind, written: string | Readonly<Record<string, string>>) => identify(kind, written, { defaults })?.reference;

describe("one text", () => {
  test.each<[ResourceKind, string, string]>([
    ["rds-cluster", "Orders", "rds-cluster:123456789012:eu-central-1:orders"],
    ["rds-cluster", "arn:aws:rds:us-east-1:999999999999:cluster:Orders", "rds-cluster:999999999999:us-east-1:orders"],
    ["rds-instance", "orders", "rds-instance:123456789012:eu-central-1:orders"],
    ["rds-instance", "arn:aws-cn:rds:cn-north-1:123456789012:db:orders", "rds-instance:123456789012:cn-north-1:orders"],
    ["rds-global-cluster", "World", "rds-global-cluster:123456789012::world"],
    ["rds-global-cluster", "arn:aws:rds::123456789012:global-cluster:world", "rds-global-cluster:123456789012::world"],
    ["hosted-zone", "/hostedzone/Z1ABC", "hosted-zone:::Z1ABC"],
    ["hosted-zone", "arn:aws:route53:::hostedzone/Z1ABC", "hosted-zone:::Z1ABC"],
    ["ec2-instance", "arn:aws:ec2:eu-west-1:123456789012:instance/i-0a1", "ec2-instance:123456789012:eu-west-1:i-0a1"],
    [
      "drs-source-server",
      "arn:aws:drs:eu-west-1:123456789012:source-server/s-1234567890abcdefg",
      "drs-source-server:123456789012:eu-west-1:s-1234567890abcdefg",
    ],
    ["s3-bucket", "arn:aws:s3:::logs.example", "s3-bucket:::logs.example"],
    ["efs-file-system", "fs-0123", "efs-file-system:::fs-0123"],
    ["lambda-function", "worker:live", "lambda-function:123456789012:eu-central-1:worker"],
    [
      "lambda-function",
      "arn:aws:lambda:eu-central-1:123456789012:function:worker:$LATEST",
      "lambda-function:123456789012:eu-central-1:worker",
    ],
    [
      "load-balancer",
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/Front/50dc6c495c0c9188",
      "load-balancer:123456789012:us-east-1:front",
    ],
    [
      "target-group",
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/front/73e2d6bc24d8a067",
      "target-group:123456789012:us-east-1:front",
    ],
    [
      "auto-scaling-group",
      "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:930d940e:autoScalingGroupName/web",
      "auto-scaling-group:123456789012:us-east-1:web",
    ],
    ["arn", "arn:aws:sns:us-east-1:123456789012:Alarms", "arn:123456789012:us-east-1:aws:sns:Alarms"],
    ["ontap-volume", "svm1:data", "ontap-volume:::*/svm1/data"],
    ["ontap-volume", "Cluster1://svm1/data", "ontap-volume:::cluster1/svm1/data"],
    ["ontap-volume", "data", "ontap-volume:::*/*/data"],
    ["ontap-volume", "svm1:", "ontap-volume:::*/svm1"],
    ["ontap-volume", "svm1:/cg/payroll", "ontap-volume:::*/svm1/cg/payroll"],
    ["opaque", "Ask the bank", "opaque:123456789012:eu-central-1:/Ask%20the%20bank"],
  ])("%s %s", (kind, written, reference) => {
    expect(of(kind, written)).toBe(reference);
    expect(parseReference(reference)).toMatchObject({ kind });
  });

  test.each<[ResourceKind, string]>([
    ["rds-cluster", "arn:aws:rds:us-east-1:123456789012:db:orders"],
    ["rds-instance", "arn:aws:rds:us-east-1:123456789012:cluster:orders"],
    ["rds-cluster", "9lives"],
    ["rds-cluster", ""],
    ["ec2-instance", "s-1234567890abcdefg"],
    ["drs-source-server", "i-0a1"],
    ["hosted-zone", "example.com"],
    ["arn", "orders"],
    ["s3-bucket", "arn:aws:s3:::bucket/key"],
    ["ontap-volume", "svm1:/cg/"],
    ["ontap-volume", "svm1:/data"],
    ["opaque", ""],
  ])("%s is not written %s", (kind, written) => {
    expect(of(kind, written)).toBeUndefined();
  });
});

describe("parts", () => {
  test("a volume and a consistency group lie within their virtual machine, of a known cluster or of any; a volume within its name alone, too", () => {
    const withinOf = (written: string) =>
      identify("ontap-volume", written, { defaults })?.within.map((one) => one.slice("ontap-volume:::".length));
    expect(["data", "svm1:", "svm1:data", "svm1:/cg/payroll", "Cl://svm1:", "Cl://svm1/data"].map(withinOf)).toEqual([
      [],
      [],
      ["*/svm1", "*/*/data"],
      ["*/svm1"],
      ["*/svm1"],
      ["*/svm1/data", "cl/svm1", "*/svm1", "cl/*/data", "*/*/data"],
    ]);
  });

  test("what stands beside a name is a part of it, unless the name says that itself", () => {
    const beside = { cluster: "DR1" };
    const of = (written: string) => identify("ontap-volume", written, { defaults, beside })?.reference;
    expect(["data", "svm1:data", "Cl://svm1/data"].map(of)).toEqual([
      "ontap-volume:::dr1/*/data",
      "ontap-volume:::dr1/svm1/data",
      "ontap-volume:::cl/svm1/data",
    ]);
  });

  test("a record is its zone, name, type and set identifier; without a type it is the name, within which all types lie", () => {
    const record = { zone: "/hostedzone/Z1", name: "O.Example.com" };
    const identified = (parts: Readonly<Record<string, string>>) => identify("dns-record", { ...record, ...parts }, { defaults });
    expect([identified({}), identified({ type: "a" }), identified({ type: "A", set: "blue/1" }), identified({ set: "blue/1" })]).toEqual([
      { kind: "dns-record", reference: "dns-record:::Z1/o.example.com.", within: [] },
      { kind: "dns-record", reference: "dns-record:::Z1/o.example.com./A", within: ["dns-record:::Z1/o.example.com."] },
      {
        kind: "dns-record",
        reference: "dns-record:::Z1/o.example.com./A/blue%2F1",
        within: ["dns-record:::Z1/o.example.com.", "dns-record:::Z1/o.example.com./A", "dns-record:::Z1/o.example.com./*/blue%2F1"],
      },
      { kind: "dns-record", reference: "dns-record:::Z1/o.example.com./*/blue%2F1", within: ["dns-record:::Z1/o.example.com."] },
    ]);
  });

  test("an availability group is its server and its name, in any case and with any port", () => {
    const ref = "sql-availability-group:::sql01.corp.local/orders";
    expect(of("sql-availability-group", { server: "SQL01.corp.local,1433", group: "Orders" })).toBe(ref);
    expect(of("sql-availability-group", { server: "sql01.corp.local", group: "ORDERS" })).toBe(ref);
    expect(of("sql-availability-group", { server: "sql01.corp.local" })).toBeUndefined();
    expect(of("sql-availability-group", { server: " ", group: "Orders" })).toBeUndefined();
    expect(of("sql-availability-group", { group: " ORDERS " })).toBe("sql-availability-group:::*/orders");
    expect(identify("sql-availability-group", { server: "sql01", group: "Orders" }, { defaults })?.within).toEqual([
      "sql-availability-group:::*/orders",
    ]);
  });

  test("opaque names of two owners are two, and the order in which parts are written does not count", () => {
    const opaque = (written: string | Readonly<Record<string, string>>, namespace: string) =>
      identify("opaque", written, { defaults, namespace })?.reference;
    expect(opaque("x", "manual")).not.toBe(opaque("x", "script"));
    expect(opaque({ a: "1", b: "2" }, "m")).toBe(opaque({ b: "2", a: "1" }, "m"));
    expect(opaque({ a: "1/b", b: "2" }, "m")).not.toBe(opaque({ a: "1", b: "b/2" }, "m"));
  });
});

test("every kind says what to write, and refuses what is nothing", () => {
  for (const kind of resourceKindSchema.options) {
    expect([kind, expectedName(kind).length > 0, of(kind, "")]).toEqual([kind, true, undefined]);
  }
});
