// The control side of an estate: journal, state and seeding, as code and over HTTP.
import { type EffectsQuery, selectEffects } from "./admin/effects-query.ts";
import { stateView } from "./admin/state-view.ts";
import { type EstateClock, toIso } from "./estate-clock.ts";
import { applySeed } from "./seeding/apply-seed.ts";
import { provisionPlan } from "./seeding/provision-plan.ts";
import { seedDocument } from "./seeding/seed-document.ts";
import type { SeedReport } from "./seeding/seed-report.ts";
import type { EstateService } from "./service.ts";
import { type EstateState, type SeedDocument, SERVICES } from "./services.ts";
import type { Effect } from "./world/effect.ts";
import type { World } from "./world/world.ts";

/** What every answer about the estate says first: that it is simulated, and how fast its time runs. */
export type AboutEstate = {
  readonly simulated: true;
  readonly speed: number;
  readonly estateTime: string;
  readonly wallTime: string;
};

/** One simulated service. */
export type AboutService = Pick<EstateService, "service" | "quotas" | "durations" | "events"> & { readonly operations: readonly string[] };

/** Journal, state and seeding of one estate. */
export type EstateControl = {
  about(): AboutEstate;
  /** The journal of effects, oldest first. */
  effects(query?: EffectsQuery): readonly Effect[];
  /** What is simulated: operations, quotas, durations (estate seconds) and events of each service. */
  services(): readonly AboutService[];
  /** All resources as they are now. */
  state(): EstateState;
  /** Creates the resources of a seed document that do not exist. Throws a ZodError for a document that makes no sense. */
  seed(document: SeedDocument | object): SeedReport;
  /** Creates a healthy resource for every name in a plan (bare or inside `enterpriseRecoveryPlan`). Idempotent. */
  provisionForPlan(plan: unknown, options?: { readonly region?: string }): SeedReport;
};

type Deps = { readonly world: World; readonly clock: EstateClock; readonly accountId: string; readonly defaultRegion: string };

/** The control side over a world; every change is on disk when its call returns. */
export const createEstateControl = ({ world, clock, accountId, defaultRegion }: Deps): EstateControl => ({
  about: () => ({ simulated: true, speed: clock.anchor.speed, estateTime: toIso(clock.nowMs()), wallTime: toIso(clock.wallMs()) }),
  effects: (query = {}) => selectEffects(world.effects, query),
  services: () =>
    (SERVICES as readonly EstateService[]).map(({ service, operations, quotas, durations, events }) => ({
      service,
      operations: Object.keys(operations),
      quotas,
      durations,
      events,
    })),
  state: () => stateView(world.view(), { nowMs: clock.nowMs(), accountId }),
  seed: (document) => applySeed(world, seedDocument.parse(document), { accountId, region: defaultRegion, nowMs: clock.nowMs() }),
  provisionForPlan: (plan, { region = defaultRegion } = {}) => provisionPlan(world, plan, { accountId, region, nowMs: clock.nowMs() }),
});
