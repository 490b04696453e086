// Sessions that STS gave: who calls with which access key. Every service's calls are told under their names.
import { defineKind, GLOBAL_REGION } from "./world/kind.ts";
import type { WorldView } from "./world/world.ts";

/** A lent role, by its access key. */
type SessionRecord = { readonly arn: string; readonly account: string; readonly sourceIdentity?: string | undefined };

/** Sessions by access key. */
export const sessionKind = defineKind<SessionRecord>("sts.session");

/** Who calls with a key that was lent; undefined for any other key. */
export const sessionOf = (world: WorldView, accessKeyId: string): SessionRecord | undefined =>
  world.get(sessionKind, GLOBAL_REGION, accessKeyId);
