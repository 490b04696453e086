/** Every route × everybody who might call it: what the answer is, by the table and by nothing else. */
import { describe, expect, test } from "vitest";
import { API_BASE, ROUTE_LIST } from "@dr/routes";
import { createTestApi } from "../../test/api.ts";
import { callers, expected } from "../../test/callers.ts";

describe.each(callers)("$who", ({ arn, role, headers = {} }) => {
  test.each(ROUTE_LIST)("$method $path", async (row) => {
    const { call } = createTestApi();
    const path = row.path.replaceAll(/\{\w+\}/g, "1");
    for (const base of [API_BASE, ""]) {
      const { status, body } = await call(`${row.method} ${base}${path}`, { arn, headers });
      expect([base, status === 403 ? body.code : "let in"]).toEqual([base, expected(row, role) === 403 ? "auth.forbidden" : "let in"]);
    }
  });
});
