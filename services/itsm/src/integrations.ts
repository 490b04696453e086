/** Both systems of changes, by the kinds that receivers name. */
import type { Integration } from "@dr/delivery";
import type { SenderParts } from "@dr/delivery/sender";
import { fileChanges } from "./file-changes.ts";
import type { FollowedChanges } from "./followed-changes.ts";
import { KINDS, openSystem } from "./systems.ts";

/** Each is on where a receiver of its kind is configured. */
export function changeSystems({ readSecret }: Pick<SenderParts, "readSecret">, changes: FollowedChanges): readonly Integration[] {
  return KINDS.map((kind) => fileChanges({ kind, changes, open: ({ receiver }, send) => openSystem(receiver, send, readSecret) }));
}
