/** Units of a request. */
import { expect, it } from "vitest";
import { capacityOf } from "./dynamo-capacity.ts";

it("takes what the engine reports, of one table or of several", () => {
  expect(capacityOf("PutItem", { ConsumedCapacity: { CapacityUnits: 4 } })).toEqual({ writes: true, units: 4 });
  expect(capacityOf("Query", { ConsumedCapacity: { CapacityUnits: 0.5 } })).toEqual({ writes: false, units: 0.5 });
  expect(capacityOf("BatchGetItem", { ConsumedCapacity: [{ CapacityUnits: 1 }, { CapacityUnits: 2.5 }] })).toEqual({
    writes: false,
    units: 3.5,
  });
});

it("bills a write that lost its condition, and no refused read", () => {
  expect(capacityOf("UpdateItem", null)).toEqual({ writes: true, units: 1 });
  expect(capacityOf("GetItem", null)).toEqual({ writes: false, units: 0 });
});
