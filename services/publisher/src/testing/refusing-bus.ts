/** EventBridge that refuses entries, behind the product's own reading of its answers. */
import type { Envelope } from "@dr/events";
import { createBus, createPutEntries, type Bus } from "@dr/runtime";

/** A bus that can be told what to refuse. */
export interface RefusingBus {
  readonly bus: Bus;
  /** What subscribers were given, in order. */
  readonly delivered: readonly Envelope[];
  /** How many entries each request had. */
  readonly requests: readonly number[];
  /** Refuses the event with this id `times` times. */
  readonly refuse: (id: string, times: number) => void;
  /** What happens once, while the bus waits before it tries an entry again. */
  readonly meanwhile: (happens: () => Promise<unknown>) => void;
  /** From now on `FailedEntryCount` is this, whatever was refused. */
  readonly claim: (failedEntryCount: number) => void;
}

/** A bus that accepts everything, until it is told otherwise. It tries each entry twice. */
export function createRefusingBus(): RefusingBus {
  const delivered: Envelope[] = [];
  const requests: number[] = [];
  const refusals = new Map<string, number>();
  let happening: () => Promise<unknown> = async () => undefined;
  let claimed: number | undefined;

  const put = (detail: Envelope) => {
    const left = refusals.get(detail.id) ?? 0;
    refusals.set(detail.id, left - 1);
    if (left > 0) return { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };
    delivered.push(detail);
    return { EventId: `bus-${delivered.length}` };
  };
  const send = async ({ input }: { readonly input: { readonly Entries: readonly { readonly Detail: string }[] } }) => {
    requests.push(input.Entries.length);
    const Entries = input.Entries.map(({ Detail }) => put(JSON.parse(Detail) as Envelope));
    return { FailedEntryCount: claimed ?? Entries.filter((entry) => "ErrorCode" in entry).length, Entries };
  };
  const sleep = async (): Promise<void> => {
    const happens = happening;
    happening = async () => undefined;
    await happens();
  };
  const client = { send } as unknown as Parameters<typeof createPutEntries>[0];
  return {
    bus: createBus({ putEntries: createPutEntries(client, "dr-bus"), sleep, nextTurn: () => Promise.resolve(), maxTries: 2 }),
    delivered,
    requests,
    refuse: (id, times) => refusals.set(id, times),
    meanwhile: (happens) => {
      happening = happens;
    },
    claim: (failedEntryCount) => {
      claimed = failedEntryCount;
    },
  };
}
