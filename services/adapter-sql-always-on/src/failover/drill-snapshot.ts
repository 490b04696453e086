/** What a drill makes instead of a failover: a database snapshot of each database on the target, which proves that its data can be read. */
import { block } from "@dr/adapter-kit";
import type { ReplicaPort } from "../api/replica-client.ts";
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
import { placesOf, snapshotName } from "./snapshot-files.ts";

/** The snapshots by their names; `mark` tells their files from all others; `exists: false` drops them. */
export interface WantedSnapshots {
  readonly snapshots: readonly { readonly name: string; readonly of: string }[];
  readonly mark: string;
  readonly exists: boolean;
}

const MARK_LENGTH = 10;

/** The databases that the plan names, else all of the group. */
function databasesOf(facts: SqlFacts, { resources }: SqlContext): readonly string[] {
  const known = localDatabases(facts).map(({ name }) => name);
  const { databases: wanted = [] } = resources;
  return wanted.length === 0 ? known : known.filter((name) => wanted.some((one) => isSame(one, name)));
}

const has = (there: readonly string[], name: string): boolean => there.some((one) => isSame(one, name));

/** Makes the snapshots; the way back drops them. Some may be there, or gone, from an act that was cut off. */
export const drillSnapshot = effects({
  settleSeconds: 20,
  describe: describeGroup,
  read: (context: SqlContext, _target, wanted: WantedSnapshots | undefined) => readGroup(context, wanted === undefined),
  fit: (facts, context) => [
    ...fitGroup(facts, context),
    ...fitLag(facts, context),
    ...(databasesOf(facts, context).length === 0
      ? [block("sql.no_database", `${facts.group.name} has no database on ${facts.target}`)]
      : []),
  ],
  want: (facts, context): WantedSnapshots => {
    const mark = context.resourceOperationId.slice(0, MARK_LENGTH);
    const snapshots = databasesOf(facts, context).map((of, index) => ({ of, name: snapshotName(of, index, mark) }));
    return { snapshots, mark, exists: true };
  },
  reached: ({ group }, { snapshots, exists }) => snapshots.every(({ name }) => has(group.snapshots, name) === exists),
  act: async (context, _target, { before, wanted }) => {
    const port = await instancePort(context, before.target);
    const there = (await port.group(before.group.name))?.snapshots ?? [];
    for (const [index, { name, of }] of wanted.snapshots.entries()) {
      if (has(there, name) === wanted.exists) continue;
      if (wanted.exists) await make(port, context, { name, of, file: `${wanted.mark}_${index}` });
      else await port.dropSnapshot(name);
    }
  },
  evidence: (facts, { wanted }) => ({
    after: {
      snapshots: wanted.exists ? Object.fromEntries(wanted.snapshots.map(({ of, name }) => [of, name])) : {},
      replica: facts.target,
      primary: facts.group.primary,
    },
    externalIds: Object.fromEntries(wanted.snapshots.map(({ of, name }) => [of, name])),
    rpo: { seconds: lagOf(facts), method: "secondary_lag_seconds", confidence: lagOf(facts) === null ? "unknown" : "estimate" },
    dataLoss: { possible: false },
  }),
  undo: (_before, _facts, { originals }) => ({ ...wantedOf(originals.at(-1)), exists: false }),
});

async function make(
  port: ReplicaPort,
  { config }: SqlContext,
  { name, of, file }: { readonly name: string; readonly of: string; readonly file: string },
): Promise<void> {
  await port.createSnapshot({ name, of, files: placesOf(await port.dataFiles(of), file, config.snapshotFolder) });
}

/** The snapshots that a journaled act made. */
export function wantedOf(original: { readonly pre: unknown } | undefined): WantedSnapshots {
  const { wanted } = (original?.pre ?? {}) as { readonly wanted?: WantedSnapshots };
  return wanted ?? { snapshots: [], mark: "", exists: false };
}
