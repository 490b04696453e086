/** The shape of a commit that comes from a store, a stream record or a file. */
import { DrError, lazyLooseObject } from "@dr/events";
import * as z from "zod";
import type { Commit } from "./port.ts";

/** Event types are not looked up here: a stream may hold types of a newer writer. */
const storedEventSchema = lazyLooseObject(() => ({
  type: z.string().min(1),
  schemaVersion: z.int().positive(),
  at: z.string().min(1),
  data: z.record(z.string(), z.unknown()),
}));

/** A commit, its fields typed; fields that we do not know stay, so that a hash over them still shows what was added. */
export const commitSchema = lazyLooseObject(() => ({
  streamId: z.string().min(1),
  firstVersion: z.int().positive(),
  lastVersion: z.int().positive(),
  events: z.array(storedEventSchema).min(1),
  commitId: z.string().min(1),
  actor: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  epoch: z.int().nonnegative(),
  recordedAt: z.string().min(1),
  rules: z.int().positive().optional(),
  prevHash: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
}));

/** The commit in `value`. Throws `log.malformed_record` with the issues. */
export function parseCommit(value: unknown, where: string): Commit {
  const parsed = commitSchema.safeParse(value);
  if (parsed.success) return parsed.data as unknown as Commit;
  throw new DrError("log.malformed_record", `${where} is not a commit: ${z.prettifyError(parsed.error)}`, {
    details: { where, issues: parsed.error.issues },
    cause: parsed.error,
  });
}
