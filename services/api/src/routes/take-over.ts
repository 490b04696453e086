/** Another Region takes the lead. */
import { DrError } from "@dr/events";
import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { takeOverAll } from "../executions/take-over.ts";
import { route, type Route } from "../http/route.ts";
import { noQuery, reason } from "./parameters.ts";

const takeOverBody = z.strictObject({
  /** Must be above the epoch under which the executions are led; by default the one that this Region's functions are deployed with. */
  epoch: z.int().positive().optional(),
  region: z.string().min(1).max(64).optional(),
  reason,
});

/** `POST /api/v1/takeover`. */
export function takeOverRoutes(deps: ApiDeps): readonly Route[] {
  return [
    route({
      method: "POST",
      path: "/api/v1/takeover",
      permission: "execution.take_over",
      query: noQuery,
      body: takeOverBody,
      handle: async ({ body, ...asked }) => {
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
    }),
  ];
}
