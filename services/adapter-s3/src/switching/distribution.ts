/** A CloudFront distribution: every behaviour to its standby origin, under the tag of the configuration that was read. */
import { block, statusWords, parseStage, NO_DATA, type Finding } from "@dr/adapter-kit";
import type { DistributionFacts, InvalidationFacts, Targets } from "../api/distribution-client.ts";
import { pairsOf, regionsOf, type Direction, type S3Context } from "../direction.ts";
import { effects } from "../transitions.ts";
import { fitControl } from "./fit-control.ts";
import { standbyTargets, type Pair } from "./standby.ts";

/** Origin by behaviour. */
interface WantedTargets {
  readonly targets: Targets;
}

const deployment = statusWords({ code: "s3.distribution_unusable", serving: ["deployed"], passing: ["inprogress"], lasting: [] });
/** The id in an id or an ARN. */
const idIn = (written: string): string => written.split("/").at(-1) ?? "";
const idOf = (target: string): string => idIn(parseStage(target).name);

/** Pairs of which it is known where clients are led from. */
async function knownPairs(context: S3Context, direction: Direction): Promise<readonly Pair[]> {
  return (await pairsOf(context, direction)).flatMap(({ from, to }) => (from === null ? [] : [{ from, to }]));
}

/** A group with the replica in it leads reads over by itself. */
function fitLed({ id, groups, targets }: DistributionFacts, context: S3Context, direction: Direction): readonly Finding[] {
  if (Object.values(targets).every((origin) => origin in groups)) return [];
  return fitControl({ service: "CloudFront", what: `distribution ${id}`, evidence: { distribution: id } }, context, direction);
}

function fitEnabled({ id, enabled }: DistributionFacts): readonly Finding[] {
  return enabled ? [] : [block("s3.distribution_disabled", `distribution ${id} is disabled: enable it`, { distribution: id })];
}

/** Leads a distribution in a direction; it is taken back by its former origins. */
export function switchDistribution(direction: Direction) {
  return effects({
    settleSeconds: 20,
    // Changes reach the edges within 3 to 15 minutes.
    expectedSeconds: 240,
    read: ({ clients }: S3Context, target, _wanted: WantedTargets | undefined) => clients.distributions.distribution(idOf(target)),
    status: ({ status }) => deployment(status),
    fit: (facts, context) => [...fitEnabled(facts), ...fitLed(facts, context, direction)],
    want: async (facts, context): Promise<WantedTargets> => {
      const { from, to } = regionsOf(context, direction);
      const written = Object.entries(context.config.standbyOrigins ?? {}).find(([name]) => idIn(name) === facts.id)?.[1];
      const declared = direction === "over" ? written : reversed(written);
      return { targets: standbyTargets(facts, { pairs: await knownPairs(context, direction), fromRegion: from, toRegion: to, declared }) };
    },
    reached: ({ targets }, wanted) => Object.entries(wanted.targets).every(([behaviour, origin]) => targets[behaviour] === origin),
    act: ({ clients }, target, { wanted }) => clients.distributions.updateTargets(idOf(target), wanted.targets),
    describe: ({ id, status, targets }) =>
      `distribution ${id} is ${status}, ${Object.entries(targets)
        .map(([behaviour, origin]) => `${behaviour} leads to ${origin}`)
        .join(", ")}`,
    evidence: ({ id, targets, status }, { before }) => ({
      before: { targets: before.targets },
      after: { cloudfrontUpdated: [id], targets, status },
      externalIds: { distribution: id },
      rpo: NO_DATA,
    }),
    undo: ({ targets }): WantedTargets => ({ targets }),
  });
}

/** What is declared for the way over, read the other way round; an origin alone says nothing about the way back. */
function reversed(declared: string | Readonly<Record<string, string>> | undefined) {
  if (declared === undefined || typeof declared === "string") return undefined;
  return Object.fromEntries(Object.entries(declared).map(([origin, standby]) => [standby, origin]));
}

/** An invalidation by its reference. */
interface WantedInvalidation {
  readonly reference: string | null;
  readonly paths: readonly string[];
}

const invalidating = statusWords({ code: "s3.invalidation_unusable", serving: ["completed", ""], passing: ["inprogress"], lasting: [] });

/** Copies at the edges are given up: they may be of objects that the other bucket does not have. */
export const invalidate = effects({
  settleSeconds: 20,
  expectedSeconds: 60,
  read: async (
    { clients }: S3Context,
    target,
    wanted: WantedInvalidation | undefined,
  ): Promise<{ readonly id: string; readonly invalidation: InvalidationFacts | null }> => {
    const id = idOf(target);
    const reference = wanted?.reference ?? null;
    return { id, invalidation: reference === null ? null : await clients.distributions.invalidation(id, reference) };
  },
  status: ({ invalidation }) => invalidating(invalidation?.status ?? ""),
  want: (_facts, { config, resourceOperationId }): WantedInvalidation => ({
    reference: resourceOperationId,
    paths: config.invalidate ?? [],
  }),
  reached: ({ invalidation }, { reference }) => reference === null || invalidation !== null,
  act: ({ clients }, target, { wanted }) => clients.distributions.createInvalidation(idOf(target), wanted.reference ?? "", wanted.paths),
  describe: ({ id, invalidation }) => `invalidation of distribution ${id} is ${invalidation?.status ?? "not asked for"}`,
  evidence: ({ id, invalidation }, { wanted }) => ({
    after: { distribution: id, invalidated: wanted.paths },
    externalIds: invalidation ? { invalidation: invalidation.id } : {},
    rpo: NO_DATA,
  }),
  // Copies that were given up are fetched again: there is nothing to take back.
  undo: (): WantedInvalidation => ({ reference: null, paths: [] }),
});
