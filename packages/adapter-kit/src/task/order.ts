/** What has to be done first: the order of an operation's resources, forward when it acts and backward when it is taken back. Pure. */
import type { Failure } from "@dr/events";
import type { LedgerItem } from "../ledger/item.ts";
import type { Operation } from "../operation.ts";

/** A resource whose turn has not come (`waits`, in words), or will not come because an earlier one failed. */
export type Held = { readonly waits: string } | { readonly failure: Failure };

/** What holds a resource up; undefined if nothing does. A resource that is not part of this operation holds up nobody. */
export function heldBy<Clients>(
  { after }: Pick<Operation<Clients>, "after">,
  input: { readonly resources: unknown; readonly config: unknown },
  { task, steps }: Pick<LedgerItem, "task" | "steps">,
  target: string,
): Held | undefined {
  if (!after) return undefined;
  const first =
    task.phase === "execute" ? after(target, input) : Object.keys(steps).filter((other) => after(other, input).includes(target));
  const known = first.flatMap((name) => (steps[name] ? [{ name, step: steps[name] }] : []));
  const failed = known.find(({ step }) => step.state === "TERMINAL" && step.failure !== undefined);
  if (failed) {
    const message = `${failed.name} comes first and failed: ${failed.step.failure?.message ?? ""}`;
    return { failure: { code: "task.earlier_failed", message, retryable: true, details: { earlier: failed.name } } };
  }
  const open = known.filter(({ step }) => step.state !== "TERMINAL").map(({ name }) => name);
  return open.length === 0 ? undefined : { waits: `waiting for ${open.join(", ")}` };
}
