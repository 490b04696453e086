/** Tests of manifest.ts: what it declares is there, and is enough to build each function. */
import { existsSync } from "node:fs";
import { findDefinition } from "@dr/events";
import type { FunctionEnv, FunctionManifest } from "@dr/runtime";
import { describe, expect, test } from "vitest";
import { manifest } from "../manifest.ts";

const modules: Readonly<Record<string, { create: (env: FunctionEnv) => unknown }>> = {
  "src/handlers/facts.ts": await import("../src/handlers/facts.ts"),
  "src/handlers/log.ts": await import("../src/handlers/log.ts"),
  "src/handlers/sweep.ts": await import("../src/handlers/sweep.ts"),
  "src/handlers/projector.ts": await import("../src/handlers/projector.ts"),
  "src/handlers/reconcile.ts": await import("../src/handlers/reconcile.ts"),
};

function envOf({ environment, trigger }: FunctionManifest): FunctionEnv {
  const bound = Object.entries(environment).map(([name, binding]) => [
    name,
    "table" in binding ? binding.table : "value" in binding ? binding.value : "x",
  ]);
  const deadLetters = trigger.kind === "queue" || trigger.kind === "stream" ? { DR_DLQ_URL: "http://sqs/dlq" } : {};
  return { AWS_REGION: "eu-west-1", DR_ACCOUNT_ID: "123456789012", ...deadLetters, ...Object.fromEntries(bound) };
}

describe.each(manifest.functions)("$name", (declared) => {
  test("has an entry that can be built from its environment alone", () => {
    expect(existsSync(new URL(`../${declared.entry}`, import.meta.url))).toBe(true);
    expect(modules[declared.entry]!.create(envOf(declared))).toBeTypeOf("function");
  });

  test("asks for no wildcard and for tables and queues that exist", () => {
    const names = [...manifest.tables, ...manifest.queues].map(({ name }) => name);
    for (const { actions } of declared.iam) expect(actions.join()).not.toContain("*");
    const asked = declared.iam.map((intent) => {
      if ("arns" in intent) return intent.arns.join();
      return "table" in intent ? intent.table : "queue" in intent ? intent.queue : "none";
    });
    const key = expect.stringContaining(":secret:dr-orchestration/snapshot-key-");
    // Looking for tags reads databases, lists that have no resource type, and other accounts by a role.
    const looks = /^none$|:rds:|:role\/dr-discovery/;
    expect(asked.filter((name) => !names.includes(name) && !looks.test(name))).toEqual([key]);
  });
});

test("subscriptions name event types that exist", () => {
  const types = manifest.functions.flatMap(({ trigger }) =>
    trigger.kind === "queue" ? trigger.subscriptions.flatMap(({ pattern }) => pattern["detail-type"] ?? []) : [],
  );
  expect(types.filter((type) => findDefinition(String(type)) === undefined)).toEqual([]);
  expect(types).toHaveLength(12);
});
