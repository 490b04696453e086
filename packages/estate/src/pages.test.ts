// Pages in a browser of this machine get no answer from the estate.
import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { createEstateServer, type EstateServer } from "./estate-server.ts";
import { isFromPage } from "./pages.ts";

let server: EstateServer | undefined;
afterEach(() => server?.close());

it.each([
  [{ host: "127.0.0.1:4000" }, false],
  [{ host: "localhost" }, false],
  [{ host: "bucket.127.0.0.1:4000" }, false],
  [{}, false],
  [{ host: "127.0.0.1:4000", origin: "https://evil.example.com" }, true],
  [{ host: "127.0.0.1:4000", origin: "null" }, true],
  [{ host: "evil.example.com:4000" }, true],
  [{ host: "127.0.0.1.evil.example.com" }, true],
  [{ host: "127.0.0.1:4000", "sec-fetch-site": "cross-site" }, true],
  [{ host: "127.0.0.1:4000", "sec-fetch-site": "none" }, false],
])("%j: %s", (headers, isPage) => {
  expect(isFromPage(headers)).toBe(isPage);
});

it.each([{ host: "evil.example.com" }, { origin: "https://evil.example.com" }])("refuses %j, whatever it asks", async (headers) => {
  let asked = 0;
  server = await createEstateServer({ handle: async () => ((asked += 1), { status: 200, headers: {}, body: "{}" }) });
  const status = await new Promise((resolve) => {
    request(`${server?.url}/_local/estate/faults`, { method: "POST", headers }, (answer) => resolve(answer.statusCode)).end("{}");
  });
  expect([status, asked]).toEqual([403, 0]);
});
