/** What is sent to a queue in the same moment shares requests, and each message has an outcome of its own: against a local server that speaks just enough SQS. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { parseEnv } from "./env.ts";
import { openSqsSender } from "./sqs-sender.ts";

interface Asked {
  readonly QueueUrl: string;
  readonly MessageBody?: string;
  readonly Entries?: readonly { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number }[];
}
type Answer = { readonly status: number; readonly body: unknown };

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const sent = (body: string) => ({ MessageId: body, MD5OfMessageBody: md5(body) });

/** A sender, and what reached the queue: `one`, or `a+b` of one request. `refuses` bodies; `refusesAll`: every request for several. */
async function given({ refuses = [], refusesAll }: { readonly refuses?: readonly string[]; readonly refusesAll?: Answer } = {}) {
  process.env["AWS_ACCESS_KEY_ID"] = "local";
  process.env["AWS_SECRET_ACCESS_KEY"] = "local";
  const requests: string[] = [];
  const answerTo = ({ QueueUrl, MessageBody = "", Entries }: Asked): Answer => {
    const bodies = Entries?.map((entry) => entry.MessageBody) ?? [MessageBody];
    requests.push(`${QueueUrl.split("/").at(-1)}:${bodies.map((body) => body.slice(0, 8)).join("+")}`);
    if (Entries === undefined) {
      if (!refuses.includes(MessageBody)) return { status: 200, body: sent(MessageBody) };
      return { status: 400, body: { __type: "com.amazonaws.sqs#InvalidMessageContents", message: "no" } };
    }
    if (refusesAll) return refusesAll;
    const [bad, good] = [true, false].map((isBad) => Entries.filter((entry) => refuses.includes(entry.MessageBody) === isBad));
    const Successful = good?.map(({ Id, MessageBody: body }) => ({ Id, ...sent(body) }));
    return { status: 200, body: { Successful, Failed: bad?.map(({ Id }) => ({ Id, SenderFault: true, Code: "InvalidMessageContents" })) } };
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const answer = answerTo(JSON.parse(body) as Asked);
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const sender = openSqsSender(parseEnv({ AWS_REGION: "eu-west-1", DR_SQS_ENDPOINT: `http://127.0.0.1:${port}` }, []));
  const send = (queue: string, ...bodies: readonly string[]) =>
    bodies.map((body) => sender.send({ queueUrl: `https://sqs.eu-west-1.amazonaws.com/123456789012/${queue}`, body, delaySeconds: 5 }));
  return { send, requests };
}
const outcomes = async (all: readonly Promise<void>[]) =>
  (await Promise.allSettled(all)).map((one) => (one.status === "fulfilled" ? "sent" : (one.reason as Error).name));

test("ten at most to one queue; a long message and the only one for its queue go alone", async () => {
  const { send, requests } = await given();
  const eleven = Array.from({ length: 11 }, (_, index) => `m${index}`);
  const long = "x".repeat(30_000);
  expect(await outcomes([...send("one", ...eleven, long), ...send("two", "only")])).toEqual(Array.from({ length: 13 }, () => "sent"));
  expect(requests.toSorted()).toEqual([`one:${eleven.slice(0, 10).join("+")}`, "one:m10", "one:xxxxxxxx", "two:only"].toSorted());
});

test("one that is refused among others hears why, and the others are sent", async () => {
  const { send, requests } = await given({ refuses: ["bad"] });
  expect(await outcomes(send("one", "a", "bad", "b"))).toEqual(["sent", "InvalidMessageContents", "sent"]);
  expect(requests).toEqual(["one:a+bad+b", "one:bad"]);
});

test("where the request itself is refused, each goes alone", async () => {
  const refusesAll = { status: 400, body: { __type: "com.amazonaws.sqs#BatchRequestTooLong", message: "no" } };
  const { send, requests } = await given({ refusesAll });
  expect(await outcomes(send("one", "a", "b"))).toEqual(["sent", "sent"]);
  expect(requests.toSorted()).toEqual(["one:a", "one:a+b", "one:b"]);
});

test("a queue that does not work fails all of them, after the tries of one request", async () => {
  const { send, requests } = await given({ refusesAll: { status: 500, body: { __type: "InternalFailure", message: "down" } } });
  expect(await outcomes(send("one", "a", "b"))).toEqual(["InternalFailure", "InternalFailure"]);
  expect(new Set(requests)).toEqual(new Set(["one:a+b"]));
});
