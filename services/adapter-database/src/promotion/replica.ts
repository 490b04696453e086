/** What promotions of instances and of clusters have in common: the lag before, who is cut off from whom, and what is lost by it. */
import { warn, wait, type Evidence, type Finding, type TaskContext } from "@dr/adapter-kit";
import type { DatabaseClients } from "../clients.ts";
import type { Lag } from "../lag-client.ts";
import { lagFindings, lossOf, lossWindow } from "../lag-gate.ts";
import type { PromotionConfig, PromotionResources } from "./input.ts";

/** What a promotion knows of its task. */
export type PromotionContext = TaskContext<DatabaseClients, PromotionResources, PromotionConfig>;

/** A promoted replica is nobody's replica. */
export interface StandsAlone {
  readonly replicaOf: null;
}

/** What is read of a replica. The lag is read before the promotion alone. */
export interface Replica {
  readonly id: string;
  readonly status: string;
  readonly replicaOf: string | null;
  readonly lag: Lag | null;
}

/** What the lag says. A planned promotion waits until nothing is missing, unless the plan says how much may be. */
export function lagBefore({ id, lag }: Replica, { mode, config }: PromotionContext): readonly Finding[] {
  const rpoSeconds = config.rpoSeconds ?? (mode === "planned" ? 0 : undefined);
  return lagFindings(lag, { config: { rpoSeconds }, mode }, { id, losesIt: true });
}

/** What is waited for while the source lives, and said when it is lost. */
export function inMode({ mode }: Pick<PromotionContext, "mode">): typeof wait {
  return mode === "planned" ? wait : warn;
}

/** The replica in words. */
export function describeReplica({ id, status, replicaOf }: Replica): string {
  return `${id} is ${status}, ${replicaOf === null ? "stands alone" : `a replica of ${replicaOf}`}`;
}

/** What a drill would promote. */
export function wouldPromote({ before }: { readonly before: Replica }): Record<string, unknown> {
  return { replicaOf: before.replicaOf, wouldPromote: before.id, lagSeconds: before.lag?.seconds ?? null };
}

/** What was cut off, and what is lost by it: the lag at the last sample. */
export function promoted({ replicaOf, status }: Replica, before: Replica, externalIds: Record<string, string>): Evidence {
  const rpo = lossOf(before.lag);
  const window = lossWindow(before.lag);
  return {
    before: { replicaOf: before.replicaOf, lagSeconds: before.lag?.seconds ?? null, lagSampledAt: before.lag?.sampledAt ?? null },
    after: { replicaOf, status, ...(window ? { dataLossWindow: window } : {}) },
    externalIds: { ...externalIds, ...(before.replicaOf === null ? {} : { formerSource: before.replicaOf }) },
    rpo,
    dataLoss: { possible: rpo.seconds !== 0, ...(rpo.seconds === null ? {} : { seconds: rpo.seconds }) },
    reversible: false,
  };
}
