// DescribeEvents: the RDS event log, up to now.
import { z } from "zod";
import { toIso } from "../estate-clock.ts";
import { readOperation } from "../operation.ts";
import { rdsEventKind, toIdentifier } from "./records.ts";
import { invalidCombination } from "./rds-errors.ts";
import { queryInteger, rdsPage } from "./rds-input.ts";
import { rdsPageOf } from "./rds-page.ts";

const DEFAULT_DURATION_MINUTES = 60;

/** DescribeEvents: the last hour unless told otherwise. */
export const describeEvents = readOperation({
  input: z.object({
    SourceIdentifier: z.string().optional(),
    SourceType: z.string().optional(),
    StartTime: z.iso
      .datetime()
      .transform((text) => Date.parse(text))
      .optional(),
    EndTime: z.iso
      .datetime()
      .transform((text) => Date.parse(text))
      .optional(),
    Duration: queryInteger.optional(),
    EventCategories: z.object({ EventCategory: z.array(z.string()) }).optional(),
    ...rdsPage,
  }),
  resources: ({ SourceIdentifier }) => (SourceIdentifier === undefined ? [] : [toIdentifier(SourceIdentifier)]),
  run: (input, { world, region, nowMs }) => {
    if (input.SourceIdentifier !== undefined && input.SourceType === undefined) {
      throw invalidCombination("SourceType is required when SourceIdentifier is given.");
    }
    const source = input.SourceIdentifier === undefined ? undefined : toIdentifier(input.SourceIdentifier);
    const fromMs = input.StartTime ?? nowMs - (input.Duration ?? DEFAULT_DURATION_MINUTES) * 60_000;
    const toMs = Math.min(nowMs, input.EndTime ?? nowMs);
    const categories = input.EventCategories?.EventCategory;
    const events = world
      .list(rdsEventKind, region)
      .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
      .filter(({ sourceIdentifier }) => source === undefined || sourceIdentifier === source)
      .filter(({ sourceType }) => input.SourceType === undefined || sourceType === input.SourceType)
      .filter((event) => categories === undefined || event.categories.some((category) => categories.includes(category)))
      .toSorted((a, b) => a.atMs - b.atMs || a.id.localeCompare(b.id));
    const { items, Marker } = rdsPageOf(events, input);
    return {
      Marker,
      Events: {
        Event: items.map((event) => ({
          SourceIdentifier: event.sourceIdentifier,
          SourceType: event.sourceType,
          Message: event.message,
          EventCategories: { EventCategory: event.categories },
          Date: toIso(event.atMs),
          SourceArn: event.sourceArn,
        })),
      },
    };
  },
});
