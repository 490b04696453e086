/** One operation, two ways: by DRS itself, or by the existing DRS solution, as the task's configuration says. */
import { inBatches, type Batch, type Effect } from "@dr/adapter-kit";
import { batchOf } from "./in-region.ts";

interface Choosing {
  readonly config: { readonly integrationMode?: string | undefined };
}

/** True where the task goes through the existing DRS solution. */
function isThroughSolution({ integrationMode = "native" }: Choosing["config"]): boolean {
  return integrationMode !== "native";
}

/** The effect that the configuration chooses. A task is of one kind, and so is what its ledger holds. */
export function byIntegration<Context extends Choosing, NativePre, NativeHandle, Pre, Handle>(
  native: Effect<Context, NativePre, NativeHandle>,
  solution: Effect<Context, Pre, Handle>,
): Effect<Context, NativePre | Pre, NativeHandle | Handle> {
  const [first, second] = [batchOf(native), batchOf(solution)];
  const chosen = (items: readonly { readonly context: Context }[]): Batch<Context, unknown, unknown> => {
    const [item] = items;
    return item !== undefined && isThroughSolution(item.context.config) ? second : first;
  };
  const effect = inBatches<Context, unknown, unknown>({
    size: first.size,
    prepare: (items) => chosen(items).prepare(items),
    act: (items) => chosen(items).act(items),
    poll: (items) => chosen(items).poll(items),
    discover: (items) => chosen(items).discover(items),
  });
  const cancel: Effect<Context, unknown, unknown>["cancel"] = async (context, target, pre, handle) => {
    const one = (isThroughSolution(context.config) ? solution : native) as Effect<Context, unknown, unknown>;
    return (await one.cancel?.(context, target, pre, handle)) ?? false;
  };
  return { ...effect, cancel } as Effect<Context, NativePre | Pre, NativeHandle | Handle>;
}
