/** What a drill makes instead of a failover: a database snapshot on the target, which proves that its data can be read. */
import { block } from "@dr/adapter-kit";
import {
  describeGroup,
  fitGroup,
  fitLag,
  instancePort,
  isSame,
  lagOf,
  localDatabases,
  readGroup,
  type SqlContext,
  type SqlFacts,
} from "../group.ts";
import { effects } from "../transitions.ts";

/** The snapshot by its name; `exists: false` drops it. */
export interface WantedSnapshot {
  readonly name: string;
  readonly of: string;
  readonly exists: boolean;
}

const MARK_LENGTH = 10;

/** The first database that the plan names, else the first of the group. */
function databaseOf(facts: SqlFacts, { resources }: SqlContext): string | undefined {
  const known = localDatabases(facts).map(({ name }) => name);
  const [wanted] = resources.databases ?? [];
  return wanted === undefined ? known[0] : known.find((name) => isSame(name, wanted));
}

/** Makes the snapshot; the way back drops it. */
export const drillSnapshot = effects({
  settleSeconds: 20,
  describe: describeGroup,
  read: (context: SqlContext, _target, wanted: WantedSnapshot | undefined) => readGroup(context, wanted === undefined),
  fit: (facts, context) => [
    ...fitGroup(facts, context),
    ...fitLag(facts, context),
    ...(databaseOf(facts, context) === undefined
      ? [block("sql.no_database", `${facts.group.name} has no database on ${facts.target}`)]
      : []),
  ],
  want: (facts, context): WantedSnapshot => {
    const of = databaseOf(facts, context) ?? "";
    return { name: `${of}_drill_${context.resourceOperationId.slice(0, MARK_LENGTH)}`, of, exists: true };
  },
  reached: ({ group }, { name, exists }) => group.snapshots.some((one) => isSame(one, name)) === exists,
  act: async (context, _target, { before, wanted }) => {
    const port = await instancePort(context, before.target);
    if (!wanted.exists) return port.dropSnapshot(wanted.name);
    const file = await port.dataFile(wanted.of);
    const folder = context.config.snapshotFolder ?? folderOf(file?.path ?? "");
    return port.createSnapshot({ name: wanted.name, of: wanted.of, file: file?.name ?? wanted.of, path: `${folder}${wanted.name}.ss` });
  },
  evidence: (facts, { wanted }) => ({
    after: { snapshot: wanted.exists ? wanted.name : null, database: wanted.of, replica: facts.target, primary: facts.group.primary },
    externalIds: { snapshot: wanted.name },
    rpo: { seconds: lagOf(facts), method: "secondary_lag_seconds", confidence: lagOf(facts) === null ? "unknown" : "estimate" },
    dataLoss: { possible: false },
  }),
  undo: (_before, _facts, { originals }) => ({ ...wantedOf(originals.at(-1)), exists: false }),
});

/** The snapshot that a journaled act made. */
export function wantedOf(original: { readonly pre: unknown } | undefined): WantedSnapshot {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedSnapshot };
  return wanted ?? { name: "", of: "", exists: false };
}

/** Everything up to the last separator, of either kind of path. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}
