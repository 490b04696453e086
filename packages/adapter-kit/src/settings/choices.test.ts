/** A map keyed by names of a task's resources says the same under every spelling of its keys. */
import { resourceName } from "@dr/events";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { withChoicesAsWritten } from "./choices.ts";

const chosen = resourceName(["drs-source-server", "ec2-instance"], { use: "chooses" });
const operation = {
  resources: z.strictObject({ servers: z.array(resourceName(["drs-source-server", "ec2-instance"])) }),
  config: z.strictObject({
    points: z.record(chosen, z.string()).optional(),
    nested: z.array(z.strictObject({ sizes: z.record(chosen, z.int()) })).optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
};

const arnOf = (id: string, region = "us-east-1"): string => `arn:aws:drs:${region}:123456789012:source-server/${id}`;

test("a key that is another spelling becomes the name that the task uses; the rest stays", () => {
  const task = {
    resources: { servers: ["s-1", arnOf("s-2"), "i-3"] },
    config: {
      points: { [arnOf("s-1")]: "a", "s-2": "b", "i-3": "c", "s-4": "d" },
      nested: [{ sizes: { "s-2": 1 } }],
      labels: { "s-2": "x" },
    },
    other: 7,
  };
  expect(withChoicesAsWritten(operation, task)).toEqual({
    resources: task.resources,
    config: {
      points: { "s-1": "a", [arnOf("s-2")]: "b", "i-3": "c", "s-4": "d" },
      nested: [{ sizes: { [arnOf("s-2")]: 1 } }],
      labels: { "s-2": "x" },
    },
    other: 7,
  });
});

test("a name that two of the task's resources have chooses neither, and what stands there under its own name is not replaced", () => {
  const two = { resources: { servers: [arnOf("s-1"), arnOf("s-1", "us-west-2")] }, config: { points: { "s-1": "a" } } };
  expect(withChoicesAsWritten(operation, two)).toBe(two);
  const both = { resources: { servers: ["s-1"] }, config: { points: { "s-1": "own", [arnOf("s-1")]: "other" } } };
  expect(withChoicesAsWritten(operation, both)).toEqual(both);
});

test("whatever the spellings, each resource finds what was meant for it under the name that the task uses", () => {
  const server = fc.record({ name: fc.nat(9_999).map((n) => `s-${n}`), isArn: fc.boolean(), isKeyArn: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(server, { selector: ({ name }) => name, maxLength: 6 }), (servers) => {
      const written = servers.map(({ name, isArn }) => (isArn ? arnOf(name) : name));
      const points = Object.fromEntries(servers.map(({ name, isKeyArn }) => [isKeyArn ? arnOf(name) : name, name]));
      const { config } = withChoicesAsWritten(operation, { resources: { servers: written }, config: { points } });
      expect(written.map((name) => config.points[name])).toEqual(servers.map(({ name }) => name));
    }),
  );
});
