/** The commit mode of both replicas: raised before a planned failover, which needs it, and restored after it. */
import { NO_DATA, type Evidence } from "@dr/adapter-kit";
import { targetOf, type FailoverConfig } from "../input.ts";
import {
  describeGroup,
  fitGroup,
  fitLag,
  instancePort,
  isLost,
  isPrimary,
  isSame,
  readGroup,
  type SqlContext,
  type SqlFacts,
} from "../group.ts";
import { effects } from "../transitions.ts";

/** Which replica shall commit how; mode null: as it is. */
export interface WantedMode {
  readonly replica: string;
  readonly mode: string | null;
}

const SYNCHRONOUS = "SYNCHRONOUS_COMMIT";
function modeOf({ group }: SqlFacts, replica: string): string | null {
  return group.replicas.find(({ name }) => isSame(name, replica))?.mode ?? null;
}

/** The catalog is the same on every replica; the statement goes to the primary. */
async function setMode(context: SqlContext, { group }: SqlFacts, { replica, mode }: WantedMode): Promise<void> {
  const primary = group.primary ?? context.resources.primaryReplica ?? targetOf(context.resources);
  await (await instancePort(context, primary)).setMode(group.name, replica, mode ?? "");
}

const evidenceOf = (facts: SqlFacts, { before, wanted }: { readonly before: SqlFacts; readonly wanted: WantedMode }): Evidence => ({
  before: { replica: wanted.replica, availabilityMode: modeOf(before, wanted.replica) },
  after: { replica: wanted.replica, availabilityMode: modeOf(facts, wanted.replica) },
  rpo: NO_DATA,
});

const reached = (facts: SqlFacts, { replica, mode }: WantedMode): boolean => mode === null || modeOf(facts, replica) === mode;
const shared = { settleSeconds: 20, describe: describeGroup, reached, evidence: evidenceOf };

/** Raises the mode of one side, `target` or `primary`. Nothing where the primary is lost: an asynchronous target can only be forced. */
export function raiseMode(side: "target" | "primary") {
  return effects({
    ...shared,
    read: (context: SqlContext, _target, wanted: WantedMode | undefined) => readGroup(context, wanted === undefined),
    fit: (facts, context) => [...fitGroup(facts, context), ...fitLag(facts, context)],
    want: (facts, context): WantedMode => {
      const replica = side === "target" ? facts.target : (facts.group.primary ?? facts.target);
      return { replica, mode: isLost(context) || isPrimary(facts, facts.target) ? null : SYNCHRONOUS };
    },
    act: (context, _target, { before, wanted }) => setMode(context, before, wanted),
    undo: (before, _facts, { originals }) => {
      const { replica = before.target } = (originals.at(-1)?.pre as { readonly wanted?: WantedMode } | undefined)?.wanted ?? {};
      return { replica, mode: modeOf(before, replica) };
    },
  });
}

/** Puts back what raising changed, on the new primary. */
export function restoreMode(side: "target" | "primary") {
  return effects({
    ...shared,
    read: (context: SqlContext, _target, _wanted: WantedMode | undefined) => readGroup(context, false),
    want: (facts, { config, earlier }: SqlContext): WantedMode => {
      const raised = earlier(`sync:${side}`)?.result;
      const { replica = facts.target, availabilityMode = null } = (raised?.before ?? {}) as {
        readonly replica?: string;
        readonly availabilityMode?: string;
      };
      return { replica, mode: raised?.outcome === "completed" && keepsAsBefore(config) ? availabilityMode : null };
    },
    act: (context, _target, { before, wanted }) => setMode(context, before, wanted),
    undo: (before, _facts, { originals }) => {
      const { replica = before.target } = (originals.at(-1)?.pre as { readonly wanted?: WantedMode } | undefined)?.wanted ?? {};
      return { replica, mode: modeOf(before, replica) };
    },
  });
}

function keepsAsBefore({ keepSynchronous }: FailoverConfig): boolean {
  return keepSynchronous !== true;
}
