/** The operations that move the primary of a global database: one shape for Aurora, DocumentDB and Neptune. */
import type { Evidence, Operation } from "@dr/adapter-kit";
import type { Failure } from "@dr/events";
import type { DatabaseClients } from "../clients.ts";
import { lossOf, lossWindow } from "../lag-gate.ts";
import { transition } from "../transitions.ts";
import type { GlobalEngine } from "./engines.ts";
import { type ChangeFacts, type ChangeKind, primaryOf, readChange, statusOf, type GlobalContext, type WantedPrimary } from "./facts.ts";
import { fitChange } from "./fit.ts";
import { dataLossConfig, globalId, globalResources, listGlobals, placeOf, switchoverConfig } from "./input.ts";

/** Reads of a global database show the old state for some seconds after a call. */
const SETTLE_SECONDS = 60;

/** Moves the primary to a named secondary without loss of data; taken back by the same way. `description` says when to use it. */
export function globalSwitchover(engine: GlobalEngine, description: string): Operation<DatabaseClients> {
  return transition({
    ...shared(engine, "switchover"),
    description,
    failback: { by: `${engine.prefix}failback` },
    drill: { kind: "skipped", unless: ({ drill }) => drill?.allowDisruptive === true },
    defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 60 },
    config: switchoverConfig,
    timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
    act: ({ clients }, _name, { before, wanted }) => {
      // The API reference asks for the primary's Region.
      const region = placeOf(primaryOf(before) ?? wanted.targetArn).region;
      return clients.globals(region).switchover(before.globalId, wanted.targetArn);
    },
    evidence: (facts, change) => ({
      ...evidenceOf(facts, change),
      rpo: { seconds: 0, method: "switchover_after_synchronization", confidence: "exact" },
    }),
    undo: (before) => ({ targetArn: primaryOf(before) ?? "" }),
  });
}

/** Makes a named secondary the primary while the old one is lost. What had not arrived there is lost, and there is no way back but a failback. */
export function globalFailover(engine: GlobalEngine, description: string): Operation<DatabaseClients> {
  return transition({
    ...shared(engine, "data_loss"),
    description,
    pointOfNoReturn: "what the secondary has not received when it becomes the primary is lost",
    failback: { by: `${engine.prefix}failback` },
    drill: { kind: "skipped" },
    defaults: { timeoutSeconds: 1_800, heartbeatSeconds: 60, expectedSeconds: 30 },
    config: dataLossConfig,
    timeoutSeconds: ({ failoverTimeout }) => failoverTimeout,
    act: ({ clients }, _name, { before, wanted }) =>
      clients.globals(placeOf(wanted.targetArn).region).failoverWithDataLoss(before.globalId, wanted.targetArn),
    evidence: (facts, change) => {
      const rpo = lossOf(change.before.lag);
      const window = lossWindow(change.before.lag);
      const told = evidenceOf(facts, change);
      return {
        ...told,
        after: { ...told.after, ...(window ? { dataLossWindow: window } : {}) },
        rpo,
        dataLoss: { possible: true, ...(rpo.seconds === null ? {} : { seconds: rpo.seconds }) },
        warnings: ["the former primary keeps writes that the new one has not; reconcile them before it is used again"],
        reversible: false,
      };
    },
  });
}

function shared(engine: GlobalEngine, kind: ChangeKind) {
  return {
    pollSeconds: 10,
    settleSeconds: SETTLE_SECONDS,
    resources: globalResources,
    listTargets: ({ resources }: { readonly resources: Parameters<typeof listGlobals>[0] }) => listGlobals(resources),
    read: (context: GlobalContext, name: string, wanted: WantedPrimary | undefined) => readChange(context, name, { kind, wanted }),
    status: statusOf,
    fit: (facts: ChangeFacts, context: GlobalContext) => fitChange(facts, context, { engine, kind }),
    want: ({ targetArn }: ChangeFacts): WantedPrimary => ({ targetArn: targetArn ?? "" }),
    reached: (facts: ChangeFacts, { targetArn }: WantedPrimary) => primaryOf(facts) === targetArn,
    givenUp,
    describe,
    wouldDo: ({ before, wanted }: { readonly before: ChangeFacts; readonly wanted: WantedPrimary }) => ({
      primary: primaryOf(before),
      wouldMoveTo: wanted.targetArn,
      lagSeconds: before.lag?.seconds ?? null,
    }),
    howToCheck: (name: string) => `aws rds describe-global-clusters --global-cluster-identifier ${globalId(name)}`,
  };
}

function describe({ globalId, status, change, targetArn, ...rest }: ChangeFacts): string {
  const moving = change ? `, ${change.to} is becoming the primary (${change.status})` : "";
  return `${globalId} is ${status}, ${primaryOf({ globalId, status, change, ...rest }) ?? "nobody"} writes${moving}`;
}

/** The service gave the change up, or makes another cluster the primary: no later look will show what was asked for. */
function givenUp(facts: ChangeFacts, { wanted }: { readonly wanted: WantedPrimary }): Failure | undefined {
  const { globalId, status, change } = facts;
  if (change !== null && change.to !== wanted.targetArn)
    return failed("database.other_change", `${globalId}: somebody makes ${change.to} the primary`, { change });
  if (change !== null || status !== "available") return undefined;
  return failed("database.change_given_up", `${describe(facts)}: the service gave the change up`, { wanted: wanted.targetArn });
}

function failed(code: string, message: string, details: Record<string, unknown>): Failure {
  return { code, message, retryable: true, details };
}

function evidenceOf(
  facts: ChangeFacts,
  { before, wanted }: { readonly before: ChangeFacts; readonly wanted: WantedPrimary },
): Pick<Evidence, "before" | "externalIds"> & { readonly after: Record<string, unknown> } {
  const primary = primaryOf(facts);
  return {
    before: { primary: primaryOf(before), lagSeconds: before.lag?.seconds ?? null, lagSampledAt: before.lag?.sampledAt ?? null },
    after: { primary, region: primary === null ? null : placeOf(primary).region, status: facts.status, endpoint: facts.endpoint },
    externalIds: { globalCluster: facts.globalId, primary: wanted.targetArn },
  };
}
