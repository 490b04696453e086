// The table of the existing DRS solution's endpoints: each passes by a route that is there, under the permission that the route has, or has a reason why not.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROUTE_LIST } from "@dr/routes";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const bare = (cell = ""): string => cell.trim().replaceAll("`", "");
const rows = readFileSync(join(root, "docs/reference/drs-solution-endpoints.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|"))
  .map(([, endpoint, verdict, route, permission, why]) => ({
    endpoint: bare(endpoint),
    verdict: bare(verdict),
    route: bare(route),
    permission: bare(permission),
    why: bare(why),
  }));

describe("docs/reference/drs-solution-endpoints.md", () => {
  it("has more than the 47 endpoints, each once", () => {
    expect(rows.length).toBeGreaterThan(47);
    expect(new Set(rows.map(({ endpoint }) => endpoint)).size).toBe(rows.length);
  });

  it.each(rows)("$endpoint", ({ verdict, route, permission, why }) => {
    expect(["passes", "refused"]).toContain(verdict);
    expect(why.length).toBeGreaterThan(10);
    const row = ROUTE_LIST.find(({ method, path }) => `${method} ${path}` === route);
    const access = row === undefined ? "" : typeof row.access === "string" ? row.access : "open";
    expect([row !== undefined, permission]).toEqual([verdict === "passes", access]);
  });

  it.each(["pause", "resume", "cancel", "terminate-instances", "job-logs"])("lets %s pass", (action) => {
    expect(rows.filter(({ endpoint }) => endpoint.endsWith(`/${action}`)).map(({ verdict }) => verdict)).toEqual(["passes"]);
  });

  it("knows every path that the adapter calls", () => {
    const folder = join(root, "services/adapter-drs/src");
    const sources = [join(folder, "queries.ts"), ...readdirSync(join(folder, "solution")).map((name) => join(folder, "solution", name))];
    const known = new Set(rows.map(({ endpoint }) => endpoint.split(" ")[1]?.replaceAll(/\{\w+\}/g, "{}")));
    const called = sources
      .flatMap((file) => [
        ...readFileSync(file, "utf8").matchAll(/["`](\/(?:executions|recovery-plans|protection-groups|drs)[^"`?]*)["`]/g),
      ])
      .map(([, path = ""]) =>
        path.replaceAll(/\$\{encodeURIComponent\((?:planId|executionId)\)\}\$\{rest\}/g, "{}").replaceAll(/\$\{part\}/g, "job-logs"),
      )
      .map((path) => path.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "{}"));
    expect(called.length).toBeGreaterThan(6);
    expect(called.filter((path) => !known.has(path))).toEqual([]);
  });
});
