/**
 * A loopback proxy in front of the database engine that turns successful writes into stream records.
 * Not every engine has streams, and polling one would cost its interval on every event; this gives both engines the same stream.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { createOwnServer } from "../own-server.ts";
import { createRecordFeed, RECORDS_PATH } from "../regions/record-feed.ts";
import type { StreamRecord } from "./stream-record.ts";

/** What the tap needs. `streams` maps a table with a stream to the names of its key attributes. */
export interface TapDeps {
  readonly engineEndpoint: string;
  readonly streams: ReadonlyMap<string, readonly string[]>;
  readonly onRecord: (record: StreamRecord) => void;
}

/** The endpoint that SDK clients use instead of the engine's own. */
export interface DynamoTap {
  readonly endpoint: string;
  /** Cuts off what waits for the engine: it will not answer. */
  readonly dropWaiting: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts the proxy. A write to a streamed table that is not a PutItem is refused: the log is append-only, and the tap would miss it. */
export async function startDynamoTap({ engineEndpoint, streams, onRecord }: TapDeps): Promise<DynamoTap> {
  let pool = newPool(engineEndpoint);
  const forward = createForwarder(() => pool);
  const feed = createRecordFeed();
  let sequence = 0;

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (incoming.method === "GET" && incoming.url === RECORDS_PATH) return feed.add(outgoing);
    const body = await readBody(incoming);
    const write = streamedWrite(incoming, body, streams);
    if (write?.refused === true)
      return void outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(refusal(write.table));
    const answer = await forward(incoming, write?.isBlind === true ? askingForOld(body) : body);
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    if (write === undefined || answer.status !== 200) return;
    sequence += 1;
    const record: StreamRecord = {
      table: write.table,
      eventName: write.isBlind && replacedOne(answer.body) ? "MODIFY" : "INSERT",
      sequenceNumber: String(sequence).padStart(21, "0"),
      createdAtMs: Date.now(),
      keys: pick(write.item, streams.get(write.table) ?? []),
      newImage: write.item,
    };
    onRecord(record);
    feed.tell(record);
  };
  const server = createOwnServer(handle);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropWaiting: () => {
      const hung = pool;
      pool = newPool(engineEndpoint);
      void hung.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        void pool.destroy();
      }),
  };
}

function newPool(engineEndpoint: string): Pool {
  return new Pool(engineEndpoint, { connections: 64 });
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Headers that are between the caller and this proxy, and are not passed on (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "expect",
  "content-length",
]);

/** Every request of every function passes here: a client without a stream on either side is a third cheaper than Node's own. */
function createForwarder(poolNow: () => Pool) {
  return async ({ method = "POST", url = "/", headers }: IncomingMessage, sent: Buffer): Promise<Answer> => {
    const passedOn = Object.entries(headers).flatMap((header) => (OF_THE_CONNECTION.has(header[0]) ? [] : (header as string[])));
    const answer = await poolNow().request({ method, path: url, headers: passedOn, body: sent });
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.from(await answer.body.arrayBuffer()) };
  };
}

function pick(item: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

/** What changes items, one or many, and would pass the stream by. */
const OTHER_WRITES: ReadonlySet<string> = new Set([
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
  "ExecuteStatement",
  "BatchExecuteStatement",
  "ExecuteTransaction",
  "DeleteTable",
]);

/** `isBlind`: without a condition, as the log never puts: what stood there would be gone. */
type StreamedWrite = { readonly table: string } & (
  | { readonly refused: true; readonly isBlind?: false }
  | { readonly refused: false; readonly isBlind: boolean; readonly item: Record<string, unknown> }
);

function streamedWrite(incoming: IncomingMessage, body: Buffer, streams: TapDeps["streams"]): StreamedWrite | undefined {
  const operation = String(incoming.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
  if (OTHER_WRITES.has(operation)) {
    const table = [...streams.keys()].find(changedBy(body));
    return table === undefined ? undefined : { table, refused: true };
  }
  if (operation !== "PutItem") return undefined;
  const { TableName: table, Item: item = {}, ConditionExpression } = parsePut(body);
  return streams.has(table) ? { table, refused: false, isBlind: ConditionExpression === undefined, item } : undefined;
}

interface OtherWrite {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName?: string }>>[];
  readonly Statement?: string;
  readonly Statements?: readonly { readonly Statement?: string }[];
  readonly TransactStatements?: readonly { readonly Statement?: string }[];
}

/** Whether a request changes this table: by where it names tables, for what it writes may hold the name as well. A statement is text, and is held by it. */
function changedBy(body: Buffer): (table: string) => boolean {
  const write = JSON.parse(body.toString("utf8")) as OtherWrite;
  const named = new Set([
    write.TableName,
    ...Object.keys(write.RequestItems ?? {}),
    ...(write.TransactItems ?? []).flatMap((item) => Object.values(item).map(({ TableName }) => TableName)),
  ]);
  const statements = [write, ...(write.Statements ?? []), ...(write.TransactStatements ?? [])].map(({ Statement = "" }) => Statement);
  return (table) => named.has(table) || statements.some((statement) => statement.includes(table));
}

interface Put {
  readonly TableName: string;
  readonly Item?: Record<string, unknown>;
  readonly ConditionExpression?: string;
}

function parsePut(body: Buffer): Put {
  return JSON.parse(body.toString("utf8")) as Put;
}

function askingForOld(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify({ ...parsePut(body), ReturnValues: "ALL_OLD" }));
}

function replacedOne(answer: Buffer): boolean {
  return (JSON.parse(answer.toString("utf8")) as { Attributes?: unknown }).Attributes !== undefined;
}

function refusal(table: string): string {
  const message = `${table} is append-only on this runtime: only PutItem reaches its stream`;
  return JSON.stringify({ __type: "com.amazon.coral.validate#ValidationException", message });
}

function readBody(stream: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => resolve(Buffer.concat(chunks)))
      .on("error", reject);
  });
}
