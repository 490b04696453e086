/** Starts fauxqs, a third-party SQS, in this process with its messages on disk, and creates the queues of the manifests. */
import { Server as HttpServer } from "node:http";
import { Server } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs, type FauxqsServer } from "fauxqs";
import { keepPagesOut } from "../own-server.ts";
import type { PlannedQueue } from "@dr/runtime/delivery-plan";

/** A queue and the dead-letter queue that it has, unless it is the end of the line. */
export interface LocalQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly dlq?: { readonly url: string; readonly arn: string };
}

/** Queues by name. `queue(name)` throws for a name that no manifest declares. */
export interface QueueBook {
  readonly endpoint: string;
  readonly queue: (name: string) => LocalQueue;
}

/** The running SQS. */
export interface LocalSqs extends QueueBook {
  readonly queues: readonly LocalQueue[];
  /** Puts a message into a queue without a request; false if the queue does not take it, for a request would tell why. */
  readonly put: (queueUrl: string, body: string) => boolean;
  readonly stop: () => Promise<void>;
}

/** Starts the server on 127.0.0.1 and creates the queues, ends of the line first. Existing queues keep their messages and get the settings of today. */
export async function startSqs(dataDir: string | undefined, queues: readonly PlannedQueue[]): Promise<LocalSqs> {
  const server = await onLoopback(() =>
    withoutFlushes(() => startFauxqs({ port: 0, logger: false, ...(dataDir !== undefined && { dataDir }) })),
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  const created: LocalQueue[] = [];
  const client = new SQSClient({ region: "us-east-1", endpoint, useQueueUrlAsEndpoint: false });
  for (const queue of queues) created.push(await ensureQueue({ server, client, endpoint }, queue, created));
  client.destroy();
  return { ...toQueueBook(endpoint, created), queues: created, put: putInto(server), stop: () => server.stop() };
}

/** EventBridge hands events to SQS inside of AWS: nobody's client and no signature is part of it. */
function putInto(server: FauxqsServer): LocalSqs["put"] {
  return (queueUrl, body) => {
    try {
      server.sendMessage(queueUrl.slice(queueUrl.lastIndexOf("/") + 1), body);
      return true;
    } catch {
      return false;
    }
  };
}

/** Looks queues up by name. */
export function toQueueBook(endpoint: string, queues: readonly LocalQueue[]): QueueBook {
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  return {
    endpoint,
    queue: (name) => {
      const found = byName.get(name);
      if (!found) throw new Error(`no manifest declares the queue ${name}`);
      return found;
    },
  };
}

interface At {
  readonly server: FauxqsServer;
  readonly client: SQSClient;
  readonly endpoint: string;
}

async function ensureQueue({ server, client, endpoint }: At, queue: PlannedQueue, before: readonly LocalQueue[]): Promise<LocalQueue> {
  const { name, redrive } = queue;
  const dlq = redrive && before.find((each) => each.name === redrive.to);
  if (redrive && !dlq) throw new Error(`${name}: its dead-letter queue ${redrive.to} has to be made first`);
  const attributes = {
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    ...(redrive && dlq && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: redrive.afterReceives }) }),
  };
  // The port changes with each start, so URLs are made anew; the server looks queues up by name.
  const url = `${endpoint}/000000000000/${name}`;
  const known = server.inspectQueue(name);
  if (known) await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
  const arn = known?.arn ?? server.createQueue(name, { attributes }).queueArn;
  return { name, url, arn, ...(dlq && { dlq: { url: dlq.url, arn: dlq.arn } }) };
}

/**
 * fauxqs writes each message three times and has each write flushed to the disk, 5 ms and more in which the thread of all stand-ins stands still.
 * With `synchronous = NORMAL` a write-ahead log keeps everything that was written when the process is killed (https://sqlite.org/pragma.html,
 * "synchronous"); if the machine loses its power, the last messages may be gone, and the sweeps ask again as for any lost message.
 * fauxqs has no option for it, and SQLite takes it from the connection alone.
 */
async function withoutFlushes<T>(start: () => Promise<T>): Promise<T> {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string) {
    exec.call(this, sql);
    if (sql === "PRAGMA journal_mode = WAL") exec.call(this, "PRAGMA synchronous = NORMAL");
  };
  try {
    return await start();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

const isHttp = (server: Server): server is HttpServer => server instanceof HttpServer;

/** fauxqs always binds every interface, answers everybody and offers no option; unauthenticated queues belong on the loopback interface, and to programs alone. */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first] = args;
    if (isHttp(this)) keepPagesOut(this);
    if (typeof first === "object" && first !== null && "host" in first) args[0] = { ...first, host: "127.0.0.1" };
    return Reflect.apply(listen, this, args) as Server;
  } as typeof listen;
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}
