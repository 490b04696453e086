/** A typed client of the API, made from the route table. */
export { bearer, sigV4, type Authorize, type Credentials, type OutgoingRequest } from "./authorization.ts";
export { createClient, type ClientDeps } from "./client.ts";
export { ApiProblem, NoAnswer, toProblem, type Problem } from "./problem.ts";
export type { Answer, BodyOf, Client, RequestOf, RequestOptions } from "./request-types.ts";
export { toBody } from "./to-body.ts";
