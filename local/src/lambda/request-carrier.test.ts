// What comes back is what the SDK makes of its own handler's answers; what is lost is sent again by who may, and by nobody else.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, it, onTestFinished } from "vitest";
import { createRequestCarrier } from "./request-carrier.ts";

type Answer = (outgoing: ServerResponse, incoming: IncomingMessage) => void;

const found: Answer = (outgoing) => outgoing.end('{"Item":{"pk":{"S":"café"}}}');
const lost: Answer = (_, incoming) => incoming.socket.destroy();
const halfLost: Answer = (outgoing, incoming) => {
  outgoing.writeHead(200, { "content-length": "100" });
  outgoing.write("{", () => incoming.socket.destroy());
};
const refused: Answer = (outgoing) =>
  outgoing.writeHead(400, { "x-amzn-requestid": "r1" }).end('{"__type":"#ResourceNotFoundException","message":"no"}');
const silent: Answer = () => undefined;

/** A client that tries twice, or as often as is said, and a server that answers one after the other. */
async function given(answers: readonly Answer[], { maxAttempts = 2 } = {}) {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    incoming.resume().once("end", () => answers[asked.push(String(incoming.headers["x-amz-target"])) - 1]?.(outgoing, incoming));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => (server.closeAllConnections(), server.close(), undefined));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "a", secretAccessKey: "s" };
  const requestHandler = createRequestCarrier({ connectMs: 1000, answerMs: 100 });
  const client = new DynamoDBClient({ region: "us-east-1", endpoint, credentials, maxAttempts, requestHandler });
  const command = new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } });
  const get = (abortSignal?: AbortSignal) => client.send(command, abortSignal ? { abortSignal } : {});
  return { asked, get, server };
}

it("carries a request and its answer", async () => {
  const { asked, get } = await given([found]);
  expect((await get()).Item).toEqual({ pk: { S: "café" } });
  expect(asked).toEqual(["DynamoDB_20120810.GetItem"]);
});

it("gives what was refused to the SDK to read", async () => {
  const { asked, get } = await given([refused]);
  await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 400, requestId: "r1" } });
  expect(asked).toHaveLength(1);
});

it.each([
  ["a connection that is lost", lost],
  ["an answer that is lost half way", halfLost],
  ["silence", silent],
])("has the SDK repeat after %s, and only where it may", async (_, first) => {
  const twice = await given([first, found]);
  expect((await twice.get()).Item).toBeDefined();
  const once = await given([first, found], { maxAttempts: 1 });
  await expect(once.get()).rejects.toMatchObject({ name: "TimeoutError" });
  expect(once.asked).toHaveLength(1);
});

it("says that nobody listens", async () => {
  const { get, server } = await given([], { maxAttempts: 1 });
  await new Promise((resolve) => server.close(resolve));
  await expect(get()).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

it("ends with the signal", async () => {
  const ending = new AbortController();
  const { get } = await given([() => ending.abort()]);
  await expect(get(ending.signal)).rejects.toMatchObject({ name: "AbortError" });
});
