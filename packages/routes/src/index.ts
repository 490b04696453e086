/** The route table: what the API offers, to whom, and in which words. */
export { problemSchema } from "./answers.ts";
export { documentedTypes, ROUTE_LIST, ROUTES } from "./documented.ts";
export { tagFiltersSchema } from "./discovery.ts";
export { noQuery } from "./parameters.ts";
export { PERMISSIONS, ROLE_PERMISSIONS, rolesThatMay, type Permission } from "./permissions.ts";
export {
  API_BASE,
  comparesVersions,
  problemsOf,
  typesOf,
  type Access,
  type AnswerRow,
  type BodyExample,
  type RateClass,
  type RouteRow,
  type RouteRule,
  type RouteWords,
} from "./route.ts";
export { REPORT_TYPES, type ReportFormat } from "./report-format.ts";
export { secretShownOnce, SHOWN_ONCE, tellsSecret } from "./shown-once.ts";
export { singleOperationFields } from "./technologies.ts";
export { GATEWAY_ROUTES, isOpen, RULE_LIST, RULES, type Operation } from "./table.ts";
