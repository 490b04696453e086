/** Deterministic ids of operations: the same request, however often it is made, is the same operation. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Phase } from "@dr/events";

/** What makes an operation the one it is. */
export interface OperationKey {
  readonly executionId: string;
  readonly waveNumber: number;
  readonly taskId: string;
  readonly operation: string;
  readonly phase: Phase;
  readonly attempt: number;
}

/** Lower-hex sha256 of `executionId|waveNumber|taskId|operation|phase|attempt`. */
export function operationIdOf(key: OperationKey): string {
  const { executionId, waveNumber, taskId, operation, phase, attempt } = key;
  return bytesToHex(sha256(utf8ToBytes([executionId, waveNumber, taskId, operation, phase, attempt].join("|"))));
}
