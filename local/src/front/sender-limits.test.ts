// Slow senders lose their sockets, and those above the limit get none.
import { EventEmitter, once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { limitSockets, serverOptionsOf, type SenderLimits } from "./sender-limits.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** Tells of whoever waits for a late answer. */
const late = new EventEmitter();

async function serve(limits: SenderLimits): Promise<(text: string) => Promise<Socket>> {
  const server = createServer(serverOptionsOf(limits), (incoming, outgoing) => {
    incoming.resume().on("end", () => {
      if (incoming.url === "/late") late.emit("asked", outgoing);
      else outgoing.end("whole");
    });
  });
  limitSockets(server, limits);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return async (text) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    closing.push(() => socket.destroy());
    await once(socket, "connect");
    // One that is closed with something unread is reset.
    socket.on("error", () => undefined).write(text);
    return socket;
  };
}

async function heardBy(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  await once(socket, "close");
  return text.split("\r\n")[0] ?? "";
}

const quick: SenderLimits = { headersMs: 200, requestMs: 400, sockets: 10 };

it.each([
  ["a header", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "],
  ["a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"],
  ["nothing at all", ""],
])("whoever stops in %s is answered 408 and loses the socket", async (_, text) => {
  const send = await serve(quick);
  expect(await heardBy(await send(text))).toBe("HTTP/1.1 408 Request Timeout");
});

const patient: SenderLimits = { headersMs: 60_000, requestMs: 60_000, sockets: 3 };
const WHOLE = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

it("of thousands that say nothing the oldest go, and whoever asks meanwhile is answered", async () => {
  const send = await serve(patient);
  const silent: Promise<string>[] = [];
  for (let count = 0; count < 40; count += 1)
    silent.push(
      heardBy(await send(count % 2 === 0 ? "GET / HTTP/1.1\r\n" : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")),
    );
  expect(await heardBy(await send(WHOLE))).toBe("HTTP/1.1 200 OK");
  expect(await Promise.all(silent.slice(0, 37))).toEqual(Array.from({ length: 37 }, () => ""));
});

it("closes what comes above the limit where all are being answered", async () => {
  const send = await serve(patient);
  const waiting: ServerResponse[] = [];
  const heard: Promise<string>[] = [];
  for (let count = 0; count < 3; count += 1) {
    const asked = once(late, "asked") as Promise<ServerResponse[]>;
    heard.push(heardBy(await send(WHOLE.replace("/", "/late"))));
    waiting.push(...(await asked));
  }
  expect(await heardBy(await send(WHOLE))).toBe("");
  for (const outgoing of waiting) outgoing.end("whole");
  expect(await Promise.all(heard)).toEqual(Array.from({ length: 3 }, () => "HTTP/1.1 200 OK"));
});
