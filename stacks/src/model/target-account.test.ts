/** The role of target accounts: whom it trusts, what it gives, and that the file is what the manifests say. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { adapters, platformServices } from "@dr/services";
import { expect, test } from "vitest";
import { namesAKind } from "../../synth/checks/policy.ts";
import { refuseOtherRegions } from "./allowed-regions.ts";
import { roleNameOf } from "./names.ts";
import { targetAccountTemplate } from "./target-account.ts";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly (string | { readonly "Fn::Sub": string })[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface Named {
  readonly "Fn::Sub": string;
}
interface Trust {
  readonly Principal: { readonly AWS: readonly (Named | { readonly "Fn::If": readonly [string, Named, object] })[] };
  readonly Condition: object;
}
interface Template {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: {
          readonly RoleName?: string;
          readonly AssumeRolePolicyDocument?: { readonly Statement: readonly [Trust] };
          readonly ManagedPolicyArns?: readonly object[];
          readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
        };
      }
    >
  >;
}

const template = targetAccountTemplate(adapters, platformServices) as unknown as Template;
const role = template.Resources["TargetRole"]!.Properties;
const { AllowedRegionsAlone: limit, ...granting } = template.Resources;
const policies = Object.values(granting).flatMap(({ Properties: { PolicyDocument } }) => (PolicyDocument ? [PolicyDocument] : []));
const statements = policies.flatMap(({ Statement }) => Statement);

test("CloudFormation takes the file with a request, with room for more", () => {
  // TemplateBody holds 51,200 bytes (CloudFormation quotas); `aws cloudformation deploy` refuses more without a bucket.
  expect(statSync(join(import.meta.dirname, "../../target-account/template.json")).size).toBeLessThan(46_000);
});

test("where Regions are named, the role is denied every other one", () => {
  expect(limit).toEqual({
    Type: "AWS::IAM::ManagedPolicy",
    Condition: "HasAllowedRegions",
    Properties: { PolicyDocument: { Version: "2012-10-17", Statement: [refuseOtherRegions({ Ref: "AllowedRegions" })] } },
  });
  expect(role.ManagedPolicyArns?.at(-1)).toEqual({
    "Fn::If": ["HasAllowedRegions", { Ref: "AllowedRegionsAlone" }, { Ref: "AWS::NoValue" }],
  });
});

test("the file is what the manifests say: run `pnpm target-account` where it is not", () => {
  expect(JSON.parse(readFileSync(join(import.meta.dirname, "../../target-account/template.json"), "utf8"))).toEqual(template);
});

const trustOf = ({ AssumeRolePolicyDocument }: typeof role) => {
  const [trust] = AssumeRolePolicyDocument!.Statement;
  const trusted = trust.Principal.AWS.map((principal) => ("Fn::Sub" in principal ? principal : principal["Fn::If"][1])["Fn::Sub"]);
  return { trust, trusted };
};
const { trust, trusted } = trustOf(role);
const reader = template.Resources["ReadRole"]!.Properties;

test("the role that only reads trusts the functions that answer questions, and has no right but to read", () => {
  expect(reader.RoleName).toBe("DR-Cross-Account-Target-Role-ReadOnly");
  const asking = ["application", "database", "drs", "infrastructure", "s3_replication", "storage"];
  const functions = adapters
    .filter(({ technology }) => asking.includes(technology))
    .flatMap((adapter) => adapter.functions.filter(({ trigger }) => trigger.kind === "invoke"));
  const names = (region: string) =>
    functions.map((each) => `arn:\${AWS::Partition}:iam::\${HubAccountId}:role/${roleNameOf(each, `\${${region}}`)}`);
  const isOfRegion = (arn: string): boolean => arn.includes("${HubRegion}");
  expect(trustOf(reader).trusted.filter((arn) => isOfRegion(arn))).toEqual(names("HubRegion"));
  expect(trustOf(reader).trusted.filter((arn) => !isOfRegion(arn))).toEqual(names("HubOtherRegion"));
  expect(trustOf(reader).trust.Condition).toEqual(trust.Condition);
  const attached = reader.ManagedPolicyArns!.flatMap((each) => ("Ref" in each ? [String(each.Ref)] : []));
  const rights = attached.flatMap((name) => template.Resources[name]!.Properties.PolicyDocument!.Statement.flatMap(({ Action }) => Action));
  expect(rights).toEqual(
    expect.arrayContaining(["rds:DescribeDBClusters", "drs:DescribeSourceServers", "ssm:DescribeInstanceInformation"]),
  );
  expect(rights.filter((action) => !/:(?:Get|List|Describe)/.test(action))).toEqual([]);
});

test("it trusts the roles of adapters that act there, and of the API that tries them, one by one, in either Region, with the external id and a session of ours", () => {
  const acting = ["application", "database", "drs", "infrastructure", "s3_replication", "storage"];
  const roles = [
    ...adapters
      .filter(({ technology }) => acting.includes(technology))
      .flatMap(({ functions }) => functions.filter(({ trigger }) => trigger.kind === "queue")),
    { name: "dr-api-http" },
  ];
  const wanted = roles.flatMap((declared) =>
    ["HubRegion", "HubOtherRegion"].map(
      (region) => `arn:\${AWS::Partition}:iam::\${HubAccountId}:role/${roleNameOf(declared, `\${${region}}`)}`,
    ),
  );
  expect(trusted).toEqual(wanted);
  expect(trust.Condition).toEqual({
    StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
    StringLike: { "sts:RoleSessionName": "dr-*" },
  });
  expect(role.RoleName).toBe("DR-Cross-Account-Target-Role");
});

test("it gives what the adapters' manifests ask for, on kinds of resources of its own account, and nothing of the hub", () => {
  const actions = statements.flatMap(({ Action }) => Action);
  expect(actions).toEqual(
    expect.arrayContaining(["rds:FailoverDBCluster", "drs:StartRecovery", "route53:ChangeResourceRecordSets", "ssm:SendCommand"]),
  );
  expect(actions.filter((action) => action.includes("*") || /^(?:sts|secretsmanager|dynamodb|sqs|events):/.test(action))).toEqual([]);
  // The ARN of a bucket tells neither kind nor account; a condition keeps it to this one.
  const isOwn = ({ Condition }: Statement): boolean => Condition?.["StringEquals"]?.["aws:ResourceAccount"] !== undefined;
  const resources = statements.flatMap(({ Resource, ...statement }) =>
    Resource === "*" || isOwn({ Resource, ...statement })
      ? []
      : Resource.map((each) => (typeof each === "string" ? each : each["Fn::Sub"])),
  );
  expect(resources.filter((resource) => !namesAKind(resource.replaceAll("AWS::", "")))).toEqual([]);
});

test("policies and trust fit into what IAM takes", () => {
  expect(policies.filter((policy) => JSON.stringify(policy).replaceAll(/\{"Fn::Sub":("[^"]*")\}/g, "$1").length > 6_144)).toEqual([]);
  expect(role.ManagedPolicyArns?.length).toBeLessThanOrEqual(10);
  // A trust policy holds 2,048 characters before its quota is raised.
  for (const each of [role, reader]) {
    const filledIn = JSON.stringify({ ...trustOf(each).trust, Principal: { AWS: trustOf(each).trusted } })
      .replaceAll("${AWS::Partition}", "aws")
      .replaceAll("${HubAccountId}", "123456789012")
      .replaceAll(/\$\{Hub\w*Region\}/g, "ap-southeast-2");
    expect(filledIn.length).toBeLessThan(2_048);
  }
});
