/** Flips routing controls of ARC in one call, through whichever of the cluster's five Regional endpoints answers. */
import { lazyStrictObject } from "@dr/events";
import { NO_DATA, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { ArcPort, ControlState } from "../clients/arc-client.ts";
import type { InfraClients } from "../infra-client.ts";
import { transition } from "../transitions.ts";
import { arnOf } from "./arn-of.ts";

const resources = lazyStrictObject(() => ({
  routingControls: z
    .array(z.strictObject({ name: arnOf("route53-recovery-control", "controlpanel/", "a routing control"), state: z.enum(["On", "Off"]) }))
    .min(1)
    .max(10)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each routing control once"),
}));
const config = lazyStrictObject(() => ({
  endpoints: z
    .array(z.strictObject({ url: z.url(), region: z.string().min(1) }))
    .min(2, "expected the Regional endpoints of the cluster (there are five): one alone may be down")
    .max(5)
    .describe("Endpoints of the cluster. They stand in the plan because the call that lists them is answered in one Region alone"),
}));
type Context = TaskContext<InfraClients, z.infer<typeof resources>, z.infer<typeof config>>;
interface Facts {
  readonly states: Readonly<Record<string, string>>;
}
interface Wanted {
  readonly states: Readonly<Record<string, ControlState>>;
}

/** A state that was written is read once more after this long, through another endpoint, before it counts. */
const SEEN_FOR_SECONDS = 5;

/** `routing_control`. */
export const routingControl = transition({
  description: "Flips routing controls of Application Recovery Controller, all in one call",
  failback: { by: "routing_control" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 300, heartbeatSeconds: 60, expectedSeconds: 5 },
  pollSeconds: 2,
  settleSeconds: 10,
  resources,
  config,
  // All or nothing: one step.
  listTargets: () => ["routing-controls"],
  howToCheck: () => "aws route53-recovery-cluster get-routing-control-state, at any endpoint of the cluster",
  read: async (context: Context, _target, wanted: Wanted | undefined): Promise<Facts> => ({
    states: await portOf(context).states(namesOf(context), wanted === undefined ? 0 : 1),
  }),
  want: (_facts, { resources: { routingControls } }): Wanted => ({
    states: Object.fromEntries(routingControls.map(({ name, state }) => [name, state])),
  }),
  reached: ({ states }, wanted) => Object.entries(wanted.states).every(([arn, state]) => states[arn] === state),
  act: async (context, _target, { wanted }) => {
    // In the plan's order: what was journaled comes back in any.
    const states = namesOf(context).flatMap((name) => (wanted.states[name] ? [[name, wanted.states[name]] as const] : []));
    await portOf(context).update(Object.fromEntries(states));
    return null;
  },
  missing: ({ intentAt, secondsSince }) =>
    Promise.resolve(secondsSince(intentAt) < SEEN_FOR_SECONDS ? "the states are read again through another endpoint" : undefined),
  describe: ({ states }) =>
    Object.entries(states)
      .map(([arn, state]) => `${arn.split("/").at(-1)} is ${state}`)
      .join(", "),
  evidence: ({ states }, { before }) => ({ before: { states: before.states }, after: { states }, rpo: NO_DATA }),
  undo: ({ states }): Wanted => ({
    states: Object.fromEntries(Object.entries(states).map(([arn, state]) => [arn, state === "On" ? "On" : "Off"])),
  }),
});

function portOf({ clients, config: { endpoints } }: Context): ArcPort {
  return clients.arc(endpoints);
}

function namesOf({ resources: { routingControls } }: Context): readonly string[] {
  return routingControls.map(({ name }) => name);
}
