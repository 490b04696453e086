// Answers a call that changes the world: effect, journal line and fault counters reach the disk in one transaction.
import { isAwsError } from "./aws-error.ts";
import { type CallInProgress, type DecodedCall, errorAfterAccept, faultOf, faultTargetOf, strikeBefore } from "./call-in-progress.ts";
import { toIso } from "./estate-clock.ts";
import type { CallerIdentity } from "./estate-options.ts";
import type { AwsEvent, AwsEventBody } from "./events/aws-event.ts";
import type { FaultTarget } from "./faults/fault-session.ts";
import type { EstateAnswer } from "./http-message.ts";
import { appliedEffect, type JournalFacts, rejectedEffect } from "./journal-entry.ts";
import type { WriteCall, WriteOperation } from "./operation.ts";
import { createChance, seededHex } from "./seeded-choice.ts";
import { userAgentTagOf } from "./signing-scope.ts";
import type { WorldChange } from "./world/world.ts";
import { toUuid } from "./to-uuid.ts";

/** Answers a mutation. Throws an AWS error for a refusal, after the refusal is in the journal. */
export const answerWrite = async (call: CallInProgress, operation: WriteOperation, decoded: DecodedCall): Promise<EstateAnswer> => {
  const { deps, faults, service, scope } = call;
  let resources: readonly string[] = [];
  const facts = (nowMs: number): JournalFacts => factsOf(call, operation, decoded, { nowMs, resources });
  try {
    const prepared = operation.prepare(decoded.input, service.errors.invalidInput);
    resources = prepared.resources(deps.world.view(), scope.region);
    const target = faultTargetOf(call, decoded.action, resources);
    await strikeBefore(call, target);
    const nowMs = deps.clock.nowMs();
    return deps.world.transact(nowMs, (change) => {
      const output = prepared.run(writeCallOf(call, change, nowMs, target));
      const after = faults.take("error-500-after-accept", target) ?? faults.take("reset-after-accept", target);
      faults.save(change);
      change.record(appliedEffect({ ...facts(nowMs), fault: after?.kind }));
      if (after?.kind === "reset-after-accept") return "reset";
      if (after !== undefined) return service.protocol.encodeError(errorAfterAccept(service), call.requestId);
      return service.protocol.encode(decoded.action, output, call.requestId);
    });
  } catch (error) {
    if (isAwsError(error)) {
      const nowMs = deps.clock.nowMs();
      deps.world.transact(nowMs, (change) => {
        faults.save(change);
        change.record(rejectedEffect({ ...facts(nowMs), fault: faultOf(error) }, error));
      });
    }
    throw error;
  }
};

const factsOf = (
  { deps, request, requestId, scope, service, context }: CallInProgress,
  operation: WriteOperation,
  { action, input }: DecodedCall,
  { nowMs, resources }: { readonly nowMs: number; readonly resources: readonly string[] },
): JournalFacts => {
  const userAgentTag = userAgentTagOf(request);
  return {
    seq: deps.world.nextSeq(),
    at: toIso(nowMs),
    wallAt: toIso(deps.clock.wallMs()),
    service: service.service,
    action,
    region: scope.region,
    resources,
    request: operation.redact?.(input as object) ?? input,
    requestId,
    ...(userAgentTag !== undefined && { userAgentTag }),
    ...sessionOfCall(context.caller),
  };
};

const sessionOfCall = ({ arn, sourceIdentity }: CallerIdentity): Pick<JournalFacts, "session"> =>
  arn.includes(":assumed-role/") ? { session: { arn, ...(sourceIdentity !== undefined && { sourceIdentity }) } } : {};

const writeCallOf = (call: CallInProgress, change: WorldChange, nowMs: number, target: FaultTarget): WriteCall => {
  const { deps, faults } = call;
  const seq = deps.world.nextSeq();
  let announced = 0;
  return {
    ...call.context,
    nowMs,
    world: change,
    chance: createChance(deps.seed, seq),
    faulty: (kind, resources) => faults.take(kind, resources === undefined ? target : { ...target, resources }) !== undefined,
    announce(dueMs, body) {
      if (!deps.keepsEvents) return;
      announced += 1;
      change.schedule(dueMs, envelope(body, { dueMs, account: deps.accountId, key: `${deps.seed}|${seq}|${announced}` }));
    },
  };
};

const envelope = (body: AwsEventBody, { dueMs, account, key }: { dueMs: number; account: string; key: string }): AwsEvent => ({
  version: "0",
  id: toUuid(seededHex(32, "event", key)),
  account,
  time: `${toIso(dueMs).slice(0, 19)}Z`,
  ...body,
});
