// Without the question: every adapter says of itself that it does not answer, and hears everything else as before.
import { toRegistryEntry } from "@dr/adapter-kit";
import { expect, it } from "vitest";
import { adaptersOf, listServices } from "./services.ts";

const plain = (listed: unknown): unknown => JSON.parse(JSON.stringify(listed));

it("nobody answers, and what an adapter hears beside the question is the same", async () => {
  const [asked, unasked] = await Promise.all([true, false].map((readiness) => listServices({ adapter: [], readiness })));
  const entries = (listed = asked) => adaptersOf(listed ?? []).map((adapter) => toRegistryEntry(adapter));
  const answering = entries().filter(({ answersReadiness }) => answersReadiness).length;
  expect(answering).toBe(entries().length);
  expect(entries(unasked)).toEqual(entries().map(({ answersReadiness: _, ...entry }) => entry));
  expect(plain(unasked)).toEqual(JSON.parse(JSON.stringify(asked).replaceAll(',"ReadinessRequested"', "")));
});
