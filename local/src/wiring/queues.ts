/** The queues of all manifests on the local SQS, each visible again after six times its function's timeout, as AWS advises. */
import type { ServiceManifest } from "@dr/runtime";
import { startSqs, type LocalSqs } from "../sqs/server.ts";

/** Long enough for any handler here; what a killed process had in hand is given back at the next start anyway. */
const localVisibilityTimeoutSeconds = 30;

/** Where a stream consumer's failures go. */
export function failureQueueOf(functionName: string): string {
  return `${functionName}-failures`;
}

/** Starts the local SQS with the queues that the manifests declare, and a dead-letter queue for each stream consumer. */
export function startQueues(dataDir: string, services: readonly ServiceManifest[]): Promise<LocalSqs> {
  const declared = services.flatMap((service) => service.queues);
  const streamFailures = services.flatMap(({ functions }) =>
    functions
      .filter(({ trigger }) => trigger.kind === "stream")
      .map(({ name }) => ({ name: failureQueueOf(name), maxReceives: 5, retentionDays: 14 })),
  );
  const visibilityTimeoutSeconds = localVisibilityTimeoutSeconds;
  return startSqs(
    dataDir,
    [...declared, ...streamFailures].map((queue) => ({ ...queue, visibilityTimeoutSeconds })),
  );
}
