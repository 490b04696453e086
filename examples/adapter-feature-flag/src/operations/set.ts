/** `feature_flag.set`: sets flags, and puts the journaled values back. */
import type { Effect, InverseContext, Operation, TaskContext } from "@dr/adapter-kit";
import { z } from "zod";
import type { FeatureFlagClients, Flag } from "../parameter-client.ts";

const resources = z.strictObject({
  flags: z.array(z.strictObject({ name: z.string().min(1), value: z.string().min(1) })).min(1),
});
const config = z.strictObject({});

type Resources = z.infer<typeof resources>;
type Config = z.infer<typeof config>;
type Handle = { readonly version: number };
type Context = TaskContext<FeatureFlagClients, Resources, Config>;
type Inverse = InverseContext<FeatureFlagClients, Resources, Config, Flag, Handle>;

/** One flag to the value that `want` names. Done is what reads as wanted in a version that is newer than the one before. */
function setting<C extends Context>(want: (context: C, name: string) => string): Effect<C, Flag, Handle> {
  const isReached = (context: C, name: string, pre: Flag, now: Flag): boolean =>
    now.version > pre.version && now.value === want(context, name);
  return {
    prepare: async (context, name) => {
      const before = await context.clients.parameters.read(name);
      const after = { value: want(context, name) };
      if (before.value === after.value) return { state: "noop", evidence: { after } };
      if (context.executionType === "drill") return { state: "skipped_in_drill", evidence: { after: { wouldSet: after.value } } };
      return { state: "ready", pre: before };
    },
    act: async (context, name) => ({ version: await context.clients.parameters.write(name, want(context, name)) }),
    poll: async (context, name, pre) => {
      const now = await context.clients.parameters.read(name);
      if (!isReached(context, name, pre, now)) return { state: "in_progress", message: `still version ${now.version}` };
      return { state: "completed", evidence: { before: { value: pre.value }, after: { value: now.value } } };
    },
    discover: async (context, name, pre) => {
      // A newer version of another value is not taken for "not started": it may be somebody else's, which is not to be overwritten.
      const { version } = await context.clients.parameters.read(name);
      return version > pre.version ? { state: "found", handle: { version } } : { state: "not_started" };
    },
  };
}

/** Sets feature flags. */
export const set: Operation<FeatureFlagClients, Resources, Config, Flag, Handle> = {
  ...setting<Context>((context, name) => context.resources.flags.find((flag) => flag.name === name)?.value ?? ""),
  description: "Sets flags in Parameter Store to the values that the plan names",
  reversibility: "reversible",
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: () => 15,
  resources,
  config,
  listTargets: (input) => input.resources.flags.map(({ name }) => name),
  rollback: setting<Inverse>(({ originals }) => originals.at(-1)?.pre.value ?? ""),
};
