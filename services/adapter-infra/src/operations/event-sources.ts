/** Turns event source mappings of Lambda functions on or off: who works on a queue or a stream. */
import { lazyStrictObject } from "@dr/events";
import { NO_DATA, statusWords, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { transition } from "../transitions.ts";
import { arnOf, regionIn } from "./arn-of.ts";

const resources = lazyStrictObject(() => ({
  eventSourceMappings: z
    .array(z.strictObject({ name: arnOf("lambda", "event-source-mapping:", "an event source mapping"), enabled: z.boolean() }))
    .min(1)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each mapping once"),
}));
const config = lazyStrictObject(() => ({}));
type Context = TaskContext<InfraClients, z.infer<typeof resources>, z.infer<typeof config>>;
interface Facts {
  readonly state: string;
}
interface Wanted {
  readonly state: "Enabled" | "Disabled";
}

/** States of a mapping (Lambda API reference, EventSourceMappingConfiguration). */
const words = statusWords({
  code: "infrastructure.mapping_unusable",
  serving: ["Enabled", "Disabled"],
  passing: ["Creating", "Enabling", "Disabling", "Updating"],
  lasting: ["Deleting"],
});

/** `event_sources`. */
export const eventSources = transition({
  description: "Turns event source mappings of Lambda functions on or off",
  failback: { by: "event_sources" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 900, heartbeatSeconds: 60, expectedSeconds: 30 },
  pollSeconds: 5,
  settleSeconds: 15,
  resources,
  config,
  listTargets: ({ resources: { eventSourceMappings } }) => eventSourceMappings.map(({ name }) => name),
  howToCheck: (arn) => `aws lambda get-event-source-mapping --uuid ${uuidOf(arn)}`,
  read: async ({ clients }: Context, arn): Promise<Facts> => ({
    state: await clients.eventSources(regionIn(arn)).mappingState(uuidOf(arn)),
  }),
  status: ({ state }) => words(state),
  want: (_facts, { resources: { eventSourceMappings } }, arn): Wanted => ({
    state: eventSourceMappings.find(({ name }) => name === arn)?.enabled === true ? "Enabled" : "Disabled",
  }),
  reached: ({ state }, wanted) => state === wanted.state,
  act: async ({ clients }, arn, { wanted }) => {
    await clients.eventSources(regionIn(arn)).setEnabled(uuidOf(arn), wanted.state === "Enabled");
    return null;
  },
  describe: ({ state }) => `the mapping is ${state}`,
  evidence: ({ state }, { before }) => ({ before: { state: before.state }, after: { state }, rpo: NO_DATA }),
  undo: ({ state }): Wanted => ({ state: state === "Enabled" ? "Enabled" : "Disabled" }),
});

function uuidOf(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}
