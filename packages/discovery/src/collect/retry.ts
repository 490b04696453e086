/** Asks again when AWS says that it was asked too often. */

/** What waiting needs; `random` gives numbers in [0,1). */
export interface RetryDeps {
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

const TRIES = 10;
const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Names of refusals for the rate, of the services that discovery asks (their API references, "Common errors"). */
const THROTTLES = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "RequestThrottled",
  "SlowDown",
]);

/** What `ask` answers. A refusal for the rate is waited out: at most ten tries, twice as long each time, at random within that. */
export async function retryThrottled<T>(ask: () => Promise<T>, { sleep, random }: RetryDeps): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === TRIES || !(error instanceof Error && THROTTLES.has(error.name))) throw error;
      await sleep(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
    }
  }
}
