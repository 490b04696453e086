/** Routes of a Multi-Region Access Point: the new Region takes the traffic, all others none. */
import { block, parseStage, NO_DATA, type Finding } from "@dr/adapter-kit";
import type { Route } from "../api/route-client.ts";
import { regionsOf, type Direction, type S3Context } from "../direction.ts";
import { effects } from "../transitions.ts";

/** Routes as they are. */
interface AccessPointFacts {
  readonly arn: string;
  readonly routes: readonly Route[];
}

/** Share of the traffic by bucket. */
interface WantedDials {
  readonly dials: Readonly<Record<string, number>>;
}

const ACTIVE = 100;

function fitRoutes({ arn, routes }: AccessPointFacts, context: S3Context, direction: Direction): readonly Finding[] {
  const { to } = regionsOf(context, direction);
  if (routes.some(({ region }) => region === to)) return [];
  const regions = routes.map(({ region }) => region);
  return [block("s3.no_route", `${arn} has no bucket in ${to}, only in ${regions.join(", ")}: add one`, { arn, regions })];
}

/** Switches routes in a direction; it is taken back by the former ones. */
export function switchRoutes(direction: Direction) {
  return effects({
    // Nothing says that routes are on their way: for two minutes the old ones may be told (S3 user guide, failover controls).
    settleSeconds: 130,
    expectedSeconds: 30,
    read: async ({ clients }: S3Context, target, _wanted: WantedDials | undefined): Promise<AccessPointFacts> => {
      const arn = parseStage(target).name;
      return { arn, routes: await clients.accessPoints.routes(arn) };
    },
    fit: (facts, context) => fitRoutes(facts, context, direction),
    want: ({ routes }, context): WantedDials => {
      const { to } = regionsOf(context, direction);
      return { dials: Object.fromEntries(routes.map(({ bucket, region }) => [bucket, region === to ? ACTIVE : 0])) };
    },
    reached: ({ routes }, { dials }) => routes.every(({ bucket, dial }) => (dials[bucket] ?? dial) === dial),
    // On and off go together: in between, nobody would take requests.
    act: ({ clients }, target, { wanted }) =>
      clients.accessPoints.submitRoutes(
        parseStage(target).name,
        Object.entries(wanted.dials).map(([bucket, dial]) => ({ bucket, dial })),
      ),
    describe: ({ arn, routes }) => `${arn} leads to ${active(routes).join(", ") || "nobody"}`,
    evidence: ({ arn, routes }, { before }) => ({
      before: { activeRegions: active(before.routes) },
      after: { activeRegion: active(routes).join(", "), routes, note: "requests that were under way end where they began" },
      externalIds: { accessPoint: arn },
      rpo: NO_DATA,
    }),
    undo: ({ routes }): WantedDials => ({ dials: Object.fromEntries(routes.map(({ bucket, dial }) => [bucket, dial])) }),
  });
}

function active(routes: readonly Route[]): readonly string[] {
  return routes.filter(({ dial }) => dial === ACTIVE).map(({ region }) => region);
}
