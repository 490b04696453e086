/** Function `dr-webhooks-sweep`: whether anybody listens, and lanes that are due and that no message told of. */
import { createListening, sweepLanes } from "@dr/delivery";
import { createTelemetry, lambdaEntry, scheduleHandler, systemClock } from "@dr/runtime";
import { waiting } from "../heartbeat.ts";
import { platformFromEnv, sourcesFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const platform = platformFromEnv(variables);
  const { stores, tell } = platform;
  const hint = (laneId: string): Promise<void> => tell({ kind: "lane", laneId });
  const tend = createListening({ ...sourcesFromEnv(variables, platform), ...stores, hint, clock: systemClock });
  return scheduleHandler({
    name: "webhooks-sweep",
    telemetry: createTelemetry("webhooks"),
    run: async () => {
      const [listened, due] = [await tend(), await sweepLanes({ lanes: stores.lanes, hint, clock: systemClock })];
      const tasks = waiting(await stores.receivers.list());
      await Promise.all(tasks.map((receiverId) => tell({ kind: "heartbeat", receiverId })));
      return { ...listened, due, heartbeats: tasks.length };
    },
  });
});
