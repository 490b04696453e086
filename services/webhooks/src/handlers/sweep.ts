/** Function `dr-webhooks-sweep`: who receives by configuration, whether anybody listens, and lanes that are due and that no message told of. */
import { createConfiguredReceivers, createListening, sweepLanes } from "@dr/delivery";
import { urlRulesFromEnv } from "@dr/delivery/url-rules";
import { createTelemetry, lambdaEntry, parseEnv, scheduleHandler, systemClock } from "@dr/runtime";
import { waiting } from "../heartbeat.ts";
import { receiverParametersFromEnv } from "../receiver-parameters.ts";
import { platformFromEnv, sourcesFromEnv } from "../platform.ts";

/** The function, and how it is built from an environment. */
export const { create, handler } = lambdaEntry((variables) => {
  const platform = platformFromEnv(variables);
  const { stores, tell } = platform;
  const urlRules = urlRulesFromEnv(parseEnv(variables, []));
  const hint = (laneId: string): Promise<void> => tell({ kind: "lane", laneId });
  const tend = createListening({ ...sourcesFromEnv(variables, platform), ...stores, hint, clock: systemClock });
  const readParameters = receiverParametersFromEnv(variables);
  const configure = createConfiguredReceivers({ readParameters, receivers: stores.receivers, urlRules, clock: systemClock });
  const telemetry = createTelemetry("webhooks");
  return scheduleHandler({
    name: "webhooks-sweep",
    telemetry,
    run: async ({ logger }) => {
      const { refused, changed } = await configure();
      for (const reason of refused) logger.warn("a receiver's parameter cannot be used", { reason });
      if (refused.length > 0) telemetry.metrics.count("ReceiverMisconfigured", refused.length);
      const [listened, due] = [await tend(), await sweepLanes({ ...stores, hint, clock: systemClock })];
      const tasks = waiting(await stores.receivers.list());
      await Promise.all(tasks.map((receiverId) => tell({ kind: "heartbeat", receiverId })));
      return { configured: changed, ...listened, due, heartbeats: tasks.length };
    },
  });
});
