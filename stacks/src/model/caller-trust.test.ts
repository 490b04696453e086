/** Who may become a caller, and as whom. */
import { expect, test } from "vitest";
import { planCallers } from "./caller-trust.ts";

const HOME = "111122223333";
const user = `arn:aws:iam::${HOME}:user/olga`;
const signedIn = `arn:aws:iam::${HOME}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Recovery_0123456789abcdef`;
const provider = `arn:aws:iam::${HOME}:saml-provider/okta`;
const foreign = "arn:aws:iam::999988887777:role/ServiceNowIntegration";

interface Statement {
  readonly Principal: object;
  readonly Action: readonly string[];
  readonly Condition?: object;
}
const trusts = (variables: Parameters<typeof planCallers>[0]) =>
  planCallers(variables, HOME).map(
    ({ role, trust }) => [role.name, (JSON.parse(trust) as { Statement: readonly Statement[] }).Statement] as const,
  );

test("a person's session name is the user's name, the source identity of the sign-in, or what the provider signed", () => {
  const [[name, statements]] = trusts({
    DR_PEOPLE: ["DRSOperator=" + user, "DRSOperator=" + signedIn, "DRSOperator=" + provider].join(","),
  }) as [[string, readonly Statement[]]];
  expect(name).toBe("DRSOperator");
  expect(statements.map(({ Principal, Action, Condition }) => [Principal, Action, Condition])).toEqual([
    [
      { AWS: [user] },
      ["sts:AssumeRole"],
      { StringEquals: { "sts:RoleSessionName": "${aws:username}" }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
    ],
    [
      { AWS: [signedIn] },
      ["sts:AssumeRole", "sts:SetSourceIdentity"],
      { StringEquals: { "sts:RoleSessionName": "${aws:SourceIdentity}" }, Null: { "aws:SourceIdentity": "false" } },
    ],
    [{ Federated: [provider] }, ["sts:AssumeRoleWithSAML"], { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }],
  ]);
});

test("a client comes from an endpoint or a public range, with the external id either way", () => {
  const [[, statements]] = trusts({
    DR_CLIENTS: `Enterprise-DR-Integration-Role=${foreign}`,
    DR_CLIENT_EXTERNAL_ID: "dr-2026",
    DR_CLIENT_NETWORKS: "vpce-0abc, 203.0.113.0/24",
  }) as [[string, readonly Statement[]]];
  expect(statements.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { "sts:ExternalId": "dr-2026", "aws:SourceVpce": ["vpce-0abc"] } },
    { StringEquals: { "sts:ExternalId": "dr-2026" }, IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
  ]);
});

test("nobody named, no role", () => {
  expect(planCallers({}, HOME)).toEqual([]);
});

test.each([
  [{ DR_PEOPLE: `DRSOperator=arn:aws:iam::${HOME}:root` }, "a whole account is nobody in particular"],
  [{ DR_PEOPLE: "DRSOperator=*" }, "expected the ARN of one user, role or SAML provider"],
  [{ DR_PEOPLE: `DRSAuditor=${user}` }, "with a role out of DRS-Admin-Role"],
  [{ DR_PEOPLE: `Enterprise-DR-Integration-Role=${user}` }, "with a role out of DRS-Admin-Role"],
  [{ DR_CLIENTS: `DRS-Admin-Role=${foreign}` }, "with a role out of DR-Orchestration-Execution-Role"],
  [{ DR_CLIENTS: `Enterprise-DR-Integration-Role=${user}` }, "expected the ARN of one role"],
  [{ DR_CLIENTS: `Enterprise-DR-Integration-Role=${foreign}` }, "set DR_CLIENT_EXTERNAL_ID"],
  [{ DR_CLIENT_EXTERNAL_ID: "x" }, "expected 2 to 1224"],
  [{ DR_CLIENT_NETWORKS: "10.0.0.0/8" }, "is private"],
  [{ DR_CLIENT_NETWORKS: "172.16.0.0/12" }, "is private"],
  [{ DR_CLIENT_NETWORKS: "0.0.0.0/0" }, "neither vpce-… nor a range"],
])("%j is refused", (variables, message) => {
  expect(() => planCallers(variables, HOME)).toThrow(message);
});
