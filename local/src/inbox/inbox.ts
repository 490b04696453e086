/** What other systems were sent in this run, as they would show it to people. In memory: it begins anew with each start. */

/** One thing that arrived. `thread` holds together what belongs together there. */
export interface InboxItem {
  readonly number: number;
  readonly at: string;
  readonly channel: string;
  /** E.g. `message`, `incident`, `mail`. */
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly thread?: string | undefined;
  readonly id?: string | undefined;
  readonly raw: unknown;
}

/** What a channel does instead of answering: a status, or nothing at all, for so many requests (absent: until it is taken back). */
export interface InboxFault {
  readonly channel: string;
  readonly status?: number | undefined;
  readonly hang?: boolean | undefined;
  readonly times?: number | undefined;
}

/** A run's inbox. */
export interface Inbox {
  readonly add: (item: Omit<InboxItem, "number" | "at">) => InboxItem;
  readonly list: (channel?: string) => readonly InboxItem[];
  readonly break: (fault: InboxFault) => void;
  readonly mend: () => void;
  /** The fault that meets this request; it is used up by it. */
  readonly meet: (channel: string) => InboxFault | undefined;
}

/** What is kept; older things go. */
const MAX_ITEMS = 5_000;

/** An empty inbox. */
export function createInbox(nowMs: () => number = Date.now): Inbox {
  const items: InboxItem[] = [];
  const faults = new Map<string, { fault: InboxFault; left: number }>();
  let number = 0;
  return {
    add: (item) => {
      number += 1;
      const added = { ...item, number, at: new Date(nowMs()).toISOString() };
      items.push(added);
      if (items.length > MAX_ITEMS) items.shift();
      return added;
    },
    list: (channel) => items.filter((item) => channel === undefined || item.channel === channel),
    break: (fault) => void faults.set(fault.channel, { fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    mend: () => faults.clear(),
    meet: (channel) => {
      const standing = faults.get(channel) ?? faults.get("all");
      if (!standing || standing.left <= 0) return undefined;
      standing.left -= 1;
      return standing.fault;
    },
  };
}
