/** Stages that make and end replications where both Regions are there: those of a failback, and of configuring one. */
import { block, parseStage, warn, NO_DATA, type Finding } from "@dr/adapter-kit";
import { effects } from "../transitions.ts";
import { fitActive } from "./mark-active.ts";
import { describePair, isForward, isReverse, lagSeconds, readPair, statusOfPair, type EfsContext, type PairFacts } from "./facts.ts";

type Done = { readonly done: true };
type Direction = "back" | "forward";
const want = (): Done => ({ done: true });

function fitBoth(facts: PairFacts, { mode, config }: EfsContext): readonly Finding[] {
  const { source, destination, from, to, replication } = facts;
  if (mode === "unplanned") return [block("storage.needs_both", "both Regions are needed: start it as a planned execution")];
  const missing = from === null ? source : to === null ? destination : undefined;
  if (missing !== undefined) return [block("storage.no_file_system", `${missing} is not there`, { fileSystem: missing })];
  if (replication !== null && !isForward(facts) && !isReverse(facts)) {
    const message = `${destination} takes part in another replication (${replication.source} to ${replication.destination}): a file system has one`;
    return [block("storage.other_replication", message, { source: replication.source, destination: replication.destination })];
  }
  return [...fitLoss(facts, config), ...fitPause(facts)];
}

/**
 * What would be overwritten must not be what is written. A failback marks the source before it replicates over the destination again: until that stage (`marked`)
 * is done, as when readiness is asked, the destination is the side that is written, and nothing stands against it.
 */
function fitOverwrite(
  { direction, marked }: { readonly direction: Direction; readonly marked: string | undefined },
  { facts, context, target }: { readonly facts: PairFacts; readonly context: EfsContext; readonly target: string },
): readonly Finding[] {
  const isEarly = marked !== undefined && context.earlier(`${marked}:${parseStage(target).name}`) === undefined;
  const active = isEarly ? [] : fitActive(direction === "back" ? "source" : "destination", facts, context);
  return [...fitBoth(facts, context), ...active];
}

/** Said while nothing is replicated yet: afterwards it has happened. */
function fitLoss({ replication, source, destination }: PairFacts, { acceptOverwrite }: EfsContext["config"]): readonly Finding[] {
  if (replication !== null || acceptOverwrite !== true) return [];
  return [warn("storage.overwrites", `whichever of ${source} and ${destination} is replicated to loses what only it has`)];
}

function fitPause(facts: PairFacts): readonly Finding[] {
  return facts.replication?.status === "PAUSED" ? [warn("storage.replication_stopped", describePair(facts))] : [];
}

const shared = {
  settleSeconds: 30,
  read: (context: EfsContext, target: string, _wanted: Done | undefined) => readPair(context, target, "both"),
  status: statusOfPair,
  fit: fitBoth,
  want,
  describe: describePair,
};

const evidence = (facts: PairFacts) => ({
  after: {
    source: facts.source,
    destination: facts.destination,
    replication: facts.replication?.status ?? null,
    lagSeconds: lagSeconds(facts),
  },
  externalIds: { source: facts.source, destination: facts.destination },
  rpo: NO_DATA,
});

/** The file system that a direction replicates to. */
const overwritten = (direction: Direction, { source, destination, from, to }: PairFacts) =>
  direction === "back" ? { id: source, facts: from } : { id: destination, facts: to };

/**
 * What a failover without the source left behind there: the source's Region still has the configuration, which copies nothing and keeps the file
 * system from any other replication. It is ended there alone; the destination gave it up.
 */
export const forget = effects({
  ...shared,
  expectedSeconds: 60,
  reached: ({ isStale }) => !isStale,
  act: async ({ clients, resources }, _target, { before }) =>
    clients.efs(resources.sourceRegion).deleteReplication(before.source, "LOCAL_CONFIGURATION_ONLY"),
  evidence,
});

/** It may be replicated to: its protection is taken away. */
export function unprotect(direction: Direction, marked?: string) {
  return effects({
    ...shared,
    fit: (facts: PairFacts, context: EfsContext, target: string) => fitOverwrite({ direction, marked }, { facts, context, target }),
    expectedSeconds: 10,
    reached: (facts) => overwritten(direction, facts).facts?.protection !== "ENABLED" || (direction === "back" && isForward(facts)),
    act: async ({ clients, resources }, _target, { before }) =>
      clients
        .efs(direction === "back" ? resources.sourceRegion : resources.destinationRegion)
        .setProtection(overwritten(direction, before).id, "DISABLED"),
    evidence,
  });
}

/** It is replicated to: what only it has is lost from here on. */
export function replicate(direction: Direction, marked?: string) {
  const isMade = direction === "back" ? isReverse : isForward;
  return effects({
    ...shared,
    expectedSeconds: 120,
    fit: (facts: PairFacts, context: EfsContext, target: string) => fitOverwrite({ direction, marked }, { facts, context, target }),
    reached: (facts) => isMade(facts) || (direction === "back" && isForward(facts)),
    act: async ({ clients, resources }, _target, { before: { source, destination } }) => {
      const home = clients.place(resources.sourceRegion).region;
      if (direction === "back") return clients.efs(resources.destinationRegion).createReplication(destination, source, home);
      return clients.efs(home).createReplication(source, destination, resources.destinationRegion);
    },
    evidence: (facts) => ({
      ...evidence(facts),
      ...(direction === "back"
        ? {
            rpo: { seconds: null, method: "source_writes_after_failover", confidence: "unknown" } as const,
            dataLoss: { possible: true },
            warnings: [`${overwritten(direction, facts).id} has lost what only it had`],
          }
        : {}),
      reversible: false,
    }),
  });
}

/** Since when the former source has to have everything; null: as it is. */
interface WantedDrain {
  readonly after: string | null;
}

/** What clients wrote before this moment has to be at the former source. */
export const drainBack = effects({
  ...shared,
  settleSeconds: 0,
  expectedSeconds: 60,
  read: (context: EfsContext, target, _wanted: WantedDrain | undefined) => readPair(context, target, "both"),
  want: (facts, { now }): WantedDrain => ({ after: isReverse(facts) ? now : null }),
  reached: ({ replication }, { after }) => after === null || (replication?.lastReplicatedAt ?? "") >= after,
  act: async () => null,
  evidence,
});

/** The former source is let go: it is written again. */
export const release = effects({
  ...shared,
  expectedSeconds: 90,
  reached: (facts) => !isReverse(facts),
  act: async ({ clients, resources }, _target, { before }) =>
    clients.efs(resources.sourceRegion).deleteReplication(before.destination, "ALL_CONFIGURATIONS"),
  evidence: (facts) => ({
    ...evidence(facts),
    after: { activeFileSystem: facts.source, failbackTime: facts.secondsSinceIntent },
  }),
});
