/** What a plan may write for databases outside AWS: where their commands run, and who shall write. */
import { declaredRegion, lazyStrictObject, resourceName } from "@dr/events";
import * as z from "zod";
import { MEMBER_NAME } from "./facts.ts";

const member = () => z.string().regex(MEMBER_NAME, "expected the name of a member: letters, digits, _ . : -");
const command = () => z.string().min(1).max(2_000);

const database = lazyStrictObject(() => ({
  name: resourceName("opaque", { namespace: "on-premises-database" })
    .max(100)
    .describe("What the database is called here: two tasks on one name wait for each other"),
  node: resourceName(["ssm-managed-node", "ec2-instance"], { use: "mentions" })
    .optional()
    .describe("Node (mi-… or i-…) that runs the commands"),
  function: resourceName("lambda-function", { use: "mentions" })
    .optional()
    .describe("Function db-recovery-… that knows the actions status, switchover and failover"),
  target: member().describe("Member that shall write, as the cluster calls it"),
})).refine(({ node, function: name }) => (node === undefined) !== (name === undefined), "expected node or function, one of them");

/** Databases, each once. */
export const onPremisesResources = lazyStrictObject(() => ({
  databases: z
    .array(database)
    .min(1)
    .max(50)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "expected each database once"),
}));

/** By which commands. */
export const onPremisesConfig = lazyStrictObject(() => ({
  preset: z.enum(["patroni", "data_guard", "innodb_cluster"]).optional().describe("Commands of this cluster software"),
  commands: z
    .strictObject({ status: command(), switchover: command(), failover: command() })
    .optional()
    .describe(
      "Own commands, with {target} and {leader}; status prints {primary, healthy, members[{name, ready, lagSeconds}]} as its last line",
    ),
  document: z.enum(["AWS-RunShellScript", "AWS-RunPowerShellScript"]).default("AWS-RunShellScript"),
  region: declaredRegion({ ofNames: true }).optional(),
  rpoSeconds: z.number().nonnegative().max(31_536_000).optional().describe("Most that may be lost, in seconds"),
  failoverTimeout: z.number().positive().max(86_400).optional().describe("Seconds until it counts as failed"),
})).refine(({ preset, commands }) => preset === undefined || commands === undefined, "expected preset or commands, not both");

/** A task. */
export type OnPremisesResources = z.infer<typeof onPremisesResources>;
/** Its settings. */
export type OnPremisesConfig = z.infer<typeof onPremisesConfig>;
/** A database of a task. */
export type OnPremisesDatabase = OnPremisesResources["databases"][number];
