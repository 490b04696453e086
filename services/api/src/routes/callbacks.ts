/** What other systems tell us. Whoever cannot sign is refused, and nothing is left but the audit event; what is signed is handed on, and decided by nobody here. */
import { whyNotSigned, type LaneMessage } from "@dr/delivery";
import { DrError, hasCode, lazyLooseObject } from "@dr/events";
import { parseJson, type HttpResponse } from "@dr/runtime";
import * as z from "zod";
import type { Callbacks } from "../callbacks/callbacks.ts";
import type { ApiDeps } from "../deps.ts";
import type { Handlers } from "../http/route.ts";

/** What of a click is read (Slack, "Handling user interaction", `block_actions`). The value is `<executionId>|<pauseId>`, as the message was made. */
const clickSchema = lazyLooseObject(() => ({
  type: z.literal("block_actions"),
  user: z.looseObject({ id: z.string().max(50), team_id: z.string().max(50).optional() }),
  team: z.looseObject({ id: z.string().max(50) }).nullish(),
  response_url: z.string().max(500).optional(),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().max(600).optional() })).max(10),
}));
const hintSchema = lazyLooseObject(() => ({ sys_id: z.string().regex(/^[0-9a-f]{32}$/) }));
const DECISIONS: Readonly<Record<string, "approve" | "decline">> = { dr_approve: "approve", dr_decline: "decline" };

/** Callbacks as far as they are set up, and the time. */
interface CallbackDeps extends Pick<ApiDeps, "clock"> {
  readonly callbacks: Callbacks | undefined;
}

/** `POST /callbacks/slack` and `POST /callbacks/servicenow`. */
export function callbackHandlers({ callbacks, clock }: CallbackDeps): Handlers<"slackAction" | "changeHint"> {
  const nowMs = (): number => clock.nowMs();
  return {
    slackAction: async ({ body, headers, correlationId }) => {
      const { tell } = await assertSigned(callbacks, "slack-callback", {
        body,
        timestamp: headers["x-slack-request-timestamp"],
        signature: headers["x-slack-signature"],
        nowMs: nowMs(),
      });
      const message = toClick(readForm(body), correlationId);
      if (message) await tell(message);
      return taken(message !== undefined);
    },
    changeHint: async ({ body, headers, correlationId }) => {
      const { tell } = await assertSigned(callbacks, "servicenow-callback", {
        body,
        timestamp: headers["x-dr-request-timestamp"],
        signature: headers["x-dr-signature"],
        nowMs: nowMs(),
      });
      const { sys_id: changeId } = read(hintSchema, body);
      await tell({ kind: "hint", correlationId, changeId });
      return taken(true);
    },
  };
}

type Signed = Omit<Parameters<typeof whyNotSigned>[0], "secret">;

async function assertSigned(
  callbacks: Callbacks | undefined,
  system: Parameters<Callbacks["readSigningSecret"]>[0],
  signed: Signed,
): Promise<Callbacks> {
  if (!callbacks) throw notSetUp(system);
  const secret = await callbacks.readSigningSecret(system).catch((error: unknown) => {
    if (hasCode(error, "delivery.secret_missing") || hasCode(error, "delivery.secret_incomplete")) throw notSetUp(system);
    throw error;
  });
  const why = whyNotSigned({ ...signed, secret });
  if (why !== undefined) throw new DrError("callback.bad_signature", `this does not come from ${system}: ${why}`);
  return callbacks;
}

function notSetUp(system: string): DrError {
  const hint = `put its signing secret into dr-orchestration/external-apis/${system}`;
  return new DrError("callback.not_found", "nobody can call back here", { details: { hint } });
}

function readForm(body: string): z.infer<typeof clickSchema> | undefined {
  const text = new URLSearchParams(body).get("payload") ?? "";
  const { type } = read(z.looseObject({ type: z.string() }), text);
  return type === "block_actions" ? read(clickSchema, text) : undefined;
}

function read<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const found = schema.safeParse(parseJson(text));
  if (found.success) return found.data;
  throw new DrError("callback.unreadable", "it is signed, and not what it should be", { cause: found.error });
}

/** Other buttons (a link) and other requests of the same app are none of ours. */
function toClick(payload: z.infer<typeof clickSchema> | undefined, correlationId: string): LaneMessage | undefined {
  const pressed = payload?.actions.flatMap(({ action_id, value }) => toPressed(action_id, value))[0];
  if (!payload || !pressed) return undefined;
  const { user, team, response_url: responseUrl } = payload;
  const who = { team: team?.id ?? user.team_id ?? "", user: user.id };
  return { kind: "click", correlationId, ...pressed, ...who, ...(responseUrl === undefined ? {} : { responseUrl }) };
}

/** What a button of ours stands for: nothing, for any other. */
function toPressed(
  action: string,
  value = "",
): readonly { readonly decision: "approve" | "decline"; readonly executionId: string; readonly pauseId: string }[] {
  const decision = Object.hasOwn(DECISIONS, action) ? DECISIONS[action] : undefined;
  const [executionId = "", pauseId = ""] = value.split("|");
  return decision === undefined || executionId === "" || pauseId === "" ? [] : [{ decision, executionId, pauseId }];
}

function taken(isTaken: boolean): HttpResponse {
  return { status: 200, body: { taken: isTaken } };
}
