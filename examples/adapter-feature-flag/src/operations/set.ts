/** `feature_flag.set`: sets flags, and puts the former values back. */
import { transitionsOn } from "@dr/adapter-kit";
import { lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import type { FeatureFlagClients } from "../parameter-client.ts";

const { transition } = transitionsOn<FeatureFlagClients>();

const resources = lazyStrictObject(() => ({
  flags: z.array(z.strictObject({ name: resourceName("opaque", { namespace: "ssm-parameter" }), value: z.string().min(1) })).min(1),
}));

/** Sets feature flags. */
export const set = transition({
  description: "Sets flags in Parameter Store to the values that the plan names",
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60 },
  pollSeconds: 5,
  settleSeconds: 15,
  resources,
  config: lazyStrictObject(() => ({})),
  listTargets: (input) => input.resources.flags.map(({ name }) => name),
  read: async ({ clients }, name) => ({ name, ...(await clients.parameters.read(name)) }),
  want: ({ name, value }, context) => ({ value: context.resources.flags.find((flag) => flag.name === name)?.value ?? value }),
  reached: ({ value }, wanted) => value === wanted.value,
  act: async ({ clients }, name, { wanted }) => ({ version: await clients.parameters.write(name, wanted.value) }),
  describe: ({ name, value, version }) => `${name} is ${value} (version ${version})`,
  evidence: ({ value }, { before }, written) => ({
    before: { value: before.value },
    after: { value },
    externalIds: written === null ? {} : { version: String(written.version) },
  }),
  undo: (before) => ({ value: before.value }),
});
