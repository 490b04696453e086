// The ports behind the front: no page gets an answer there, and no request ends more than itself.
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { startInvokeServer } from "./lambda/invoke-server.ts";
import { createOwnServer, keepPagesOut } from "./own-server.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const ask = (port: number, path = "/", headers: Record<string, string> = {}): Promise<number | string | undefined> =>
  new Promise((resolve) => {
    request({ port, path, method: "POST", headers }, (answer) => resolve(answer.resume().statusCode))
      .on("error", (error) => resolve((error as NodeJS.ErrnoException).code))
      .end("{}");
  });

const servers = {
  "one of ours": (answered: () => void) => createOwnServer((_incoming, outgoing) => void (answered(), outgoing.end())),
  "one that somebody else wrote": (answered: () => void) => {
    const server = createServer((_incoming, outgoing) => void (answered(), outgoing.end()));
    keepPagesOut(server);
    return server;
  },
};

it.each(Object.entries(servers))("%s answers programs, and no page", async (_, create) => {
  let answers = 0;
  const port = await listening(create(() => (answers += 1)));
  const pages = [{ origin: "https://evil.example.com" }, { host: "evil.example.com" }, { "sec-fetch-site": "cross-site" }];
  expect(await Promise.all(pages.map((headers) => ask(port, "/", headers)))).toEqual([403, 403, 403]);
  expect([answers, await ask(port), answers]).toEqual([0, 200, 1]);
});

it("a request that breaks its answer, or breaks off, ends alone", async () => {
  const port = await listening(
    createOwnServer(async (incoming, outgoing) => {
      for await (const _ of incoming);
      if (incoming.url === "/bad") throw new Error("broken");
      outgoing.end();
    }),
  );
  expect(await ask(port, "/bad")).toBe("ECONNRESET");
  await breakOff(port, "/");
  expect(await ask(port)).toBe(200);
});

it("Lambda's stand-in outlives a name that is encoded wrongly, and a body that breaks off", async () => {
  const server = await startInvokeServer();
  closing.push(server.stop);
  const port = Number(new URL(server.endpoint).port);
  expect(await ask(port, "/2015-03-31/functions/%ZZ/invocations")).toBe(404);
  await breakOff(port, "/2015-03-31/functions/dr-api/invocations");
  expect(await ask(port, "/2015-03-31/functions/dr-api/invocations")).toBe(404);
});

it("nothing here listens to HTTP in another way but the front, which has guards of its own", () => {
  const files = globSync("**/*.ts", { cwd: import.meta.dirname }).filter((path) => !path.endsWith(".test.ts"));
  const others = files.filter((path) => {
    const source = readFileSync(join(import.meta.dirname, path), "utf8");
    return source.includes("createServer(") && /from "node:http"/.test(source);
  });
  expect(others.toSorted()).toEqual(["front/server.ts", "own-server.ts"]);
});

/** Half a body, and then nobody. */
async function breakOff(port: number, path: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 10\r\n\r\nhalf`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 20));
}
