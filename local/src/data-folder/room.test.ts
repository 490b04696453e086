// A full disk is named for what it is, whatever failed because of it.
import { expect, it } from "vitest";
import { whyNoRoom } from "./room.ts";

it("says that the disk is full, where to make room, and that nothing is lost", () => {
  expect(whyNoRoom("/data", () => 4_096)).toBe(
    "the disk of /data is full: make room and start again. What was acknowledged is kept, and what was running goes on",
  );
});

it("says nothing while there is room, or where nobody can tell", () => {
  expect(whyNoRoom("/data", () => 4 * 1024 * 1024)).toBeUndefined();
  expect(whyNoRoom("/no/such/folder")).toBeUndefined();
});
