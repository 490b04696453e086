/** The queues of all manifests on the local SQS, those for failures among them: the same plan that is deployed. */
import type { ServiceManifest } from "@dr/runtime";
import { planQueues } from "@dr/runtime/delivery-plan";
import { startSqs, type LocalSqs } from "../sqs/server.ts";
import type { Times } from "./times.ts";

/** Starts the local SQS with the queues of these services. */
export function startQueues(dataDir: string, services: readonly ServiceManifest[], times: Times): Promise<LocalSqs> {
  const planned = services.flatMap((service) =>
    planQueues(service).map((queue) => {
      const consumer = service.functions.find(({ trigger }) => trigger.kind === "queue" && trigger.queue === queue.name);
      return consumer ? { ...queue, visibilityTimeoutSeconds: times.visibilitySeconds(consumer) } : queue;
    }),
  );
  return startSqs(dataDir, planned);
}
