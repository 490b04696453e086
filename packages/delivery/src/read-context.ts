/** What mappings may know of an execution, read from its first fact. */
import { lazyLooseObject } from "@dr/events";
import * as z from "zod";
import type { ExecutionContext } from "./execution-context.ts";
import type { EventStore } from "./stores.ts";

const requestedSchema = lazyLooseObject(() => ({
  planId: z.string(),
  executionType: z.enum(["drill", "recovery"]),
  mode: z.enum(["planned", "unplanned"]).catch("planned"),
  tags: z.record(z.string(), z.string()).catch({}),
}));

/** Contexts never change once the first fact is known, so a warm process asks once. */
const MAX_REMEMBERED = 1_000;

/** Reads the context of an execution. One whose first fact never reached us counts as a recovery of an unknown plan: rather a page too many than one too few. */
export type ReadContext = (executionId: string) => Promise<ExecutionContext>;

/** A reader that remembers. */
export function createReadContext(events: Pick<EventStore, "after">): ReadContext {
  const known = new Map<string, ExecutionContext>();
  return async (executionId) => {
    const remembered = known.get(executionId);
    if (remembered) return remembered;
    const [first] = await events.after(executionId, 0, 1);
    const parsed = first?.envelope.sequence === 1 ? requestedSchema.safeParse(first.envelope.data) : undefined;
    if (!parsed?.success) return { executionId, planId: "unknown", executionType: "recovery", mode: "planned", tags: {} };
    const { planId, executionType, mode, tags } = parsed.data;
    const context: ExecutionContext = { executionId, planId, executionType, mode, tags };
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(executionId, context);
    return context;
  };
}
