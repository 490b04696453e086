/** What requests cost: list prices on demand, before any free tier. */
import type { Counts, Kind } from "./counts.ts";

/**
 * The prices are assumed: none was read on AWS's own page, which this project's machines cannot reach. `pages` are the titles of the pages that state them,
 * to compare with before a figure in USD is quoted. Counts and ratios do not depend on them.
 */
export const PRICES_ASSUMED = {
  date: "2026-11-28",
  region: "us-east-1",
  pages: [
    "Amazon DynamoDB pricing for on-demand capacity",
    "Amazon EventBridge pricing",
    "Amazon SQS pricing",
    "AWS Lambda pricing",
    "Amazon API Gateway pricing",
  ],
} as const;

/** A position of the bill: USD for one of a kind. */
export interface Price {
  readonly service: "DynamoDB" | "EventBridge" | "SQS" | "Lambda" | "API Gateway";
  readonly kind: Kind;
  readonly usdEach: number;
}

/** A Lambda call is taken to last this long: on this machine its duration would say nothing about Lambda. */
export const ASSUMED_LAMBDA_MS = 100;
const USD_PER_GB_SECOND = 0.000_013_333_4;
const MB_PER_GB = 1_024;

/** The price list. */
export const PRICES: readonly Price[] = [
  { service: "DynamoDB", kind: "dynamoWriteUnits", usdEach: 0.625e-6 },
  { service: "DynamoDB", kind: "dynamoReadUnits", usdEach: 0.125e-6 },
  { service: "EventBridge", kind: "busEvents", usdEach: 1e-6 },
  { service: "SQS", kind: "sqsRequests", usdEach: 0.4e-6 },
  { service: "Lambda", kind: "invocations", usdEach: 0.2e-6 },
  { service: "Lambda", kind: "lambdaMbInvocations", usdEach: (USD_PER_GB_SECOND * ASSUMED_LAMBDA_MS) / 1_000 / MB_PER_GB },
  { service: "API Gateway", kind: "apiRequests", usdEach: 1e-6 },
];

/** USD by service, and in total. */
export function priceOf(counts: Pick<Counts, "of">): ReadonlyMap<Price["service"] | "total", number> {
  const bill = new Map<Price["service"] | "total", number>();
  for (const { service, kind, usdEach } of PRICES) {
    const usd = counts.of(kind) * usdEach;
    bill.set(service, (bill.get(service) ?? 0) + usd);
    bill.set("total", (bill.get("total") ?? 0) + usd);
  }
  return bill;
}
