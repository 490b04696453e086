/** Reading errors of any kind. */
import { describe, expect, it } from "vitest";
import { toDeliveryFailure } from "./delivery-failure.ts";

describe("toDeliveryFailure", () => {
  it.each([
    [new Error("down"), { code: "ERROR_FROM_TARGET", message: "down", retryable: true }],
    [
      { name: "Error", code: "ECONNRESET", message: "" },
      { code: "CONNECTION_FAILURE", message: "Error ECONNRESET", retryable: true },
    ],
    [
      { name: "AWS.SimpleQueueService.NonExistentQueue" },
      { code: "NO_RESOURCE", message: "AWS.SimpleQueueService.NonExistentQueue", retryable: false },
    ],
    ["text", { code: "ERROR_FROM_TARGET", message: "text", retryable: true }],
    [null, { code: "ERROR_FROM_TARGET", message: "null", retryable: true }],
  ])("%j", (error, failure) => {
    expect(toDeliveryFailure(error)).toEqual(failure);
  });
});
