// Who may ask /_local: callers of this machine, not a page that happens to be open in a browser here.
import { expect, it } from "vitest";
import { refuseForeign } from "./local-guard.ts";

const request = (method: string, headers: Record<string, string>, body = "") => ({
  method,
  path: "/_local/estate/faults",
  headers: { host: "127.0.0.1:4100", ...headers },
  body: Buffer.from(body),
});
const json = { "content-type": "application/json; charset=utf-8" };

it.each([
  ["a read", request("GET", {})],
  ["a read by name", request("GET", { host: "localhost:4100" })],
  ["a change in JSON", request("POST", json, "{}")],
  ["a deletion", request("DELETE", {})],
  ["a page of our own", request("POST", { ...json, origin: "http://127.0.0.1:4100" }, "{}")],
])("takes %s", (_, each) => {
  expect(refuseForeign(each, 4100)).toBeUndefined();
});

it.each([
  ["a name that somebody else's DNS gives this machine", request("GET", { host: "evil.example.com:4100" }), 403],
  ["another port's page", request("GET", { origin: "http://127.0.0.1:8080" }), 403],
  ["a page of the web", request("POST", { ...json, origin: "https://evil.example.com" }, "{}"), 403],
  ["a page without an origin", request("POST", { ...json, origin: "null" }, "{}"), 403],
  ["a form", request("POST", { "content-type": "application/x-www-form-urlencoded" }, "{}"), 415],
  ["text that looks like JSON", request("POST", { "content-type": "text/plain" }, "{}"), 415],
  ["a body of no type", request("POST", {}, "{}"), 415],
  ["an empty post", request("POST", {}), 415],
])("refuses %s", (_, each, status) => {
  expect(refuseForeign(each, 4100)?.status).toBe(status);
});
