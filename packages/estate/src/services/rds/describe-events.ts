// DescribeEvents: the RDS event log, up to now.
import type { EventsMessage } from "@aws-sdk/client-rds";
import * as z from "zod";
import { readOperation } from "../../operation.ts";
import { invalidCombination } from "./rds-errors.ts";
import { rdsPage } from "./rds-input.ts";
import { rdsPageOf } from "./rds-page.ts";
import { rdsEventKind, toIdentifier } from "./records.ts";

const DEFAULT_DURATION_MINUTES = 60;

// SourceType of the RDS API model.
const SOURCE_TYPES = [
  "db-instance",
  "db-parameter-group",
  "db-security-group",
  "db-snapshot",
  "db-cluster",
  "db-cluster-snapshot",
  "custom-engine-version",
  "db-proxy",
  "blue-green-deployment",
  "db-shard-group",
  "zero-etl",
] as const;

/** DescribeEvents: the last hour unless told otherwise. */
export const describeEvents = readOperation({
  input: z.object({
    SourceIdentifier: z.string().optional(),
    SourceType: z.enum(SOURCE_TYPES).optional(),
    StartTime: z.date().optional(),
    EndTime: z.date().optional(),
    Duration: z.int().optional(),
    EventCategories: z.array(z.string()).optional(),
    ...rdsPage,
  }),
  resources: ({ SourceIdentifier }) => (SourceIdentifier === undefined ? [] : [toIdentifier(SourceIdentifier)]),
  run: (input, { world, region, nowMs }): EventsMessage => {
    if (input.SourceIdentifier !== undefined && input.SourceType === undefined) {
      throw invalidCombination("SourceType is required when SourceIdentifier is given.");
    }
    const source = input.SourceIdentifier === undefined ? undefined : toIdentifier(input.SourceIdentifier);
    const fromMs = input.StartTime?.getTime() ?? nowMs - (input.Duration ?? DEFAULT_DURATION_MINUTES) * 60_000;
    const toMs = Math.min(nowMs, input.EndTime?.getTime() ?? nowMs);
    const { EventCategories: categories = [] } = input;
    const events = world
      .list(rdsEventKind, region)
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .filter(({ sourceIdentifier }) => source === undefined || sourceIdentifier === source)
      .filter(({ sourceType }) => input.SourceType === undefined || sourceType === input.SourceType)
      .filter((event) => categories.length === 0 || event.categories.some((category) => categories.includes(category)))
      .toSorted((a, b) => a.atMs - b.atMs || a.id.localeCompare(b.id));
    const { items, ...marker } = rdsPageOf(events, input);
    return {
      ...marker,
      Events: items.map((event) => ({
        SourceIdentifier: event.sourceIdentifier,
        SourceType: event.sourceType,
        Message: event.message,
        EventCategories: [...event.categories],
        Date: new Date(event.atMs),
        SourceArn: event.sourceArn,
      })),
    };
  },
});
