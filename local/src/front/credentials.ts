/** Two key pairs per role, made once and kept in the data folder: this machine's stand-in for people who assume roles. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readJsonFile } from "../data-folder/read-json.ts";
import { writeWhole } from "../data-folder/write-whole.ts";

/** Roles that the platform knows, with the two people of each; see docs/reference/roles.md. */
export const people = {
  DROrchestrationAdmin: ["ada", "ari"],
  DRRecoveryManager: ["rita", "rob"],
  DRPlanManager: ["paula", "pete"],
  DROperator: ["olga", "otto"],
  DRReadOnly: ["lena", "luc"],
} as const;
/** A role, for the first person in it; `<role>#2` is the second. */
export type Holder = keyof typeof people | `${keyof typeof people}#2`;

const pairSchema = z.looseObject({ accessKeyId: z.string(), secretAccessKey: z.string() });
/** A key pair and the principal (assumed-role ARN) that it proves. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: string;
}

/** Who brings a token: its claims, each as text, as the gateway hands them on. */
export interface TokenBearer {
  readonly claims: Readonly<Record<string, string>>;
}

/** The pairs of this data folder; new ones are readable by their owner only. Folders of an earlier version keep the keys that they have. */
export function loadCredentials(dataDir: string, accountId: string): Record<Holder, Credential> {
  const file = join(dataDir, "credentials.json");
  const kept = existsSync(file) ? readJsonFile(file, z.record(z.string(), pairSchema), "remove it, and new key pairs are made") : {};
  const all = Object.fromEntries(
    Object.entries(people).flatMap(([role, names]) =>
      names.map((person, index) => {
        const holder = index === 0 ? role : `${role}#2`;
        const { accessKeyId, secretAccessKey } = kept[holder] ?? newPair();
        return [holder, { accessKeyId, secretAccessKey, principal: `arn:aws:sts::${accountId}:assumed-role/${role}/${person}` }];
      }),
    ),
  ) as Record<Holder, Credential>;
  writeWhole(file, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  return all;
}

function newPair(): { accessKeyId: string; secretAccessKey: string } {
  return {
    accessKeyId: `AKIALOCAL${randomBytes(6).toString("hex").toUpperCase()}`.slice(0, 20),
    secretAccessKey: randomBytes(30).toString("base64url"),
  };
}
