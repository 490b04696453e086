/** One key pair per role, made once and kept in the data folder: this machine's stand-in for assumed roles. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Roles that the platform knows; see docs/reference/roles.md. */
export const roles = ["DROrchestrationAdmin", "DRRecoveryManager", "DRPlanManager", "DROperator", "DRReadOnly"] as const;
/** A role that the platform knows. */
export type Role = (typeof roles)[number];

const credentialSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), principal: z.string() });
/** A key pair and the principal (assumed-role ARN) that it proves. */
export type Credential = z.infer<typeof credentialSchema>;

const fileSchema = z.record(z.enum(roles), credentialSchema);

/** The pairs of this data folder; new ones are readable by their owner only. */
export function loadCredentials(dataDir: string, accountId: string): Record<Role, Credential> {
  const file = join(dataDir, "credentials.json");
  if (existsSync(file)) return fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const made = Object.fromEntries(
    roles.map((role) => [
      role,
      {
        accessKeyId: `AKIALOCAL${randomBytes(6).toString("hex").toUpperCase()}`.slice(0, 20),
        secretAccessKey: randomBytes(30).toString("base64url"),
        principal: `arn:aws:sts::${accountId}:assumed-role/${role}/local`,
      },
    ]),
  ) as Record<Role, Credential>;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
