/** Bugs in the adapters. */
import type { EngineDeps, Ledger, LedgerItem, Operation } from "@dr/adapter-kit";
import { NO_BUGS, type Bugs } from "../components/bugs.ts";
import type { SimClients } from "../components/sim-operations.ts";
import type { Mutant } from "./mutant.ts";

type SimOperation = Operation<SimClients>;

const inEngine = (change: (engine: EngineDeps<SimClients>) => Partial<EngineDeps<SimClients>>) => (): Bugs => ({
  ...NO_BUGS,
  adapter: (engine) => ({ ...engine, ...change(engine) }),
});

const inLedger = (change: (ledger: Ledger) => Partial<Ledger>) => inEngine(({ ledger }) => ({ ledger: { ...ledger, ...change(ledger) } }));

const inOperations = (change: (operation: SimOperation) => Partial<SimOperation>) =>
  inEngine(({ adapter }) => ({
    adapter: {
      ...adapter,
      operations: Object.fromEntries(
        Object.entries(adapter.operations).map(([name, operation]) => [name, { ...operation, ...change(operation) }]),
      ),
    },
  }));

/** Keeps intents to itself, whether they come with the first write of an operation or with a later one. */
const actsBeforeIntent = inLedger((ledger) => ({
  create: (item) =>
    ledger.create({ ...item, steps: Object.fromEntries(Object.entries(item.steps).filter(([, step]) => !isFreshIntent(step))) }),
  save: async (item) => (Object.values(item.steps).some(isFreshIntent) ? item : ledger.save(item)),
}));

function isFreshIntent({ state, handle, lastError }: LedgerItem["steps"][string]): boolean {
  return state === "INTENT" && handle === undefined && lastError === undefined;
}

/** No lease holds anybody up, and the last to write wins. */
const worksInPairs = inLedger((ledger) => ({
  get: async (operationId) => {
    const item = await ledger.get(operationId);
    return item && { ...item, leaseUntil: 0 };
  },
  save: async (item) => {
    const stored = await ledger.get(item.operationId);
    return ledger.save({ ...item, rev: stored?.rev ?? item.rev });
  },
}));

/** Asks for all servers of the task where one of them failed. */
const relaunchesTheBatch = inOperations(({ batch }) => {
  if (!batch) return {};
  const act: typeof batch.act = (items) => {
    const [first] = items;
    const { names } = (first?.context.resources ?? { names: [] }) as { readonly names: readonly string[] };
    return batch.act(first ? names.map((target) => ({ ...first, target })) : items);
  };
  return { batch: { ...batch, act } };
});

/** Finds nothing done, ever: what is launched is launched again. */
const replacesWhatIsLive = inOperations(({ prepare, batch }) => {
  const anew = async (context: Parameters<typeof prepare>[0], target: string) => {
    const prepared = await prepare(context, target);
    if (prepared.state !== "noop") return prepared;
    const { jobs } = await context.clients.estate.look(target);
    return { state: "ready", pre: { jobs: jobs.length } } as const;
  };
  if (!batch) return { prepare: anew };
  const all: typeof batch.prepare = async (items) =>
    new Map(await Promise.all(items.map(async ({ context, target }) => [target, await anew(context, target)] as const)));
  return { prepare: anew, batch: { ...batch, prepare: all } };
});

/** Bugs in the adapters. */
export const adapterMutants: readonly Mutant[] = [
  { name: "acts-before-intent", plant: actsBeforeIntent },
  { name: "looks-nothing-up-after-a-crash", plant: inOperations(() => ({ discover: async () => ({ state: "not_started" }) })) },
  { name: "believes-fresh-reads", plant: inOperations(() => ({ settleSeconds: () => 0 })) },
  { name: "works-in-pairs", plant: worksInPairs },
  { name: "relaunches-the-whole-batch", plant: relaunchesTheBatch },
  { name: "replaces-what-is-live", plant: replacesWhatIsLive },
  {
    name: "forgets-earlier-attempts",
    plant: inLedger((ledger) => ({
      register: async (executionId, taskId, member) => {
        const { wasKnown } = await ledger.register(executionId, taskId, member);
        return { members: [member], wasKnown };
      },
    })),
  },
  {
    name: "completes-on-acceptance",
    plant: inOperations(() => ({ poll: async () => ({ state: "completed", evidence: { after: { status: "ACCEPTED" } } }) })),
  },
];
