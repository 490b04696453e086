import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseHeadKey, verifyExport, verifyHead } from "@dr/event-log";
import { parseEnv } from "@dr/runtime";
import { createRecordedTelemetry } from "@dr/runtime/testing";
import { createTestApi } from "../../test/api.ts";
import { startTwoWaves } from "../../test/plans.ts";
import { createHeadSigner } from "./head-signer.ts";
import { createKeyReader } from "./key-client.ts";

const secret = "a shared secret of more than thirty-two bytes";
const head = { streamId: "EXEC#exec-1", version: 20, hash: "ab".repeat(32) };
const env = (more: object) => parseEnv({ AWS_REGION: "eu-central-1", ...more }, []);

test("an export is signed with the key of the file, and verifies with it alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dr-key-"));
  try {
    const file = join(folder, "export.key");
    writeFileSync(file, `${secret}\n`);
    const signExport = createHeadSigner(createKeyReader(env({ DR_EXPORT_KEY_FILE: file })), createRecordedTelemetry().logger);
    const api = createTestApi({ signExport });
    const executionId = await startTwoWaves(api);
    const { body } = await api.call(`GET /api/v1/executions/${executionId}/export`);
    expect(verifyExport(body, { key: parseHeadKey(secret) })).toMatchObject({ ok: true, signature: "verified", eventCount: 1 });
    expect(verifyExport(body, { key: parseHeadKey(`another ${secret}`) })).toMatchObject({ ok: false, signature: "invalid" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a private key signs so that the public one verifies; it is read once", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  let reads = 0;
  const readKey = () => {
    reads += 1;
    return Promise.resolve(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  };
  const sign = createHeadSigner(readKey, createRecordedTelemetry().logger);
  const [first, second] = [await sign(head), await sign({ ...head, version: 21 })];
  const key = parseHeadKey(publicKey.export({ type: "spki", format: "pem" }).toString());
  expect(first && verifyHead(head, first, key)).toBe(true);
  expect(second && verifyHead(head, second, key)).toBe(false);
  expect(reads).toBe(1);
});

test("without a key the export is unsigned, and the log says so", async () => {
  const { logger, lines } = createRecordedTelemetry();
  expect(await createHeadSigner(undefined, logger)(head)).toBeUndefined();
  expect(lines).toMatchObject([{ level: "warn", fields: { stream: "EXEC#exec-1" } }]);
});

test("a key that cannot be read or used leaves it unsigned, is never repeated, and is read again at the next export", async () => {
  const { logger, lines } = createRecordedTelemetry();
  const answers = [() => Promise.reject(new Error("denied")), () => Promise.resolve("short-secret"), () => Promise.resolve(secret)];
  const sign = createHeadSigner(() => answers.shift()?.() ?? Promise.reject(new Error("read once too often")), logger);
  expect([await sign(head), await sign(head)]).toEqual([undefined, undefined]);
  expect(lines.map(({ level, fields }) => [level, String(fields["error"]).includes("short-secret")])).toEqual([
    ["warn", false],
    ["warn", false],
  ]);
  expect(await sign(head)).toMatchObject({ algorithm: "hmac-sha256" });
});

test("a local run never asks AWS for the secret", () => {
  expect(createKeyReader(env({}))).toBeUndefined();
  expect(createKeyReader(env({ DR_EXPORT_KEY_SECRET: "k", DR_DYNAMODB_ENDPOINT: "http://127.0.0.1:1" }))).toBeUndefined();
  expect(createKeyReader(env({ DR_EXPORT_KEY_SECRET: "k" }))).toBeTypeOf("function");
});
