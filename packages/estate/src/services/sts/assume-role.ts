// AssumeRole: credentials of a role in its own account. The role must be known, and its external id right.
import type { AssumeRoleResponse } from "@aws-sdk/client-sts";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { sessionKind } from "../../lent-session.ts";
import { writeOperation } from "../../operation.ts";
import type { SeedContext } from "../../seeding/seed-context.ts";
import { defineKind, GLOBAL_REGION } from "../../world/kind.ts";

/** A role of any account. */
type RoleRecord = { readonly arn: string; readonly externalId?: string | undefined };

/** Roles by ARN. */
const roleKind = defineKind<RoleRecord>("sts.role");

const roleArn = z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/u, "expected the ARN of a role");

const schema = z.strictObject({ roles: z.array(z.strictObject({ arn: roleArn, externalId: z.string().min(2).optional() })).default([]) });

/** The STS part of a seed: roles that may be assumed. */
export const stsSeed = {
  schema,
  apply: ({ roles }: z.output<typeof schema>, { seeder }: SeedContext): void => {
    for (const role of roles) {
      seeder.add(roleKind, { service: "sts", kind: "role", region: GLOBAL_REGION, id: role.arn, name: role.arn }, () => role);
    }
  },
};

/** An unknown role and a wrong external id are both AccessDenied, as on AWS. */
export const assumeRole = writeOperation({
  input: z.object({
    RoleArn: roleArn,
    RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/u, "expected 2 to 64 letters, digits and +=,.@-"),
    DurationSeconds: z.int().min(900).max(43_200).default(3600),
    ExternalId: z.string().optional(),
    SourceIdentity: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/u, "expected 2 to 64 letters, digits and +=,.@-")
      .optional(),
  }),
  resources: ({ RoleArn }) => [RoleArn],
  redact: (input) => ({ ...input, ...("ExternalId" in input && { ExternalId: "(redacted)" }) }),
  run: (
    { RoleArn, RoleSessionName, DurationSeconds, ExternalId, SourceIdentity },
    { world, caller, nowMs, chance },
  ): AssumeRoleResponse => {
    const role = world.get(roleKind, GLOBAL_REGION, RoleArn);
    if (role === undefined || role.externalId !== ExternalId) {
      throw awsError("AccessDenied", `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`, 403);
    }
    const account = RoleArn.split(":")[4] ?? "";
    const id = chance.hex(16, "key").toUpperCase();
    const arn = `arn:aws:sts::${account}:assumed-role/${RoleArn.split("/").at(-1) ?? ""}/${RoleSessionName}`;
    world.put(sessionKind, GLOBAL_REGION, `ASIA${id}`, { arn, account, sourceIdentity: SourceIdentity });
    return {
      Credentials: {
        AccessKeyId: `ASIA${id}`,
        SecretAccessKey: "not-checked-by-the-simulation",
        SessionToken: "simulated",
        Expiration: new Date(nowMs + DurationSeconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROA${id}:${RoleSessionName}`,
        Arn: arn,
      },
      ...(SourceIdentity !== undefined && { SourceIdentity }),
    };
  },
});
