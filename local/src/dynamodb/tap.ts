/**
 * A loopback proxy in front of the database engine that turns successful writes into stream records.
 * Not every engine has streams, and polling one would cost its interval on every event; this gives both engines the same stream.
 */
import { Agent, createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A new item of a streamed table, as DynamoDB JSON, in the order in which the writes succeeded. */
export interface StreamRecord {
  readonly table: string;
  readonly sequenceNumber: string;
  readonly keys: Record<string, unknown>;
  readonly newImage: Record<string, unknown>;
}

/** What the tap needs. `streams` maps a table with a stream to the names of its key attributes. */
export interface TapDeps {
  readonly engineEndpoint: string;
  readonly streams: ReadonlyMap<string, readonly string[]>;
  readonly onRecord: (record: StreamRecord) => void;
}

/** The endpoint that SDK clients use instead of the engine's own. */
export interface DynamoTap {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Starts the proxy. A write to a streamed table that is not a PutItem is refused: the log is append-only, and the tap would miss it. */
export async function startDynamoTap({ engineEndpoint, streams, onRecord }: TapDeps): Promise<DynamoTap> {
  const engine = new URL(engineEndpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let sequence = 0;

  const server = createServer((incoming, outgoing) => {
    void readBody(incoming).then((body) => {
      const write = streamedWrite(incoming, body, streams);
      if (write?.refused === true)
        return void outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(refusal(write.table));
      const forwarded = request(
        { host: engine.hostname, port: engine.port, method: incoming.method, path: incoming.url, headers: incoming.headers, agent },
        (answer) => {
          void readBody(answer).then((payload) => {
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(payload);
            if (write?.item === undefined || answer.statusCode !== 200) return;
            const { table, item } = write;
            sequence += 1;
            const keys = Object.fromEntries((streams.get(table) ?? []).map((name) => [name, item[name]]));
            onRecord({ table, sequenceNumber: String(sequence).padStart(21, "0"), keys, newImage: item });
          });
        },
      );
      // The SDK sees a dropped connection, as it would from a real endpoint, and retries by its own rules.
      forwarded.on("error", () => outgoing.destroy());
      forwarded.end(body);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function streamedWrite(incoming: IncomingMessage, body: Buffer, streams: TapDeps["streams"]) {
  const operation = String(incoming.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  if (!["PutItem", "UpdateItem", "DeleteItem"].includes(operation)) return undefined;
  const parsed = JSON.parse(body.toString("utf8")) as { TableName: string; Item?: Record<string, unknown> };
  if (!streams.has(parsed.TableName)) return undefined;
  return { table: parsed.TableName, item: parsed.Item, refused: operation !== "PutItem" };
}

function refusal(table: string): string {
  const message = `${table} is append-only on this runtime: only PutItem reaches its stream`;
  return JSON.stringify({ __type: "com.amazon.coral.validate#ValidationException", message });
}

async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
