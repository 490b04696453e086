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
      role: "DROperator",
      name: "alice@example.com",
    });
  });

  test("a role with a path: the role is the last part alone", () => {
    expect(parseCaller("arn:aws-us-gov:iam::123456789012:role/teams/dr/DROperator")).toMatchObject({ kind: "role", role: "DROperator" });
  });

  test("a user has no role, whatever its path or name looks like", () => {
    expect(parseCaller("arn:aws:iam::123456789012:user/assumed-role/DROrchestrationAdmin")).toMatchObject({
      kind: "user",
      role: null,
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

describe("callerOf", () => {
  const userArn = "arn:aws:sts::123456789012:assumed-role/DRReadOnly/bob";

  test("takes the identity that API Gateway verified", () => {
    expect(callerOf({ requestContext: { authorizer: { iam: { userArn } } } }).role).toBe("DRReadOnly");
  });

  test.each([undefined, {}, { requestContext: { authorizer: {} } }, { headers: { "x-amz-user-arn": userArn, userarn: userArn } }])(
    "never takes it from elsewhere: %j",
    (event) => {
      expect(() => callerOf(event)).toThrow(expect.objectContaining({ code: "auth.forbidden" }));
    },
  );
});
