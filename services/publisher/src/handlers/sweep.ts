/** Function `dr-publisher-sweep`: publishes what no stream record brought to the bus. */
import { createDeploymentStore, createDynamoEventLog, createDynamoTimeFeed, createLead, createSayAlive, isEmptyTable } from "@dr/event-log";
import {
  createDocumentClient,
  createEventBridgeBus,
  createTelemetry,
  lambdaEntry,
  parseEnv,
  scheduleHandler,
  systemClock,
  regionsOf,
} from "@dr/runtime";
import { anchorsFromEnv } from "../anchors-from-env.ts";
import { createDynamoCursors } from "../cursor-client.ts";
import { createStreamPublisher } from "../publish-stream.ts";
import { createSweep } from "../sweep.ts";

/** One run of the sweep; what it found is in the answer and in the metrics. */
export const { create, handler } = lambdaEntry((functionEnv) => {
  const env = parseEnv(functionEnv, ["DR_LOG_TABLE", "DR_CURSOR_TABLE", "DR_BUS_NAME", "DR_DEPLOYMENT_TABLE"]);
  const telemetry = createTelemetry("publisher");
  const documents = createDocumentClient(env);
  const cursors = createDynamoCursors({ documents, tableName: env.DR_CURSOR_TABLE });
  const log = createDynamoEventLog({ documents, tableName: env.DR_LOG_TABLE });
  const anchors = anchorsFromEnv(env, log);
  const region = env.AWS_REGION;
  const lead = createLead({ log, region, regions: regionsOf(env), clock: systemClock });
  const deployments = createDeploymentStore({ documents, tableName: env.DR_DEPLOYMENT_TABLE });
  const sweep = createSweep({
    feed: createDynamoTimeFeed({ documents, tableName: env.DR_LOG_TABLE }),
    cursors,
    // What the publisher cannot anchor the sweep tries again at once, and reports.
    publisher: createStreamPublisher({ log, cursors, bus: createEventBridgeBus(env), lead, anchors }),
    lead,
    sayAlive: createSayAlive({ deployments, region, part: "publisher", clock: systemClock, logger: telemetry.logger }),
    anchors,
    clock: systemClock,
    isNew: () => isEmptyTable({ documents, tableName: env.DR_LOG_TABLE }),
  });
  return scheduleHandler({
    name: "dr-publisher-sweep",
    telemetry,
    run: async (run) => {
      const summary = await sweep(run);
      if (summary.published > 0) telemetry.metrics.count("PublishedBySweep", summary.published);
      if (summary.failed > 0) telemetry.metrics.count("PublishFailed", summary.failed);
      if (summary.broken > 0) telemetry.metrics.count("StreamBroken", summary.broken);
      telemetry.metrics.count("AnchorsBehind", summary.behind);
      if (summary.anchored > 0) telemetry.metrics.count("AnchoredBySweep", summary.anchored);
      return { ...summary };
    },
  });
});
