/** Function `dr-webhooks-sweep`: lanes that are due and that no message told of. */
import { sweepLanes } from "@dr/delivery";
import { createTelemetry, lambdaEntry, scheduleHandler, systemClock } from "@dr/runtime";
import { platformFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const { stores, tell } = platformFromEnv(variables);
  return scheduleHandler({
    name: "webhooks-sweep",
    telemetry: createTelemetry("webhooks"),
    run: async () => ({
      due: await sweepLanes({ lanes: stores.lanes, hint: (laneId) => tell({ kind: "lane", laneId }), clock: systemClock }),
    }),
  });
});
