// Puts the simulated estate together: world, clock, services, faults, events and the control surface.
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ADMIN_PREFIX, createAdminApi } from "./admin/admin-api.ts";
import { problem } from "./admin/problem.ts";
import { createDispatcher } from "./dispatch.ts";
import { type ClockAnchor, continueAnchor, createEstateClock, type EstateClock } from "./estate-clock.ts";
import { createEstateControl, type EstateControl } from "./estate-control.ts";
import type { CallerIdentity, EstateHome, EstateOptions } from "./estate-options.ts";
import { createEventOutbox, type EventOutbox } from "./events/event-outbox.ts";
import type { Timers } from "./timers.ts";
import { createFaultBook, type FaultBook } from "./faults/fault-book.ts";
import type { Front } from "./fronts/front.ts";
import { openFronts } from "./fronts/open-fronts.ts";
import type { EstateAnswer, EstateRequest } from "./http-message.ts";
import { SERVICES } from "./services.ts";
import { createSqliteStorage } from "./world/sqlite-storage.ts";
import { createMemoryStorage, type Storage, type StoredWorld } from "./world/storage.ts";
import { createWorld, type World } from "./world/world.ts";

/** The simulated outside world. */
export type Estate = EstateControl & {
  /**
   * Answers one HTTP request: signed AWS calls (the credential scope names service and Region) and `/_local/estate/…`.
   * What a mutating call did, and its journal line, are on disk before the answer resolves. Never rejects.
   */
  handle(request: EstateRequest): Promise<EstateAnswer>;
  readonly faults: FaultBook;
  /** Listens for clients of systems that are not AWS (ONTAP). Their authority lives in `dataDir`, or as long as the process. */
  openFronts(dataDir?: string): Promise<Front>;
  /** Delivers `aws.*` events that are due; the estate also does so after each call and by its own timer. */
  deliverDueEvents(): Promise<void>;
  /** Estate time, epoch milliseconds. */
  nowMs(): number;
  close(): void;
};

/** Opens or creates an estate. A world found in `dataDir` goes on where estate time now stands. */
export const createEstate = (options: EstateOptions): Estate => {
  const storage = openStorage(options);
  const stored = storage.load();
  const seed = settleSeed(storage, stored, options.seed);
  const clock = settleClock(storage, stored, options);
  const world = createWorld(storage, stored);
  const { accountId = "123456789012", defaultRegion = "us-east-1", log = () => undefined } = options;
  const faults = createFaultBook(world, clock.nowMs);
  const control = createEstateControl({ world, clock, accountId, defaultRegion });
  const outbox = openOutbox(options, world, clock);
  const dispatch = createDispatcher({
    world,
    clock,
    seed,
    services: SERVICES,
    accountId,
    quotas: options.quotas ?? {},
    rateLimits: options.rateLimits ?? true,
    callerOf: options.callerOf ?? simulatedCaller(accountId),
    newRequestId: options.newRequestId ?? randomUUID,
    sleep: options.sleep ?? wait,
    log,
    keepsEvents: options.onEvent !== undefined,
  });
  const handle = async (request: EstateRequest): Promise<EstateAnswer> => {
    try {
      if (request.url.startsWith(ADMIN_PREFIX)) return answerAdmin(request);
      const answer = await dispatch(request);
      void outbox?.deliverDue();
      return answer;
    } catch (error) {
      log({ level: "error", message: "estate.defect", url: request.url, error: String(error) });
      return problem(500, "estate.defect", "The simulation failed; see its log");
    }
  };
  const answerAdmin = createAdminApi({ control, faults });
  void outbox?.deliverDue();
  return {
    ...control,
    faults,
    nowMs: clock.nowMs,
    deliverDueEvents: () => outbox?.deliverDue() ?? Promise.resolve(),
    handle,
    openFronts: (dataDir) => openFronts(SERVICES, { handle, view: () => world.view() }, dataDir),
    close() {
      outbox?.close();
      storage.close();
    },
  };
};

const openStorage = (home: EstateHome): Storage => {
  if (!("dataDir" in home)) return createMemoryStorage();
  mkdirSync(home.dataDir, { recursive: true });
  return createSqliteStorage(join(home.dataDir, "estate.sqlite"));
};

/** The seed of the first start stays: another one would give existing resources other derived values. */
const settleSeed = (storage: Storage, stored: StoredWorld, wanted = "estate"): string => {
  const seed = stored.meta["seed"] ?? wanted;
  if (stored.meta["seed"] === undefined) storage.setMeta("seed", seed);
  return seed;
};

const settleClock = (storage: Storage, stored: StoredWorld, { clock, speed = 1 }: EstateOptions): EstateClock => {
  if (!(speed > 0 && Number.isFinite(speed))) throw new Error(`estate.speed: expected a positive number, got ${speed}`);
  const known = stored.meta["clock"];
  const before = known === undefined ? undefined : (JSON.parse(known) as ClockAnchor);
  const anchor = continueAnchor(before, clock(), speed);
  if (anchor !== before) storage.setMeta("clock", JSON.stringify(anchor));
  return createEstateClock(anchor, clock);
};

const openOutbox = (options: EstateOptions, world: World, clock: EstateClock): EventOutbox | undefined => {
  const { onEvent, timers = realTimers, log = () => undefined } = options;
  return onEvent === undefined ? undefined : createEventOutbox({ world, clock, onEvent, timers, log });
};

const realTimers: Timers = {
  set(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

const simulatedCaller =
  (account: string) =>
  (accessKeyId: string): CallerIdentity => ({ account, arn: `arn:aws:iam::${account}:user/simulated`, userId: accessKeyId });
