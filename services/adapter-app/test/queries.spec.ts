/** What the adapter answers without changing anything. */
import { createVirtualClock } from "@dr/runtime";
import { expect, test } from "vitest";
import { queries } from "../src/queries.ts";
import { createEstateWorld } from "./estate-world.ts";

const NODE = "i-0000000000000001a";

test("nodes, documents, functions and the defaults of an environment", async () => {
  const now = "2026-11-23T04:00:00.000Z";
  const world = createEstateWorld(
    {
      ssm: {
        nodes: [{ id: NODE }],
        documents: [{ name: "Recover" }],
        parameters: [{ name: "/dr-orchestration/production/application/ssm-document-name", value: "Recover" }],
      },
      lambda: { functions: [{ name: "app-recovery-warm" }] },
    },
    createVirtualClock(now),
  );
  const at = { clients: world.createClients((port) => port), now };
  expect([
    await queries.nodes.run(at, { instance: NODE }),
    await queries.nodes.run(at, { instance: "i-0000000000000009f" }),
    await queries.documents.run(at, { name: "Recover" }),
    await queries.functions.run(at, { name: "app-recovery-warm" }),
    await queries.defaults.run(at, { environment: "production" }),
  ]).toMatchObject([
    { nodes: [{ ping: "Online" }] },
    { nodes: [null] },
    { documents: [expect.objectContaining({})] },
    { functions: [expect.objectContaining({})] },
    { path: "/dr-orchestration/production/application", values: { "ssm-document-name": "Recover" } },
  ]);
  expect(world.effects()).toEqual([]);
});
