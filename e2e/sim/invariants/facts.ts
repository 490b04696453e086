/** What the adapters really said: every fact of theirs that a bus accepted. */

/** The adapters' words by operation. */
export interface Facts {
  readonly hear: (type: string, data: { readonly operationId: string; readonly failure?: { readonly retryable: boolean } }) => void;
  readonly wasSaid: (operationId: string, type: string) => boolean;
  /** True if the operation's own failure said that trying again may help. */
  readonly isRetryable: (operationId: string) => boolean;
}

/** No words yet. */
export function createFacts(): Facts {
  const said = new Set<string>();
  const retryable = new Set<string>();
  return {
    hear: (type, { operationId, failure }) => {
      said.add(`${operationId}:${type}`);
      if (failure?.retryable === true) retryable.add(operationId);
    },
    wasSaid: (operationId, type) => said.has(`${operationId}:${type}`),
    isRetryable: (operationId) => retryable.has(operationId),
  };
}
