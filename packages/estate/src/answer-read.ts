// Answers a call that changes nothing, perhaps out of date or in words the caller does not know.
import { type CallInProgress, type DecodedCall, faultTargetOf, strikeBefore } from "./call-in-progress.ts";
import { thinPages } from "./faults/thin-pages.ts";
import type { EstateResponse } from "./http-message.ts";
import type { ReadOperation } from "./operation.ts";

const DEFAULT_STALENESS_MS = 60_000;
const DEFAULT_UNKNOWN_STATUS = "simulated-unknown-status";

/** Answers a read. Throws an AWS error for a refusal; used-up faults are on disk either way. */
export const answerRead = async (
  call: CallInProgress,
  operation: ReadOperation,
  { action, input }: DecodedCall,
): Promise<EstateResponse> => {
  const { deps, faults, service, scope, requestId } = call;
  try {
    const pages = thinPages(action, input, service.protocol.pages?.(action));
    const prepared = operation.prepare(pages.input, service.errors.invalidInput);
    const target = faultTargetOf(call, action, prepared.resources(deps.world.view(), scope.region));
    await strikeBefore(call, target);
    const stale = faults.take("stale-read", target);
    const behindMs = stale === undefined ? 0 : (stale.delayMs ?? DEFAULT_STALENESS_MS);
    const nowMs = deps.clock.nowMs() - behindMs;
    const world = stale === undefined ? deps.world.view() : deps.world.view(nowMs);
    const output = prepared.run({ ...call.context, nowMs, world });
    const odd = operation.withStatus && faults.take("unknown-enum", target);
    const told = odd === undefined ? output : operation.withStatus?.(output, odd.code ?? DEFAULT_UNKNOWN_STATUS);
    return service.protocol.encode(
      action,
      pages.pageOf(told ?? output, () => faults.take("thin-pages", target) !== undefined),
      requestId,
    );
  } finally {
    if (faults.used) deps.world.transact(deps.clock.nowMs(), (change) => faults.save(change));
  }
};
