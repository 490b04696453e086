// Slow senders lose their sockets, and those above the limit get none.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { limitSockets, serverOptionsOf, type SenderLimits } from "./sender-limits.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serve(limits: SenderLimits): Promise<(text: string) => Promise<Socket>> {
  const server = createServer(serverOptionsOf(limits), (incoming, outgoing) => {
    incoming.resume().on("end", () => outgoing.end("whole"));
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
    socket.write(text);
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

it("closes what comes above the limit, and others go on", async () => {
  const send = await serve({ ...quick, headersMs: 60_000, requestMs: 60_000, sockets: 2 });
  const held = [await send("GET / HTTP/1.1\r\n"), await send("GET / HTTP/1.1\r\n")];
  expect(await heardBy(await send("GET / HTTP/1.1\r\n"))).toBe("");
  held[0]?.write("Host: a\r\nConnection: close\r\n\r\n");
  expect(await heardBy(held[0] as Socket)).toBe("HTTP/1.1 200 OK");
});
