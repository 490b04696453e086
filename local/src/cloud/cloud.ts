/** The local stand-ins for AWS: database with its stream, queues, bus, estate. They speak AWS protocols over loopback HTTP. */
import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { StreamRecord } from "../dynamodb/stream-record.ts";
import type { LocalLog } from "../log.ts";
import type { LocalOptions } from "../options.ts";
import { giveBackMessages } from "../sqs/give-back.ts";
import type { LocalQueue } from "../sqs/server.ts";
import { createTrace } from "../trace.ts";
import { startBus } from "../wiring/bus.ts";
import { startInbox } from "../inbox/server.ts";
import { joinSharedParts } from "../regions/joined-parts.ts";
import { regionFolder, type Place } from "../wiring/place.ts";
import { startQueues } from "../wiring/queues.ts";
import { startSharedParts } from "./shared-parts.ts";
import { timesOf } from "../wiring/times.ts";
import { listServices } from "../wiring/services.ts";

/** Where everything listens. Plain data: it crosses from one thread to another. */
export interface CloudAddresses {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly queues: readonly LocalQueue[];
  readonly events: string;
  /** What adapters act on: the simulated estate, or another endpoint that speaks the AWS protocols. */
  readonly target: string;
  /** The simulated estate itself, with Parameter Store and `/_local/estate/…`. */
  readonly estate: string;
  readonly estateLabel: string;
  /** Where other systems are stood in for, and `/_local/inbox`. */
  readonly inbox: string;
}

/** What the stand-ins begin with: plain data, too. */
export interface CloudData {
  readonly options: LocalOptions;
  readonly place: Place;
  readonly awsEndpoint: string | undefined;
}

/** What the stand-ins need. `onRecord` gets each new commit of the log. */
export interface CloudDeps extends CloudData {
  readonly onRecord: (record: StreamRecord) => void;
  readonly log: LocalLog;
  /** A stand-in ended for good, with its reason. */
  readonly onLost: (reason: string) => void;
}

/** Starts all of them; stopping keeps what is on disk. */
export async function startCloud({
  options,
  place,
  awsEndpoint,
  onRecord,
  log,
  onLost,
}: CloudDeps): Promise<{ addresses: CloudAddresses; stop: () => Promise<void> }> {
  const { region, accountId, busName } = place;
  const services = await listServices(options);
  const manifests = services.map(({ manifest }) => manifest);
  const own = regionFolder(options.data, region);
  const queueData = join(own, "sqs");
  log("info", `starting queues and bus in ${queueData}`);
  giveBackMessages(queueData, log);
  const sqs = await startQueues(queueData, manifests, timesOf(options));
  const client = new SQSClient({ region, endpoint: sqs.endpoint, useQueueUrlAsEndpoint: false });
  const trace = createTrace(options.trace);
  const busData = join(own, "bus");
  const bus = await startBus({ services: manifests, busName, region, accountId, dataDir: busData, sqs, client, trace, log });
  const start = options.join ? joinSharedParts : startSharedParts;
  const { emitServiceEvent } = bus;
  const inbox = await startInbox();
  const shared = await start({ options, place, inbox: inbox.endpoint, awsEndpoint, services, emitServiceEvent, onRecord, log, onLost });
  return {
    addresses: {
      dynamodb: shared.dynamodb,
      sqs: sqs.endpoint,
      queues: sqs.queues,
      events: bus.endpoint,
      target: shared.target,
      estate: shared.estate,
      estateLabel: shared.estateLabel,
      inbox: inbox.endpoint,
    },
    stop: async () => {
      await bus.stop();
      await trace.stop();
      client.destroy();
      await sqs.stop();
      await shared.stop();
      await inbox.stop();
    },
  };
}
