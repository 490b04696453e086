/** A few threads for what is heavy: bounded in number, in those who wait for one, and in time. A thread that dies or hangs is replaced. */

/** One invocation of a function, as plain data: it crosses from one thread to another. */
export interface Job {
  /** The function's name. */
  readonly name: string;
  readonly event: unknown;
}

/** What became of a job in its thread. `failed` is the function's own error; `died` leaves open what was done. */
export type RunOutcome =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "died"; readonly reason: string };

/** What became of a job. `busy`: it was not begun. `late`: its thread was ended with it, and what was done is open. */
export type JobOutcome = RunOutcome | { readonly kind: "busy" } | { readonly kind: "late" };

/** A thread that does one job at a time. */
export interface HeavyThread {
  readonly run: (job: Job) => Promise<RunOutcome>;
  readonly isAlive: () => boolean;
  readonly end: () => void;
}

/** What the pool is made of. */
export interface HeavyPoolDeps {
  /** Called when a job finds no idle thread, so that nobody pays for threads that nobody needs. */
  readonly start: () => HeavyThread;
  readonly threads: number;
  /** So many may wait for a thread; whoever comes then is refused. */
  readonly waiting: number;
  /** A job may wait for so long, and then take so long. */
  readonly limitMs: number;
  /** Calls back later, unless it is cancelled before. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
}

/** Runs jobs. */
export interface HeavyPool {
  readonly run: (job: Job) => Promise<JobOutcome>;
  /** Ends the threads. Jobs under way are told `died`. */
  readonly stop: () => void;
}

/** A pool without a thread yet. */
export function createHeavyPool({ start, threads, waiting, limitMs, after }: HeavyPoolDeps): HeavyPool {
  const idle: HeavyThread[] = [];
  const working = new Set<HeavyThread>();
  const queue: (() => void)[] = [];
  let free = threads;

  const begin = async (job: Job): Promise<JobOutcome> => {
    const thread = takeAlive(idle) ?? start();
    working.add(thread);
    const late = Promise.withResolvers<JobOutcome>();
    const cancel = after(limitMs, () => late.resolve({ kind: "late" }));
    const outcome = await Promise.race([thread.run(job), late.promise]);
    cancel();
    working.delete(thread);
    if (outcome.kind === "late") thread.end();
    else if (thread.isAlive()) idle.push(thread);
    return outcome;
  };

  /** Whether there is room to begin, at once or when somebody has done; false when nobody has in time. */
  const room = (): Promise<boolean> | boolean => {
    if (free > 0) {
      free -= 1;
      return true;
    }
    if (queue.length >= waiting) return false;
    return new Promise((resolve) => {
      const own = (): void => {
        cancel();
        resolve(true);
      };
      const cancel = after(limitMs, () => {
        queue.splice(queue.indexOf(own), 1);
        resolve(false);
      });
      queue.push(own);
    });
  };

  return {
    run: async (job) => {
      if (!(await room())) return { kind: "busy" };
      try {
        return await begin(job);
      } finally {
        // The room goes to whoever waits longest, before anybody who comes now.
        const next = queue.shift();
        if (next) next();
        else free += 1;
      }
    },
    stop: () => [...idle, ...working].forEach((thread) => thread.end()),
  };
}

function takeAlive(idle: HeavyThread[]): HeavyThread | undefined {
  while (idle.length > 0) {
    const thread = idle.pop();
    if (thread?.isAlive()) return thread;
  }
  return undefined;
}
