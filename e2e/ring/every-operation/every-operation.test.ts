/**
 * Every operation that is registered, tried over HTTP as a stranger would: named, provided, checked, done. Conformance asks an adapter with a ledger
 * in memory; here its ledger is a database, its messages go over the bus, and readiness is asked by the planner.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { failuresOf, untilStatus } from "../../support/runtime.ts";
import { runtimeOfFile } from "../../support/runtime-of-file.ts";
import { NEED_MORE, SAMPLES } from "./samples.ts";

const runtime = runtimeOfFile(["--speed", "2000"]);
const repository = join(import.meta.dirname, "../../..");
const ENDED = ["completed", "failed", "cancelled", "paused"];

interface Technologies {
  readonly technologies: readonly { readonly technology: string; readonly operations: readonly { readonly name: string }[] }[];
}

it("each operation has a sample here, or says what it needs and which test has that", async () => {
  const { body } = await runtime().as("DRReadOnly")<Technologies>({ method: "GET", path: "/api/v1/discovery/technologies" });
  const registered = body.technologies.flatMap(({ technology, operations }) => operations.map(({ name }) => `${technology}/${name}`));
  expect([...Object.keys(SAMPLES), ...Object.keys(NEED_MORE)].toSorted()).toEqual(registered.toSorted());
  expect(Object.values(NEED_MORE).filter(({ test }) => !existsSync(join(repository, test)))).toEqual([]);
});

// A drill leaves everything as it was, and so the recovery finds it; the other way round most drills would be of what has moved.
it.each(["drill", "recovery"])("every sample is done as a %s, with nothing left behind", { timeout: 400_000 }, async (executionType) => {
  const client = runtime().as("DROrchestrationAdmin");
  const outcomes: Record<string, readonly string[]> = {};
  // Twelve at once: as many as are run side by side anyway, and a failure names itself before the rest is through.
  const waiting = Object.entries(SAMPLES);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, sample] = next;
      const call = { method: "POST", path: `/api/v1/technologies/${name}`, body: { executionType, ...sample } };
      const { status, body } = await client<{ executionId: string; code?: string }>(call);
      if (status !== 202) {
        outcomes[name] = [`${status} ${body.code}`];
        continue;
      }
      const view = await untilStatus(client, body.executionId, ENDED, 300_000);
      const { leftovers = [] } = view as { leftovers?: readonly { readonly resource: string }[] };
      if (view.status !== "completed" || (executionType === "drill" && leftovers.length > 0))
        outcomes[name] = [view.status, ...failuresOf(view), ...leftovers.map(({ resource }) => `left ${resource}`)];
    }
  };
  await Promise.all(Array.from({ length: 12 }, work));
  expect(outcomes).toEqual({});
});
