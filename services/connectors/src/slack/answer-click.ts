/** A button that somebody pressed: the decision of the person that the Slack user is here, checked by the API like everybody's. */
import { lazyLooseObject } from "@dr/events";
import { createHash } from "node:crypto";
import { approversOf, type AuditTrail, type OutboundRequest, type Receiver, type Send } from "@dr/delivery";
import type { ApiReply, CallApi } from "@dr/delivery/call-api-client";
import type { HeardMessage } from "@dr/delivery/sender";
import type { Logger } from "@dr/runtime";
import * as z from "zod";

/** A click whose signature was good. */
export type Click = Extract<HeardMessage, { readonly kind: "click" }>;

/** What answering needs. */
export interface AnswerClickDeps {
  readonly receivers: () => Promise<readonly Receiver[]>;
  readonly callApi: CallApi;
  readonly send: Send;
  readonly audit: AuditTrail;
  readonly logger: Pick<Logger, "info" | "warn">;
}

/** Where Slack takes answers to clicks (Slack, "Responding to interactions"); on one machine its stand-in. */
const RESPONSE_HOST = /^https:\/\/hooks\.slack\.com\/|^http:\/\/127\.0\.0\.1:\d+\//;
/** A plan may be for channels without buttons: reading takes no more than anybody's role. */
const pausedSchema = lazyLooseObject(() => ({
  planId: z.string(),
  pause: z
    .looseObject({
      pauseId: z.string(),
      approval: z.looseObject({ planHash: z.string(), manifestHash: z.string(), mode: z.string() }).nullable(),
    })
    .nullable(),
}));

/**
 * Answers a click. Nobody but a user whom a channel with buttons maps to somebody here (`approvers`: `{"T1.U1": "DRRecoveryManager/rita"}`) decides anything; the decision is bound
 * to what the pause of the message was about. Repeated, it is the same request. Throws, to be asked again, while the API cannot answer.
 */
export function createAnswerClick(deps: AnswerClickDeps): (click: Click) => Promise<void> {
  return async (click) => {
    const found = personOf(await deps.receivers(), click);
    if (!found) {
      await refuse(deps, click, "callback.unknown_user", `Slack user ${click.team}.${click.user} is nobody who decides here`);
      return;
    }
    const { body, status } = await deps.callApi({
      as: found.person,
      method: "GET",
      path: `/api/v1/executions/${encodeURIComponent(click.executionId)}`,
    });
    const view = status === 200 ? pausedSchema.parse(body) : undefined;
    const { approval, pauseId } = view?.pause ?? {};
    if (!view || !approval || pauseId !== click.pauseId) {
      await reply(deps, click, "This was decided already, or is over.");
      return;
    }
    const { planIds } = found.receiver.filter;
    if (planIds && !planIds.includes(view.planId)) {
      await refuse(deps, click, "callback.not_here", `plan ${view.planId} is not decided in this channel`);
      return;
    }
    const { planHash, manifestHash, mode } = approval;
    const answer = await deps.callApi({
      as: found.person,
      method: "POST",
      path: `/api/v1/executions/${encodeURIComponent(click.executionId)}/approvals`,
      body: { pauseId, decision: click.decision, planHash, manifestHash, mode, comment: `in Slack, by ${click.user}` },
      key: keyOf(click, found.person),
    });
    await reply(deps, click, wordsFor(click, answer));
  };
}

/** Channels with buttons say who of Slack is who here. */
function personOf(
  receivers: readonly Receiver[],
  { team, user }: Click,
): { readonly receiver: Receiver; readonly person: string } | undefined {
  for (const receiver of receivers) {
    if (receiver.kind !== "slack" || !receiver.enabled || receiver.settings["buttons"] !== "on") continue;
    const person = approversOf(receiver).get(`${team}.${user}`);
    if (person !== undefined) return { receiver, person };
  }
  return undefined;
}

async function refuse(deps: AnswerClickDeps, click: Click, code: string, reason: string): Promise<void> {
  const by = { actor: `slack:${click.team}.${click.user}`, correlationId: click.correlationId };
  const asked = { operation: "slackAction", method: "POST", path: "/callbacks/slack", principal: by.actor, role: "none", person: null };
  await deps.audit("RequestRefused", { ...asked, executionId: click.executionId, code, reason }, by);
  await reply(deps, click, `Not done: ${reason}.`);
}

function wordsFor({ decision }: Click, { status, body }: ApiReply): string {
  if (status < 300) return decision === "approve" ? "Your approval is recorded." : "Your decline is recorded.";
  return `Not done: ${String(body["detail"] ?? body["code"])}`;
}

/** For the one who pressed it alone. What cannot be told there is no reason to decide again. */
async function reply({ send, logger }: AnswerClickDeps, { responseUrl, executionId, pauseId }: Click, text: string): Promise<void> {
  if (responseUrl === undefined || !RESPONSE_HOST.test(responseUrl)) return;
  const request: OutboundRequest = {
    id: `${executionId}|${pauseId}`,
    method: "POST",
    url: responseUrl,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ response_type: "ephemeral", replace_original: false, text }),
  };
  await send(request).catch((error: unknown) => logger.warn("Slack did not take the answer to a click", { executionId, error }));
}

function keyOf({ executionId, pauseId, decision }: Click, person: string): string {
  return `slack-${createHash("sha256").update([executionId, pauseId, decision, person].join("|")).digest("hex")}`;
}
