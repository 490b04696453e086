/** Tests of caller.ts. */
import { describe, expect, test } from "vitest";
import { callerOf, parseCaller } from "./caller.ts";

describe("parseCaller", () => {
  test("an assumed role", () => {
    const arn = "arn:aws:sts::123456789012:assumed-role/DROperator/alice@example.com";
    expect(parseCaller(arn)).toEqual({
      principal: arn,
      accountId: "123456789012",
      kind: "assumed-role",
      roles: ["DROperator"],
      name: "alice@example.com",
    });
  });

  test("a role's path belongs to its name", () => {
    expect(parseCaller("arn:aws-us-gov:iam::123456789012:role/teams/dr/DROperator")).toMatchObject({
      kind: "role",
      roles: ["teams/dr/DROperator"],
      name: "DROperator",
    });
    expect(parseCaller("arn:aws:iam::123456789012:role/DROperator")).toMatchObject({ roles: ["DROperator"] });
  });

  test("a user has no role, whatever its path or name looks like", () => {
    expect(parseCaller("arn:aws:iam::123456789012:user/assumed-role/DROrchestrationAdmin")).toMatchObject({
      kind: "user",
      roles: [],
      name: "DROrchestrationAdmin",
    });
  });

  test.each([
    "arn:aws:iam::123456789012:root",
    "arn:aws:sts::123456789012:assumed-role/DROperator",
    "arn:aws:sts::123456789012:assumed-role/x/DROrchestrationAdmin/alice",
    "arn:aws:sts::123456789012:federated-user/DROrchestrationAdmin",
    "DROrchestrationAdmin",
    "",
    "arn:aws:sts::123456789012:assumed-role/DROperator/alice\nDROrchestrationAdmin",
  ])("refuses %s", (arn) => {
    expect(() => parseCaller(arn)).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
  });
});

const userArn = "arn:aws:sts::123456789012:assumed-role/DRReadOnly/bob";
const signed = { requestContext: { authorizer: { iam: { userArn } } } };
const token = (groups?: unknown) => ({
  requestContext: {
    authorizer: { jwt: { claims: { sub: "u-1", token_use: "access", ...(groups === undefined ? {} : { "cognito:groups": groups }) } } },
  },
});

describe("callerOf", () => {
  test("takes the identity that API Gateway verified", () => {
    expect(callerOf(signed).roles).toEqual(["DRReadOnly"]);
  });

  test.each([
    undefined,
    {},
    { requestContext: { authorizer: {} } },
    { headers: { "x-amz-user-arn": userArn, userarn: userArn } },
    token("a"),
  ])("never takes it from elsewhere: %j", (event) => {
    expect(() => callerOf(event)).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
  });

  test.each([
    ["[DRS-Operator DRS-Read-Only]", ["DRS-Operator", "DRS-Read-Only"]],
    ["DRS-Operator,DRS-Read-Only", ["DRS-Operator", "DRS-Read-Only"]],
    [["DRS-Operator"], ["DRS-Operator"]],
    ["", []],
    ["[]", []],
    [undefined, []],
  ])("the groups of a token as %j", (groups, roles) => {
    expect(callerOf(token(groups), "cognito")).toEqual({ principal: "cognito:u-1", accountId: null, kind: "cognito", roles, name: "u-1" });
  });

  test.each(["id", undefined])("a token of the kind %j is refused: it was not given for this API", (kind) => {
    const claims = { sub: "u-1", "cognito:groups": "[DRSOrchestrationAdmin]", ...(kind && { token_use: kind }) };
    expect(() => callerOf({ requestContext: { authorizer: { jwt: { claims } } } }, "cognito")).toThrow("the request bears no access token");
  });

  test("a signature is no token", () => {
    expect(() => callerOf(signed, "cognito")).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
  });
});
