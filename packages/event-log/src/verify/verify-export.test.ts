/** The verifier: each kind of damage is found at its place. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { GENESIS_HASH, hashOf } from "../commit.ts";
import type { Commit } from "../port.ts";
import { exportedExecution, type ExecutionExport } from "../testing/exported-execution.ts";
import { parseHeadKey, signHead, verifyHead } from "./signature.ts";
import { verifyExport } from "./verify-export.ts";

const key = parseHeadKey("a secret that is long enough to be one, 12345");
const exported = await exportedExecution({ waves: 2, key });
const { commits } = exported;
const withCommits = (changed: readonly unknown[]): unknown => ({ ...exported, commits: changed });
const found = (input: unknown): string[] =>
  verifyExport(input).problems.map(({ code, commitIndex, version }) => `${code} at commit ${commitIndex}, version ${version}`);
/** A commit whose hash is right again after a change, as a careful forger makes it. */
const rehashed = (commit: Commit): Commit => ({ ...commit, hash: hashOf(commit) });

describe("an export", () => {
  it("as it was written is in order", () => {
    expect(verifyExport(JSON.parse(JSON.stringify(exported)))).toEqual({
      ok: true,
      problems: [],
      streamId: exported.streamId,
      head: exported.head,
      commitCount: 14,
      eventCount: 20,
      signature: "not_checked",
      anchoring: null,
    });
  });

  it("is in order whatever the order of members in its JSON", () => {
    const reversed = commits.map((commit) => Object.fromEntries(Object.entries(commit).toReversed()));
    expect(found(withCommits(reversed))).toEqual([]);
  });

  it("of a stream without commits is in order", () => {
    expect(found({ ...exported, head: { version: 0, hash: GENESIS_HASH }, commits: [] })).toEqual([]);
  });

  it.each<[string, (list: Commit[]) => readonly unknown[], string[]]>([
    [
      "an edited event",
      (list) => list.with(4, { ...list[4]!, events: [{ ...list[4]!.events[0]!, at: "2020-01-01T00:00:00.000Z" }] }),
      ["commit.changed at commit 4, version 7"],
    ],
    ["an edited actor", (list) => list.with(3, { ...list[3]!, actor: "nobody" }), ["commit.changed at commit 3, version 6"]],
    ["an added field", (list) => list.with(0, { ...list[0]!, note: "x" } as Commit), ["commit.changed at commit 0, version 1"]],
    [
      "an edit with its hash made right",
      (list) => list.with(4, rehashed({ ...list[4]!, actor: "nobody" })),
      ["commit.broken_chain at commit 5, version 8"],
    ],
    [
      "a deleted commit",
      (list) => list.toSpliced(5, 1),
      ["commit.missing at commit 5, version 8", "commit.broken_chain at commit 5, version 9"],
    ],
    [
      "a doubled commit",
      (list) => list.toSpliced(5, 0, list[4]!),
      ["commit.out_of_place at commit 5, version 7", "commit.broken_chain at commit 5, version 7"],
    ],
    [
      "a deleted event",
      (list) => list.with(1, { ...list[1]!, events: list[1]!.events.slice(1) }),
      ["commit.event_count at commit 1, version 2", "commit.changed at commit 1, version 2"],
    ],
    [
      "a commit of another stream",
      (list) => list.with(2, rehashed({ ...list[2]!, streamId: "EXEC#other" })),
      ["commit.wrong_stream at commit 2, version 5", "commit.broken_chain at commit 3, version 6"],
    ],
    [
      "a commit that is none",
      (list) => [...list.slice(0, 3), null, ...list.slice(4)],
      ["commit.malformed at commit 3, version 6", "commit.missing at commit 4, version 6", "commit.broken_chain at commit 4, version 7"],
    ],
    ["a tail that was cut off", (list) => list.slice(0, -2), ["head.beyond_commits at commit 12, version 17"]],
    ["everything cut off", () => [], ["head.beyond_commits at commit 0, version 1"]],
    [
      "an edit of the last commit with its hash made right",
      (list) => list.with(13, rehashed({ ...list.at(-1)!, epoch: 9 })),
      ["head.hash_mismatch at commit 13, version 20"],
    ],
    [
      "a commit added at the end",
      (list) => [...list, rehashed({ ...list.at(-1)!, firstVersion: 21, lastVersion: 23, prevHash: list.at(-1)!.hash })],
      ["head.before_commits at commit 14, version 21"],
    ],
  ])("with %s is refused, and the place is named", (_, damage, problems) => {
    expect(found(withCommits(damage([...commits])))).toEqual(problems);
  });

  it("with two commits exchanged names the first of them", () => {
    expect(found(withCommits(commits.with(6, commits[7]!).with(7, commits[6]!)))[0]).toBe("commit.missing at commit 6, version 9");
  });

  it("nested absurdly deeply is refused, not a crash", () => {
    let nested: Record<string, unknown> = {};
    for (let level = 0; level < 50_000; level += 1) nested = { nested };
    expect(found(withCommits(commits.with(0, { ...commits[0]!, events: [{ ...commits[0]!.events[0]!, data: nested }] })))).toEqual([
      "commit.changed at commit 0, version 1",
    ]);
  });

  it.each([
    null,
    7,
    "text",
    [],
    {},
    { ...exported, format: "other" },
    { ...exported, formatVersion: 4 },
    { ...exported, commits: {} },
    { ...exported, head: undefined },
  ])("that is none is refused (%#)", (input) => {
    const result = verifyExport(input);
    expect([result.ok, result.problems[0]?.code]).toEqual([false, "export.malformed"]);
  });
});

describe("the signature of the head", () => {
  const pair = generateKeyPairSync("ed25519");
  const pem = (of: "public" | "private"): string =>
    (of === "public"
      ? pair.publicKey.export({ type: "spki", format: "pem" })
      : pair.privateKey.export({ type: "pkcs8", format: "pem" })
    ).toString();
  const head = { ...exported.head, streamId: exported.streamId };

  it("is verified with the shared secret", () => {
    expect(verifyExport(exported, { key })).toMatchObject({ ok: true, signature: "verified" });
  });

  it("is verified with the public key of an ed25519 pair", () => {
    const signed: ExecutionExport = { ...exported, signature: signHead(head, parseHeadKey(pem("private"))) };
    expect(verifyExport(signed, { key: parseHeadKey(pem("public")) })).toMatchObject({ ok: true, signature: "verified" });
    expect(verifyExport(signed, { key })).toMatchObject({ ok: false, signature: "invalid" });
  });

  it("exposes a forger who rewrote all hashes and the head", () => {
    const forged: Commit[] = [];
    for (const [index, commit] of commits.slice(0, -1).entries()) {
      forged.push(rehashed({ ...commit, prevHash: forged.at(-1)?.hash ?? GENESIS_HASH, ...(index === 3 ? { actor: "nobody" } : {}) }));
    }
    const last = forged.at(-1)!;
    const input = { ...exported, commits: forged, head: { version: last.lastVersion, hash: last.hash } };
    expect(verifyExport(input)).toMatchObject({ ok: true, signature: "not_checked" });
    expect(verifyExport(input, { key })).toMatchObject({
      ok: false,
      signature: "invalid",
      problems: [{ code: "signature.invalid", version: 17 }],
    });
  });

  it("is missed when a key is given", () => {
    const { signature: _, ...unsigned } = exported;
    expect(verifyExport(unsigned)).toMatchObject({ ok: true, signature: "absent" });
    expect(verifyExport(unsigned, { key })).toMatchObject({ ok: false, signature: "missing", problems: [{ code: "signature.missing" }] });
  });

  it("belongs to one stream, one version and one hash", () => {
    const signature = signHead(head, key);
    expect(verifyHead(head, signature, key)).toBe(true);
    expect(verifyHead({ ...head, streamId: "EXEC#other" }, signature, key)).toBe(false);
    expect(verifyHead({ ...head, version: head.version - 1 }, signature, key)).toBe(false);
    expect(verifyHead({ ...head, hash: GENESIS_HASH }, signature, key)).toBe(false);
    expect(verifyHead(head, { ...signature, value: "AAAA" }, key)).toBe(false);
  });

  it.each([
    ["a short secret", "too short"],
    ["a PEM that is none", "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----"],
    [
      "a key of another kind",
      generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }).toString(),
    ],
  ])("refuses %s, without repeating it", (_, text) => {
    expect(() => parseHeadKey(text)).toThrow(expect.objectContaining({ code: "key.invalid", message: expect.not.stringContaining(text) }));
  });

  it("cannot be made with a public key", () => {
    expect(() => signHead(head, parseHeadKey(pem("public")))).toThrow(expect.objectContaining({ code: "key.cannot_sign" }));
  });
});
