/** The keys come from the environment, in whole or not at all, and AWS's own clients take them from here. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultProvider } from "./index.ts";

describe("credentials of a function", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("are the keys of the environment", async () => {
    set({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" });
    expect(await defaultProvider()()).toEqual({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token" });
  });

  it("bear no token where there is none", async () => {
    set({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "" });
    expect(await defaultProvider()()).toEqual({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" });
  });

  it.each([
    { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "secret" },
    { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "" },
  ])("are refused in part: %j", async (env) => {
    set(env);
    await expect(defaultProvider()()).rejects.toMatchObject({ name: "CredentialsProviderError" });
  });

  it("reach a client of the SDK that was given none, without a profile in between", async () => {
    set({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_PROFILE: "somebody" });
    const client = new SQSClient({ region: "us-east-1" });
    await expect(client.config.credentials()).rejects.toThrow("Profiles, SSO and web identity are not read");
    set({ AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" });
    expect(await new SQSClient({ region: "us-east-1" }).config.credentials()).toMatchObject({ accessKeyId: "AKIDEXAMPLE" });
  });
});

function set(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}
