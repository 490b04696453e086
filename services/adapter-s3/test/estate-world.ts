/** The simulated estate as a world of the conformance suite, with this adapter's clients. */
import { connectedThrough } from "@dr/adapter-kit";
import type { SeedDocument } from "@dr/estate";
import { createEstateWorld, type EstateConnection, type EstateWorld } from "@dr/estate/testing";
import type { VirtualClock } from "@dr/runtime";
import { createS3Clients, type S3Clients } from "../src/s3-client.ts";

/** Names of the port methods that change the world. */
export const MUTATIONS = [
  "putCanary",
  "deleteVersion",
  "putReplication",
  "putPolicy",
  "submitRoutes",
  "updateTargets",
  "createInvalidation",
  "upsertRecord",
  "createJob",
];

/** The access point of these tests. */
export const ACCESS_POINT = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap";

type BucketSeed = NonNullable<NonNullable<SeedDocument["s3"]>["buckets"]>[number];

/** What may be different from a healthy pair. */
export interface PairSeed {
  readonly source?: Partial<BucketSeed>;
  readonly destination?: Partial<BucketSeed>;
  readonly behaviours?: Readonly<Record<string, string>>;
  readonly origins?: readonly { readonly id: string; readonly domainName: string }[];
  /** It was failed over: everything leads to the replica. */
  readonly isOver?: boolean;
}

/** `assets` in us-east-1 and `assets-west` in us-west-2 replicate each other; an access point, a distribution and a record lead to the first. */
export function pairSeed({ source = {}, destination = {}, behaviours, origins, isOver = false }: PairSeed = {}): SeedDocument {
  const [active, standby] = isOver ? [0 as const, 100 as const] : [100 as const, 0 as const];
  const led = isOver ? "west" : "east";
  return {
    s3: {
      buckets: [
        { name: "assets", region: "us-east-1", replicatesTo: "assets-west", ...source },
        { name: "assets-west", region: "us-west-2", replicatesTo: "assets", ...destination },
      ],
    },
    "s3-control": {
      accessPoints: [
        {
          arn: ACCESS_POINT,
          routes: [
            { bucket: "assets", region: "us-east-1", dial: active },
            { bucket: "assets-west", region: "us-west-2", dial: standby },
          ],
        },
      ],
    },
    cloudfront: {
      distributions: [
        {
          id: "E1234567890ABC",
          origins: [
            ...(origins ?? [
              { id: "east", domainName: "assets.s3.us-east-1.amazonaws.com" },
              { id: "west", domainName: "assets-west.s3.us-west-2.amazonaws.com" },
            ]),
          ],
          target: led,
          behaviours: { ...(behaviours ?? { "/images/*": led }) },
        },
      ],
    },
    route53: {
      zones: [
        {
          id: "Z1",
          name: "example.com",
          records: [
            {
              name: "assets.example.com",
              type: "CNAME",
              values: [isOver ? "assets-west.s3.us-west-2.amazonaws.com" : "assets.s3.us-east-1.amazonaws.com"],
            },
          ],
        },
      ],
    },
  };
}

/** Everything that leads clients to the pair. */
export const RESOURCES = {
  sourceBuckets: ["assets"],
  sourceRegion: "us-east-1",
  destinationRegion: "us-west-2",
  multiRegionAccessPoints: [ACCESS_POINT],
  cloudfrontDistributions: ["E1234567890ABC"],
  route53Records: [{ hostedZoneId: "Z1", recordName: "assets.example.com", recordType: "CNAME" }],
};

/** A world with this seed. Effects read `UpdateDistribution E1234567890ABC`: the action and what it names first, without the marks of operations. */
export function s3World(clock: VirtualClock, seed: SeedDocument): EstateWorld<S3Clients> {
  const createClients = (connection: EstateConnection): S3Clients =>
    createS3Clients(connectedThrough({ AWS_REGION: connection.region, DR_AWS_ENDPOINT: "http://estate.invalid" }, connection));
  return createEstateWorld({
    seed,
    clock,
    createClients,
    line: ({ action, resources, request }) => {
      const { Description = "" } = request as { readonly Description?: string };
      const name = (resources[0] ?? "").replace(/(dr-canary\/)\w+$/, "$1…");
      return [action, name, ...Description.split(" ").slice(1, 2)].join(" ");
    },
  });
}
