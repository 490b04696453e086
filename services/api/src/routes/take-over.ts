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
      if (epoch < 1)
        throw new DrError(
          "request.epoch_missing",
          "epoch: expected a number above the one that leads now; this Region was deployed with 0",
        );
      const { complete, results } = await takeOverAll(deps, { epoch, region, reason: body.reason }, asked);
      const takenOver = results.filter((result) => result.outcome === "taken_over").length;
      return { status: complete ? 200 : 206, body: { epoch, region, complete, takenOver, results } };
    },
  };
}
