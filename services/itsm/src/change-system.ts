/** What a system of change tickets can do for us: found, made, read, written on. Implementations: ServiceNow and BMC Helix. */

/** A change as its system shows it, in our words. */
export interface Change {
  /** The system's own key. */
  readonly id: string;
  /** What people call it, e.g. `CHG0030001`. */
  readonly number: string;
  readonly correlationId: string;
  readonly description: string;
  /** `open`: may still be approved. `scheduled`: between approval and end. `closed` and `cancelled` never start anything. */
  readonly phase: "open" | "scheduled" | "closed" | "cancelled";
  readonly approval: "requested" | "approved" | "rejected";
  readonly onHold: boolean;
  readonly conflicts: boolean;
  /** Window, ISO 8601 UTC; absent ends are open. */
  readonly startsAt?: string;
  readonly endsAt?: string;
}

/** One person's vote on a change. */
export interface Vote {
  /** Another one for another vote of the same person, where the system tells them apart. */
  readonly id: string;
  readonly user: string;
  readonly decision: "approved" | "rejected";
}

/** What a new change says. */
export interface NewChange {
  readonly correlationId: string;
  readonly title: string;
  readonly description: string;
}

/** The system. Everything may throw: what is sent may then have been done, so whoever creates looks first. */
export interface ChangeSystem {
  /** Changes with this correlation, oldest first; only such that carry it. */
  readonly find: (correlationId: string) => Promise<readonly Change[]>;
  readonly findNumber: (number: string) => Promise<Change | undefined>;
  readonly create: (change: NewChange) => Promise<Change>;
  /** Writes correlation and description into a change that people made. */
  readonly bind: (id: string, change: Pick<NewChange, "correlationId" | "description">) => Promise<Change>;
  readonly read: (id: string) => Promise<Change | undefined>;
  readonly votes: (id: string) => Promise<readonly Vote[]>;
  readonly note: (id: string, text: string) => Promise<void>;
  /** Approved changes that ask for a plan by their correlation (`dr-plan:<planId>`). */
  readonly findPlanRequests: () => Promise<readonly Change[]>;
}
