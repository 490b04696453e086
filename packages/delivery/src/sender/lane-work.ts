/** Works on a lane and says when it is due again, if that is soon. */
import type { MessageContext, NewId } from "@dr/runtime";
import type { Pump } from "../pump.ts";

/** Sooner retries are worth a message of their own; the sweep finds the others. */
const HINTED_SECONDS = 120;

/** What the work needs. `hint` tells the sender's own queue that a lane is due after so many seconds. */
export interface LaneWorkDeps {
  readonly pump: Pump;
  readonly hint: (laneId: string, delaySeconds: number) => Promise<void>;
  readonly nowMs: () => number;
  readonly newId: NewId;
}

/** A receiver's failure is no failure of the message: the lane itself says when it is due again. */
export function createLaneWork({ pump, hint, nowMs, newId }: LaneWorkDeps) {
  return async (laneId: string, { remainingMs, logger }: Pick<MessageContext, "remainingMs" | "logger">): Promise<void> => {
    const dueAt = await pump(laneId, { workerId: newId(), remainingMs, logger });
    if (dueAt === undefined) return;
    const seconds = Math.ceil((Date.parse(dueAt) - nowMs()) / 1_000);
    if (seconds <= HINTED_SECONDS) await hint(laneId, Math.max(0, seconds));
  };
}
