/** The publisher: its own stream routine and sweep, over a log, cursors and a bus that fail. */
import { createStreamPublisher } from "@dr/publisher/publish-stream";
import { createSweep } from "@dr/publisher/sweep";
import type { CursorStore } from "@dr/publisher/cursors";
import { createSayAlive, type Commit, type DeploymentStore, type EventLog, type TimeFeed } from "@dr/event-log";
import { createBus, type PutEntries } from "@dr/runtime";
import type { Kernel, SimProcess } from "../kernel/process.ts";
import { createSimTelemetry } from "../kernel/silence.ts";
import { wrapPort } from "../kernel/wrap-port.ts";
import { leadOf } from "./lead.ts";

/** What a publisher's process reaches. */
export interface PublisherWorld {
  readonly kernel: Kernel;
  readonly log: EventLog;
  readonly feed: TimeFeed;
  readonly deployments: DeploymentStore;
  readonly cursors: CursorStore;
  readonly putEntries: (process: SimProcess) => PutEntries;
  readonly plant: (deps: Parameters<typeof createStreamPublisher>[0]) => Parameters<typeof createStreamPublisher>[0];
}

/** What a process of the publisher does. */
export interface PublisherProcess {
  readonly onCommit: (commit: Commit) => Promise<void>;
  readonly sweep: (isNear: () => boolean) => Promise<void>;
}

/** Nothing happened before the run began; two days of empty hours would only cost time. */
const FIRST_LOOKBACK_MS = 2 * 3_600_000;

/** What runs in a process of the publisher. */
export function startPublisher(world: PublisherWorld, process: SimProcess): PublisherProcess {
  const { logger } = createSimTelemetry(world.kernel.trace, process.id);
  const cursors = wrapPort(process, "cursors", world.cursors, { advance: "repeated_write", writeMark: "routine" });
  const bus = createBus({ putEntries: world.putEntries(process), sleep: process.sleep, nextTurn: () => Promise.resolve() });
  const log = wrapPort(process, "log", world.log, { append: "repeated_write" });
  const lead = leadOf(process, log);
  const publisher = createStreamPublisher(world.plant({ log, cursors, bus, lead }));
  const deployments = wrapPort(process, "deployments", world.deployments, { write: "routine" });
  const sweep = createSweep({
    feed: wrapPort(process, "feed", world.feed, { readHour: "routine" }),
    cursors,
    publisher,
    lead,
    sayAlive: createSayAlive({ deployments, region: process.region, part: "publisher", clock: process.clock, logger }),
    clock: process.clock,
    firstLookbackMs: FIRST_LOOKBACK_MS,
  });
  return {
    onCommit: async (commit) => {
      await publisher.publishHint(commit);
    },
    sweep: async (isNear) => {
      await sweep({ isNear, logger });
    },
  };
}
