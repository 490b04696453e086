/** `database.detach_from_global`: the last resort when a global database cannot move its primary. */
import { block, warn, type Finding } from "@dr/adapter-kit";
import * as z from "zod";
import { primaryOf } from "../global/facts.ts";
import { chosenMember, globalId, globalResources, listGlobals, placeOf, settings } from "../global/input.ts";
import type { GlobalFacts } from "../global-client.ts";
import { transition } from "../transitions.ts";

const configSchema = settings.extend({
  acceptSplitBrain: z.literal(true).describe("Says that two clusters may write if the primary still lives"),
});

/** Makes the cluster of a Region one that stands alone. */
export const detachFromGlobal = transition({
  description: "Detaches the cluster of a Region from its global database, so that it stands alone and writes; the last resort, for good",
  pointOfNoReturn: "a detached cluster does not join again: if the primary lives, two clusters write",
  failback: { none: "the global database has to be built anew" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60 },
  pollSeconds: 10,
  settleSeconds: 60,
  resources: globalResources,
  config: configSchema,
  listTargets: ({ resources }) => listGlobals(resources),
  timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
  read: ({ clients, config }, name) => clients.globals(config.region ?? config.targetRegion).describeGlobal(globalId(name)),
  fit: (facts, { config, mode, executionType, attempt }, name): readonly Finding[] => {
    if (mode === "planned" && executionType === "recovery")
      return [block("database.detach_unplanned_only", "while the primary works, switch over: a detached cluster does not join again")];
    const member = memberOf(facts, config, name);
    if (member === undefined && attempt === 1)
      return [block("database.unknown_target", `${facts.globalId} has no cluster in ${config.targetRegion}`, { members: facts.members })];
    if (member !== undefined && member === primaryOf(facts))
      return [block("database.is_primary", `${member} is the primary: it writes already`)];
    const { acceptSplitBrain } = config;
    return [warn("database.split_brain", "if the former primary lives, two clusters write from now on", { acceptSplitBrain })];
  },
  want: (facts, { config }, name) => ({ detached: memberOf(facts, config, name) ?? "" }),
  reached: ({ members }, { detached }) => members.every(({ arn }) => arn !== detached),
  act: ({ clients }, _name, { before, wanted }) =>
    clients.globals(placeOf(wanted.detached).region).detach(before.globalId, wanted.detached),
  describe: ({ globalId: id, status, members }) => `${id} is ${status}, its clusters are ${members.map(({ arn }) => arn).join(", ")}`,
  evidence: (facts, { before, wanted }) => ({
    before: { primary: primaryOf(before), members: before.members.map(({ arn }) => arn) },
    after: { detached: wanted.detached, members: facts.members.map(({ arn }) => arn) },
    externalIds: { globalCluster: facts.globalId, detached: wanted.detached },
    rpo: { seconds: null, method: "detached_with_what_it_had", confidence: "unknown" },
    dataLoss: { possible: true },
    reversible: false,
  }),
});

function memberOf({ members }: GlobalFacts, config: Parameters<typeof chosenMember>[0], name: string): string | undefined {
  return chosenMember(
    config,
    name,
    members.map(({ arn }) => arn),
  );
}
