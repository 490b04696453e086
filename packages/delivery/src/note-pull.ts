/** Remembers that somebody pulls the feed: their events are taken off the bus as those of receivers are. */
import type { Clock } from "@dr/runtime";
import { PULLED_FOR_MS } from "./listening.ts";
import type { ListeningStore } from "./stores.ts";

/** A process notes it this often. */
const NOTED_EVERY_MS = 3_600_000;

/** What noting needs. `listen` has the rule switched on; it may be lost, the sweep finds the note. */
export interface NotePullDeps {
  readonly listening: Pick<ListeningStore, "read" | "pulled">;
  readonly listen: () => Promise<void>;
  readonly clock: Clock;
}

/** A note of a pull. One who comes back after a long time begins anew. */
export function createNotePull({ listening, listen, clock }: NotePullDeps): () => Promise<void> {
  let notedMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const nowMs = clock.nowMs();
    if (nowMs - notedMs < NOTED_EVERY_MS) return;
    const { pulledSince, pulledAt } = await listening.read();
    const goesOn = pulledAt !== undefined && nowMs - Date.parse(pulledAt) < PULLED_FOR_MS;
    const now = clock.nowIso();
    await listening.pulled(goesOn ? (pulledSince ?? pulledAt) : now, now);
    if (!goesOn) await listen();
    notedMs = nowMs;
  };
}
