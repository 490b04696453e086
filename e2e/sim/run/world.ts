/** A whole world for one run: tables, estate, two Regions, and the watchtower over them. */
import { createMemoryLedger, type Ledger } from "@dr/adapter-kit";
import { manifest as apiManifest } from "@dr/api/manifest";
import { createCommandHandler, type Commit } from "@dr/event-log";
import { planDecider } from "@dr/domain";
import { manifest as plannerManifest } from "@dr/planner/manifest";
import { manifest as publisherManifest } from "@dr/publisher/manifest";
import { createMemoryCursors } from "@dr/publisher/testing/memory-cursors";
import { SIM_TECHNOLOGIES, type SimTechnology } from "../components/adapter.ts";
import type { Bugs } from "../components/bugs.ts";
import { simAdapters } from "../components/sim-adapters.ts";
import { createProof, type Proof } from "../proof/proof.ts";
import { createLeaders } from "../invariants/leaders.ts";
import { createWatchtower, type Watchtower } from "../invariants/watchtower.ts";
import type { Judge } from "../invariants/violation.ts";
import type { Kernel } from "../kernel/process.ts";
import { createEstate, type Estate } from "../world/estate.ts";
import { createRegion, type Region } from "../world/region.ts";
import { REGIONS } from "../world/regions.ts";
import { createSharedTables, type SharedTables } from "../world/tables.ts";
import { codeOf } from "./function-code.ts";
import type { Scenario } from "./scenario.ts";

/** Everything that a run happens in. */
export interface World {
  readonly kernel: Kernel;
  readonly judge: Judge;
  readonly scenario: Scenario;
  readonly tables: SharedTables;
  readonly estate: Estate;
  readonly watchtower: Watchtower;
  /** While somebody takes over, or may want to, every Region says that it is there. */
  readonly takeOver: { isUnderWay: boolean };
  /** The Region that leads at the start, and the one that stands by. */
  readonly regions: readonly [Region, Region];
  /** The Region that leads, as the log has it. */
  readonly leader: () => Region;
  readonly proof: Proof;
}

const MANIFESTS = [apiManifest, plannerManifest, publisherManifest, ...simAdapters.map(({ manifest }) => manifest)];

/** So long after the last commit the hourly reconcile has seen everything, and more than once. */
const RECONCILED_AFTER_MS = 4 * 3_600_000;

/** Builds the world of a scenario. Its plans are saved; nothing runs yet. */
export async function createWorld(kernel: Kernel, judge: Judge, scenario: Scenario, bugs: Bugs): Promise<World> {
  const { scheduler, trace } = kernel;
  const regions: Region[] = [];
  const leaders = createLeaders();
  const watchtower: Watchtower = createWatchtower({
    judge,
    nowMs: scheduler.nowMs,
    estate: () => estate,
    plans: scenario.plans,
    maxConcurrentExecutions: scenario.maxConcurrentExecutions,
    isOfLeader: leaders.isOfLeader,
  });
  const estate = createEstate(scenario.seed, scheduler, {
    onAct: (act) => {
      trace.note("act", () => `${act.kind} on ${act.resource}`);
      watchtower.onAct(act);
    },
  });
  const proof = createProof({ judge, nowMs: scheduler.nowMs, models: watchtower.models });
  const onCommit = (commit: Commit): void => {
    trace.note(`commit ${commit.hash}`, () => describeCommit(commit));
    leaders.onCommit(commit);
    watchtower.onCommit(commit);
    proof.onCommit(commit);
    for (const region of regions) region.onCommit(commit);
  };
  const tables = createSharedTables(kernel, { withSnapshots: scenario.withSnapshots, onCommit });
  const ledgers: ReadonlyMap<SimTechnology, Ledger> = new Map(SIM_TECHNOLOGIES.map((technology) => [technology, createMemoryLedger()]));
  const shared = watchtower.publication.watchCursors(createMemoryCursors());
  const takeOver = { isUnderWay: false };
  for (const name of REGIONS) {
    const { cursors, isLevel } = scenario.regionalCursors ? watchtower.publication.watchCursors(createMemoryCursors()) : shared;
    const { maxConcurrentExecutions } = scenario;
    const world = { kernel, tables, estate, ledgers, cursorsOf: () => cursors, maxConcurrentExecutions, bugs, onHandled: proof.onHandled };
    const idle: Readonly<Record<string, () => boolean>> = {
      "dr-planner-sweep": () =>
        !takeOver.isUnderWay && !tables.history.isAnythingDue(scheduler.nowMs(), watchtower.running() < maxConcurrentExecutions),
      "dr-planner-reconcile": () => scheduler.nowMs() - watchtower.lastCommitMs() > RECONCILED_AFTER_MS,
      "dr-publisher-sweep": () => !takeOver.isUnderWay && isLevel(),
    };
    regions.push(
      createRegion(kernel, {
        name,
        manifests: MANIFESTS,
        codeOf: (functionName, region) => codeOf(world, functionName, region),
        isIdle: (functionName) => idle[functionName]?.() ?? false,
        busWatch: {
          onSent: watchtower.publication.onSent,
          onAccepted: (source, detail) => {
            trace.note("accepted", () => `${detail.id} ${JSON.stringify(detail.data).slice(0, 900)}`);
            watchtower.onAccepted(source, detail);
          },
        },
      }),
    );
  }
  await savePlans(kernel, tables, scenario);
  const [first, second] = regions as unknown as World["regions"];
  const leader = (): Region => (leaders.current() === second.name ? second : first);
  return { kernel, judge, scenario, tables, estate, watchtower, takeOver, regions: [first, second], leader, proof };
}

/** Plans are saved before anything goes wrong. */
async function savePlans({ scheduler }: Kernel, { log }: SharedTables, { plans }: Scenario): Promise<void> {
  const now = new Date(scheduler.nowMs()).toISOString();
  let commits = 0;
  const handler = createCommandHandler({
    log,
    decider: planDecider,
    toStreamId: (planId) => `PLAN#${planId}`,
    clock: { nowIso: () => now },
    newCommitId: () => `setup-${(commits += 1)}`,
    jitter: () => 0,
  });
  const actor = { principal: "setup", role: "DRPlanManager" };
  for (const [planId, plan] of plans) {
    await handler.handle(
      planId,
      { type: "CreatePlan", now, actor, plan },
      { actor: "setup", correlationId: "setup", causationId: "setup" },
    );
  }
}

function describeCommit({ streamId, firstVersion, lastVersion, events, epoch, actor }: Commit): string {
  return `${streamId} ${firstVersion}-${lastVersion} epoch ${epoch} by ${actor}: ${events.map(({ type }) => type).join(", ")}`;
}
