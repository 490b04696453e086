// The simulated estate: the outside world that adapters act on, reachable by unmodified AWS SDK clients.
export { ADMIN_PREFIX } from "./admin/admin-api.ts";
export type { EffectsQuery } from "./admin/effects-query.ts";
export { createEstate, type Estate } from "./estate.ts";
export type { AboutEstate } from "./estate-control.ts";
export type { EstateLog } from "./estate-log.ts";
export type { CallerIdentity, EstateHome, EstateOptions } from "./estate-options.ts";
export type { Timers } from "./timers.ts";
export type { Front, FrontSecret } from "./fronts/front.ts";
export { isFromPage } from "./pages.ts";
export { createEstateServer, type EstateServer } from "./estate-server.ts";
export type { AwsEvent } from "./events/aws-event.ts";
export type { FaultBook } from "./faults/fault-book.ts";
export { FAULT_KINDS, type FaultKind, type FaultRule, type FaultRuleInput } from "./faults/fault-rule.ts";
export type { EstateAnswer, EstateRequest, EstateResponse } from "./http-message.ts";
export type { EstateState, SeedDocument } from "./services.ts";
export type { SeededResource, SeedReport } from "./seeding/seed-report.ts";
export type { Effect } from "./world/effect.ts";
