/** What the answer to a `PutEvents` request says of each entry (EventBridge API reference, PutEvents). */

/** An answer as the API gives it. */
export interface PutAnswer {
  readonly FailedEntryCount?: number | undefined;
  readonly Entries?:
    | readonly {
        readonly EventId?: string | undefined;
        readonly ErrorCode?: string | undefined;
        readonly ErrorMessage?: string | undefined;
      }[]
    | undefined;
}

/** Null for each entry that was accepted, the reason for each other one. */
export function readOutcomes(
  entries: number,
  { Entries: outcomes = [], FailedEntryCount: counted = 0 }: PutAnswer,
): readonly (string | null)[] {
  const reasons = Array.from({ length: entries }, (_, index) => reasonOf(outcomes[index]));
  const told = reasons.filter((reason) => reason !== null).length;
  // The answer contradicts itself, and nobody knows what was refused: a repeat is legal, a loss is not.
  return counted > told ? reasons.map(() => `${counted} entries failed, and ${told} say so`) : reasons;
}

function reasonOf(outcome: NonNullable<PutAnswer["Entries"]>[number] | undefined): string | null {
  if (outcome === undefined) return "no answer";
  const { EventId, ErrorCode, ErrorMessage } = outcome;
  return ErrorCode === undefined && EventId !== undefined ? null : `${ErrorCode}: ${ErrorMessage}`;
}
