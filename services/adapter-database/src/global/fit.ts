/** What stands against moving the primary of a global database. */
import { block, wait, warn, type Finding } from "@dr/adapter-kit";
import { lagFindings } from "../lag-gate.ts";
import type { GlobalEngine } from "./engines.ts";
import { engineOf } from "./engines.ts";
import { placeOf } from "./input.ts";
import { type ChangeFacts, type ChangeKind, type GlobalContext, primaryOf } from "./facts.ts";

/** The findings of one global database. */
export function fitChange(
  facts: ChangeFacts,
  context: GlobalContext,
  { engine, kind }: { readonly engine: GlobalEngine; readonly kind: ChangeKind },
): readonly Finding[] {
  const { targetArn, globalId } = facts;
  const wrong = [...engineFindings(facts, engine, kind), ...modeFindings(kind, context)];
  if (targetArn === null) return [...wrong, unknownTarget(facts, context)];
  if (targetArn === primaryOf(facts)) return wrong;
  const busy = facts.change
    ? [
        wait("database.change_under_way", `${globalId}: ${facts.change.to} is becoming the primary (${facts.change.status})`, {
          change: facts.change,
        }),
      ]
    : [];
  return [
    ...wrong,
    ...busy,
    ...targetFindings(facts, targetArn, kind),
    ...lagFindings(facts.lag, context, { id: globalId, losesIt: kind === "data_loss" }),
  ];
}

function engineFindings({ globalId, engine: word }: ChangeFacts, engine: GlobalEngine, kind: ChangeKind): readonly Finding[] {
  if (engine.matches(word)) return [];
  const other = engineOf(word);
  const operation = kind === "switchover" ? "switchover" : "failover";
  const hint = other ? `use ${other.prefix}${operation}` : "no operation here moves it";
  return [block("database.other_engine", `${globalId} is ${word}, not ${engine.name}: ${hint}`, { engine: word })];
}

/** The right act for the mode: a switchover hangs without the primary, and data are given up only when it is lost. */
function modeFindings(kind: ChangeKind, { mode, executionType }: GlobalContext): readonly Finding[] {
  if (kind === "switchover" && mode === "unplanned" && executionType === "recovery")
    return [
      block("database.switchover_needs_primary", "a switchover needs both Regions; when the primary is lost, fail over with allowDataLoss"),
    ];
  if (kind === "data_loss" && mode === "planned" && executionType === "recovery")
    return [
      block(
        "database.data_loss_unplanned_only",
        "data may be given up only in an unplanned execution; while the primary works, switch over",
      ),
    ];
  return [];
}

function unknownTarget({ globalId, members }: ChangeFacts, { config }: GlobalContext): Finding {
  const clusters = members.map(({ arn }) => arn);
  const { targetRegion, targetCluster } = config;
  return block("database.unknown_target", `${globalId} has no such member; it has ${clusters.join(", ")}`, {
    clusters,
    targetRegion,
    targetCluster,
  });
}

function targetFindings({ members, target, engineVersion }: ChangeFacts, targetArn: string, kind: ChangeKind): readonly Finding[] {
  const sync = members.find(({ arn }) => arn === targetArn)?.sync ?? null;
  const notInSync = (seen: typeof wait): Finding =>
    seen("database.not_connected", `${targetArn} is ${sync ?? "of unknown synchronization"}, not connected`, {
      synchronizationStatus: sync,
    });
  const { region } = placeOf(targetArn);
  return [
    // A switchover waits for the secondary to catch up. When the primary is lost nobody can: the loss is what the approval is about.
    ...(sync === "connected" ? [] : [notInSync(kind === "switchover" ? wait : warn)]),
    ...(target?.serving === 0
      ? [
          block("database.headless_target", `${targetArn} has no available instance: it could not serve; add one in ${region} first`, {
            targetArn,
          }),
        ]
      : []),
    ...(kind === "switchover" && target && target.engineVersion !== engineVersion
      ? [block("database.version_differs", `${targetArn} runs ${target.engineVersion}, the global database ${engineVersion}`)]
      : []),
  ];
}
