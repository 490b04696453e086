/** Watches over two Regions for somebody who decided beforehand that silence shall count: takes the lead once, and has the leader ask again whenever a Region returns. */

/** Who leads, as a Region's `GET /health` tells it. */
export interface Leading {
  readonly epoch: number;
  readonly leader: string;
}

/** One Region's API. Neither call may take longer than a few seconds. */
export interface GuardedRegion {
  readonly name: string;
  /** `GET /health`: undefined when no answer came in time, or one that cannot tell who leads. Never throws. */
  readonly look: () => Promise<Leading | undefined>;
  /**
   * `POST /takeover` under this epoch: true once every open execution is led by it, false if it has to be asked for again, undefined when no answer came in time.
   * Throws what the Region refuses with; it is asked again.
   */
  readonly takeOver: (epoch: number, reason: string) => Promise<boolean | undefined>;
}

/** What a guard needs. */
export interface GuardDeps {
  /** The Region that leads, and the one that shall take over. */
  readonly leader: GuardedRegion;
  readonly standby: GuardedRegion;
  /** Silence of the leader, in milliseconds, after which the other Region takes over. */
  readonly silentMs: number;
  readonly everyMs: number;
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly tell: (line: string) => void;
  readonly isOver: () => boolean;
}

/** How a guard usually looks, in milliseconds: silence that counts, time between two looks, and how long an answer to either request is waited for. */
export const GUARD_TIMES = { silentMs: 8_000, everyMs: 2_000, lookMs: 2_000, takeOverMs: 5_000 } as const;

/** Looks in a row without an answer that count as silence: one is a slow request, or a process that had to start. */
const MISSED_LOOKS = 2;
/** A take-over is asked for again after this: what was appended beside the first one is taken over by the second. */
const AGAIN_MS = 3_000;
const TIMES = 2;
/** Requests between two looks, and the time between two of them. */
const TRIES = 4;
const RETRY_MS = 500;

interface Watched {
  readonly region: GuardedRegion;
  missed: number;
  silentSinceMs: number | undefined;
}

/**
 * Guards until `isOver`. Takes over at most once: silence of the new leader is for people to judge. A Region that was silent and answers again makes the leader
 * ask its adapters once more, under the next epoch, so that nothing waits for a message that was lost meanwhile; what was done is not done again (same operation ids).
 * The epoch keeps two Regions apart whatever the guard believes: a false alarm costs a take-over and nothing else.
 */
export async function standGuard(deps: GuardDeps): Promise<void> {
  const { nowMs, sleep, tell, isOver, silentMs, everyMs } = deps;
  const watched = [deps.leader, deps.standby].map((region): Watched => ({ region, missed: 0, silentSinceMs: undefined }));
  let known: Leading = { epoch: 0, leader: deps.leader.name };
  let tookOver = false;
  /** What is to be done as soon as the Region answers: a take-over under its epoch, which may be done in part. */
  let due: { readonly one: Watched; readonly reason: string; readonly epoch: number; times: number; notBeforeMs: number } | undefined;
  const plan = (one: Watched, reason: string): void => {
    due = { one, reason, epoch: known.epoch + 1, times: TIMES, notBeforeMs: nowMs() };
  };

  const hear = (answer: Leading): void => {
    if (answer.epoch >= known.epoch) known = answer;
  };
  const whoLeads = (): Watched | undefined => watched.find(({ region }) => region.name === known.leader);
  const look = async (one: Watched): Promise<void> => {
    const lookedMs = nowMs();
    const answer = await one.region.look();
    if (answer === undefined) {
      one.missed += 1;
      one.silentSinceMs ??= lookedMs;
      return;
    }
    hear(answer);
    const isBack = one.missed >= MISSED_LOOKS;
    one.missed = 0;
    one.silentSinceMs = undefined;
    const leader = whoLeads();
    const isTakingOver = due !== undefined && due.one !== leader;
    if (!isBack || !leader || (isTakingOver && one !== leader)) return;
    // The leader came back before anybody took over from it.
    if (isTakingOver) tookOver = false;
    plan(leader, `${one.region.name} answers again`);
  };
  const isSilent = ({ missed, silentSinceMs = nowMs() }: Watched): boolean => missed >= MISSED_LOOKS && nowMs() - silentSinceMs >= silentMs;

  /** One request. It is done with once it was answered in full often enough, or somebody else came first. */
  const lead = async (task: NonNullable<typeof due>): Promise<boolean> => {
    const { one, reason, epoch } = task;
    const { name, takeOver } = one.region;
    if (known.epoch > epoch || (known.epoch === epoch && known.leader !== name)) return true;
    const askedMs = nowMs();
    try {
      const complete = await takeOver(epoch, reason);
      if (complete === undefined) {
        one.missed += MISSED_LOOKS;
        one.silentSinceMs ??= askedMs;
        return false;
      }
      hear({ epoch, leader: name });
      tell(`${name} leads under epoch ${epoch}${complete ? "" : ", not everything yet"}: ${reason}`);
      if (complete) task.times -= 1;
      if (complete) task.notBeforeMs = nowMs() + AGAIN_MS;
      return task.times === 0;
    } catch (error) {
      tell(`${name} could not lead under epoch ${epoch}: ${String(error)}`);
      return false;
    }
  };

  /** What is refused, or done in part, is asked for again at once: a look takes long while a Region is silent. */
  const pursue = async (task: NonNullable<typeof due>): Promise<void> => {
    const isTime = (): boolean => due === task && task.one.missed === 0 && nowMs() >= task.notBeforeMs && !isOver();
    for (let tries = 0; tries < TRIES && isTime(); tries += 1) {
      if (await lead(task)) due = undefined;
      else if (isTime()) await sleep(RETRY_MS);
    }
  };

  while (!isOver()) {
    await Promise.all(watched.map((one) => look(one)));
    const leader = whoLeads();
    const other = watched.find((one) => one !== leader);
    if (leader && other && !tookOver && other.missed === 0 && isSilent(leader)) {
      tookOver = true;
      plan(other, `${leader.region.name} has been silent for ${Math.round(silentMs / 1_000)} s`);
    }
    if (due !== undefined) await pursue(due);
    await sleep(everyMs);
  }
}
