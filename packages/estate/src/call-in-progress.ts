// What the steps of answering one AWS request share, and the faults that strike before it is accepted.
import { type AwsError, awsError } from "./aws-error.ts";
import type { EstateClock } from "./estate-clock.ts";
import type { EstateLog } from "./estate-log.ts";
import type { CallerIdentity } from "./estate-options.ts";
import type { FaultKind, FaultRule } from "./faults/fault-rule.ts";
import type { FaultSession, FaultTarget } from "./faults/fault-session.ts";
import type { EstateRequest } from "./http-message.ts";
import type { CallContext } from "./operation.ts";
import type { Quotas } from "./quotas.ts";
import type { EstateService, LoadedService } from "./service.ts";
import type { SigningScope } from "./signing-scope.ts";
import type { World } from "./world/world.ts";

/** The parts of the estate that answer AWS requests. */
export type DispatchDeps = {
  readonly world: World;
  readonly clock: EstateClock;
  readonly seed: string;
  readonly services: readonly EstateService[];
  readonly rateLimits: boolean;
  readonly accountId: string;
  /** Quotas that differ from the services' own, by service. */
  readonly quotas: Readonly<Record<string, Quotas>>;
  readonly callerOf: (accessKeyId: string) => CallerIdentity;
  readonly newRequestId: () => string;
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly log: EstateLog;
  /** Whether anybody takes AWS events; without a taker none are kept. */
  readonly keepsEvents: boolean;
};

/** One request on its way to an answer. */
export type CallInProgress = {
  readonly deps: DispatchDeps;
  readonly request: EstateRequest;
  readonly requestId: string;
  readonly scope: SigningScope;
  readonly service: LoadedService;
  readonly faults: FaultSession;
  readonly context: Omit<CallContext, "nowMs">;
};

/** The decoded request. */
export type DecodedCall = { readonly action: string; readonly input: unknown };

/** What fault rules are compared with, once the call's resources are known. */
export const faultTargetOf = (call: CallInProgress, action: string, resources: readonly string[]): FaultTarget => ({
  region: call.scope.region,
  service: call.service.service,
  action,
  resources,
});

/** An AWS error that a fault rule made; `fault` goes to the journal. */
export type FaultError = AwsError & { readonly fault: FaultKind };

/** The fault behind an error, if a rule made it. */
export const faultOf = (error: AwsError): string | undefined => ("fault" in error ? String(error.fault) : undefined);

/** Waits out a `delay`, then throws the error of a `throttle` or `error-before` that applies. */
export const strikeBefore = async (call: CallInProgress, target: FaultTarget): Promise<void> => {
  const { faults, service, deps } = call;
  const delay = faults.take("delay", target);
  if (delay !== undefined) await deps.sleep(delay.delayMs ?? 0);
  const throttle = faults.take("throttle", target);
  if (throttle !== undefined) throw injected(throttle, { ...service.errors.throttled, message: "Rate exceeded (injected fault)." });
  const error = faults.take("error-before", target);
  if (error !== undefined) throw injected(error, { ...service.errors.internal, message: "Injected fault before the call was accepted." });
};

/** The refusal of a call that comes too fast. */
export const throttled = ({ errors }: LoadedService): AwsError => awsError(errors.throttled.code, "Rate exceeded", errors.throttled.status);

/** The answer of `error-500-after-accept`: the service's internal error, although the call took effect. */
export const errorAfterAccept = ({ errors }: LoadedService): AwsError =>
  awsError(errors.internal.code, "Injected fault after the call was accepted.", errors.internal.status);

const injected = (rule: FaultRule, usual: { code: string; status: number; message: string }): FaultError => {
  const code = rule.code ?? usual.code;
  const status = code === usual.code ? usual.status : statusOf(code);
  return Object.assign(awsError(code, rule.message ?? usual.message, status), { fault: rule.kind });
};

const statusOf = (code: string): number => (/Internal|Unavailable|Failure/u.test(code) ? 500 : 400);
