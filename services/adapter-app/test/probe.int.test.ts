/** The real probe against real sockets: what passes, what does not, and what it never reaches. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProbe, isAllowedAddress } from "../src/clients/probe.ts";

let server: Server;
let port = 0;
let seen: string[] = [];
const local = createProbe(async () => ["127.0.0.1"], new Set(["127.0.0.1", "app.test"]));
const look = (path: string, more: object = {}) =>
  local.probe({ endpoint: `http://app.test:${port}${path}`, timeoutMs: 2_000, statuses: [200], ...more });

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.url ?? "");
    if (request.url === "/moved") response.writeHead(302, { location: "/ok" });
    else if (request.url === "/broken") response.writeHead(503);
    response.end("status: serving");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  ["/ok", {}, true],
  ["/ok", { bodyContains: "serving" }, true],
  ["/ok", { bodyContains: "asleep" }, false],
  ["/broken", {}, false],
])("%s %j", async (path, more, passed) => {
  expect((await look(path, more)).passed).toBe(passed);
});

test("trap: a redirect is not followed", async () => {
  seen = [];
  expect(await look("/moved")).toEqual({ passed: false, message: `http://app.test:${port}/moved: status 302` });
  expect(seen).toEqual(["/moved"]);
});

test("TCP: a port that is open, and one that is not", async () => {
  const tcp = (at: number) => local.probe({ endpoint: `tcp://127.0.0.1:${at}`, timeoutMs: 2_000, statuses: [] });
  expect((await tcp(port)).passed).toBe(true);
  expect((await tcp(1)).passed).toBe(false);
});

describe("trap: nothing reaches the metadata services or the function itself", () => {
  test.each(["169.254.169.254", "169.254.170.2", "127.0.0.1", "0.0.0.0", "::1", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254"])(
    "%s",
    (address) => {
      expect(isAllowedAddress(address)).toBe(false);
    },
  );

  test("a private address of the network may be looked at", () => {
    expect(isAllowedAddress("10.1.2.3")).toBe(true);
  });

  test.each([[["169.254.169.254"]], [["10.1.2.3", "127.0.0.1"]]])("whatever name leads there (%j)", async (addresses) => {
    seen = [];
    const answer = await createProbe(async () => addresses).probe({
      endpoint: `http://app.test:${port}/ok`,
      timeoutMs: 500,
      statuses: [200],
    });
    expect(answer).toEqual({ passed: false, message: `http://app.test:${port}/ok: its address may not be probed` });
    expect(seen).toEqual([]);
  });

  test("written in any way", async () => {
    for (const host of ["2130706433", "0x7f.1", "[::ffff:7f00:1]"]) {
      const answer = await createProbe().probe({ endpoint: `http://${host}:${port}/ok`, timeoutMs: 500, statuses: [200] });
      expect([host, answer.passed]).toEqual([host, false]);
    }
  });
});
