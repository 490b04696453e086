/** Adapters that nobody asks before a wave: what the question costs is then seen by leaving it out. */
import type { FunctionManifest, ServiceManifest, SubscriptionManifest } from "@dr/runtime";

const QUESTION = "ReadinessRequested";

/** The same service, deaf to the question: its registry entry says so, and executions do not wait for an answer. */
export function withoutReadiness<S extends ServiceManifest>(manifest: S): S {
  return { ...manifest, functions: manifest.functions.map(deafened) };
}

function deafened(fn: FunctionManifest): FunctionManifest {
  const { trigger } = fn;
  return trigger.kind === "queue" ? { ...fn, trigger: { ...trigger, subscriptions: trigger.subscriptions.map(narrowed) } } : fn;
}

function narrowed(subscription: SubscriptionManifest): SubscriptionManifest {
  const { "detail-type": types, ...pattern } = subscription.pattern;
  if (types === undefined) return subscription;
  return { ...subscription, pattern: { ...pattern, "detail-type": types.filter((type) => type !== QUESTION) } };
}
