/** Looks at all accounts and Regions at once, each by itself: one that fails is named and spoils no other. */
import { DrError, toFailure, type Failure } from "@dr/events";
import type { Clock, Logger } from "@dr/runtime";
import { joinSightings, type DiscoveryTarget, type Inventory, type Sighting, type TargetReading } from "../core/inventory.ts";
import type { Tags } from "../core/tags.ts";
import { mapBounded } from "./bounded.ts";
import type { OpenTarget, PageSource } from "./page-source.ts";
import { retryThrottled, type RetryDeps } from "./retry.ts";
import type { SnapshotStore } from "./snapshots.ts";

/** What collecting needs. */
export interface CollectDeps extends RetryDeps {
  readonly openTarget: OpenTarget;
  /** Tags of an account. Absent: accounts have none that count. */
  readonly readAccountTags?: ((account: string) => Promise<Tags>) | undefined;
  readonly snapshots: SnapshotStore;
  readonly clock: Pick<Clock, "nowMs">;
  readonly logger: Pick<Logger, "warn">;
  /** Lists that are read at once, over all targets. Default 12. */
  readonly width?: number;
}

/** Where to look. Targets in `lostRegions` are not asked: their last good snapshot counts. */
export interface CollectRequest {
  readonly targets: readonly DiscoveryTarget[];
  readonly lostRegions?: readonly string[] | undefined;
}

/** Looks once. Never throws for what one target does: its failure stands in the inventory. */
export type Collect = (request: CollectRequest) => Promise<Inventory>;

/** More pages than any account has: ends a list whose token goes in circles. */
const MAX_PAGES = 10_000;
const WIDTH = 12;

/** A collector. */
export function createCollect(deps: CollectDeps): Collect {
  const { width = WIDTH } = deps;
  return async ({ targets, lostRegions = [] }) => {
    const lost = new Set(lostRegions);
    const accounts = [...new Set(targets.map(({ account }) => account))];
    const [live, remembered, accountTags] = await Promise.all([
      lookAt(
        deps,
        targets.filter(({ region }) => !lost.has(region)),
        width,
      ),
      mapBounded(
        targets.filter(({ region }) => lost.has(region)),
        width,
        (target) => remember(deps, target),
      ),
      mapBounded(accounts, width, (account) => accountTagsOf(deps, account)),
    ]);
    const looked = [...live, ...remembered];
    const failed = new Map(accountTags.flatMap((each) => ("failure" in each ? [[each.account, each.failure] as const] : [])));
    return {
      targets: looked.map(({ reading }) => withAccountFailure(reading, failed.get(reading.account))).toSorted(byPlace),
      sightings: joinSightings(looked.flatMap(({ sightings }) => sightings)),
      accountTags: Object.fromEntries(accountTags.flatMap((each) => ("tags" in each ? [[each.account, each.tags] as const] : []))),
    };
  };
}

interface Looked {
  readonly reading: TargetReading;
  readonly sightings: readonly Sighting[];
}

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** Lists of all targets share one width: a target with many lists does not hold up the others. */
async function lookAt(deps: CollectDeps, targets: readonly DiscoveryTarget[], width: number): Promise<readonly Looked[]> {
  const opened = await mapBounded(targets, width, (target) => attempt("sts:AssumeRole", () => deps.openTarget(target)));
  const lists = opened.flatMap((each, index) => (each.ok ? each.value.map((source) => ({ index, source })) : []));
  const read = await mapBounded(lists, width, async ({ index, source }) => ({
    index,
    outcome: await attempt(source.call, () => readAll(deps, source)),
  }));
  const asOf = new Date(deps.clock.nowMs()).toISOString();
  return mapBounded([...targets.entries()], width, async ([index, target]): Promise<Looked> => {
    const outcomes = [...opened.slice(index, index + 1), ...read.filter((each) => each.index === index).map(({ outcome }) => outcome)];
    const bad = outcomes.find((outcome) => !outcome.ok);
    if (bad && !bad.ok) return { reading: { ...target, state: "failed", failure: bad.failure }, sightings: [] };
    const sightings = joinSightings(read.flatMap((each) => (each.index === index && each.outcome.ok ? each.outcome.value : [])));
    await keep(deps, target, { asOf, sightings });
    return { reading: { ...target, state: "read", asOf }, sightings };
  });
}

async function readAll(deps: CollectDeps, { call, readPage }: PageSource): Promise<readonly Sighting[]> {
  const found: Sighting[] = [];
  let token: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const from = token;
    const { sightings, next } = await retryThrottled(() => readPage(from), deps);
    found.push(...sightings);
    if (next === undefined || next === "") return found;
    token = next;
  }
  throw new DrError("discovery.endless_list", `${call} goes on after ${MAX_PAGES} pages`);
}

/** A snapshot that cannot be kept is no reason to find nothing. */
async function keep(
  { snapshots, logger }: CollectDeps,
  target: DiscoveryTarget,
  snapshot: { asOf: string; sightings: readonly Sighting[] },
) {
  try {
    await snapshots.write(target, snapshot);
  } catch (error) {
    logger.warn("the snapshot of what was discovered cannot be kept", { ...target, error });
  }
}

async function remember({ snapshots, clock }: CollectDeps, target: DiscoveryTarget): Promise<Looked> {
  const kept = await attempt("the last snapshot", () => snapshots.read(target));
  if (!kept.ok) return { reading: { ...target, state: "failed", failure: kept.failure }, sightings: [] };
  if (kept.value === undefined) {
    const message = `${target.region} is declared lost, and nobody has looked at account ${target.account} there before`;
    return {
      reading: { ...target, state: "failed", failure: { code: "discovery.no_snapshot", message, retryable: false } },
      sightings: [],
    };
  }
  const { asOf, sightings } = kept.value;
  const ageSeconds = Math.max(0, Math.round((clock.nowMs() - Date.parse(asOf)) / 1_000));
  return { reading: { ...target, state: "snapshot", asOf, ageSeconds }, sightings };
}

type AccountTags = { readonly account: string } & ({ readonly tags: Tags } | { readonly failure: Failure });

async function accountTagsOf(deps: CollectDeps, account: string): Promise<AccountTags> {
  const { readAccountTags } = deps;
  if (!readAccountTags) return { account, tags: {} };
  const read = await attempt("organizations:ListTagsForResource", () => retryThrottled(() => readAccountTags(account), deps));
  return read.ok ? { account, tags: read.value } : { account, failure: read.failure };
}

/** Without the account's tags nobody knows what its resources inherit: the whole account counts as not read. */
function withAccountFailure(reading: TargetReading, failure: Failure | undefined): TargetReading {
  const { account, region } = reading;
  return failure === undefined || reading.state === "failed" ? reading : { account, region, state: "failed", failure };
}

async function attempt<T>(call: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof DrError) return { ok: false, failure: toFailure(error) };
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ok: false, failure: { code: "discovery.target_failed", message: `${call}: ${said}`, retryable: true } };
  }
}

function byPlace(a: DiscoveryTarget, b: DiscoveryTarget): number {
  return `${a.account} ${a.region}` < `${b.account} ${b.region}` ? -1 : 1;
}
