/** Partitions of a run, one after the other, and a guard who watches both Regions as a person's command does. */
import { GUARD_TIMES, standGuard, type GuardedRegion } from "@dr/client/stand-guard";
import { LEADING_PARTS } from "@dr/event-log";
import type { ApiAnswer, ApiRequest } from "../components/api.ts";
import type { Region } from "../world/region.ts";
import type { PartitionPlan } from "../plans/random-partitions.ts";
import type { World } from "./world.ts";

/** Cuts and heals as the scenario says. */
export function startPartitions(world: World, plans: readonly PartitionPlan[]): void {
  const { kernel, regions, proof } = world;
  const { scheduler, network, trace } = kernel;
  for (const [index, { afterMs, whom, links, lastsMs }] of plans.entries()) {
    scheduler.after(afterMs, () => {
      const leader = world.leader();
      const cut = regions.filter((region) => whom === "both" || (whom === "leader") === (region === leader));
      trace.note("partition", () => `${cut.map(({ name }) => name).join(" and ")} without ${links.join(" and ")}`);
      for (const { name } of cut) for (const link of links) network.cut(name, link);
      proof.onCut(whom === "leader");
    });
    scheduler.after(afterMs + lastsMs, () => {
      const isLast = index === plans.length - 1;
      if (isLast) kernel.faults.calm();
      network.heal();
      trace.note("healed");
      proof.onHeal(isLast);
    });
  }
}

/** Sets the guard up. It goes on until `isOver`. */
export function startGuard(world: World, isOver: () => boolean): void {
  const { scheduler, trace } = world.kernel;
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      scheduler.after(ms, resolve);
    });
  const [leader, standby] = world.regions.map((region) => guarded(world, region));
  if (!leader || !standby) throw new Error("the guard needs two Regions");
  void standGuard({
    leader,
    standby,
    silentMs: GUARD_TIMES.silentMs,
    everyMs: GUARD_TIMES.everyMs,
    nowMs: scheduler.nowMs,
    sleep,
    tell: (line) => trace.note("guard", () => line),
    isOver,
  });
}

function guarded(world: World, region: Region): GuardedRegion {
  let requests = 0;
  return {
    name: region.name,
    look: async () => {
      const answer = await ask(world, region, { route: "GET /api/v1/health", role: "DRReadOnly", person: "gil" }, GUARD_TIMES.lookMs);
      if (!answer?.ok) return undefined;
      const { epoch, leader } = answer.body as { readonly epoch: number | null; readonly leader: string | null };
      return epoch === null || leader === null ? undefined : { epoch, leader };
    },
    takeOver: async (epoch, reason) => {
      requests += 1;
      const asked = {
        role: "DRRecoveryManager",
        person: "gil",
        body: { epoch, reason },
        idempotencyKey: `guard-${region.name}-${requests}`,
      };
      const answer = await ask(world, region, { route: "POST /api/v1/takeover", ...asked }, GUARD_TIMES.takeOverMs);
      if (answer === undefined) return undefined;
      if (!answer.ok) throw new Error(answer.code);
      return (answer.body as { readonly complete: boolean }).complete;
    },
  };
}

/** One request, once; undefined when no answer came in time. */
function ask({ kernel }: World, region: Region, request: ApiRequest, patienceMs: number): Promise<ApiAnswer | undefined> {
  const isAway = (): boolean => region.isDead() || kernel.network.isCut(region.name, "people");
  return new Promise((resolve) => {
    kernel.scheduler.after(patienceMs, () => resolve(undefined));
    if (isAway() || !region.api().hasRoom()) return;
    region.api().invoke(request, (outcome) => {
      if (outcome.kind === "answered" && !isAway()) resolve(outcome.answer);
    });
  });
}

/** The Region that stands by has been there for some time: a partition in its first minute would show that it is not ready, and nothing else. */
export async function announceStandby({ kernel, tables, regions }: World): Promise<void> {
  const at = new Date(kernel.scheduler.nowMs()).toISOString();
  for (const part of LEADING_PARTS) await tables.deployments.write({ region: regions[1].name, part, at });
}
