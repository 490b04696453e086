/** `dr guard`: watches two Regions, takes over when the one that leads has been silent for too long, and has everything asked for again when a Region returns. */
import { setTimeout as sleep } from "node:timers/promises";
import { createSignedClient } from "@dr/client/signed-client";
import { GUARD_TIMES, standGuard, type GuardedRegion } from "@dr/client/stand-guard";
import { DrError } from "@dr/events";
import type { Command } from "commander";
import * as z from "zod";
import { EXIT } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { takeOverCredentials } from "./takeover.ts";

interface GuardFlags {
  readonly leader: string;
  readonly leaderEndpoint: string;
  readonly standby: string;
  readonly standbyEndpoint: string;
  readonly silentSeconds: string;
  readonly once?: boolean;
}

/** Fewer would take a function that has to start for a Region that is gone. */
const MIN_SILENT_SECONDS = 5;

const healthSchema = z.looseObject({ epoch: z.int().nullable(), leader: z.string().nullable() });
const takenSchema = z.looseObject({ complete: z.boolean() });

/**
 * Runs until Ctrl-C. Takes over once at most: arm it again when you have seen what happened. Signs with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` of a
 * role that may take over. Throws `cli.credentials_missing` and `cli.silence_invalid`.
 */
export function defineGuard(command: Command, { terminal, exit }: Session): void {
  command
    .requiredOption("--leader <region>", "Region that leads")
    .requiredOption("--leader-endpoint <url>", "its API")
    .requiredOption("--standby <region>", "Region that shall take over")
    .requiredOption("--standby-endpoint <url>", "its API")
    .option("--silent-seconds <number>", "silence of the leader after which the other Region takes over", `${GUARD_TIMES.silentMs / 1_000}`)
    .option("--once", "end when it has taken over; otherwise it also has everything asked for again when the lost Region returns")
    .action(async (flags: GuardFlags) => {
      const silentSeconds = Number(flags.silentSeconds);
      if (!(silentSeconds >= MIN_SILENT_SECONDS))
        throw new DrError(
          "cli.silence_invalid",
          `--silent-seconds ${flags.silentSeconds}: expected a number from ${MIN_SILENT_SECONDS} on`,
        );
      const signal = terminal.interruption();
      const keys = takeOverCredentials(terminal);
      terminal.out(`guarding ${flags.leader}; ${flags.standby} takes over after ${silentSeconds} s of silence`);
      const standby = guardedRegion(flags.standby, flags.standbyEndpoint, keys);
      let hasTakenOver = false;
      await standGuard({
        leader: guardedRegion(flags.leader, flags.leaderEndpoint, keys),
        standby: {
          ...standby,
          takeOver: async (...asked) => {
            const complete = await standby.takeOver(...asked);
            hasTakenOver ||= complete === true;
            return complete;
          },
        },
        silentMs: silentSeconds * 1_000,
        everyMs: GUARD_TIMES.everyMs,
        nowMs: () => Math.round(performance.now()),
        sleep: (ms) => untilAborted(ms, signal),
        tell: terminal.out,
        isOver: () => signal.aborted || (flags.once === true && hasTakenOver),
      });
      exit(EXIT.ok);
    });
}

function guardedRegion(name: string, endpoint: string, keys: ReturnType<typeof takeOverCredentials>): GuardedRegion {
  const client = createSignedClient({ endpoint, region: name, ...keys });
  return {
    name,
    look: async () => {
      const answer = await inTime(client({ method: "GET", path: "/api/v1/health" }), GUARD_TIMES.lookMs);
      const health = healthSchema.safeParse(answer?.status === 200 ? answer.body : undefined);
      const { epoch = null, leader = null } = health.data ?? {};
      return epoch === null || leader === null ? undefined : { epoch, leader };
    },
    takeOver: async (epoch, reason) => {
      const answer = await inTime(
        client({ method: "POST", path: "/api/v1/takeover", body: { epoch, region: name, reason } }),
        GUARD_TIMES.takeOverMs,
      );
      if (answer === undefined) return undefined;
      if (answer.status !== 200 && answer.status !== 206)
        throw new DrError("cli.refused", `the API answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return takenSchema.parse(answer.body).complete;
    },
  };
}

/** Undefined when it took too long, or there was no connection: nobody knows then what became of it. */
async function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves early when the signal says so. */
function untilAborted(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
