/** `drs.sync_tags`: copies the tags of EC2 instances to the source servers that replicate them; DRS itself does not. */
import { lazyStrictObject } from "@dr/events";
import { block, NO_DATA, refuseWith, type TaskContext } from "@dr/adapter-kit";
import * as z from "zod";
import type { DrsClients } from "../clients.ts";
import { classifyDrsError } from "../failures.ts";
import { listServers, regionConfig, serversWithoutJob } from "../input.ts";
import { resolveServers } from "../resolve-servers.ts";
import { transition } from "../transitions.ts";

const resources = lazyStrictObject(() => ({ sourceServers: serversWithoutJob }));
const config = lazyStrictObject(() => ({
  ...regionConfig(),
  tagKeys: z.array(z.string().min(1).max(128)).min(1).optional().describe("Keys to copy; default: every tag that AWS does not own"),
}));
type Context = TaskContext<DrsClients, z.infer<typeof resources>, z.infer<typeof config>>;
type Tags = Readonly<Record<string, string>>;

const SEEN_FOR_SECONDS = 5;

interface Facts {
  readonly name: string;
  readonly arn: string;
  readonly awsInstanceId: string | null;
  readonly originRegion: string | null;
  readonly tags: Tags;
  /** Null where the instance cannot be asked. */
  readonly wanted: Tags | null;
}
interface Wanted {
  readonly tags: Tags;
  readonly without: readonly string[];
}

/** Copies tags; what a server has beside them stays. */
export const syncTags = transition({
  description: "Copies the tags of EC2 instances to the DRS source servers that replicate them",
  failback: { none: "tags stay where they are" },
  drill: { kind: "skipped" },
  defaults: { timeoutSeconds: 600, heartbeatSeconds: 60, expectedSeconds: 5 },
  pollSeconds: 5,
  settleSeconds: 15,
  resources,
  config,
  listTargets: ({ resources: asked }) => listServers(asked),
  howToCheck: (server) => `aws drs describe-source-servers: the tags of ${server}`,
  classify: classifyDrsError,
  read: readTags,
  fit: ({ name, wanted, awsInstanceId, originRegion }, { mode, executionType }) => {
    if (mode === "unplanned" && executionType === "recovery")
      return [
        block(
          "drs.origin_needed",
          `${name}: its tags stand in ${originRegion ?? "its origin"}, which nobody may ask in an unplanned execution`,
        ),
      ];
    if (wanted !== null) return [];
    return [block("drs.no_instance", `${name}: EC2 in ${originRegion ?? "its origin"} knows no instance ${awsInstanceId ?? "of it"}`)];
  },
  want: ({ name, wanted }): Wanted => {
    if (wanted !== null && Object.keys(wanted).length > 0) return { tags: wanted, without: [] };
    throw refuseWith(block("drs.no_tags", `the instance of ${name} has none of these tags`));
  },
  reached: ({ tags }, { tags: wanted, without }) =>
    Object.entries(wanted).every(([key, value]) => tags[key] === value) && without.every((key) => !(key in tags)),
  act: async ({ clients, config: { region } }, _name, { before, wanted }) => {
    const drs = clients.drs(region);
    const changed = Object.entries(wanted.tags).filter(([key, value]) => before.tags[key] !== value);
    if (changed.length > 0) await drs.tagServer(before.arn, Object.fromEntries(changed));
    if (wanted.without.length > 0) await drs.untagServer(before.arn, wanted.without);
    return null;
  },
  // Nothing but the tags themselves tells: what was written is read again a little later, before it counts.
  missing: ({ intentAt, secondsSince }, name) =>
    Promise.resolve(secondsSince(intentAt) < SEEN_FOR_SECONDS ? `the tags of ${name} are read again` : undefined),
  describe: ({ name, tags }) => `${name} has ${Object.keys(tags).length} tags`,
  evidence: ({ tags }, { before, wanted }) => ({
    before: { tags: before.tags },
    after: { tags: Object.fromEntries(Object.keys(wanted.tags).map((key) => [key, tags[key] ?? null])) },
    rpo: NO_DATA,
  }),
  undo: (before): Wanted => {
    const keys = Object.keys(before.wanted ?? {});
    const former = keys.filter((key) => key in before.tags).map((key) => [key, before.tags[key] ?? ""]);
    return { tags: Object.fromEntries(former) as Tags, without: keys.filter((key) => !(key in before.tags)) };
  },
});

async function readTags({ clients, config: { region, tagKeys }, mode, executionType }: Context, name: string): Promise<Facts> {
  const server = (await resolveServers(clients.drs(region), [name])).get(name);
  if (server === undefined || !("sourceServerId" in server))
    throw refuseWith(server ?? block("drs.server_not_found", `DRS replicates no ${name}`));
  const { arn, tags, awsInstanceId = null, originRegion = null } = server;
  const facts = { name, arn, awsInstanceId, originRegion, tags };
  // The origin may be lost.
  if (awsInstanceId === null || originRegion === null || (mode === "unplanned" && executionType === "recovery"))
    return { ...facts, wanted: null };
  const [instance] = await clients.ec2(originRegion).describeAddresses([awsInstanceId]);
  if (!instance) return { ...facts, wanted: null };
  const chosen = Object.entries(instance.tags).filter(
    ([key]) => !key.startsWith("aws:") && (tagKeys === undefined || tagKeys.includes(key)),
  );
  return { ...facts, wanted: Object.fromEntries(chosen) };
}
