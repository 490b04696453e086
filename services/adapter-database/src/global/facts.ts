/** What is looked at before and while the primary of a global database moves. */
import { statusWords, worstReading, type StatusReading, type TaskContext } from "@dr/adapter-kit";
import type { DatabaseClients } from "../clients.ts";
import type { GlobalFacts, MemberFacts } from "../global-client.ts";
import { lagNow, NO_LAG } from "../lag.ts";
import type { Lag } from "../lag-client.ts";
import { chosenMember, type GlobalConfig, globalId, type GlobalResources, placeOf } from "./input.ts";
import { engineOf } from "./engines.ts";

/** The context of these operations. */
export type GlobalContext = TaskContext<DatabaseClients, GlobalResources, GlobalConfig>;

/** A planned change needs both sides; an unplanned one must ask nothing of the side that is lost. */
export type ChangeKind = "switchover" | "data_loss";

/** Facts of a global database, its future primary, and (before the change alone) its present one and the lag. */
export interface ChangeFacts extends GlobalFacts {
  readonly targetArn: string | null;
  readonly target: MemberFacts | null;
  readonly primary: MemberFacts | null;
  readonly lag: Lag | null;
  /** The status words that have to serve now. */
  readonly words: readonly string[];
}

/** What shall be. */
export interface WantedPrimary {
  readonly targetArn: string;
}

/** Reads them; a lag that cannot be read is unknown and no error. Asks the primary's Region for a planned switchover alone. */
export async function readChange(
  context: GlobalContext,
  name: string,
  { kind, wanted }: { readonly kind: ChangeKind; readonly wanted: WantedPrimary | undefined },
): Promise<ChangeFacts> {
  const { clients, config } = context;
  // A Region that is up: the one that is told, else that of the cluster that shall write.
  const asked = config.region ?? (wanted ? placeOf(wanted.targetArn).region : config.targetRegion);
  const facts = await clients.globals(asked).describeGlobal(globalId(name));
  if (wanted) return under({ facts, targetArn: wanted.targetArn, target: await memberAt(context, wanted.targetArn) });
  const targetArn = chosenMember(config, name, membersOf(facts)) ?? null;
  if (targetArn === null) return { ...under({ facts, targetArn, target: null }), words: [] };
  const primaryArn = primaryOf(facts);
  const target = await memberAt(context, targetArn);
  if (targetArn === primaryArn) return under({ facts, targetArn, target });
  const lag = await lagOf(context, facts.engine, targetArn);
  if (kind === "data_loss" || context.mode === "unplanned")
    return { ...facts, targetArn, target, primary: null, lag, words: [target.status] };
  const primary = primaryArn === null ? null : await memberAt(context, primaryArn);
  return { ...facts, targetArn, target, primary, lag, words: [facts.status, target.status, ...(primary ? [primary.status] : [])] };
}

/** What counts while a change is under way, and after it. */
function under({ facts, targetArn, target }: { readonly facts: GlobalFacts } & Pick<ChangeFacts, "targetArn" | "target">): ChangeFacts {
  const words = [facts.status, ...(facts.change ? [facts.change.status] : []), ...(target ? [target.status] : [])];
  return { ...facts, targetArn, target, primary: null, lag: null, words };
}

function membersOf({ members }: GlobalFacts): readonly string[] {
  return members.map(({ arn }) => arn);
}

const readWord = statusWords({
  code: "database.unusable",
  serving: ["available", "backing-up", "configuring-iam-database-auth", "configuring-log-exports", "storage-optimization"],
  passing: ["cancelling", "failing-over", "modifying", "pending", "switching-over", "upgrading", "creating"],
  lasting: ["cloning-failed", "deleted", "deleting", "inaccessible-encryption-credentials", "migration-failed", "stopped", "stopping"],
});

/** Whether everything that has to serve does. */
export function statusOf({ words }: ChangeFacts): StatusReading {
  return worstReading(words.map(readWord));
}

/** The cluster that writes, or null. */
export function primaryOf({ members }: GlobalFacts): string | null {
  return members.find(({ isWriter }) => isWriter)?.arn ?? null;
}

async function memberAt({ clients }: GlobalContext, arn: string): Promise<MemberFacts> {
  const { region, clusterId } = placeOf(arn);
  return clients.globals(region).describeMember(clusterId);
}

function lagOf(context: GlobalContext, engine: string, targetArn: string): Promise<Lag> {
  const metric = engineOf(engine)?.lagOf(targetArn);
  return metric ? lagNow(context, placeOf(targetArn).region, metric) : Promise.resolve(NO_LAG);
}
