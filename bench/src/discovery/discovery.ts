/** Discovery of 10,000 resources in 3 accounts and 2 Regions: pages of a hundred, every fifth call throttled and waited out. The estate answers at once. */
import { setTimeout as sleep } from "node:timers/promises";
import { createCollect, createMemorySnapshots, createSelector, type DiscoveryTarget, type PageSource, type Sighting } from "@dr/discovery";
import { toRow, type BenchRow } from "../report.ts";

const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];
const TARGETS: readonly DiscoveryTarget[] = ACCOUNTS.flatMap((account) =>
  ["us-east-1", "us-west-2"].map((region) => ({ account, region })),
);
const RESOURCES = 10_000;
const PAGE = 100;
const THROTTLED = 0.2;

/** Runs the benchmark. Throws if anything is missing. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const looks: number[] = [];
  const selections: number[] = [];
  const calls: number[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    const random = seeded(turn + 1);
    let asked = 0;
    const collect = createCollect({
      openTarget: (target) => Promise.resolve([listOf(target, () => ((asked += 1), random() < THROTTLED))]),
      snapshots: createMemorySnapshots(),
      clock: { nowMs: () => Date.now() },
      logger: { warn: () => undefined },
      sleep: async (ms) => sleep(ms),
      random,
    });
    const from = performance.now();
    const inventory = await collect({ targets: TARGETS, lostRegions: [] });
    const read = performance.now();
    const found = createSelector(inventory)({ "DR-Tier": ["database", "app*"], Environment: "production" });
    const done = performance.now();
    if (found.length !== RESOURCES) throw new Error(`found ${found.length} of ${RESOURCES}`);
    looks.push((read - from) / 1_000);
    selections.push((done - read) / 1_000);
    calls.push(asked);
  }
  const what = `${RESOURCES} resources, 3 accounts x 2 Regions`;
  return {
    rows: [
      toRow("read, throttles waited out", what, "s", looks),
      toRow("tags inherited, filters matched", what, "s", selections),
      toRow("calls, throttled ones among them", what, "requests", calls),
    ],
    ratios: {},
  };
}

/** A list of the target's share, and its account's stacks, whose tags come down. */
function listOf(target: DiscoveryTarget, isThrottled: () => boolean): PageSource {
  const sightings = sightingsIn(target);
  return {
    call: "tag:GetResources",
    readPage: (token) => {
      if (isThrottled()) return Promise.reject(Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" }));
      const start = Number(token ?? 0);
      const more = start + PAGE < sightings.length ? { next: String(start + PAGE) } : {};
      return Promise.resolve({ sightings: sightings.slice(start, start + PAGE), ...more });
    },
  };
}

function sightingsIn({ account, region }: DiscoveryTarget): readonly Sighting[] {
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${account}:${resource}`;
  const stack = arn("cloudformation", "stack/shop/1");
  const at = TARGETS.findIndex((each) => each.account === account && each.region === region);
  const own = Array.from({ length: RESOURCES }, (_, index) => index).filter((index) => index % TARGETS.length === at);
  return [
    { arn: stack, tags: { Environment: "production", "DR-Tier": "application" } },
    ...own.map((index) => ({
      arn: index % 2 === 0 ? arn("rds", `cluster:c-${index}`) : arn("ec2", `instance/i-${index}`),
      tags: {
        "aws:cloudformation:stack-id": stack,
        Name: `resource-${index}`,
        "DR-Wave": String((index % 20) + 1),
        ...(index % 2 === 0 ? { "DR-Tier": "database" } : {}),
      },
    })),
  ];
}

/** The same numbers in every run of the same turn. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
