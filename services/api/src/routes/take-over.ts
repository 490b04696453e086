/** Another Region takes the lead. */
import { silentParts } from "@dr/event-log";
import { DrError } from "@dr/events";
import type { ApiDeps } from "../deps.ts";
import { takeOverAll } from "../executions/take-over.ts";
import type { Handlers } from "../http/route.ts";

/** `POST /takeover`. */
export function takeOverHandlers(deps: ApiDeps): Handlers<"takeOver"> {
  return {
    takeOver: async ({ body, ...asked }) => {
      const { region } = deps.about;
      assertOwnRegion(deps, body.region ?? region);
      const now = await deps.lead.refresh();
      // Whoever leads after a take-over already goes on with it; whoever leads because nobody took over yet begins one.
      const goesOn = now.leads && now.epoch > 0;
      const { epoch = goesOn ? now.epoch : now.epoch + 1 } = body;
      if (!now.leads) await assertReady(deps);
      const { principal } = asked.actor;
      const context = { actor: principal, correlationId: asked.correlationId, causationId: `request:${asked.requestId}` };
      await deps.leadership.handle("platform", { epoch, region, reason: body.reason, now: deps.clock.nowIso() }, context);
      await deps.lead.refresh();
      const { complete, results } = await takeOverAll(deps, { epoch, region, reason: body.reason }, asked);
      const takenOver = results.filter((result) => result.outcome === "taken_over").length;
      return { status: complete ? 200 : 206, body: { epoch, region, complete, takenOver, results } };
    },
  };
}

/** A deployment leads for itself alone, and only where leading is foreseen. */
function assertOwnRegion({ about }: ApiDeps, region: string): void {
  if (region !== about.region) {
    throw new DrError("request.not_this_region", `region: this deployment leads for ${about.region} only; ask the API of ${region}`);
  }
  if (about.regions.includes(region)) return;
  throw new DrError("request.not_this_region", `region: ${region} is not among the Regions that may lead (DR_REGIONS)`, {
    details: { regions: about.regions },
  });
}

/** A Region whose planner or publisher does not run would stop every execution and move none. */
async function assertReady({ deployments, clock, about: { region } }: ApiDeps): Promise<void> {
  const silent = silentParts(await deployments.read(region), clock.nowMs());
  if (silent.length === 0) return;
  const message = `${silent.join(" and ")} of ${region} gave no sign of life in the last minutes: expected both to run before this Region leads`;
  throw new DrError("request.not_ready_to_lead", message, { details: { region, silent } });
}
