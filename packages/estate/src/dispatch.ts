// Takes a signed AWS request through faults, the service's operation and the journal to its answer.
import { answerRead } from "./answer-read.ts";
import { answerWrite } from "./answer-write.ts";
import { awsError, isAwsError } from "./aws-error.ts";
import { type CallInProgress, type DispatchDeps, throttled } from "./call-in-progress.ts";
import { downSinceMs } from "./faults/fault-book.ts";
import { createFaultSession } from "./faults/fault-session.ts";
import { sessionOf } from "./lent-session.ts";
import type { EstateAnswer, EstateRequest, EstateResponse } from "./http-message.ts";
import { createServiceLoader } from "./load-service.ts";
import type { CallContext } from "./operation.ts";
import { createRateLimiter } from "./rate-limit.ts";
import type { CallerIdentity } from "./estate-options.ts";
import type { LoadedService } from "./service.ts";
import { type SigningScope, signingScopeOf } from "./signing-scope.ts";
import { awsJsonResponse } from "./wire/response.ts";
import type { WorldView } from "./world/world.ts";

/**
 * Answers AWS requests. A mutating call is on disk, with its journal line, before the answer is returned. Never
 * rejects: a defect of the simulation is logged and answered as the service's internal error.
 */
export const createDispatcher = (deps: DispatchDeps): ((request: EstateRequest) => Promise<EstateAnswer>) => {
  let draws = 0;
  const draw = (): number => (draws += 1);
  const load = createServiceLoader(deps.services);
  const mayPass = deps.rateLimits ? createRateLimiter(deps.clock.nowMs) : () => true;

  return async (request) => {
    const requestId = deps.newRequestId();
    const scope = signed(deps, request) ?? claimed(deps, request);
    if (scope === undefined) return unsigned(requestId);
    const faults = createFaultSession(deps.world.view(), deps.seed, draw);
    if (faults.take("region-down", { region: scope.region, service: scope.service }) !== undefined) {
      if (faults.used) deps.world.transact(deps.clock.nowMs(), (change) => faults.save(change));
      return "reset";
    }
    const service = await load(scope.service);
    if (service === undefined) return notSimulated(scope, requestId);
    const call: CallInProgress = { deps, request, requestId, scope, service, faults, context: contextOf(deps, scope, service) };
    try {
      if (!mayPass(service.service, call.context.limits(service.quotas)["requestsPerSecond"])) throw throttled(service);
      return await perform(call);
    } catch (error) {
      if (isAwsError(error)) return service.protocol.encodeError(error, requestId);
      deps.log({ level: "error", message: "estate.defect", requestId, url: request.url, error: String(error) });
      const { code, status } = service.errors.internal;
      return service.protocol.encodeError(awsError(code, "The simulation failed; see its log.", status), requestId);
    }
  };
};

/** Two services may sign with one name: the request's path tells which of them is meant. */
const signed = ({ services }: DispatchDeps, request: EstateRequest): SigningScope | undefined => {
  const scope = signingScopeOf(request);
  const other = scope && services.find(({ signs }) => signs?.as === scope.service && signs.takes(request));
  return scope && other ? { ...scope, service: other.service } : scope;
};

/** A system that is not AWS knows its own requests. */
const claimed = ({ services, world }: DispatchDeps, request: EstateRequest): SigningScope | undefined => {
  for (const { service, claim } of services) {
    const found = claim?.(request, world.view());
    if (found !== undefined) return { ...found, service };
  }
  return undefined;
};

const perform = async (call: CallInProgress): Promise<EstateAnswer> => {
  const { service, request } = call;
  const { action, input } = await service.protocol.decode(request);
  const operation = Object.hasOwn(service.operations, action) ? service.operations[action] : undefined;
  if (operation === undefined) {
    throw awsError(service.errors.unknownAction, `${service.service} ${action} is not simulated.`);
  }
  return operation.mutating ? answerWrite(call, operation, { action, input }) : answerRead(call, operation, { action, input });
};

const contextOf = (
  { world, accountId, callerOf, quotas }: DispatchDeps,
  scope: SigningScope,
  { service }: LoadedService,
): Omit<CallContext, "nowMs"> => ({
  region: scope.region,
  accountId,
  limits: (own) => ({ ...own, ...quotas[service] }),
  caller: lentTo(world.view(), scope.accessKeyId) ?? callerOf(scope.accessKeyId),
  downSinceMs: (region) => downSinceMs(world.view(), region),
});

/** A session that STS gave. */
const lentTo = (world: WorldView, accessKeyId: string): CallerIdentity | undefined => {
  const session = sessionOf(world, accessKeyId);
  return session && { ...session, userId: accessKeyId };
};

const unsigned = (requestId: string): EstateResponse =>
  plainError(403, "MissingAuthenticationToken", "The simulated estate takes SigV4-signed AWS requests.", requestId);

const notSimulated = ({ service }: SigningScope, requestId: string): EstateResponse =>
  plainError(501, "ServiceNotSimulated", `The simulated estate has no service "${service}".`, requestId);

const plainError = (status: number, code: string, message: string, requestId: string): EstateResponse =>
  awsJsonResponse(requestId, {
    status,
    contentType: "application/json",
    body: { __type: code, code, message },
    headers: { "x-amzn-errortype": code },
  });
