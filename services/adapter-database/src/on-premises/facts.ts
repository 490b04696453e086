/** A database outside AWS as its own cluster software tells it. */
import { DrError, lazyObject } from "@dr/events";
import * as z from "zod";

/** What a name of a member may look like, so that it may stand in a command. */
export const MEMBER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/** A member that may become the primary. `lagSeconds` is null where nobody tells it. */
export interface MemberFacts {
  readonly name: string;
  readonly ready: boolean;
  readonly lagSeconds: number | null;
}

/** The cluster. `primary` is null where nobody writes. */
export interface ClusterState {
  readonly primary: string | null;
  readonly healthy: boolean;
  readonly members: readonly MemberFacts[];
}

const contract = lazyObject(() => ({
  primary: z.string().regex(MEMBER_NAME).nullable(),
  healthy: z.boolean().default(true),
  members: z
    .array(
      z.object({
        name: z.string().regex(MEMBER_NAME),
        ready: z.boolean().default(true),
        lagSeconds: z.number().nonnegative().nullable().default(null),
      }),
    )
    .max(100),
}));

/** What a status command printed, or a function answered. Throws `database.status_not_understood`, without what it was. */
export function toClusterState(answer: unknown): ClusterState {
  const read = contract.safeParse(answer);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join(".") || "the whole").join(", ");
  const message = `the status of the database is not as expected: ${fields}; expected JSON {primary, healthy, members[{name, ready, lagSeconds}]}`;
  throw new DrError("database.status_not_understood", message);
}
