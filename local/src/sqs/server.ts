/** Starts fauxqs, a third-party SQS, in this process with its messages on disk, and creates the queues of the manifests. */
import { Server } from "node:net";
import { startFauxqs, type FauxqsServer } from "fauxqs";
import type { QueueManifest } from "@dr/runtime";

/** A queue and its dead-letter queue. */
export interface LocalQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly dlqUrl: string;
  readonly dlqArn: string;
}

/** Queues by name. `queue(name)` throws for a name that no manifest declares. */
export interface QueueBook {
  readonly endpoint: string;
  readonly queue: (name: string) => LocalQueue;
}

/** The running SQS. */
export interface LocalSqs extends QueueBook {
  readonly queues: readonly LocalQueue[];
  readonly stop: () => Promise<void>;
}

/** A queue with the longest time that one of its messages may be worked on. */
export type QueueToCreate = QueueManifest & { readonly visibilityTimeoutSeconds: number };

/** Starts the server on 127.0.0.1 and creates each queue with its `<name>-dlq`. Existing queues keep their messages. */
export async function startSqs(dataDir: string | undefined, queues: readonly QueueToCreate[]): Promise<LocalSqs> {
  const server = await onLoopback(() => startFauxqs({ port: 0, logger: false, ...(dataDir !== undefined && { dataDir }) }));
  const endpoint = `http://127.0.0.1:${server.port}`;
  const created = queues.map((queue) => createQueue(server, endpoint, queue));
  return { ...toQueueBook(endpoint, created), queues: created, stop: () => server.stop() };
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

function createQueue(server: FauxqsServer, endpoint: string, queue: QueueToCreate): LocalQueue {
  const dlq = ensure(server, `${queue.name}-dlq`, { MessageRetentionPeriod: String(14 * 86_400) });
  const main = ensure(server, queue.name, {
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.retentionDays * 86_400),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: queue.maxReceives }),
  });
  // The port changes with each start, so URLs are made anew; the server looks queues up by name.
  const url = (name: string): string => `${endpoint}/000000000000/${name}`;
  return { name: queue.name, url: url(queue.name), arn: main.arn, dlqUrl: url(`${queue.name}-dlq`), dlqArn: dlq.arn };
}

function ensure(server: FauxqsServer, name: string, attributes: Record<string, string>): { arn: string } {
  const known = server.inspectQueue(name);
  return known ? { arn: known.arn } : { arn: server.createQueue(name, { attributes }).queueArn };
}

/** fauxqs always binds every interface and offers no option; unauthenticated queues belong on the loopback interface alone. */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first] = args;
    if (typeof first === "object" && first !== null && "host" in first) args[0] = { ...first, host: "127.0.0.1" };
    return Reflect.apply(listen, this, args) as Server;
  } as typeof listen;
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}
