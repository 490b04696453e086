/** Histories as today's code records them, of every kind of execution: for whoever wants to forge them. */
import type { Commit } from "@dr/event-log";
import { runSeed } from "./run/run-seed.ts";

/** Too few commits to exchange two. */
const MIN_COMMITS = 4;

/** Every execution of these seeds, and the types of the events that they have. */
export async function historiesOf(
  seeds: readonly number[],
): Promise<{ readonly histories: readonly (readonly Commit[])[]; readonly types: ReadonlySet<string> }> {
  const histories: (readonly Commit[])[] = [];
  for (const seed of seeds) {
    await runSeed(seed, {
      onEnd: async ({ tables, watchtower }) => {
        for (const streamId of watchtower.models.keys()) histories.push(await tables.log.read(streamId));
      },
    });
  }
  const long = histories.filter(({ length }) => length >= MIN_COMMITS);
  return { histories: long, types: new Set(long.flat().flatMap(({ events }) => events.map(({ type }) => type))) };
}
