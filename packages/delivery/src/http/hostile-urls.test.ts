// Where a webhook may not go: by the look of its URL, by what its name resolves to, and by what answers.
import { createServer, request as httpRequest, type Server } from "node:http";
import { once } from "node:events";
import type { LookupAddress } from "node:dns";
import type { AddressInfo } from "node:net";
import { RequestFilteringHttpAgent } from "request-filtering-agent";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RequestRefused } from "../attempt.ts";
import { HOSTILE_LITERALS, HOSTILE_URLS } from "../testing/hostile-urls.ts";
import { createAddressGuard } from "./address-guard.ts";
import { createGuardedSend, type Lookup } from "./guarded-send.ts";
import { checkReceiverUrl } from "./receiver-url.ts";

const guard = createAddressGuard();
let server: Server;
let port = 0;
let reached = 0;
let answer: { status: number; headers: Record<string, string>; body: string } = { status: 200, headers: {}, body: "secret" };

beforeAll(async () => {
  server = createServer((_request, response) => {
    reached += 1;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

describe("by the look of it", () => {
  test("there are at least sixty to try", () => expect(HOSTILE_URLS.length).toBeGreaterThanOrEqual(60));

  test.each(HOSTILE_URLS)("%j is refused when it is saved, and when it is sent to", async (url) => {
    expect(() => checkReceiverUrl(url, { guard })).toThrow(expect.objectContaining({ code: "delivery.url_refused" }));
    const before = reached;
    const sending = createGuardedSend({ guard })({ id: "1", method: "POST", url, headers: {}, body: "{}" });
    await expect(sending).rejects.toMatchObject({ name: "RequestRefused", final: true });
    expect(reached).toBe(before);
  });

  test.each(["https://example.com", "https://hooks.example.co.uk:8443/a?b=c", "https://8.8.8.8/", "https://xn--bcher-kva.example/"])(
    "%s is taken",
    (url) => {
      expect(checkReceiverUrl(url, { guard }).href).toContain("https://");
    },
  );
});

// Only what must not be reached is asked of it: for a public address it would really connect.
test.each(HOSTILE_LITERALS)("%s is refused, as by a guard that somebody else wrote", async (host) => {
  const theirs = await new Promise<string>((resolve) => {
    httpRequest({ host, port: 9, agent: new RequestFilteringHttpAgent() })
      .on("error", ({ message }) => resolve(message))
      .end();
  });
  expect(theirs).toContain("is not allowed");
  expect(guard.isAllowed(host)).toBe(false);
});

describe("by what the name resolves to", () => {
  const address = (text: string): LookupAddress => ({ address: text, family: text.includes(":") ? 6 : 4 });
  const resolving = (...answers: readonly (readonly string[])[]): Lookup => {
    let asked = 0;
    return (_name, done) => {
      done(null, (answers[Math.min(asked, answers.length - 1)] ?? []).map(address));
      asked += 1;
    };
  };
  const request = { id: "1", method: "POST", url: "https://hooks.example.com/", headers: {}, body: "{}" } as const;

  test.each([[["127.0.0.1"]], [["8.8.8.8", "127.0.0.1"]], [["::1"]], [["169.254.169.254"]]])("%j is refused", async (addresses) => {
    const sending = createGuardedSend({ guard, lookup: resolving(addresses) })(request);
    await expect(sending).rejects.toMatchObject({
      name: "RequestRefused",
      final: true,
      message: expect.stringContaining("not a public address"),
    });
  });

  test("a name that nobody knows is no connection, and ends neither the exchange nor the process with something else", async () => {
    const unknown: Lookup = (name, done) => done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }));
    const sending = createGuardedSend({ guard, lookup: unknown })(request);
    await expect(sending).rejects.toMatchObject({ name: "RequestRefused", final: false, message: "no connection: ENOTFOUND" });
  });

  test("a name that is public at first and private the second time is refused the second time", async () => {
    const open = createAddressGuard({ allow: ["127.0.0.1"] });
    const send = createGuardedSend({ guard: open, lookup: resolving(["127.0.0.1"], ["127.0.0.2"]) });
    const atPort = { ...request, url: "https://hooks.example.com:8443/" };
    await expect(send(atPort)).rejects.toMatchObject({ name: "RequestRefused", final: false, message: "no connection: ECONNREFUSED" });
    await expect(send(atPort)).rejects.toMatchObject({ name: "RequestRefused", final: true });
  });
});

describe("an answer", () => {
  const local = createAddressGuard({ allow: ["127.0.0.1"] });
  const send = createGuardedSend({ guard: local, allowPlainLoopback: true, totalTimeoutMs: 2_000 });
  const to = (path = "/") => ({ id: "1", method: "POST", url: `http://127.0.0.1:${port}${path}`, headers: {}, body: "{}" }) as const;

  test("comes whole up to the limit", async () => {
    answer = { status: 200, headers: {}, body: "x".repeat(10_000) };
    expect((await send(to())).body.length).toBe(10_000);
  });

  test("of many megabytes ends the exchange", async () => {
    answer = { status: 200, headers: {}, body: "x".repeat(1_000_000) };
    const sending = send(to());
    await expect(sending).rejects.toThrow(/size/i);
    await expect(sending).rejects.not.toBeInstanceOf(RequestRefused);
  });

  test("that trickles in for ever ends when the time for all of it is up, and nobody knows what became of it", async () => {
    const trickling = createServer((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    trickling.listen(0, "127.0.0.1");
    await once(trickling, "listening");
    try {
      const patient = createGuardedSend({ guard: local, allowPlainLoopback: true, answerTimeoutMs: 5_000, totalTimeoutMs: 300 });
      const sending = patient({ ...to(), url: `http://127.0.0.1:${(trickling.address() as AddressInfo).port}/` });
      await expect(sending).rejects.toMatchObject({ name: "TimeoutError" });
      await expect(sending).rejects.not.toBeInstanceOf(RequestRefused);
    } finally {
      trickling.closeAllConnections();
      trickling.close();
    }
  });

  test("that redirects is an answer, and nobody goes there", async () => {
    answer = { status: 302, headers: { location: `http://127.0.0.1:${port}/secret` }, body: "" };
    const before = reached;
    expect((await send(to())).status).toBe(302);
    expect(reached).toBe(before + 1);
  });

  test("that never comes because nobody listens is known not to have been taken", async () => {
    const nobody = send({ ...to(), url: "http://127.0.0.1:9/" });
    await expect(nobody).rejects.toMatchObject({ name: "RequestRefused", final: false });
  });
});
