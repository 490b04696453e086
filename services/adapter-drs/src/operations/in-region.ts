/** An effect of this adapter, done in another Region than the task's own: that of the servers' origin. */
import { inBatches, type Batch, type Effect } from "@dr/adapter-kit";

interface Regional {
  readonly config: { readonly region?: string | undefined };
}

/** The batch of an effect. */
export function batchOf<Context, Pre, Handle>({ batch }: Effect<Context, Pre, Handle>): Batch<Context, Pre, Handle> {
  if (!batch) throw new Error("an effect without batches");
  return batch;
}

/** The same items, with the Region that each is done in. */
export function moved<Context extends Regional, Item extends { readonly context: Context }>(
  items: readonly Item[],
  regionOf: (item: Item) => string | undefined,
): readonly Item[] {
  return items.map((item) => ({ ...item, context: { ...item.context, config: { ...item.context.config, region: regionOf(item) } } }));
}

/** The effect in the Region that `regionOf` names for a context. */
export function inRegion<Context extends Regional, Pre, Handle>(
  effect: Effect<Context, Pre, Handle>,
  regionOf: (context: Context) => string | undefined,
): Effect<Context, Pre, Handle> {
  const batch = batchOf(effect);
  const there = <Item extends { readonly context: Context }>(items: readonly Item[]) =>
    moved<Context, Item>(items, ({ context }) => regionOf(context));
  const inner = inBatches<Context, Pre, Handle>({
    size: batch.size,
    prepare: (items) => batch.prepare(there(items)),
    act: (items) => batch.act(there(items)),
    poll: (items) => batch.poll(there(items)),
    discover: (items) => batch.discover(there(items)),
  });
  return { ...inner, ...(effect.identityOf ? { identityOf: effect.identityOf } : {}) };
}
