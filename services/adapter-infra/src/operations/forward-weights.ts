/** Shifts traffic between target groups: changes the weights of one forward action and sends all actions back whole. */
import { block, NO_DATA, refuseWith, type TaskContext } from "@dr/adapter-kit";
import { parseArn } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { regionOfArn } from "../place.ts";
import type { ForwardAction } from "../clients/elb-client.ts";
import { effects } from "../transitions.ts";

/** A listener or a rule has no ETag: what was written is read again after this long, before it counts. */
const SEEN_FOR_SECONDS = 10;

/** The ARN of a listener or of a rule. It is a resource of its own: the target groups behind it only get more or less. */
export const forwardArn = (kind: "listener" | "listener-rule") =>
  z
    .string()
    .refine(
      (written) => parseArn(written)?.service === "elasticloadbalancing" && parseArn(written)?.resource.startsWith(`${kind}/`) === true,
      `expected the ARN of a ${kind}`,
    );

/** Weight by target group; groups that are not named keep theirs. */
export const weightsField = () =>
  z
    .record(z.string().startsWith("arn:", "expected the ARN of a target group"), z.int().min(0).max(999))
    .refine((weights) => Object.keys(weights).length > 0, "expected at least one weight");

/** Weights by target group. */
export type Weights = Readonly<Record<string, number>>;
interface Facts {
  readonly arn: string;
  readonly actions: readonly ForwardAction[];
}

/** The transition of listeners, or of rules. `weightsOf` finds what the plan wants for one of them. */
export const forwardWeights = <Resources, Config>(
  kind: "listener" | "rule",
  weightsOf: (resources: Resources, arn: string) => Weights | undefined,
) =>
  effects({
    settleSeconds: 10,
    read: async ({ clients }: TaskContext<InfraClients, Resources, Config>, arn): Promise<Facts> => {
      const actions = await clients.elb(regionOfArn(arn)).actionsOf(kind, arn);
      if (actions.length > 0) return { arn, actions };
      throw refuseWith(block(`infrastructure.${kind}_not_found`, `${arn}: no such ${kind}, or it has no action`));
    },
    want: (facts, { resources }, arn): Weights => wanted(facts, weightsOf(resources, arn) ?? {}),
    reached: ({ actions }, weights) => {
      const current = currentWeights(actions);
      return Object.entries(weights).every(([group, weight]) => current[group] === weight);
    },
    act: async ({ clients }, arn, { before, wanted: weights }) => {
      await clients.elb(regionOfArn(arn)).replaceActions(
        kind,
        arn,
        before.actions.map((action) => reweighed(action, weights)),
      );
      return null;
    },
    missing: async ({ secondsSince, intentAt }) =>
      secondsSince(intentAt) < SEEN_FOR_SECONDS ? "the weights are as wanted; reading again whether they stay so" : undefined,
    describe: ({ arn, actions }) => `${arn}: ${describeWeights(currentWeights(actions))}`,
    evidence: ({ actions }, { before }) => ({
      before: { actions: before.actions, weights: currentWeights(before.actions) },
      after: { weights: currentWeights(actions) },
      rpo: NO_DATA,
      warnings: actions.some(({ ForwardConfig }) => ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true)
        ? ["the target groups are sticky: clients that were there stay with their group until their cookie ends"]
        : [],
    }),
    undo: ({ actions }): Weights => currentWeights(actions),
  });

/** All weights as they shall be, so that an undo finds what it left. */
function wanted({ arn, actions }: Facts, asked: Weights): Weights {
  const current = currentWeights(actions);
  const unknown = Object.keys(asked).filter((group) => current[group] === undefined);
  if (unknown.length > 0) {
    const known = Object.keys(current);
    throw refuseWith(block("infrastructure.group_not_forwarded", `${arn} does not forward to ${unknown.join(", ")}`, { known }));
  }
  const after = { ...current, ...asked };
  if (Object.values(after).some((weight) => weight > 0)) return after;
  throw refuseWith(block("infrastructure.all_weights_zero", `${arn}: all weights would be 0, and nobody would answer`, { weights: after }));
}

function currentWeights(actions: readonly ForwardAction[]): Weights {
  const groups = actions.flatMap(({ Type, ForwardConfig }) => (Type === "forward" ? (ForwardConfig?.TargetGroups ?? []) : []));
  return Object.fromEntries(groups.map(({ TargetGroupArn = "", Weight = 1 }) => [TargetGroupArn, Weight]));
}

/**
 * The action with other weights, and all else as it was. A forward action tells its only group twice; with several groups the API takes ForwardConfig
 * alone. What describes an OIDC action does not tell its secret: without UseExistingClientSecret it would be lost (API reference, ModifyRule).
 */
function reweighed(action: ForwardAction, weights: Weights): ForwardAction {
  if (action.Type === "authenticate-oidc" && action.AuthenticateOidcConfig) {
    return { ...action, AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true } };
  }
  const { TargetGroupArn, ...rest } = action;
  if (action.Type !== "forward" || !action.ForwardConfig) return action;
  const TargetGroups = (action.ForwardConfig.TargetGroups ?? []).map((group) => ({
    ...group,
    Weight: weights[group.TargetGroupArn ?? ""] ?? group.Weight,
  }));
  const alone = TargetGroups.length === 1 && TargetGroupArn !== undefined ? { TargetGroupArn } : {};
  return { ...rest, ...alone, ForwardConfig: { ...action.ForwardConfig, TargetGroups } };
}

function describeWeights(weights: Weights): string {
  return Object.entries(weights)
    .map(([group, weight]) => `${group.split("/")[1] ?? group} ${weight}`)
    .join(", ");
}
