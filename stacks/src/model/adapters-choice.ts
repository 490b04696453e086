/** Whether adapters are deployed with the platform or apart: decided once, because one app would remove what the other has made. */

/** Where the adapters are deployed. */
export type AdaptersChoice = "included" | "apart";

/**
 * The choice of this installation: what the first deployment recorded, else what is asked for. Throws when nothing was said at the first deployment, for a
 * value that is none, and for one that differs from the record.
 */
export function chooseAdapters(asked: string | undefined, recorded: string | undefined): AdaptersChoice {
  if (asked !== undefined && !isChoice(asked)) throw new Error(`DR_ADAPTERS is "${asked}", expected "included" or "apart"`);
  if (recorded === undefined) {
    if (asked === undefined) throw new Error('the first deployment decides: set DR_ADAPTERS to "included" or "apart"');
    return asked;
  }
  if (!isChoice(recorded)) throw new Error(`the recorded choice is "${recorded}", expected "included" or "apart"`);
  if (asked !== undefined && asked !== recorded) {
    throw new Error(
      `this installation was deployed with DR_ADAPTERS=${recorded}; with "${asked}" it would adopt or remove what the adapters' own apps have. Leave the variable out`,
    );
  }
  return recorded;
}

/** Throws unless the platform was deployed without its adapters: only then has an adapter an app of its own. */
export function assertApart(recorded: string | undefined): void {
  if (recorded === "apart") return;
  throw new Error(
    recorded === undefined
      ? "the platform of this account and Region has not recorded DR_ADAPTERS: deploy it first, with DR_ADAPTERS=apart"
      : `the platform was deployed with DR_ADAPTERS=${recorded}: this adapter is deployed with it, and its own app would fight with it over queues and rules`,
  );
}

/** Throws while adapters have apps of their own, as the parameters that those left say: the platform's app would adopt their rules and alarms, and delete them later. */
export function assertNobodyApart(parameters: readonly string[]): void {
  if (parameters.length === 0) return;
  const services = parameters.map((name) => name.slice(name.lastIndexOf("/") + 1));
  throw new Error(
    `${services.join(", ")} ${services.length === 1 ? "has an app of its own" : "have apps of their own"}: remove them first, or deploy with DR_ADAPTERS=apart`,
  );
}

function isChoice(value: string): value is AdaptersChoice {
  return value === "included" || value === "apart";
}
