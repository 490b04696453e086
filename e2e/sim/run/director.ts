/** The course of a run: chaos, the loss of a Region, calm, and the end. */
import type { ApiRequest } from "../components/api.ts";
import { judgeEnd, whatIsOpen } from "../invariants/end.ts";
import { createClient, type Client } from "../operators/client.ts";
import { startOperators } from "../operators/operators.ts";
import { startStrangers } from "../operators/strangers.ts";
import type { Region } from "../world/region.ts";
import { startGuard, startPartitions } from "./partitions.ts";
import type { World } from "./world.ts";

/** Leads a run; `isOver` once everything has come to rest, or nothing will, or something is broken. */
export interface Director {
  readonly begin: () => void;
  readonly isOver: () => boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the last execution ended: late messages arrive, and the hourly reconcile clears away what crashes left behind. */
const MAX_REST_MS = 4.5 * HOUR_MS;
/** Longest time without any commit, open pauses apart: whatever is open after that will stay open. */
const MAX_SILENCE_MS = 12 * HOUR_MS;
/** Longest calm: whatever goes on recording after that goes in circles. */
const MAX_CALM_MS = 400 * 24 * HOUR_MS;
const TAKE_OVER_ANSWERS = 3;
/** Longer than a request of a process that died is under way. */
const LAST_WORD_MS = 15_000;
/** So long after the last partition the guard goes on. */
const GUARDED_MS = 60_000;
/** Longer than a client tries. */
const NO_ANSWER_MS = 4 * 60_000;

/** A director of `world`. */
export function createDirector(world: World): Director {
  const { kernel, scenario, regions, judge } = world;
  const { scheduler, faults, trace } = kernel;
  const [east, west] = regions;
  let believed: Region = east;
  const leader = (): Region => (scenario.partitions.length > 0 ? world.leader() : believed);
  /** People go where they get an answer. */
  const reachable = (): Region => regions.find((one) => one === leader() && isReachable(one)) ?? regions.find(isReachable) ?? leader();
  const isReachable = ({ name }: Region): boolean => !kernel.network.isCut(name, "people") && !kernel.network.isCut(name, "tables");
  let over = false;
  const guardedUntilMs = scheduler.nowMs() + scenario.chaosMs + GUARDED_MS;
  const client = createClient(kernel, scenario.partitions.length > 0 ? reachable : leader, world.proof.onAcknowledged);

  const loseEast = ({ how, takeOverAfterMs, deadAfterMs, contest }: NonNullable<typeof scenario.loss>): void => {
    if (!faults.strikes("region_lost")) return;
    trace.note("region lost", () => how);
    east.lose(how);
    world.takeOver.isUnderWay = true;
    scheduler.after(takeOverAfterMs, () => {
      believed = west;
      west.begin();
      // As long as the first Region lives its last word may still be under way.
      const isContested = how === "false alarm" && contest.afterMs.length > 0;
      takeOver(world, client, { sureAfterMs: scheduler.nowMs() + (isContested ? deadAfterMs + LAST_WORD_MS : 0) });
      if (how === "false alarm") contestLead(world, contest.afterMs);
    });
    scheduler.after(takeOverAfterMs + (how === "dead" ? 0 : deadAfterMs), () => east.lose("dead"));
  };

  const rest = watchForRest(world, leader, () => {
    over = true;
  });

  return {
    begin: () => {
      east.begin();
      startOperators(world, client);
      startStrangers(world, leader);
      const { loss, chaosMs, joinsAfterMs } = scenario;
      if (joinsAfterMs !== undefined) scheduler.after(joinsAfterMs, west.begin);
      if (loss) scheduler.after(loss.afterMs, () => loseEast(loss));
      if (scenario.partitions.length > 0) {
        world.takeOver.isUnderWay = true;
        startPartitions(world, scenario.partitions);
        startGuard(world, () => over || scheduler.nowMs() > guardedUntilMs);
      }
      const redrive = (): void => {
        leader().redriveDeadLetters();
        scheduler.after(faults.random.between(10 * MINUTE_MS, 2 * HOUR_MS), redrive);
      };
      scheduler.after(20 * MINUTE_MS, redrive);
      scheduler.after(chaosMs, () => {
        trace.note("calm");
        faults.calm();
        if (scenario.partitions.length > 0) scheduler.after(GUARDED_MS, () => (world.takeOver.isUnderWay = false));
        rest();
      });
    },
    isOver: () => over || judge.violations().length > 0,
  };
}

/** Somebody in the other Region takes over, and does it again until they are sure: three times answered after nobody contests it any more. */
function takeOver(world: World, client: Client, { sureAfterMs, tries = 1, answered = 0 }: TakeOverCourse): void {
  const { scheduler, trace } = world.kernel;
  const again = (sure: number): void => {
    if (sure < TAKE_OVER_ANSWERS) scheduler.after(20_000, () => takeOver(world, client, { sureAfterMs, tries: tries + 1, answered: sure }));
    else world.takeOver.isUnderWay = false;
  };
  const timer = { heard: false };
  client.send(takeOverRequest(`takeover-${tries}`, "dan"), (answer) => {
    trace.note("take-over", () => JSON.stringify(answer));
    if (timer.heard) return;
    timer.heard = true;
    again(answer.ok && scheduler.nowMs() > sureAfterMs ? answered + 1 : answered);
  });
  // A client that gave up says nothing.
  scheduler.after(NO_ANSWER_MS, () => {
    if (timer.heard) return;
    timer.heard = true;
    again(answered);
  });
}

interface TakeOverCourse {
  readonly sureAfterMs: number;
  readonly tries?: number;
  readonly answered?: number;
}

/** Somebody in the first Region, which is quite alive, takes the lead back at these times, while the other one is at it. */
function contestLead(world: World, afterMs: readonly number[]): void {
  const { kernel, regions } = world;
  const client = createClient(kernel, () => regions[0]);
  for (const [index, ms] of afterMs.entries()) {
    kernel.scheduler.after(ms, () => {
      client.send(takeOverRequest(`takeback-${index}`, "erin"), (answer) => {
        kernel.trace.note("taken back", () => JSON.stringify(answer));
      });
    });
  }
}

function takeOverRequest(idempotencyKey: string, person: string): ApiRequest {
  return {
    route: "POST /api/v1/takeover",
    role: "DRRecoveryManager",
    person,
    body: { reason: "the other Region is gone" },
    idempotencyKey,
  };
}

/** Looks every minute whether the world has come to rest, and judges it then. */
function watchForRest(world: World, leader: () => Region, onRest: () => void): () => void {
  const { judge, watchtower } = world;
  const { scheduler } = world.kernel;
  let calmAtMs = 0;
  let restSinceMs: number | undefined;

  const look = async (): Promise<void> => {
    const nowMs = scheduler.nowMs();
    const calmMs = nowMs - calmAtMs;
    const ended = [...watchtower.models.values()].every(({ status }) => status === "ended");
    restSinceMs = ended ? (restSinceMs ?? nowMs) : undefined;
    const open = await whatIsOpen(world, leader());
    const tired = ended ? nowMs - (restSinceMs ?? nowMs) > MAX_REST_MS : nowMs - waitsSince(world) > MAX_SILENCE_MS || calmMs > MAX_CALM_MS;
    if (open.length > 0 && !tired) {
      scheduler.after(calmMs > 6 * HOUR_MS ? HOUR_MS : MINUTE_MS, () => void look());
      return;
    }
    for (const what of open) judge.report(ended ? "everything comes to rest" : "every execution ends once faults stop", what);
    world.proof.judge();
    await judgeEnd(world);
    onRest();
  };
  return () => {
    calmAtMs = scheduler.nowMs();
    void look();
  };
}

/** Since when nothing was recorded, and no pause could have been waited for. */
function waitsSince({ watchtower }: World): number {
  const pauses = [...watchtower.models.values()].flatMap(({ pause }) => (pause ? [Date.parse(pause.data.expiresAt)] : []));
  return Math.max(watchtower.lastCommitMs(), ...pauses);
}
