/** The course of a run: chaos, the loss of a Region, calm, and the end. */
import { judgeEnd, whatIsOpen } from "../invariants/end.ts";
import { createClient, type Client } from "../operators/client.ts";
import { startOperators } from "../operators/operators.ts";
import { startStrangers } from "../operators/strangers.ts";
import type { Region } from "../world/region.ts";
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
const TAKE_OVER_TRIES = 5;

/** A director of `world`. */
export function createDirector(world: World): Director {
  const { kernel, scenario, regions, judge } = world;
  const { scheduler, faults, trace } = kernel;
  const [east, west] = regions;
  let leader: Region = east;
  let over = false;
  const client = createClient(kernel, () => leader);

  const loseEast = ({ how, takeOverAfterMs, deadAfterMs }: NonNullable<typeof scenario.loss>): void => {
    if (!faults.strikes("region_lost")) return;
    trace.note("region lost", () => how);
    east.lose(how);
    scheduler.after(takeOverAfterMs, () => {
      leader = west;
      west.begin();
      takeOver(world, client, 1);
    });
    scheduler.after(takeOverAfterMs + (how === "dead" ? 0 : deadAfterMs), () => east.lose("dead"));
  };

  const rest = watchForRest(
    world,
    () => leader,
    () => {
      over = true;
    },
  );

  return {
    begin: () => {
      east.begin();
      startOperators(world, client);
      startStrangers(world, () => leader);
      const { loss, chaosMs } = scenario;
      if (loss) scheduler.after(loss.afterMs, () => loseEast(loss));
      const redrive = (): void => {
        leader.redriveDeadLetters();
        scheduler.after(faults.random.between(10 * MINUTE_MS, 2 * HOUR_MS), redrive);
      };
      scheduler.after(20 * MINUTE_MS, redrive);
      scheduler.after(chaosMs, () => {
        trace.note("calm");
        faults.calm();
        rest();
      });
    },
    isOver: () => over || judge.violations().length > 0,
  };
}

/** Somebody in the other Region takes over, and does it again until they are sure. */
function takeOver(world: World, client: Client, tries: number): void {
  const { scheduler, trace } = world.kernel;
  const body = { reason: "the other Region is gone" };
  const request = { route: "POST /api/v1/takeover", role: "DRRecoveryManager", person: "dan", body, idempotencyKey: `takeover-${tries}` };
  client.send(request, (answer) => {
    trace.note("take-over", () => JSON.stringify(answer));
    if (tries < TAKE_OVER_TRIES) scheduler.after(20_000, () => takeOver(world, client, tries + 1));
  });
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
