/** One endpoint for all SDK clients of the functions: it counts what each asks of DynamoDB, SQS and EventBridge, and passes it on, as it does what one asks of another. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Counts } from "./counts.ts";
import { queueName } from "./functions.ts";
import { capacityOf, withCapacity } from "./dynamo-capacity.ts";

/** What stands behind the endpoint. */
export interface GatewayDeps {
  readonly counts: Counts;
  readonly dynamodb: string;
  /** An item was put into a table. */
  readonly onPut: (table: string, item: Record<string, unknown>) => void;
  readonly putEvents: (body: unknown) => Promise<unknown>;
  readonly send: (queueUrl: string, body: string, delaySeconds: number) => void;
  /** Calls a function that answers at once: the API asks adapters so. */
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
}

/** The running endpoint. */
export interface Gateway {
  /** The endpoint for the clients of one function. */
  readonly endpointFor: (functionName: string) => string;
  readonly stop: () => Promise<void>;
}

/** Ends the names of calls that ask which Region leads: not a matter of one recovery, and apart in the report. */
const WHO_LEADS = " (who leads)";

/** Where the publisher keeps how far it came, and signs it. */
const CHECKPOINTS = " dr-publisher-cursors";

interface DynamoRequest {
  readonly functionName: string;
  readonly operation: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Starts the endpoint on a free port of the loopback interface. A path segment tells the functions apart. */
export async function startGateway(deps: GatewayDeps): Promise<Gateway> {
  const server = createServer((request, response) => {
    answer(deps, request).then(
      ({ status, body }) => reply(response, status, body),
      (error: unknown) => reply(response, 500, JSON.stringify({ __type: "InternalFailure", message: String(error) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpointFor: (functionName) => `http://127.0.0.1:${port}/${functionName}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(deps: GatewayDeps, request: IncomingMessage): Promise<Answer> {
  const [, functionName = "", ...rest] = (request.url ?? "").split("/");
  const [service = "", operation = ""] = String(request.headers["x-amz-target"]).split(".");
  const body = JSON.parse(await text(request)) as Record<string, unknown>;
  const [, asked] = /^2015-03-31\/functions\/([\w-]+)\/invocations$/.exec(rest.join("/")) ?? [];
  if (asked !== undefined) return { status: 200, body: JSON.stringify(await deps.invoke(asked, body)) };
  if (service.startsWith("DynamoDB")) return askDynamo(deps, { functionName, operation, headers: request.headers, body });
  if (service === "AWSEvents") return askBus(deps, functionName, operation, body);
  if (service === "AmazonSQS" && operation === "SendMessage") {
    const message = String(body["MessageBody"]);
    const call = `${operation} ${queueName(String(body["QueueUrl"]))}`;
    deps.counts.add(functionName, "sqsMessages", 1, call);
    deps.counts.add(functionName, "sqsRequests", 1, call);
    deps.send(String(body["QueueUrl"]), message, Number(body["DelaySeconds"] ?? 0));
    return { status: 200, body: JSON.stringify({ MessageId: "m", MD5OfMessageBody: createHash("md5").update(message).digest("hex") }) };
  }
  throw new Error(`${service}.${operation} is not priced here`);
}

async function askBus(
  { counts, putEvents }: GatewayDeps,
  functionName: string,
  operation: string,
  body: Record<string, unknown>,
): Promise<Answer> {
  // Asking for a rule is not billed; nobody subscribes here, so those that wait for somebody are off.
  if (operation === "DescribeRule") return { status: 200, body: JSON.stringify({ State: "DISABLED" }) };
  if (operation !== "PutEvents") throw new Error(`AWSEvents.${operation} is not priced here`);
  counts.add(functionName, "putEvents", 1, operation);
  counts.add(functionName, "busEvents", (body["Entries"] as readonly unknown[]).length, operation);
  return { status: 200, body: JSON.stringify(await putEvents(body)) };
}

async function askDynamo(
  { counts, dynamodb, onPut }: GatewayDeps,
  { functionName, operation, headers, body }: DynamoRequest,
): Promise<Answer> {
  // The signature no longer fits the body; local engines look at its form only.
  const kept = ["content-type", "x-amz-target", "x-amz-date", "authorization"].map((name) => [name, String(headers[name])] as const);
  const response = await fetch(dynamodb, { method: "POST", headers: Object.fromEntries(kept), body: JSON.stringify(withCapacity(body)) });
  const answered = await response.text();
  const { writes, units } = capacityOf(operation, response.ok ? (JSON.parse(answered) as Record<string, unknown>) : null);
  const call = `${operation} ${tableOf(body)}${aboutWhom(body)}`;
  const add = call.endsWith(WHO_LEADS) || call.endsWith(CHECKPOINTS) ? counts.addApart : counts.add;
  add(functionName, writes ? "dynamoWrites" : "dynamoReads", 1, call);
  add(functionName, writes ? "dynamoWriteUnits" : "dynamoReadUnits", units, call);
  if (response.ok && operation === "PutItem") onPut(String(body["TableName"]), body["Item"] as Record<string, unknown>);
  return { status: response.status, body: answered };
}

/** Whose the stream is that a query of the log is about, where that is not an execution or a plan. */
function aboutWhom(body: Record<string, unknown>): string {
  const { ":pk": key } = (body["ExpressionAttributeValues"] ?? {}) as Readonly<Record<string, { readonly S?: string } | undefined>>;
  return key?.S?.startsWith("LEAD#") === true ? WHO_LEADS : "";
}

/** The tables that a request names. */
function tableOf(body: Record<string, unknown>): string {
  return typeof body["TableName"] === "string" ? body["TableName"] : Object.keys(body["RequestItems"] ?? {}).join(", ");
}

function reply(response: ServerResponse, status: number, body: string): void {
  // Time that jumped would look like a wrong clock to the SDK, which then sends a refused request again.
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0", date: new Date().toUTCString() }).end(body);
}
