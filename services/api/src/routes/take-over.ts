/** Another Region takes the lead. */
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { takeOverAll } from "../executions/take-over.ts";
import type { Handlers } from "../http/route.ts";

/** `POST /takeover`. */
export function takeOverHandlers(deps: ApiDeps): Handlers<"takeOver"> {
  return {
    takeOver: async ({ body, ...asked }) => {
      const { epoch = deps.about.epoch, region = deps.about.region } = body;
      assertReady(deps, epoch, region);
      const { principal } = asked.actor;
      const context = { actor: principal, correlationId: asked.correlationId, causationId: `request:${asked.requestId}` };
      await deps.leadership.handle("platform", { epoch, region, reason: body.reason, now: deps.clock.nowIso() }, context);
      const { complete, results } = await takeOverAll(deps, { epoch, region, reason: body.reason }, asked);
      const takenOver = results.filter((result) => result.outcome === "taken_over").length;
      return { status: complete ? 200 : 206, body: { epoch, region, complete, takenOver, results } };
    },
  };
}

/** A deployment leads for itself alone, and under the epoch that its own planner runs under: any other would stop every execution and move none. */
function assertReady({ about }: ApiDeps, epoch: number, region: string): void {
  if (region !== about.region) {
    throw new DrError("request.not_this_region", `region: this deployment leads for ${about.region} only; ask the API of ${region}`);
  }
  if (epoch < 1)
    throw new DrError("request.epoch_missing", "epoch: expected a number above the one that leads now; this Region was deployed with 0");
  if (epoch === about.epoch) return;
  throw new DrError(
    "request.not_ready_to_lead",
    `epoch: this deployment's planner runs under ${about.epoch}; deploy it with ${epoch} first`,
  );
}
